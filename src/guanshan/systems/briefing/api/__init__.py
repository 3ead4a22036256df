"""What the briefing answers over HTTP: to everybody its editions, to officers the check of a draft. 简报接口"""
