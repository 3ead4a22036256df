"""Every kind of formula, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from guanshan.refusal import NotFound, RefusedInput
from guanshan.register.actor import SYSTEM
from guanshan.register.query import Moment, Source
from guanshan.report.figure import Figure
from guanshan.report.period import read_period
from guanshan.report.reckoning import STATEMENTS

DAY = Moment(date(2024, 5, 6))


@pytest.fixture
def value(reporter):
    def of(name: str, period: str = "", at: Moment = DAY, subject: str = "district") -> Decimal | None:
        return reporter.figure(name, at, read_period(period) if period else None, subject).value

    return of


@pytest.fixture
def figure(reporter):
    def of(name: str, period: str = "") -> Figure:
        return reporter.figure(name, DAY, read_period(period) if period else None)

    return of


def test_rows_are_counted_summed_and_told_apart(shop, value):
    shop("1", tax=Decimal("10.50"), private=True)
    shop("2", kind="book", tax=Decimal("20.25"), private=False)
    shop("3", kind="rice")
    found = {
        name: value(name)
        for name in ("shops", "tea_shops", "private_shops", "private_share", "tax", "tax_per_shop", "kinds")
    }
    assert found == {
        "shops": 3, "tea_shops": 1, "private_shops": 1, "private_share": Decimal("33.33"), "tax": Decimal("30.75"),
        "tax_per_shop": Decimal("10.25"), "kinds": 3,
    }  # fmt: skip


def test_without_rows_a_count_is_nought_and_a_quotient_not_known(value):
    assert (value("shops"), value("tax"), value("private_share"), value("tax_per_shop")) == (
        0,
        None,
        None,
        None,
    )


def test_a_flow_is_read_on_the_last_day_of_its_period_and_grows_against_the_one_before(shop, value, figure):
    for number, day in enumerate(
        [date(2022, 2, 1), date(2022, 12, 31), date(2023, 1, 1), date(2023, 6, 1), date(2023, 12, 31)]
    ):
        shop(str(number), opened_on=day, from_day=day)
    shop("gone", opened_on=date(2023, 3, 1), from_day=date(2023, 3, 1), until_day=date(2023, 12, 31))
    assert (value("opened", "2022"), value("opened", "2023"), value("opened_growth")) == (2, 3, 50)
    grown = figure("opened_growth")
    assert (grown.base.kind, str(grown.base.period), grown.base.figure.value) == ("growth", "2022", 2)
    assert [(one.name, str(one.period), one.value) for one in grown.inputs] == [
        ("opened", "2023", 3),
        ("opened", "2022", 2),
    ]
    assert value("opened_growth", "2021") is None


def test_what_was_known_then_stays_as_it_was(shop, value, store):
    shop("1")
    then = store.head().tick
    record = shop("2")
    with store.write(SYSTEM, "test") as writing:
        writing.amend("shops.shop", record, {"kind": "book"}, throughout=True)
    assert (value("shops"), value("tea_shops")) == (2, 1)
    assert (value("shops", at=Moment(DAY.on, then)), value("tea_shops", at=Moment(DAY.on, then))) == (1, 1)


def test_a_figure_on_sample_rows_says_so_and_so_does_what_rests_on_it(shop, tell, figure):
    shop("1", private=True)
    assert not figure("private_share").sample
    tell("shops.shop", Source(note="sample"), number="2", kind="tea", opened_on=date(2023, 1, 1))
    assert (figure("tea_shops").sample, figure("private_share").sample, figure("private_shops").sample) == (
        True,
        True,
        False,
    )


def test_a_reported_growth_implies_its_base_and_a_registered_base_stands_beside_it(state, figure):
    state("loans", "250000000", "2022")
    state("loans_growth", "15.33", "2022")
    base = figure("loans_growth", "2022").base
    assert (base.figure, base.implied, base.reckoned) == (None, Decimal("216769270.79"), None)
    state("loans", "220000000", "2021")
    base = figure("loans_growth", "2022").base
    assert (base.figure.value, base.implied, base.reckoned) == (
        220_000_000,
        Decimal("216769270.79"),
        Decimal("13.64"),
    )


def test_a_restated_value_keeps_both_the_later_document_first(state, figure):
    state("loans", "100", stated_on=date(2024, 1, 20))
    state("loans", "110", document="乙2号", stated_on=date(2024, 4, 1))
    found = figure("loans")
    assert (found.value, found.document) == (110, "乙2号")
    assert [(one.value, one.document) for one in found.statements] == [(110, "乙2号"), (100, "甲1号")]


def test_before_the_day_on_which_it_was_stated_nobody_knows_it(state, reporter):
    state("loans", "100", stated_on=date(2024, 4, 1))
    assert reporter.figure("loans", Moment(date(2024, 3, 31)), read_period("2023")).value is None
    assert reporter.figure("loans", Moment(date(2024, 4, 1)), read_period("2023")).value == 100


def test_the_last_stated_period_is_taken_where_none_is_asked_for(state, figure):
    state("loans", "1", "2021")
    state("loans", "2", "2022")
    assert str(figure("loans").period) == "2022"


def test_a_rank_is_counted_among_all_who_are_stated(state, value):
    state("loans", "100")
    assert value("loans_rank", "2023") is None
    state("loans", "300", subject="520112")
    assert (value("loans_rank", "2023"), value("loans_rank", "2023", subject="520112")) == (2, 1)


def test_a_qualifier_goes_with_the_figure(state, figure):
    state("loans", "90000000000", qualifier="over")
    assert figure("loans").qualifier == "over"


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date(2201, 1, 1), date(9999, 12, 30)])
def test_a_day_outside_all_registers_is_refused(reporter, day):
    with pytest.raises(RefusedInput, match=r"refusal\.range"):
        reporter.figure("opened", Moment(day))


def test_what_is_not_there_or_of_another_period_is_refused(reporter):
    with pytest.raises(NotFound):
        reporter.figure("nothing", DAY)
    with pytest.raises(RefusedInput, match=r"report\.other_period"):
        reporter.figure("loans", DAY, read_period("2023-01"))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"indicator": "nothing"}, "report.no_indicator"),
        ({"indicator": "shops", "unit": "entities", "period": "2024-05-06"}, "report.is_computed"),
        ({"unit": "万元"}, "report.other_unit"),
        ({"period": "2023-01"}, "report.other_period"),
        ({"period": "2023-13"}, "report.not_a_period"),
        ({"subject": "nobody"}, "report.other_subject"),
    ],
)
def test_a_reported_figure_that_fits_no_indicator_is_refused_by_field(tell, wrong, reason):
    sound = {
        "indicator": "loans",
        "period": "2023",
        "value": Decimal(1),
        "unit": "CNY",
        "office": "finance",
        "document": "甲1号",
    }
    with pytest.raises(RefusedInput) as refused:
        tell(STATEMENTS, **{**sound, **wrong})
    assert (refused.value.key, refused.value.values["field"] in wrong) == (reason, True)
