"""What becomes of a record's life when a part of it is told anew? 时间线

Pure: spans in, spans out. A record's life as it is known now is a row of spans that do not overlap, each with its values. A change
names the days for which something else is to hold; what is left of the old spans is carried on, equal neighbours become one, and
only what really differs is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guanshan.register.field import Value

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Span:
    """What holds of a record from one day (inclusive) until another (exclusive).

    Parameters
    ----------
    start, end
        Days [start, end).
    values
        The record's fields.
    keeper
        Unit that keeps the record.
    stored
        Whatever identifies the stored version; None for a span that is new.
    """

    start: date
    end: date
    values: Values
    keeper: str
    stored: Any = None

    def says_the_same(self, other: "Span") -> bool:
        """Tell whether two spans hold the same values for the same keeper."""
        return self.keeper == other.keeper and dict(self.values) == dict(other.values)


@dataclass(frozen=True, slots=True)
class Change:
    """Which stored spans no longer hold, and which new ones do."""

    closed: tuple[Span, ...]
    added: tuple[Span, ...]

    def __bool__(self) -> bool:
        """Tell whether anything changes at all."""
        return bool(self.closed or self.added)


def replace_from(
    current: Sequence[Span], since: date, start: date, end: date, values: Values, keeper: str
) -> Change:
    """Let ``values`` hold on [start, end) and nothing else from ``since`` on; the days before ``since`` stay as they were."""
    told = [] if start >= end else [Span(start, end, values, keeper)]
    return _difference(current, [*_before(current, since), *told])


def replace_all(current: Sequence[Span], start: date, end: date, values: Values, keeper: str) -> Change:
    """Let ``values`` hold on [start, end) and nothing on any other day."""
    return _difference(current, [] if start >= end else [Span(start, end, values, keeper)])


def amend_from(
    current: Sequence[Span],
    since: date,
    changes: Values,
    start: date | None = None,
    end: date | None = None,
) -> Change:
    """Let what holds from ``since`` on hold with some fields changed; the days before ``since`` stay as they were.

    Parameters
    ----------
    current
        What stands, in order of its days.
    since
        The first day that changes.
    changes
        The fields that change; every stretch keeps its others.
    start, end
        From when until when the record is to hold, where the changes move its beginning or its end: the first stretch reaches
        back to ``start``, the last one on to ``end``, and one that had ended goes on from ``since``.
    """
    told = [
        Span(max(span.start, since), span.end, {**span.values, **changes}, span.keeper)
        for span in current
        if span.end > since
    ]
    if not told and end is not None:
        told = [Span(since, end, {**current[-1].values, **changes}, current[-1].keeper)]
    if start is not None:
        told = _beginning(told, max(start, since))
    if end is not None:
        told = _ending(told, end)
    return _difference(current, [*_before(current, since), *told])


def end_at(current: Sequence[Span], end: date, changes: Values) -> Change:
    """Let the record hold until ``end`` and no longer; its last stretch says so by the changes."""
    kept = _ending(_before(current, end), end)
    if kept:
        last = kept[-1]
        kept[-1] = Span(last.start, last.end, {**last.values, **changes}, last.keeper)
    return _difference(current, kept)


def cut_from(current: Sequence[Span], start: date | None) -> Change:
    """Let nothing hold from ``start`` on, or on any day."""
    return _difference(current, [] if start is None else _before(current, start))


def between(current: Sequence[Span], wanted: Sequence[Span]) -> Change:
    """Let exactly the wanted spans hold."""
    return _difference(current, wanted)


def after(current: Sequence[Span], change: Change) -> list[Span]:
    """Return what stands once a change has been made, in order of its days."""
    closed = {span.start for span in change.closed}
    left = [span for span in current if span.start not in closed]
    return sorted([*left, *change.added], key=lambda span: span.start)


def _before(current: Iterable[Span], day: date) -> list[Span]:
    """Keep the parts of the spans before a day."""
    return [
        span if span.end <= day else Span(span.start, day, span.values, span.keeper)
        for span in current
        if span.start < day
    ]


def _beginning(spans: Sequence[Span], start: date) -> list[Span]:
    """Let the spans begin on a day: what lies before it goes, the first that is left reaches back to it."""
    left = [span for span in spans if span.end > start]
    return [
        Span(start if index == 0 else span.start, span.end, span.values, span.keeper)
        for index, span in enumerate(left)
    ]


def _ending(spans: Sequence[Span], end: date) -> list[Span]:
    """Let the spans end on a day: what lies from it on goes, the last that is left reaches on to it."""
    left = [span for span in spans if span.start < end]
    return [
        Span(span.start, end if index == len(left) - 1 else span.end, span.values, span.keeper)
        for index, span in enumerate(left)
    ]


def _difference(current: Sequence[Span], wanted: Iterable[Span]) -> Change:
    """Compare two lives: equal neighbours are joined, and what stands as it stood is left alone."""
    joined: list[Span] = []
    for span in sorted(wanted, key=lambda one: one.start):
        before = joined[-1] if joined else None
        if before and before.end == span.start and before.says_the_same(span):
            joined[-1] = Span(before.start, span.end, span.values, span.keeper)
        else:
            joined.append(span)
    standing = {(span.start, span.end): span for span in current}
    unchanged = {
        (span.start, span.end)
        for span in joined
        if (old := standing.get((span.start, span.end))) and old.says_the_same(span)
    }
    return Change(
        closed=tuple(span for span in current if (span.start, span.end) not in unchanged),
        added=tuple(
            Span(span.start, span.end, span.values, span.keeper)
            for span in joined
            if (span.start, span.end) not in unchanged
        ),
    )
