"""The same rulebooks read for whole columns: vectorised through narwhals, as exact as one case by itself. 批量评定"""
