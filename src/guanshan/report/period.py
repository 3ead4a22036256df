"""To which stretch of time does a figure belong? 所属期

A period is written as people's papers are indexed: ``2023``, ``2023-H1``, ``2023-Q3``, ``2023-09`` or ``2024-05-06``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, get_args

from guanshan.refusal import RefusedInput

PeriodKind = Literal["year", "half", "quarter", "month", "day"]
PERIOD_KINDS: Final[tuple[PeriodKind, ...]] = get_args(PeriodKind)

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2200, 12, 31)
"""The days for which figures are asked: those that a register's fields take."""

_MONTHS: Final = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_WRITTEN: Final = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, half-year, quarter, month or day. 所属期

    Parameters
    ----------
    kind
        How long it is.
    first
        Its first day.
    """

    kind: PeriodKind
    first: date

    @property
    def last(self) -> date:
        """Its last day, within it."""
        return self.first if self.kind == "day" else self._moved(1) - timedelta(days=1)

    @property
    def previous(self) -> "Period":
        """The period of the same length just before it. 上期"""
        return Period(self.kind, self.first - timedelta(days=1) if self.kind == "day" else self._moved(-1))

    @property
    def year_before(self) -> "Period":
        """The same stretch of the year before; of 29 February, the 28th. 上年同期"""
        try:
            return Period(self.kind, self.first.replace(year=self.first.year - 1))
        except ValueError:
            return Period(self.kind, date(self.first.year - 1, 2, 28))

    def _moved(self, steps: int) -> date:
        months = self.first.year * 12 + self.first.month - 1 + steps * _MONTHS[self.kind]
        return date(months // 12, months % 12 + 1, 1)

    def __str__(self) -> str:
        """Write it as it is read: ``2023-Q3``."""
        year, month = self.first.year, self.first.month
        return {
            "year": f"{year:04}",
            "half": f"{year:04}-H{(month + 5) // 6}",
            "quarter": f"{year:04}-Q{(month + 2) // 3}",
            "month": f"{year:04}-{month:02}",
            "day": self.first.isoformat(),
        }[self.kind]


def read_period(text: str) -> Period:
    """Read a period as it is written.

    Raises
    ------
    RefusedInput
        If it is none.

    Examples
    --------
    >>> read_period("2023-Q3").last, str(read_period("2023-H1").previous)
    (datetime.date(2023, 9, 30), '2022-H2')
    """
    found = _WRITTEN.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, half, quarter, month, day = (None if part is None else int(part) for part in found.groups())
        if year is None or not EARLIEST.year <= year <= LATEST.year:
            raise ValueError
        if half is not None:
            return Period("half", date(year, half * 6 - 5, 1))
        if quarter is not None:
            return Period("quarter", date(year, quarter * 3 - 2, 1))
        if month is None:
            return Period("year", date(year, 1, 1))
        return Period("month" if day is None else "day", date(year, month, 1 if day is None else day))
    except ValueError:
        raise RefusedInput("report.not_a_period", value=text[:40]) from None


def period_around(kind: PeriodKind, day: date) -> Period:
    """Return the period of a kind in which a day lies."""
    if kind == "day":
        return Period(kind, day)
    months = _MONTHS[kind]
    return Period(kind, date(day.year, (day.month - 1) // months * months + 1, 1))


def last_complete(kind: PeriodKind, day: date) -> Period:
    """Return the last period of a kind that is over on a day; of days, the day itself."""
    around = period_around(kind, day)
    return around if kind == "day" or around.last == day else around.previous
