"""How are cases shown? 事项的屏幕

The officers' work list and the page of one case; what both they and an applicant's plain pages show stands in `told`.
"""
