"""What do the clocks of a case say? 事项计时

Each time a case comes into the states of a clock, the clock runs anew: a `Run`, with its pauses and changes in the form in which
`guanshan.act.deadline` counts them. So the time of any case can be worked out again from its steps alone, and defended.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Literal

from guanshan.act.case.kind import CaseKind, Clock, Move
from guanshan.act.deadline.calendar import DAY, Calendar, Days, NaturalDays
from guanshan.act.deadline.due import Due, due, warning
from guanshan.act.deadline.history import Change, History, Pause, Term

NATURAL = NaturalDays()


@dataclass(frozen=True, slots=True)
class Run:
    """One running of a clock. 一次计时

    Parameters
    ----------
    extension
        Days by which it was extended in all, and in how many times.
    ended
        When it was kept, or the case left its states; None while it runs.
    """

    clock: str
    category: str
    history: History
    extension: Fraction = Fraction(0)
    extended: int = 0
    ended: datetime | None = None

    @property
    def runs(self) -> bool:
        """Whether it is not over yet."""
        return self.ended is None

    @property
    def stands(self) -> bool:
        """Whether it is paused."""
        return bool(self.history.pauses) and self.history.pauses[-1].ends is None


Light = Literal["late", "soon", "fine", "paused", "kept", "broken"]
"""How a running stands at a moment: overdue, warned, in time, paused; and once ended: kept or not."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one running says at a moment. 计时读数"""

    run: Run
    clock: Clock
    due: Due
    warns_at: datetime | None
    light: Light


def carried(
    kind: CaseKind,
    runs: Iterable[Run],
    move: Move,
    between: tuple[str, str],
    category: str,
    at: datetime,
    added: Fraction,
) -> tuple[Run, ...]:
    """Carry the runnings of a case over one move.

    Parameters
    ----------
    between
        The states before and after it.
    category
        The class after it.
    added
        Days by which the move extends a clock.
    """
    before, state = between
    found = [
        _moved(kind.clocks[run.clock], run, move, state, category, at, added) if run.runs else run
        for run in runs
    ]
    for clock in kind.clocks.values():
        if state in clock.states and before not in clock.states:
            pauses = (Pause(at, None),) if state in clock.paused else ()
            found.append(Run(clock.name, category, History(at, clock.term(category), pauses)))
    return tuple(found)


def _moved(
    clock: Clock, run: Run, move: Move, state: str, category: str, at: datetime, added: Fraction
) -> Run:
    if category != run.category:
        run = _changed(run, clock.term(category, run.extension), at, "class", category)
    if added and move.extends == clock.name:
        whole = run.extension + added
        run = replace(run, extension=whole, extended=run.extended + 1)
        run = _changed(run, clock.term(category, whole), at, "extension", category)
    if state not in clock.states or move.name == clock.until:
        return replace(run, history=_resumed(run.history, at), ended=at)
    if state in clock.paused and not run.stands:
        return replace(run, history=replace(run.history, pauses=(*run.history.pauses, Pause(at, None))))
    return replace(run, history=_resumed(run.history, at)) if state not in clock.paused else run


def _changed(run: Run, term: Term, at: datetime, reason: Literal["class", "extension"], category: str) -> Run:
    change = Change(at, term, reason)
    return replace(
        run, category=category, history=replace(run.history, changes=(*run.history.changes, change))
    )


def _resumed(history: History, at: datetime) -> History:
    if not history.pauses or history.pauses[-1].ends is not None:
        return history
    last = replace(history.pauses[-1], ends=at)
    return replace(history, pauses=(*history.pauses[:-1], last))


def read(kind: CaseKind, run: Run, calendar: Calendar, at: datetime) -> Reading:
    """Read one running at a moment."""
    clock = kind.clocks[run.clock]
    days: Days = calendar if clock.kind == "workdays" else NATURAL
    found = due(run.history, days, run.ended or at)
    warns_at = warning(run.history, days, int(clock.warn * DAY))
    return Reading(run, clock, found, warns_at, _light(run, found, warns_at, at))


def _light(run: Run, found: Due, warns_at: datetime | None, at: datetime) -> Light:
    if run.ended is not None:
        return "broken" if found.moment is not None and run.ended >= found.moment else "kept"
    if found.moment is not None and at >= found.moment:
        return "late"
    if run.stands:
        return "paused"
    return "soon" if warns_at is not None and at >= warns_at else "fine"


def nearest(readings: Iterable[Reading]) -> Reading | None:
    """Return the running clock that is over first; one that is paused only where no other runs."""
    running = [one for one in readings if one.run.runs]
    ending = [(one.due.moment, place) for place, one in enumerate(running) if one.due.moment is not None]
    return running[min(ending)[1]] if ending else next(iter(running), None)


def may_extend(kind: CaseKind, run: Run, calendar: Calendar, at: datetime, added: Fraction) -> str | None:
    """Say why a running may not be extended now: the last part of a text's key; None where it may."""
    clock = kind.clocks[run.clock]
    if run.extended >= clock.extensions:
        return "extended_already"
    if added > clock.length(run.category):
        return "extension_too_long"
    days: Days = calendar if clock.kind == "workdays" else NATURAL
    latest = warning(run.history, days, int(clock.ask_before * DAY))
    return "extension_too_late" if latest is not None and at > latest else None
