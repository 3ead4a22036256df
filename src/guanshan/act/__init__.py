"""The verb act: who does what, by when? 办理

Cases, deadlines, returns, plans and notices. It keeps state through `guanshan.register` and never judges: a system's service
brings what has been assessed.
"""
