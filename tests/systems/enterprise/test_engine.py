"""Classes of intellectual property and size, by hand from the fact sheets."""

from datetime import date
from fractions import Fraction

import pytest

from guanshan.systems.enterprise.engine.rights import Right, best_class, class_of, years_after
from guanshan.systems.enterprise.engine.size import is_small_or_medium, limits_of

DAY = date(2024, 5, 6)


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ({"kind": "invention_patent", "self_developed": True}, "I_self"),
        ({"kind": "invention_patent"}, "I"),
        ({"kind": "invention_patent", "high_value": True}, "I_high"),
        ({"kind": "invention_patent", "granted_on": date(2014, 5, 6)}, "I"),
        ({"kind": "invention_patent", "granted_on": date(2014, 5, 5)}, "I_high"),
        ({"kind": "circuit_layout", "acquired_on": date(2023, 5, 7)}, "none"),
        ({"kind": "circuit_layout", "acquired_on": date(2023, 5, 6)}, "I"),
        ({"kind": "software_copyright", "granted_on": date(2024, 5, 1)}, "II"),
        ({"kind": "utility_model", "granted_on": date(2022, 5, 6)}, "none"),
        ({"kind": "utility_model", "granted_on": date(2022, 5, 5)}, "II"),
        ({"kind": "trademark"}, "none"),
        ({"kind": "invention_patent", "related": None}, "none"),
    ],
)
def test_class_of_a_right(right, expected):
    assert class_of(Right(**{"granted_on": date(2020, 1, 1), "related": True, **right}), DAY) == expected


def test_the_best_counts():
    rights = [
        Right(kind=kind, granted_on=date(2020, 1, 1), related=True)
        for kind in ("software_copyright", "plant_variety")
    ]
    assert best_class(rights, DAY) == "I"
    assert best_class([], DAY) == "none"


def test_leap_days():
    assert years_after(date(2024, 2, 29), -1) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("industry", "staff", "revenue", "assets", "expected"),
    [
        ("C3831", 320, 1900, None, True),  # ZV1
        ("C3831", 1200, 35000, None, True),  # ZV2
        ("C3831", 1000, 40000, None, False),  # ZV3
        ("I6513", 310, 9000, None, True),  # ZV5
        ("L7212", 90, None, 130000, True),  # ZV6
        ("M7320", 300, None, None, False),  # ZV7
        ("M7320", 299, None, None, True),
        ("C3831", 1000, None, None, None),
        ("J6731", 10, 10, 10, None),
        (None, 10, 10, 10, None),
        ("K7010", None, 200000, 10000, False),
        ("K7020", 1000, 4999, None, True),
    ],
)
def test_small_or_medium(industry, staff, revenue, assets, expected):
    money = [None if amount is None else Fraction(amount) for amount in (revenue, assets)]
    assert is_small_or_medium(industry, staff, *money) is expected


def test_a_section_alone_has_no_limits():
    assert limits_of("C") is None
