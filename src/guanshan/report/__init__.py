"""What do we tell people, and where does each figure come from? 报告

The last of the six verbs: indicators as data, their figures with lineage down to rows and documents, charts, press drafts held against
them. It reads what is registered and never judges an enterprise: it imports neither ``assess`` nor ``allocate``.
"""
