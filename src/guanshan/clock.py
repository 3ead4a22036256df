"""What time is it, in the district and on the record? 时钟

Two clocks, both passed as arguments. The *record clock* (记录时间) is true time, strictly increasing, never moved:
it dates what is written down. The *district clock* (业务时间) says which day the offices live in: it can be moved, so that a
sample stands on its own day and a drill runs a night in seconds.

A moment on the record is a *tick*: whole microseconds since 1970-01-01 UTC.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "CST")
"""China Standard Time, UTC+8 without summer time. 北京时间"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RecordClock(Protocol):
    """A source of ticks, each greater than the one before."""

    def tick(self) -> int:
        """Return the next tick [us since 1970-01-01 UTC]."""
        ...


class TrueTime:
    """The machine's time as a record clock: strictly increasing within the process. 真实时间"""

    def __init__(self) -> None:
        self._last = 0

    def tick(self) -> int:
        """Return the machine's time, or one microsecond after the last tick if that is later."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return self._last


class SetTime:
    """A record clock that a test sets: starts at a given tick and moves one second at every call."""

    def __init__(self, start: int = 1_700_000_000_000_000, step: int = 1_000_000) -> None:
        self.now = start
        self.step = step

    def tick(self) -> int:
        """Return the set time and move on by one step."""
        self.now += self.step
        return self.now


def moment_of(tick: int) -> datetime:
    """Turn a tick into a time of day in China."""
    return (_EPOCH + timedelta(microseconds=tick)).astimezone(CHINA)


def tick_of(moment: datetime) -> int:
    """Turn a time into a tick; a time without a zone is China's."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    return (aware - _EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class DistrictClock:
    """The time in which the offices live: true time moved by a fixed shift. 业务时钟

    Parameters
    ----------
    true_time
        Returns the present tick [us]; any function will do in a test.
    shift
        What is added to true time [us]; 0 where the district lives in the present.
    """

    true_time: Callable[[], int]
    shift: int = 0

    def now(self) -> datetime:
        """Return the district's time of day, in China's time zone."""
        return moment_of(self.true_time() + self.shift)

    def today(self) -> date:
        """Return the district's day."""
        return self.now().date()

    def moved_to(self, moment: datetime) -> "DistrictClock":
        """Return a clock that shows ``moment`` now and ticks on from there."""
        return DistrictClock(self.true_time, tick_of(moment) - self.true_time())
