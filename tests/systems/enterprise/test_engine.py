"""Classes of intellectual property and size, by hand from the fact sheets."""

from datetime import date

import polars as pl
import pytest

from guanshan.systems.enterprise.engine.period import years_after
from guanshan.systems.enterprise.engine.rights import VALUES, best_class, class_of
from guanshan.systems.enterprise.engine.size import FEN, is_small_or_medium, limits_of

DAY = date(2024, 5, 6)
RIGHT = {
    "kind": pl.String, "granted_on": pl.Date, "related": pl.Boolean, "acquired": pl.String, "acquired_on": pl.Date,
    **dict.fromkeys(VALUES, pl.Boolean),
}  # fmt: skip


def rights_of(*rights):
    return pl.DataFrame(
        [{"granted_on": date(2020, 1, 1), "related": True, **one} for one in rights], schema=RIGHT
    )


def classes_of(*rights, on=DAY):
    return rights_of(*rights).select(found=class_of(on))["found"].to_list()


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ({"kind": "invention_patent", "acquired": "self_developed"}, "I_self"),
        ({"kind": "invention_patent"}, "I"),
        ({"kind": "invention_patent", "pledged": True}, "I_high"),
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
    assert classes_of(right) == [expected]


def test_the_best_counts():
    assert (
        rights_of({"kind": "software_copyright"}, {"kind": "plant_variety"})
        .select(best_class(class_of(DAY)))
        .item()
        == "I"
    )


@pytest.mark.parametrize(
    ("acquired_on", "day", "expected"),
    [
        (date(2024, 2, 29), date(2025, 2, 27), "none"),
        (date(2024, 2, 29), date(2025, 2, 28), "I"),
        (date(2023, 2, 28), date(2024, 2, 28), "I"),
        (date(2023, 3, 1), date(2024, 2, 29), "none"),
    ],
)
def test_a_year_after_a_transfer_over_leap_days(acquired_on, day, expected):
    assert classes_of({"kind": "circuit_layout", "acquired_on": acquired_on}, on=day) == [expected]


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
    money = {"revenue": revenue, "assets": assets}
    one = {
        "industry": industry,
        "staff": staff,
        **{name: None if wan is None else wan * FEN for name, wan in money.items()},
    }
    schema = {"industry": pl.String, "staff": pl.Int64, "revenue": pl.Int64, "assets": pl.Int64}
    found = pl.DataFrame([one], schema=schema).select(is_small_or_medium(*map(pl.col, schema)))
    assert found.item() is expected


def test_a_section_alone_has_no_limits():
    assert limits_of("C") is None
