"""Which days count, and how much of them? 工作日历

A working day counts whole, from midnight to midnight, as legal periods of days do; on a half day (半天) only the morning counts.
Weekends are off, but for shifted working days (调休); statutory holidays are off. What the State Council has announced for a year is
data; a year that is not announced yet follows weekends and the holidays of fixed date, and whatever rests on it is provisional (暂定).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Final

import yaml

from guanshan.refusal import RefusedInput

DAY: Final = 1440
"""Minutes of a day [min]."""
HALF: Final = DAY // 2

_FIXED: Final = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Statutory holidays of fixed date: 全国年节及纪念日放假办法 (State Council order 795, from 2025), article 2."""
_ENTRIES: Final = ("source", "mark", "holidays", "workdays", "half_days")


@dataclass(frozen=True, slots=True)
class Year:
    """What was announced for one year. 年度放假安排

    Parameters
    ----------
    source
        The notice that says so.
    off, work, half
        Days off, shifted working days, and days of which only the morning is worked; any day that is not named follows its weekday.
    """

    source: str
    off: frozenset[date]
    work: frozenset[date]
    half: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Calendar:
    """Minutes of working time by day. 工作日历

    Parameters
    ----------
    years
        What was announced, by year.
    first, last
        The days that it covers; a term that leads beyond them is refused.
    """

    years: Mapping[int, Year]
    first: date = date(2010, 1, 1)
    last: date = date(2060, 12, 31)
    _minutes: dict[date, int] = field(default_factory=dict, compare=False, repr=False)

    def minutes(self, day: date) -> int:
        """Return how many minutes of a day count [min]."""
        year = self.years.get(day.year)
        if year is not None:
            if day in year.off:
                return 0
            if day in year.half:
                return HALF
            if day in year.work:
                return DAY
        elif (day.month, day.day) in _FIXED:
            return 0
        return DAY if day.weekday() < 5 else 0

    def is_provisional(self, day: date) -> bool:
        """Tell whether a day lies in a year that was not announced."""
        return day.year not in self.years

    @cached_property
    def passed(self) -> Sequence[int]:
        """Minutes that counted before each covered day, and after the last [min]; days are counted from ``first``."""
        days = (self.last - self.first).days + 1
        return [0, *accumulate(self.minutes(self.first + timedelta(days=place)) for place in range(days))]


@dataclass(frozen=True)
class NaturalDays:
    """Every day counts whole. 自然日"""

    first: date = date(2010, 1, 1)
    last: date = date(2060, 12, 31)

    def minutes(self, day: date) -> int:
        """Return the minutes of a day [min]."""
        return DAY

    def is_provisional(self, day: date) -> bool:
        """No day of the calendar is in doubt."""
        return False

    @cached_property
    def passed(self) -> Sequence[int]:
        """Minutes before each covered day, and after the last [min]."""
        return range(0, ((self.last - self.first).days + 2) * DAY, DAY)


Days = Calendar | NaturalDays


def load_calendar(path: Path | None = None) -> Calendar:
    """Load the calendar of the State Council's notices, or of a file of an office's own.

    Raises
    ------
    RefusedInput
        Naming the year and what is wrong.
    """
    path = path or Path(__file__).parent / "holidays.yaml"
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  plain texts only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise RefusedInput(
            "act.calendar.unreadable", file=path.name, problem=str(wrong).splitlines()[0]
        ) from None
    if not isinstance(content, Mapping):
        raise RefusedInput("act.calendar.unreadable", file=path.name, problem="-")
    return Calendar(
        {
            _year_number(year, path): _year(_year_number(year, path), told, path)
            for year, told in content.items()
        }
    )


def _year_number(year: object, path: Path) -> int:
    text = str(year)
    if text.isascii() and text.isdigit() and len(text) == 4 and 2010 <= int(text) <= 2060:
        return int(text)
    raise RefusedInput("act.calendar.no_year", file=path.name, year=year)


def _year(year: int, told: object, path: Path) -> Year:
    if not isinstance(told, Mapping) or set(told) - set(_ENTRIES) or not told.get("source"):
        raise RefusedInput("act.calendar.entries", file=path.name, year=year, known=", ".join(_ENTRIES))
    days = {
        name: frozenset(_days(year, told.get(name), path)) for name in ("holidays", "workdays", "half_days")
    }
    named = [day for group in days.values() for day in group]
    for day in named:
        if named.count(day) > 1 or day.year != year:
            raise RefusedInput("act.calendar.day", file=path.name, year=year, day=day)
    return Year(str(told["source"]), days["holidays"], days["workdays"], days["half_days"])


def _days(year: int, told: object, path: Path) -> Iterable[date]:
    for one in told if isinstance(told, list) else () if told in (None, "") else (told,):
        first, _, last = str(one).partition("/")
        try:
            day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            raise RefusedInput("act.calendar.day", file=path.name, year=year, day=one) from None
        if end < day or (end - day).days > 40:
            raise RefusedInput("act.calendar.day", file=path.name, year=year, day=one)
        for place in range((end - day).days + 1):
            yield day + timedelta(days=place)
