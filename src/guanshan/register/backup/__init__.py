"""How is a house kept safe, and brought back? 备份与恢复"""
