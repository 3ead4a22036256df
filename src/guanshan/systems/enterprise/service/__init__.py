"""The use cases of the system: read registers, have rulebooks read them, count. 用例"""
