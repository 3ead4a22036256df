"""By which words is a record found? 检索词

The search box looks for names, codes and the initials of Chinese names in pinyin (拼音首字母): 观山湖 is found by ``gsh``.
"""

from collections.abc import Mapping
from functools import lru_cache

from guanshan.register.field import Value
from guanshan.register.record import RecordType


def search_entry(declared: RecordType, record: str, values: Mapping[str, Value]) -> dict[str, str]:
    """Build a record's row in the search table from its searched fields."""
    label = str(values[declared.title])
    words = [
        str(values[one.name]) for one in declared.fields if one.searched and values[one.name] is not None
    ]
    initials = [initials_of(word) for word in words if not word.isascii()]
    return {
        "type": declared.name,
        "record": record,
        "code": declared.key_of(values),
        "label": label,
        "text": "\n".join([*words, *initials]).lower(),
    }


def initials_of(text: str) -> str:
    """Return the pinyin initials of a text, other characters as they are.

    Examples
    --------
    >>> initials_of("观山湖A区")
    'gshaq'
    """
    return "".join(map(_initial, text)).lower()


@lru_cache(maxsize=32_768)
def _initial(char: str) -> str:
    if char.isascii():
        return char
    from pypinyin import Style, lazy_pinyin  # loads its dictionary: only where names are indexed

    first = lazy_pinyin(char, style=Style.FIRST_LETTER, errors="ignore")
    return first[0] if first else ""
