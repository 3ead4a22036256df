"""The calendar agrees with a public package, and refuses what will not do with file, year and day."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from guanshan.act.deadline.calendar import DAY, HALF, load_calendar
from guanshan.refusal import RefusedInput


def test_every_day_agrees_with_a_public_calendar():
    calendar = load_calendar()
    day, differing = date(2020, 1, 1), []
    while day <= date(2026, 12, 31):
        if (calendar.minutes(day) == DAY) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


def test_a_year_that_is_not_announced_is_provisional():
    calendar = load_calendar()
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2027, 1, 1))
    assert calendar.minutes(date(2027, 10, 1)) == 0  # a Friday, by law
    assert calendar.minutes(date(2027, 10, 4)) == DAY


def test_half_days_of_an_office(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "2024:\n  source: 本单位通知\n  holidays: [2024-05-01/2024-05-05]\n  half_days: [2024-03-08]\n",
        encoding="utf-8",
    )
    calendar = load_calendar(path)
    assert (calendar.minutes(date(2024, 3, 8)), calendar.minutes(date(2024, 5, 3))) == (HALF, 0)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2024: [", "act.calendar.unreadable"),
        ("- 1", "act.calendar.unreadable"),
        ("1999: {source: x}", "act.calendar.no_year"),
        ("true: {source: x}", "act.calendar.no_year"),
        ("2024: {source: x, holidays: {a: b}}", "act.calendar.day"),
        ("2024: {holidays: [2024-01-01]}", "act.calendar.entries"),
        ("2024: {source: x, off: [2024-01-01]}", "act.calendar.entries"),
        ("2024: {source: x, holidays: [2025-01-01]}", "act.calendar.day"),
        ("2024: {source: x, holidays: [2024-01-01], workdays: [2024-01-01]}", "act.calendar.day"),
        ("2024: {source: x, holidays: [2024-13-01]}", "act.calendar.day"),
        ("2024: {source: x, holidays: [2024-01-05/2024-01-01]}", "act.calendar.day"),
    ],
)
def test_a_calendar_that_will_not_do(tmp_path, text, key):
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedInput) as refused:
        load_calendar(path)
    assert refused.value.key == key
