"""Reads the texts of a briefing: pure. 简报文本"""
