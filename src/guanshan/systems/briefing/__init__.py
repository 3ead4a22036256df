"""The briefing: what the district tells its public, every figure with the rows and papers behind it. 简报"""
