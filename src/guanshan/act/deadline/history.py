"""What happened to the clock of a case? 计时经过

A term begins on the day after the start. Pauses stop it (等待当事人补正); an extension (延期) adds to it; a change of class
(诉求类别变更) gives the term of the new class counted from the same start, with everything that was paused still paused, and never less
than one more day of the kind that is counted after the change: nobody is late by a change of name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from guanshan.act.deadline.calendar import DAY, HALF
from guanshan.refusal import RefusedInput

Kind = Literal["workdays", "days"]


@dataclass(frozen=True, slots=True)
class Term:
    """How long, in which days. 时限

    Parameters
    ----------
    kind
        ``workdays`` (工作日) or ``days`` (自然日).
    halves
        Half days; 5 working days are 10.
    """

    kind: Kind
    halves: int

    @classmethod
    def of(cls, kind: Kind, days: Fraction) -> "Term":
        """Return a term of whole or half days.

        Raises
        ------
        RefusedInput
            If it is not positive or finer than half a day.
        """
        halves = days * 2
        if halves <= 0 or halves.denominator != 1 or halves > 20_000:
            raise RefusedInput("act.deadline.term", days=str(days))
        return cls(kind, int(halves))

    @property
    def minutes(self) -> int:
        """Minutes of the days that are counted [min]."""
        return self.halves * HALF


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from one moment to another; None where it still stands. 中止"""

    begins: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """At a moment the term became another: by a change of class, or by an extension. 变更"""

    at: datetime
    term: Term
    reason: Literal["class", "extension"] = "class"


@dataclass(frozen=True, slots=True)
class History:
    """The clock of one case, from its start. 计时经过

    Parameters
    ----------
    start
        When the case came in; the first day that counts is the next.
    pauses
        In rising order, apart from each other.
    changes
        In rising order, not before the start.
    """

    start: datetime
    term: Term
    pauses: tuple[Pause, ...] = ()
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        """Refuse pauses that overlap or end before they begin, and changes out of their order."""
        end: datetime | None = self.start
        for pause in self.pauses:
            if end is None or pause.begins < end or (pause.ends is not None and pause.ends < pause.begins):
                raise RefusedInput("act.deadline.pause", begins=pause.begins, ends=pause.ends)
            end = pause.ends
        before = self.start
        for change in self.changes:
            if change.at < before or change.term.kind != self.term.kind:
                raise RefusedInput("act.deadline.change", at=change.at)
            before = change.at


def minute_of(moment: datetime, first: date) -> int:
    """Return the whole minutes from the beginning of a day to a moment [min]; a part of a minute is not counted."""
    return (moment.date() - first).days * DAY + moment.hour * 60 + moment.minute


def moment_of(minute: int, first: date) -> datetime:
    """Return the moment that lies whole minutes after the beginning of a day."""
    return datetime(first.year, first.month, first.day) + timedelta(minutes=minute)  # noqa: DTZ001  wall time in China


def pauses_of(told: Iterable[object]) -> tuple[Pause, ...]:
    """Read pauses from plain data: ``{"from": ..., "to": ...}`` or ``[from, to]``, days or moments; a day ends at its midnight.

    Raises
    ------
    RefusedInput
        Naming the pause and what is wrong.
    """
    found = [_pause(place, one) for place, one in enumerate(told, start=1)]
    return tuple(sorted(found, key=lambda pause: pause.begins))


def _pause(place: int, told: object) -> Pause:
    begins, ends = (
        (told.get("from"), told.get("to"))
        if isinstance(told, dict)
        else told
        if isinstance(told, list) and len(told) == 2
        else (None, None)
    )
    try:
        first = wall_time(str(begins))
        last = None if ends is None else wall_time(str(ends), ends_day=True)
    except ValueError:
        raise RefusedInput("act.deadline.pauses_file", number=place, given=str(told)) from None
    return Pause(first, last)


def wall_time(text: str, *, ends_day: bool = False) -> datetime:
    """Read a moment of China's wall time, or a day: its beginning, or the end of it.

    Raises
    ------
    ValueError
        If it is neither.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        from guanshan.clock import CHINA

        moment = moment.astimezone(CHINA).replace(tzinfo=None)
    return moment + timedelta(days=1) if ends_day and len(text) <= 10 else moment
