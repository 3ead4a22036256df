"""The verb register: what is true, since when, and who says so. 登记"""
