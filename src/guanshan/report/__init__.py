"""What do we tell people, and where does each figure come from? 报告

The last of the six verbs. It reads what is registered and never judges: it imports neither ``assess`` nor ``allocate``.
"""
