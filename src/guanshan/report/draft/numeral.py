"""What number do these digits print? 数字

Arabic digits with separators, Chinese numerals in both ways of writing, and both mixed (1.2万, 3千). No digit is ever guessed: where
one cannot be read the number is None.
"""

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = {
    **{sign: value for value, sign in enumerate("零一二三四五六七八九")},
    **{sign: value for value, sign in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{"两": 2, "兩": 2, "貳": 2, "參": 3, "陸": 6},
}
TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

CHINESE_DIGIT: Final = "".join(DIGITS)
CHINESE: Final = "".join((*DIGITS, *TENS, *MYRIADS))
SCALE: Final = "".join((*TENS, *MYRIADS))
INNER: Final = "余多来几"
GAP: Final = r"(?:[ ]{0,2}\n?[ ]{0,2})"
UNREADABLE: Final = "■□▇█▓�〓●"

_SPACED = r"\d{1,3}(?:[ ]{1,2}\n?\d{3})+(?!\d)"
_ONE_BY_ONE = r"(?<=[\u4e00-\u9fff][ ])\d(?:[ ]\d)+(?=[ ]?[\u4e00-\u9fff%])"
ARABIC: Final = rf"(?:{_ONE_BY_ONE}|\d{{1,3}}(?:,\d{{3}})+(?!\d)|{_SPACED}|\d+)(?:\.[ ]{{0,2}}\n?\d+|[ ]\.[ ]\d+(?=[ ]?[%\u4e00-\u9fff]))?"
"""Digits as printed, with separators of thousands."""

_BLOT: Final = rf"[\dOoIl{UNREADABLE}口]"
BLOTTED: Final = rf"(?={_BLOT}{{0,20}}\d)[\dOoIl{UNREADABLE}](?:{_BLOT}|[.,](?={_BLOT})){{0,20}}"
"""Digits some of which cannot be read, or letters among digits."""

_NO_SEPARATORS = str.maketrans("", "", " ,\n")
_CHINESE_NUMBER = re.compile(f"[{CHINESE}]+(?:点[{CHINESE_DIGIT}]+)?")


def arabic(printed: str) -> Decimal:
    r"""Return the number that Arabic digits print, whatever separates them.

    Examples
    --------
    >>> arabic("1,519"), arabic("128.\n93")
    (Decimal('1519'), Decimal('128.93'))
    """
    return Decimal(printed.translate(_NO_SEPARATORS))


def chinese(printed: str) -> Decimal | None:
    """Return the number that Chinese numerals print, or None where they print none.

    Examples
    --------
    >>> [str(chinese(each)) for each in ("三十二", "二〇二四", "一万二千零五", "两千三", "十二点五", "百", "三五")]
    ['32', '2024', '12005', '2300', '12.5', '100', 'None']
    """
    whole, _, part = printed.partition("点")
    value = _whole(whole)
    if value is None or not part:
        return value if not part else None
    digits = "".join(str(DIGITS[sign]) for sign in part)
    return value + Decimal(f"0.{digits}")


def _whole(signs: str) -> Decimal | None:
    if not signs:
        return None
    if all(sign in DIGITS for sign in signs):
        if len(signs) == 1 or len(signs) >= 4 or any(sign in "零〇" for sign in signs):
            return Decimal("".join(str(DIGITS[sign]) for sign in signs))
        return None
    total = section = digit = 0
    last = 1
    for sign in signs:
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
            if sign in "零〇":
                last = 1
        elif sign in TENS:
            section += (digit or 1) * TENS[sign]
            digit, last = 0, TENS[sign]
        else:
            section += digit
            if not (section or total):
                section = 1
            if MYRIADS[sign] == 10**8:
                total, section = (total + section) * 10**8, 0
            else:
                total, section = total + section * 10**4, 0
            digit, last = 0, MYRIADS[sign]
    if digit and last > 10:
        digit *= last // 10  # 两千三 is 2300
    return Decimal(total + section + digit)


def scale(signs: str) -> Decimal:
    """Return by what 百, 千, 万 and 亿 after digits multiply them.

    Examples
    --------
    >>> scale("百万"), scale("万亿"), scale("")
    (Decimal('1000000'), Decimal('1000000000000'), Decimal('1'))
    """
    product = Decimal(1)
    for sign in signs:
        product *= TENS.get(sign) or MYRIADS[sign]
    return product


def place_of(printed: str) -> Decimal:
    """Return the worth of the last digit printed: 0.01 of 128.93, 1 of 1,519."""
    _, dot, part = printed.translate(_NO_SEPARATORS).partition(".")
    return Decimal(1).scaleb(-len(part)) if dot else Decimal(1)


def place_of_whole(value: Decimal) -> Decimal:
    """Return the worth of the last digit that is not nought: 10 of 350, 1000 of 1000.

    Examples
    --------
    >>> place_of_whole(Decimal(350)), place_of_whole(Decimal("2.50"))
    (Decimal('1E+1'), Decimal('0.1'))
    """
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def is_chinese_number(printed: str) -> bool:
    """Tell whether these characters are Chinese numerals only."""
    return bool(_CHINESE_NUMBER.fullmatch(printed))
