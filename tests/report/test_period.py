"""Periods are written, read, and counted back without a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.refusal import RefusedInput
from guanshan.report.period import PERIOD_KINDS, last_complete, period_around, read_period


@pytest.mark.parametrize(
    ("text", "first", "last", "previous"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "2022"),
        ("2023-H2", date(2023, 7, 1), date(2023, 12, 31), "2023-H1"),
        ("2023-Q1", date(2023, 1, 1), date(2023, 3, 31), "2022-Q4"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-01"),
        ("2024-03-01", date(2024, 3, 1), date(2024, 3, 1), "2024-02-29"),
    ],
)
def test_a_period_knows_its_days_and_the_one_before(text, first, last, previous):
    period = read_period(text)
    assert (period.first, period.last, str(period.previous), str(period)) == (first, last, previous, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023-H3",
        "2023-Q0",
        "2023-13",
        "2023-02-30",
        "2023-01-00",
        "0001",
        "9999",
        "２０２３",
        "2023 ",
    ],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(RefusedInput, match=r"report\.not_a_period"):
        read_period(text)


DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(DAYS, st.sampled_from(PERIOD_KINDS))
def test_every_day_lies_in_one_period_that_reads_back_and_joins_the_one_before(day, kind):
    period = period_around(kind, day)
    assert period.first <= day <= period.last
    assert read_period(str(period)) == period
    assert period.previous.last == period.first - timedelta(days=1)


@given(DAYS, st.sampled_from(PERIOD_KINDS))
def test_the_last_complete_period_is_over_and_the_next_is_not(day, kind):
    period = last_complete(kind, day)
    assert period.last <= day
    after = period_around(kind, period.last + timedelta(days=1))
    assert after.last > day or kind == "day"
