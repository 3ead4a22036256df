"""The pages of the briefing on the officers' desk. 简报的办公桌页面"""
