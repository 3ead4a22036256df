"""The district and its private enterprises: what they ask for, and what becomes of it. 政企沟通"""
