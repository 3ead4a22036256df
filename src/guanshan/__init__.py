"""Guanshan, the open operating system of a city's innovation district. 观山

Importing the package loads nothing else: a command, a screen or an engine is imported when it is needed.
"""

__version__ = "0.1.0"
