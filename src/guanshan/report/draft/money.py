"""Which currency stands before the digits? 币种在前"""

import re
from typing import Final

from guanshan.report.draft.amount import amount_at
from guanshan.report.draft.english import english_amount_at
from guanshan.report.draft.finding import Piece

_MONEY_BEFORE = re.compile(r"(?:RMB|CNY|人民币|¥|￥|USD|US\$|\$|HK\$|€)[ ]?(?=\d)")
_CURRENCY: Final = {
    "RMB": "CNY", "CNY": "CNY", "人民币": "CNY", "¥": "CNY", "￥": "CNY", "USD": "USD", "US$": "USD", "$": "USD", "HK$": "HKD", "€": "EUR"
}  # fmt: skip


def money_at(text: str, at: int) -> Piece | None:
    """Read a currency before digits: RMB 628 million, ¥1.2亿."""
    match = _MONEY_BEFORE.match(text, at)
    if match is None:
        return None
    currency = _CURRENCY[match.group().strip()]
    piece = english_amount_at(text, match.end()) or amount_at(text, match.end())
    if piece is None or piece.unit not in (None, "CNY", "USD", "HKD", "EUR"):
        return None
    piece.start, piece.unit, piece.bare = at, piece.unit or currency, False
    return piece
