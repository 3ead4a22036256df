"""How much is written there, and in which unit? 数量与单位

Numbers are exact: a cell's binary float is taken for the decimal that a spreadsheet program shows at most (15 significant
digits), and 万元 becomes yuan by an exact factor.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from guanshan.observe.characters import as_code
from guanshan.refusal import RefusedInput

_TENS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_BASES: Final[dict[str, dict[str, str]]] = {
    "CNY": {word: "1" for word in ("元", "圆", "yuan", "rmb", "cny", "人民币", "人民币元", "元人民币")},
    "m2": {"平方米": "1", "m2": "1", "公顷": "10000", "平方公里": "1000000", "km2": "1000000"},
    "m": {"米": "1", "m": "1", "公里": "1000", "千米": "1000", "km": "1000"},
    "%": {"%": "1", "百分比": "1", "‰": "0.1"},
    "1": {
        "%": "0.01",
        "‰": "0.001",
        "个": "1",
        "件": "1",
        "项": "1",
        "家": "1",
        "户": "1",
        "人": "1",
        "次": "1",
        "名": "1",
    },
    "person": {"人": "1", "名": "1", "位": "1", "人数": "1", "persons": "1", "people": "1"},
    "a": {"年": "1", "年度": "1", "周年": "1"},
    "month": {"月": "1", "个月": "1"},
    "d": {"天": "1", "日": "1"},
}
_FOREIGN: Final = re.compile(r"美元|港元|港币|欧元|日元|英镑|澳元|新台币|usd|hkd|eur|jpy|gbp", re.IGNORECASE)
_NUMBER = re.compile(
    r"([-+]?)((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[-+]?\d{1,3})?)(.*)", re.IGNORECASE | re.S
)
_MARKS = re.compile(r"^(¥|￥|rmb|cny|人民币)\s*", re.IGNORECASE)
_ALL_BASES: Final = frozenset(word for words in _BASES.values() for word in words)


def unit_factor(word: str, unit: str) -> Decimal | None:
    """Tell by what a number in the unit of a sheet is multiplied to be in the unit of a field.

    Parameters
    ----------
    word
        The sheet's word, such as ``万元``.
    unit
        The field's unit, such as ``CNY``.

    Returns
    -------
    The exact factor, or None where the one cannot be turned into the other.

    Examples
    --------
    >>> unit_factor("万元", "CNY"), unit_factor("%", "CNY")
    (Decimal('10000'), None)
    """
    plain = as_code(word).lower().replace(" ", "")
    bases = _BASES.get(unit, {})
    tens = Decimal(1)
    while plain:
        if plain in bases:
            return tens * Decimal(bases[plain])
        if plain == unit.lower():
            return tens
        if plain[0] not in _TENS:
            return None
        tens *= _TENS[plain[0]]
        plain = plain[1:]
    return tens if word else None


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit of measure, of whatever quantity."""
    plain = as_code(word).lower().replace(" ", "")
    if _FOREIGN.search(plain) and len(plain) < 8:
        return True
    bare = plain.lstrip("".join(_TENS))
    return bool(plain) and (bare in _ALL_BASES or plain in _ALL_BASES or not bare)


def decimal_of(value: float) -> Decimal:
    """Turn a cell's number into the decimal that a spreadsheet program shows: 15 significant digits.

    Examples
    --------
    >>> decimal_of(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(value, int):
        return Decimal(value)
    return Decimal(format(value, ".15g"))


def read_amount(cell: object, unit: str, factor: Decimal) -> Decimal:
    """Read a number from a cell, in the field's unit.

    Parameters
    ----------
    cell
        A number, or a text that may carry thousands separators, a currency mark, brackets for negative numbers and a unit of its own.
    unit
        The field's unit.
    factor
        What the column's unit is worth in the field's; a unit in the cell itself goes before it.

    Raises
    ------
    RefusedInput
        If it is no number, or its unit is another quantity's.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return decimal_of(cell) * factor
    if not isinstance(cell, str):
        raise RefusedInput("refusal.not_number", value=cell)
    plain = as_code(cell).replace(" ", "")
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1]
    unmarked = _MARKS.sub("", plain)
    found = _NUMBER.fullmatch(unmarked)
    assert found is not None  # every part of the pattern may be empty
    sign, digits, suffix = found.groups()
    try:
        number = Decimal(digits.replace(",", ""))
    except InvalidOperation:
        raise RefusedInput("refusal.not_number", value=cell) from None
    if suffix:
        own = unit_factor(suffix, unit)
        if own is None:
            key = "observe.other_unit" if is_unit(suffix) else "refusal.not_number"
            raise RefusedInput(key, value=cell, unit=suffix)
        factor = own
    elif unmarked != plain:
        factor = unit_factor("元", unit) or factor
    return (-number if negative != (sign == "-") else number) * factor
