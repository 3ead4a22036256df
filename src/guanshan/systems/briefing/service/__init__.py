"""The use cases of the briefing: composing, keeping and signing editions. 简报业务"""
