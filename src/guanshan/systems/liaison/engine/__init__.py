"""What liaison computes. Pure. 计算"""
