"""Are the figures of a press draft those of the register? 新闻稿数据核对

``extract`` finds every quantity of a text, ``binding`` says which indicator it states, ``judging`` holds it against the registered figure.
All of it is pure: a text and known indicators in, findings out. The words that it goes by are data (``lexicon.yaml``), never phrases of
one text.
"""
