"""To which years does a value belong? 期间"""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Final, Literal

Reach = Literal["day", "year", "span"]
"""Whether a value belongs to the day itself, to one year, or to several years together."""

_YEARS_BACK: Final = {
    "last_year": 1,
    "end_of_last_year": 1,
    "year_before_application": 1,
    "year_before": 2,
    "two_years_before": 3,
}
_SPANS: Final = {"last_2_years": 2, "last_3_years": 3, "last_5_years": 5}


@dataclass(frozen=True, slots=True)
class Period:
    """The day of an assessment and the years of which a value is asked. 评定日与期间

    Parameters
    ----------
    on
        The day.
    years
        The years, the last one first; empty where a value belongs to the day.
    """

    on: date
    years: tuple[int, ...] = ()

    @property
    def reach(self) -> Reach:
        """Whether it is a day, a year, or several."""
        return "day" if not self.years else "year" if len(self.years) == 1 else "span"

    @property
    def year(self) -> int | None:
        """The year to which a statement belongs: the only one, or the last of several."""
        return self.years[0] if self.years else None

    @property
    def since(self) -> date:
        """The day after which something falls within as many years before the day."""
        return years_after(self.on, -len(self.years))


def period_of(name: str | None, on: date) -> Period:
    """Return the years that a rulebook's period means on a day.

    Examples
    --------
    >>> period_of("year_before", date(2024, 5, 6)).years, period_of("last_3_years", date(2024, 5, 6)).years
    ((2022,), (2023, 2022, 2021))
    >>> period_of("on_the_day", date(2024, 5, 6)).years
    ()
    """
    if name in _YEARS_BACK:
        return Period(on, (on.year - _YEARS_BACK[name],))
    return Period(on, tuple(on.year - back for back in range(1, _SPANS.get(name or "", 0) + 1)))


def years_after(day: date, years: int) -> date:
    """Return the same day of another year of the calendar; 29 February gives 28 February where that year has none."""
    year = min(max(day.year + years, MINYEAR), MAXYEAR)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
