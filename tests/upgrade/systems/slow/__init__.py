"""A system that exists for its migrations alone: long enough to be interrupted anywhere. 慢"""
