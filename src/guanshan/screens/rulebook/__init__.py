"""The rulebooks of the house: read, tried, amended and kept by the offices. 规则库"""
