"""Is a printed figure held against the register as a careful writer would?"""

from decimal import Decimal

import pytest

from guanshan.report.draft.extract import extract
from guanshan.report.draft.judging import judge
from guanshan.report.draft.known import KnownIndicator, KnownTable, Registered


def known(
    value,
    *,
    unit="家",
    kind="quantity",
    period="2023",
    qualifier="exact",
    base=None,
    names=("高新技术企业",),
    kept="year",
):
    indicator = KnownIndicator(
        "asked", {"zh": names[0], "en": "asked"}, names, frozenset({unit}), kind, kept, base
    )
    return KnownTable([indicator], {"asked": [Registered(Decimal(value), period, qualifier)]})


def verdict(text, table):
    judged = [one for one in judge(extract(text), table, text) if one.status]
    assert len(judged) == 1, judged
    return judged[0].status, judged[0].reason


AGREES = [
    ("500家", 500), ("超500家", 512), ("500余家", 512), ("近500家", 487), ("约500家", 512), ("约500家", 487), ("不足500家", 487),
    ("500家以上", 512), ("突破500家", 512), ("近五百家", 487),
]  # fmt: skip
DIFFERS = [
    ("500家", 501), ("超500家", 500), ("超500家", 620), ("超500家", 499), ("500余家", 500), ("近500家", 500), ("近500家", 512),
    ("500家左右", 560), ("不足500家", 512), ("300余家", 360),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "registered"), AGREES)
def test_qualifiers_that_hold(printed, registered):
    assert verdict(f"2023年,高新技术企业{printed}。", known(registered))[0] == "agrees"


@pytest.mark.parametrize(("printed", "registered"), DIFFERS)
def test_qualifiers_that_do_not_hold(printed, registered):
    assert verdict(f"2023年,高新技术企业{printed}。", known(registered))[0] == "differs"


@pytest.mark.parametrize(
    ("printed", "registered", "expected"),
    [
        ("2.5亿元", 251_200_000, "agrees"),
        ("2.5亿元", 255_000_000, "differs"),
        ("2.51亿元", 251_200_000, "agrees"),
        ("2.5万元", 251_200_000, "differs"),
    ],
)
def test_money_is_rounded_to_the_last_printed_digit(printed, registered, expected):
    table = known(registered, unit="CNY", names=("研发经费",))
    assert verdict(f"2023年,研发经费{printed}。", table)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年,研发经费同比增长15.3%。", ("agrees", None)),
        ("2023年,研发经费同比下降15.3%。", ("differs", "direction")),
        ("2023年,研发经费环比增长15.3%。", ("differs", "base")),
        ("2023年,研发经费同比增长15.4%。", ("differs", "value")),
        ("2022年,研发经费同比增长15.3%。", ("not registered", "period")),
        ("2023年,研发人员同比增长15.3%。", ("not registered", "indicator")),
    ],
)
def test_growth(text, expected):
    table = known("15.33", unit="%", kind="growth", base="yoy", names=("研发经费增速",))
    assert verdict(text, table) == expected


def test_a_decline_is_negative_in_the_register():
    table = known("-15", unit="%", kind="growth", names=("运营成本变化",))
    assert verdict("2023年,运营成本降低了15%。", table) == ("agrees", None)
    assert verdict("2023年,运营成本提高了15%。", table) == ("differs", "direction")


def test_a_registered_figure_with_a_qualifier_asks_for_the_same():
    table = known(900, qualifier="over")
    assert verdict("2023年,高新技术企业超900家。", table) == ("agrees", None)
    assert verdict("2023年,高新技术企业900余家。", table) == ("agrees", None)
    assert verdict("2023年,高新技术企业900家。", table) == ("differs", "qualifier")
    assert verdict("2023年,高新技术企业超800家。", table) == ("differs", "value")


def test_times_that_stand_for_one_another():
    assert verdict("2023年末,高新技术企业500家。", known(500))[0] == "agrees"
    assert (
        verdict("2024年4月2日,高新技术企业500家。", known(500, period="2024-04", kept="month"))[0] == "agrees"
    )
    assert verdict("目前,高新技术企业500家。", known(500, period="2024-04-30", kept="day"))[0] == "agrees"
    assert verdict("2024年4月,高新技术企业500家。", known(500))[1] == "period"


def test_an_unreadable_digit_never_agrees():
    assert verdict("2023年,高新技术企业5■0家。", known(500)) == ("differs", "value")


def test_a_target_is_not_held_against_the_register():
    assert verdict("2023年,力争高新技术企业达到500家。", known(500)) == ("not registered", "target")


def test_what_is_not_statistical_bears_no_status():
    text = "第3届大会于2024年4月2日19:30在5G大厦举行。"
    assert [one.status for one in judge(extract(text), known(500), text)] == [None] * 4


def test_the_longest_and_nearest_name_binds():
    def one(name, *names):
        return KnownIndicator(name, {"zh": names[0]}, names, frozenset({"个"}), "quantity", "day")

    table = KnownTable(
        [
            one("all", "在建项目"),
            one("south", "南区项目"),
            one("north", "北区项目"),
            one("key", "重点在建项目"),
        ],
        {name: [Registered(Decimal(1), None)] for name in ("all", "south", "north", "key")},
    )
    text = "基金投资的南区企业项目有3个,北区企业项目有4个,在建项目5个,重点在建项目6个。"
    bound = [finding.indicator.name for finding in judge(extract(text), table, text)]
    assert bound == ["south", "north", "all", "key"]


def test_another_district_is_not_ours():
    text = "清溪区开会。清溪区动员。2023年,清溪区高新技术企业500家。2023年,云岩区高新技术企业500家。社区有高新技术企业500家。"
    statuses = [(one.status, one.reason) for one in judge(extract(text), known(500), text) if one.status]
    assert statuses == [("agrees", None), ("not registered", "place"), ("agrees", None)]
