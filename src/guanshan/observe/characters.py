"""Which characters did the office mean? 字符清理

Sheets carry what nobody sees (byte order marks, zero-width characters, no-break spaces) and what a Chinese keyboard leaves behind
(full-width digits and letters). Names keep their Chinese punctuation; codes, numbers and days are folded wholly.
"""

import re
import unicodedata
from typing import Final

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]|_x000D_")
_SPACES = re.compile("[^\\S\n]+")
_FULL_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)}
_FOLDED_IN_NAMES = {
    code: plain for code, plain in _FULL_WIDTH.items() if chr(plain).isalnum() or chr(plain) in "&-./_#@+"
}
_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"}
_BROKEN_LINE = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])")

NOTHING: Final = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "─",
        "/",
        "\\",
        "无",
        "暂无",
        "空",
        "n/a",
        "na",
        "null",
        "none",
        "nil",
        "#n/a",
    )
)
"""What offices write, folded and in small letters, to say that there is nothing to write."""


def seen(text: str) -> str:
    r"""Take away what is not seen: hidden characters, space around, a leading apostrophe, repeated space.

    Examples
    --------
    >>> seen("\ufeff'  贵阳\u3000 市 ")
    '贵阳 市'
    """
    if text.isalnum():
        return text
    plain = _HIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    plain = _SPACES.sub(" ", plain).strip()
    return plain[1:].strip() if plain.startswith("'") else plain


def as_name(text: str) -> str:
    r"""Write free text on one line with its full-width digits and letters folded; Chinese punctuation stays.

    Examples
    --------
    >>> as_name("贵阳１２３（集团）\n有限公司")
    '贵阳123（集团）有限公司'
    """
    plain = seen(text)
    if "\n" in plain:
        plain = _BROKEN_LINE.sub("", plain).replace("\n", " ")
    return plain.translate(_FOLDED_IN_NAMES)


def as_lines(text: str) -> str:
    """Write free text of several lines, with its full-width digits and letters folded."""
    return seen(text).translate(_FOLDED_IN_NAMES)


def as_code(text: str) -> str:
    """Write a code, a number or a day in plain characters: everything full-width folded, every dash one dash.

    Examples
    --------
    >>> as_code("９１５２－０１")
    '9152-01'
    """
    if text.isascii() and text.isalnum():
        return text
    return unicodedata.normalize("NFKC", seen(text).translate(_DASHES))


def says_nothing(text: str) -> bool:
    """Tell whether a cell's text stands for an empty cell: a dash, a stroke, 无."""
    return as_code(text).lower() in NOTHING
