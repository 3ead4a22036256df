"""The system enterprise: who holds which title, and who qualifies for what. 优质中小企业梯度培育"""
