"""When has the last minute passed? 到期

A moment is a number of minutes; what has counted until it is a sum over days (`Calendar.passed`). A pause takes out what would have
counted in it. So a due moment is found by adding the pauses that begin before it to the term, and looking the sum up.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from guanshan.act.deadline.calendar import DAY, Days
from guanshan.act.deadline.history import History, minute_of, moment_of
from guanshan.refusal import RefusedInput


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a term. 期限届满

    Parameters
    ----------
    moment
        The first moment at which the term is over: midnight after the last day, noon of a half day, or where pauses brought it; None
        while the clock stands.
    day
        The last day on which it can be kept; None while the clock stands.
    provisional
        Whether a day on the way lies in a year whose holidays were not announced.
    used
        Minutes of the term that were used up to the moment of the question, or to the end [min].
    """

    moment: datetime | None
    day: date | None
    provisional: bool
    used: int


def due(history: History, days: Days, at: datetime | None = None) -> Due:
    """Return the end of a term, and how much of it was used at a moment.

    Raises
    ------
    RefusedInput
        If it lies beyond the calendar.
    """
    ledger = _Ledger(history, days)
    end = ledger.end()
    asked = None if at is None else max(minute_of(at, days.first), ledger.begins)
    until = asked if end is None else end if asked is None else min(asked, end)
    if until is None:
        until = ledger.stands_from
    provisional = any(map(days.is_provisional, _year_ends(ledger.begins, max(until, end or 0), days.first)))
    if end is None:
        return Due(None, None, provisional, ledger.used(until))
    return Due(
        moment_of(end, days.first), moment_of(end - 1, days.first).date(), provisional, ledger.used(until)
    )


def warning(history: History, days: Days, before: int) -> datetime | None:
    """Return the moment at which only ``before`` minutes of the term are left; None while the clock stands before it.

    Where the term is no longer than that, it is the beginning of the first day that counts.
    """
    ledger = _Ledger(history, days)
    end = ledger.end()
    if end is None:
        return None
    return moment_of(ledger.after(ledger.used(end) - before), days.first)


class _Ledger:
    """The minutes of one history."""

    def __init__(self, history: History, days: Days) -> None:
        self._days = days
        self._history = history
        self._passed = days.passed
        self.begins = minute_of(history.start, days.first) // DAY * DAY + DAY
        if not 0 <= self.begins < (len(self._passed) - 1) * DAY:
            raise RefusedInput("act.deadline.beyond", first=days.first, last=days.last)
        self._pauses: list[tuple[int, int]] = []
        self.stands_from = self.begins
        self._stands = False
        for pause in history.pauses:
            begins = max(minute_of(pause.begins, days.first), self.begins)
            if pause.ends is None:
                self.stands_from, self._stands = begins, True
                break
            self._pauses.append((begins, max(minute_of(pause.ends, days.first), self.begins)))

    def counted(self, minute: int) -> int:
        """Return the minutes that counted from the first covered day to a moment."""
        return counted(self._passed, self._days.minutes, self._days.first, minute)

    def used(self, minute: int) -> int:
        """Return the minutes of the term that were used at a moment."""
        stopped = min(minute, self.stands_from) if self._stands else minute
        paused = sum(
            self.counted(min(ends, stopped)) - self.counted(begins)
            for begins, ends in self._pauses
            if begins < stopped
        )
        return max(self.counted(stopped) - self.counted(self.begins) - paused, 0)

    def end(self) -> int | None:
        """Return the minute at which the term in force at the end is over; None where the clock stands before."""
        end = self._after(self.begins, self._history.term.minutes)
        for change in self._history.changes:
            at = max(minute_of(change.at, self._days.first), self.begins)
            if end is not None and end <= at:
                break  # it was over before it could change
            end = self._after(self.begins, change.term.minutes)
            if change.reason == "class" and end is not None:
                least = self._after((at + DAY - 1) // DAY * DAY, DAY)
                end = None if least is None else max(end, least)
        return end

    def after(self, used: int) -> int:
        """Return when so many minutes of the term were used."""
        found = self._after(self.begins, used) if used > 0 else self.begins
        assert found is not None  # asked for a moment before the end alone
        return found

    def _after(self, begins: int, minutes: int) -> int | None:
        """Return when some minutes have counted after a moment; None where the clock stands before."""
        target = self.counted(begins) + minutes
        for pause, resumed in self._pauses:
            if resumed <= begins:
                continue
            first = max(pause, begins)
            if self.counted(first) >= target:
                break
            target += self.counted(resumed) - self.counted(first)
        if self._stands and self.counted(max(self.stands_from, begins)) < target:
            return None
        return self._moment(target)

    def _moment(self, target: int) -> int:
        place = bisect_left(self._passed, target) - 1
        if place + 1 >= len(self._passed):
            raise RefusedInput("act.deadline.beyond", first=self._days.first, last=self._days.last)
        return place * DAY + target - self._passed[place]


def counted(passed: Sequence[int], minutes: Callable[[date], int], first: date, minute: int) -> int:
    """Return what counted before a moment: whole days, and of its own day what is not over its minutes [min]."""
    day, part = divmod(minute, DAY)
    if not 0 <= day < len(passed) - 1:
        return passed[-1] if day > 0 else 0
    return passed[day] + min(part, passed[day + 1] - passed[day])


def _year_ends(begins: int, ends: int, first: date) -> list[date]:
    one, last = moment_of(begins, first).date(), moment_of(max(ends - 1, begins), first).date()
    return [one, *(date(year, 1, 1) for year in range(one.year + 1, last.year + 1))]
