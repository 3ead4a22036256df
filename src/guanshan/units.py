"""In which unit is it measured, and how is that turned into another? 计量单位

Units of the registers are codes (``CNY``, ``m2``, ``persons``); people write them in words, often with a multiple
before (万元). Factors are exact.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

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
    plain = _plain(word).replace(" ", "")
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
    plain = _plain(word).replace(" ", "")
    if _FOREIGN.search(plain) and len(plain) < 8:
        return True
    bare = plain.lstrip("".join(_TENS))
    return bool(plain) and (bare in _ALL_BASES or plain in _ALL_BASES or not bare)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().lower()


def money_in_scale(yuan: Decimal | int) -> tuple[Decimal, str]:
    """Scale an amount of money for reading: in 亿元 from 100 million on, else in 万元, rounded half up to two places.

    Returns
    -------
    The scaled amount, and the code of its unit: ``100m_CNY`` or ``10k_CNY``.

    Examples
    --------
    >>> money_in_scale(Decimal("12893000000"))
    (Decimal('128.93'), '100m_CNY')
    """
    amount = Decimal(yuan)
    scale, unit = (Decimal(10**8), "100m_CNY") if abs(amount) >= 10**8 else (Decimal(10**4), "10k_CNY")
    return (amount / scale).quantize(Decimal("0.01"), ROUND_HALF_UP), unit
