"""Is it a small or medium-sized enterprise? 中小企业划型

Only the upper limits of the size classes: an enterprise is large when it reaches every upper limit of its industry, else it is small or
medium-sized. An industry that the standard does not list is unknown.

References
----------
中小企业划型标准规定 (工信部联企业〔2011〕300号), limits as given in the project's fact sheet [1] [2+]; the mapping of GB/T 4754-2017
divisions to its industries is ours [C].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper limits of an industry: staff in persons, money in 10,000 CNY (万元); None where there is none."""

    staff: int | None = None
    revenue: int | None = None
    assets: int | None = None


FARMING: Final = Limits(revenue=20_000)
INDUSTRY: Final = Limits(staff=1_000, revenue=40_000)
CONSTRUCTION: Final = Limits(revenue=80_000, assets=80_000)
WHOLESALE: Final = Limits(staff=200, revenue=40_000)
RETAIL: Final = Limits(staff=300, revenue=20_000)
TRANSPORT: Final = Limits(staff=1_000, revenue=30_000)
STORAGE: Final = Limits(staff=200, revenue=30_000)
POST: Final = Limits(staff=1_000, revenue=30_000)
LODGING_AND_CATERING: Final = Limits(staff=300, revenue=10_000)
INFORMATION: Final = Limits(staff=2_000, revenue=100_000)
SOFTWARE: Final = Limits(staff=300, revenue=10_000)
REAL_ESTATE: Final = Limits(revenue=200_000, assets=10_000)
PROPERTY_MANAGEMENT: Final = Limits(staff=1_000, revenue=5_000)
LEASING_AND_BUSINESS: Final = Limits(staff=300, assets=120_000)
OTHER: Final = Limits(staff=300)

_BY_DIVISION: Final[Mapping[range, Limits]] = {
    range(1, 6): FARMING,
    range(6, 47): INDUSTRY,
    range(47, 51): CONSTRUCTION,
    range(51, 52): WHOLESALE,
    range(52, 53): RETAIL,
    range(54, 59): TRANSPORT,
    range(59, 60): STORAGE,
    range(60, 61): POST,
    range(61, 63): LODGING_AND_CATERING,
    range(63, 65): INFORMATION,
    range(65, 66): SOFTWARE,
    range(71, 73): LEASING_AND_BUSINESS,
    range(73, 83): OTHER,
    range(85, 91): OTHER,
}
_BY_CLASS: Final[Mapping[str, Limits]] = {"701": REAL_ESTATE, "702": PROPERTY_MANAGEMENT}


def limits_of(industry: str) -> Limits | None:
    """Return the upper limits of an industry by its GB/T 4754-2017 code, or None where the standard lists none.

    Examples
    --------
    >>> limits_of("C3831"), limits_of("6513"), limits_of("J6621")
    (Limits(staff=1000, revenue=40000, assets=None), Limits(staff=300, revenue=10000, assets=None), None)
    """
    digits = industry.lstrip("ABCDEFGHIJKLMNOPQRST")
    if digits[:3] in _BY_CLASS:
        return _BY_CLASS[digits[:3]]
    if len(digits) < 2:
        return None
    return next((limits for divisions, limits in _BY_DIVISION.items() if int(digits[:2]) in divisions), None)


def is_small_or_medium(
    industry: str | None, staff: int | None, revenue: Fraction | None, assets: Fraction | None
) -> bool | None:
    """Tell whether an enterprise is small or medium-sized; None where that is not known.

    Parameters
    ----------
    industry
        Code of GB/T 4754-2017.
    staff
        Persons, last year.
    revenue, assets
        Operating revenue and total assets of last year [10,000 CNY].

    Examples
    --------
    >>> is_small_or_medium("C3831", 1000, Fraction(40000), None), is_small_or_medium("C3831", 1200, Fraction(35000), None)
    (False, True)
    """
    limits = limits_of(industry) if industry else None
    if limits is None:
        return None
    below = [
        None if found is None else found < limit
        for found, limit in ((staff, limits.staff), (revenue, limits.revenue), (assets, limits.assets))
        if limit is not None
    ]
    if True in below:
        return True
    return None if None in below else False
