"""The use cases of liaison. 用例"""
