"""Which day is written there? 日期

The forms in which Chinese offices write days, years and nothing vaguer: a month alone is no day, and nobody guesses the first.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from guanshan.observe.characters import as_code
from guanshan.refusal import RefusedInput

_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九元", "0001234567891")
_TENS = re.compile(r"([一二三])?十([一二三四五六七八九])?")
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?",
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        r"(\d{4})/(\d{1,2})/(\d{1,2})",
        r"(\d{4})\.(\d{1,2})\.(\d{1,2})\.?",
        r"(\d{4})(\d{2})(\d{2})",
    )
)
_TIME = re.compile(
    r"(?<=[\d日号])(?:T|\s+)\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?秒?(?:Z|[+-]\d\d:?\d\d)?$"
)
_WEEKDAY = re.compile(r"\s*\(?(?:星期|周)[一二三四五六日天]\)?$")
_MONTH = re.compile(r"\d{4}(?:年\d{1,2}月?|[-/.]\d{1,2})")
_YEAR = re.compile(r"(\d{4})(?:年度?|财年|会计年度|年报)?")
_SERIAL_FIRST: Final = date(1899, 12, 30)
_SERIALS: Final = range(10_000, 80_000)
"""Day numbers of a spreadsheet program that stand for a day: 1927-05-18 to 2119-01-10; smaller numbers are years or counts."""

_YEARS: Final = range(10_000)


def read_day(cell: object) -> date:
    """Read a day from a cell.

    Parameters
    ----------
    cell
        A day as the sheet holds it, a spreadsheet program's day number, or a text in one of the usual forms:
        2024年4月26日, 2024-4-26, 2024/4/26, 2024.4.26, 20240426, 二〇二四年四月二十六日.

    Raises
    ------
    RefusedInput
        If it is none, a month or a year only, or a day that the calendar lacks.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | time | timedelta):
        raise RefusedInput("refusal.not_day", value=cell)
    if isinstance(cell, int | float):
        return _day_of_number(cell)
    plain = as_code(str(cell))
    if "年" in plain and not plain[0].isdigit():
        plain = _arabic(plain)
    plain = _WEEKDAY.sub("", _TIME.sub("", plain)).replace(" ", "")
    for form in _FORMS:
        if parts := form.fullmatch(plain):
            return _day(*map(int, parts.groups()), cell=cell)
    if plain.isdecimal() and len(plain) == 5:
        return _day_of_number(int(plain))
    if _MONTH.fullmatch(plain):
        raise RefusedInput("observe.month_only", value=cell)
    if _YEAR.fullmatch(plain):
        raise RefusedInput("observe.year_only", value=cell)
    raise RefusedInput("refusal.not_day", value=cell)


def read_year(cell: object) -> int:
    """Read a calendar year from a cell: 2023, 2023年, 2023年度, 二〇二三年.

    Raises
    ------
    RefusedInput
        If it is none.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell in _YEARS:
        return int(cell)
    if isinstance(cell, str):
        plain = as_code(cell).replace(" ", "")
        if "年" in plain and not plain[0].isdigit():
            plain = _arabic(plain)
        if found := _YEAR.fullmatch(plain):
            return int(found.group(1))
    raise RefusedInput("observe.not_year", value=cell)


def _day_of_number(number: float) -> date:
    whole = int(number) if -1e9 < number < 1e9 else 0
    if whole == number and 19_000_101 <= whole <= 22_001_231:
        return _day(whole // 10_000, whole // 100 % 100, whole % 100, cell=whole)
    if whole in _SERIALS:
        return _SERIAL_FIRST + timedelta(days=whole)
    if whole == number and 1900 <= whole <= 2200:
        raise RefusedInput("observe.year_only", value=whole)
    raise RefusedInput("refusal.not_day", value=whole if whole == number else number)


def _day(year: int, month: int, day: int, *, cell: object) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise RefusedInput("observe.no_such_day", value=cell) from None


def _arabic(text: str) -> str:
    """Turn Chinese numerals into digits: 二十六 becomes 26, 〇 becomes 0."""

    def tens(found: re.Match[str]) -> str:
        first, last = found.group(1) or "一", found.group(2) or "〇"
        return first + last

    return _TENS.sub(tens, text).translate(_DIGITS)
