"""By which doors do people come in, and who is signed in? 账户与会话"""
