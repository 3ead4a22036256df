"""The systems of the district, one folder each, all of one shape; no system knows another. 各系统"""
