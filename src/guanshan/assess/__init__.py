"""The verb assess: who qualifies, what follows, and can we prove it? 评定

Pure: rulebooks and cases in, verdicts out. It knows no database, no clock and no screen.
"""
