"""Who did what, when and why, so that nobody can change the answer afterwards? 审计"""
