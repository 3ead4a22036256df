"""How many deadlines a second, in bulk and one by one; beside a public calendar of working days that walks day by day.

python -m benchmarks.deadlines [terms]
"""

import sys
import time
from datetime import date, timedelta

import chinese_calendar
import numpy as np

from benchmarks.figure import report
from guanshan.act.deadline.bulk import due_minutes
from guanshan.act.deadline.calendar import DAY, load_calendar
from guanshan.act.deadline.due import due
from guanshan.act.deadline.history import History, Term, moment_of


def walked(start: date, workdays: int) -> date:
    """Walk day by day, as the peer documents it."""
    while workdays:
        start += timedelta(days=1)
        workdays -= chinese_calendar.is_workday(start)
    return start


def main(size: int) -> None:
    calendar, chance = load_calendar(), np.random.default_rng(2026)
    first = (date(2020, 1, 2) - calendar.first).days
    days, lengths = chance.integers(first, first + 2300, size), chance.integers(1, 30, size)
    begins = days * DAY + chance.integers(2, 20, size) * DAY
    pauses = np.stack([begins, begins + chance.integers(0, 5 * DAY, size)], axis=1)[:, None, :]
    calendar.passed  # noqa: B018  the sums are made once
    began = time.perf_counter()
    due_minutes(calendar, days * DAY, lengths * DAY, pauses)
    seconds = time.perf_counter() - began
    report(f"{size:,} deadlines with a pause each, in bulk", size / seconds, "deadlines/s", least=1_000_000)
    some = min(size, 20_000)
    histories = [
        History(moment_of(int(day) * DAY, calendar.first), Term("workdays", int(length) * 2))
        for day, length in zip(days[:some], lengths[:some], strict=True)
    ]
    began = time.perf_counter()
    alone = [due(one, calendar).day for one in histories]
    own = time.perf_counter() - began
    began = time.perf_counter()
    peer = [walked(one.start.date(), one.term.halves // 2) for one in histories]
    other = time.perf_counter() - began
    assert alone == peer, "the peer finds other days"
    report("one by one", some / own, "deadlines/s", note=f"chinesecalendar day by day: {some / other:,.0f}/s")
    report("bulk beside chinesecalendar, the same days found", (size / seconds) / (some / other), "times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
