"""Deadlines equal a count of minutes one by one, written a second time from the notices and the rules."""

import os
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
import yaml

from guanshan.act.deadline.bulk import due_minutes
from guanshan.act.deadline.calendar import Calendar, NaturalDays, Year, load_calendar
from guanshan.act.deadline.due import due, warning
from guanshan.act.deadline.history import Change, History, Pause, Term, minute_of, moment_of, wall_time

FULL = int(os.environ.get("GUANSHAN_DEADLINES", "100000"))
NOTICES = yaml.safe_load(
    (Path(__file__).parents[2] / "src/guanshan/act/deadline/holidays.yaml").read_text(encoding="utf-8")
)
FIRST, DAYS = date(2019, 1, 1), 365 * 10
WINDOW = 400  # days after the start that are counted minute by minute
HALF_DAYS = {date(2024, 3, 8), date(2024, 5, 4), date(2025, 1, 27), date(2026, 2, 13)}


def spans(told):
    for one in told or ():
        first, _, last = str(one).partition("/")
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last or first):
            yield day
            day += timedelta(days=1)


def minutes_that_count():
    """One entry for each minute of ten years: whether it is working time."""
    counts = np.zeros(DAYS * 1440, dtype=bool)
    free = {day for year in NOTICES.values() for day in spans(year["holidays"])}
    shifted = {day for year in NOTICES.values() for day in spans(year["workdays"])}
    for place in range(DAYS):
        day = FIRST + timedelta(days=place)
        if day.year in NOTICES:
            works = day in shifted or (day.weekday() < 5 and day not in free)
        else:
            works = day.weekday() < 5 and (day.month, day.day) not in {
                (1, 1),
                (5, 1),
                (5, 2),
                (10, 1),
                (10, 2),
                (10, 3),
            }
        if day in HALF_DAYS:
            counts[place * 1440 : place * 1440 + 720] = True
        elif works:
            counts[place * 1440 : (place + 1) * 1440] = True
    return counts


def office():
    """The calendar with some half days of an office's own."""
    announced = load_calendar().years
    years = {
        number: Year(
            year.source,
            year.off - HALF_DAYS,
            year.work - HALF_DAYS,
            frozenset(day for day in HALF_DAYS if day.year == number),
        )
        for number, year in announced.items()
    }
    return Calendar(years, FIRST, FIRST + timedelta(days=DAYS - 1))


WORKING, CALENDAR = minutes_that_count(), office()
NATURAL, EVERY = NaturalDays(FIRST, FIRST + timedelta(days=DAYS - 1)), np.ones(DAYS * 1440, dtype=bool)


def at(minute):
    return moment_of(int(minute), FIRST)


def drawn(chance):
    """Draw a history: a start, a term, pauses one after another, changes of class, extensions."""
    start = int(chance.integers(300, DAYS - 700)) * 1440 + int(chance.integers(0, 1440))
    kind = "workdays" if chance.random() < 0.8 else "days"
    term = Term(kind, int(chance.integers(1, 60)))
    pauses, minute = [], start
    for _ in range(int(chance.integers(0, 4))):
        begins = minute + int(chance.integers(0, 8 * 1440))
        minute = begins + int(chance.integers(0, 6 * 1440))
        if chance.random() < 0.3:
            begins, minute = begins // 1440 * 1440, (minute // 1440 + 1) * 1440
            begins = max(
                begins, start, pauses[-1].ends and minute_of(pauses[-1].ends, FIRST) if pauses else 0
            )
        pauses.append(Pause(at(begins), None if chance.random() < 0.05 else at(minute)))
        if pauses[-1].ends is None:
            break
    changes, when, length = [], start, term.halves
    for _ in range(int(chance.integers(0, 3))):
        when += int(chance.integers(0, 10 * 1440))
        reason = "class" if chance.random() < 0.7 else "extension"
        length = int(chance.integers(1, 60)) if reason == "class" else length + int(chance.integers(1, 20))
        changes.append(Change(at(when), Term(kind, length), reason))
    return History(at(start), term, tuple(pauses), tuple(changes))


def counted_out(history):
    """Count minute by minute: when the term is over, or None where the clock stands."""
    start = minute_of(history.start, FIRST)
    begins = start // 1440 * 1440 + 1440
    window = (WORKING if history.term.kind == "workdays" else EVERY)[begins : begins + WINDOW * 1440].copy()
    for pause in history.pauses:
        first = max(minute_of(pause.begins, FIRST) - begins, 0)
        last = len(window) if pause.ends is None else max(minute_of(pause.ends, FIRST) - begins, 0)
        window[first:last] = False
    ticking = np.cumsum(window)

    def over(minutes, after=0):
        """Return the minute at which so many minutes have ticked after another."""
        target = minutes + (ticking[after - 1] if after else 0)
        found = int(np.searchsorted(ticking, target))
        return None if found >= len(ticking) else found + 1

    end = over(history.term.halves * 720)
    for change in history.changes:
        moment = max(minute_of(change.at, FIRST) - begins, 0)
        if end is not None and end <= moment:
            break
        end = over(change.term.halves * 720)
        if change.reason == "class" and end is not None:
            least = over(1440, -(-moment // 1440) * 1440)
            end = None if least is None else max(end, least)
    return None if end is None else begins + end


def differences(size, seed):
    chance, found, standing = np.random.default_rng(seed), [], 0
    for _ in range(size):
        history = drawn(chance)
        expected = counted_out(history)
        answer = due(history, CALENDAR if history.term.kind == "workdays" else NATURAL)
        moment = None if answer.moment is None else minute_of(answer.moment, FIRST)
        standing += moment is None
        if moment != expected:
            found.append((history, answer, expected))
    assert standing < size / 4
    return found


def test_random_histories_equal_a_count_minute_by_minute():
    assert differences(1500, 1) == []


@pytest.mark.proof
def test_a_hundred_thousand_histories():
    assert differences(FULL, 2) == []


def test_bulk_equals_one_by_one():
    chance = np.random.default_rng(3)
    histories = [
        one
        for one in (drawn(chance) for _ in range(3000))
        if one.term.kind == "workdays" and all(p.ends for p in one.pauses)
    ]
    starts = np.array([minute_of(one.start, FIRST) for one in histories])
    terms = np.array([one.term.minutes for one in histories])
    pauses = np.zeros((len(histories), 3, 2), dtype=np.int64)
    for row, history in enumerate(histories):
        last = 0
        for place in range(3):
            if place < len(history.pauses):
                begins, last = (
                    minute_of(moment, FIRST)
                    for moment in (history.pauses[place].begins, history.pauses[place].ends)
                )
                pauses[row, place] = begins, last
            else:
                pauses[row, place] = last, last
    found = due_minutes(CALENDAR, starts, terms, pauses)
    alone = [due(History(one.start, one.term, one.pauses), CALENDAR) for one in histories]
    assert [at(minute) for minute in found] == [one.moment for one in alone]
    assert len(alone) > 1000


def test_what_is_used_and_the_warning_agree_with_the_end():
    chance = np.random.default_rng(4)
    asked = 0
    for _ in range(500):
        history = drawn(chance)
        days = CALENDAR if history.term.kind == "workdays" else NATURAL
        end = due(history, days)
        if end.moment is None:
            continue
        for before in (720, 1440):
            warned = warning(history, days, before)
            used = due(history, days, warned).used
            assert used == max(end.used - before, 0)
            asked += 1
    assert asked > 500


def test_a_term_that_begins_in_an_announced_year_and_ends_in_another_is_provisional():
    history = History(wall_time("2026-12-28"), Term("workdays", 20))
    assert due(history, load_calendar()).provisional
    assert not due(History(wall_time("2026-12-21"), Term("workdays", 4)), load_calendar()).provisional
