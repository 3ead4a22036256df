"""Screens by kind, derived from record types: list, record, form, import, history, figure, map, audit, administration. 界面

Importing this package loads no screen library; the modules that draw on the officers' desk load NiceGUI when they are imported.
"""
