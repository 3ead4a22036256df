"""What the system computes, apart from registers and screens. 计算"""
