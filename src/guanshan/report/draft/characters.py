"""Which characters mean the same? 字符归一

A text is read in one form of its characters, of the same length, so that every offset holds in both.
"""

import re

_SAME = str.maketrans(
    "０１２３４５６７８９％．：（）＋－−／～　○﹪\xa0\u2002\u2003\u2009\u202f\r",
    "0123456789%.:()+--/~ 〇%      ",
)
_WIDE_COMMA = re.compile(r"(?<![\d.．,，])(\d{1,3})，(?=\d{3}(?![\d年]))")


def plain(text: str) -> str:
    """Write full-width digits, signs and spaces as the plain ones, without moving a character.

    Examples
    --------
    >>> plain("１２，３４５户，占１５．３％")
    '12,345户，占15.3%'
    """
    return _WIDE_COMMA.sub(r"\1,", text).translate(_SAME)
