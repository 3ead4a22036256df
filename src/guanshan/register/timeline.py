"""What becomes of a record's life when a part of it is told anew? 时间线

Pure: spans in, spans out. A record's life as it is known now is a row of spans that do not overlap, each with its values. A change
names the days for which something else is to hold; what is left of the old spans is carried on, equal neighbours become one, and
only what really differs is written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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


def replace(current: Sequence[Span], start: date, end: date, values: Values, keeper: str) -> Change:
    """Let ``values`` hold on [start, end), whatever held there before; the other days stay as they were."""
    told = [] if start >= end else [Span(start, end, values, keeper)]
    return _difference(current, [*_outside(current, start, end), *told])


def replace_from(current: Sequence[Span], start: date, end: date, values: Values, keeper: str) -> Change:
    """Let ``values`` hold on [start, end) and nothing from ``end`` on; the days before ``start`` stay as they were."""
    told = [] if start >= end else [Span(start, end, values, keeper)]
    return _difference(current, [*_outside(current, start, date.max), *told])


def replace_all(current: Sequence[Span], start: date, end: date, values: Values, keeper: str) -> Change:
    """Let ``values`` hold on [start, end) and nothing on any other day."""
    return _difference(current, [] if start >= end else [Span(start, end, values, keeper)])


def amend_from(current: Sequence[Span], start: date, amend: Callable[[Values], Values]) -> Change:
    """Let what holds from ``start`` on hold in an amended form, span by span; the days before stay as they were."""
    later = [
        Span(max(span.start, start), span.end, amend(span.values), span.keeper)
        for span in current
        if span.end > start
    ]
    return _difference(current, [*_outside(current, start, date.max), *later])


def cut_from(current: Sequence[Span], start: date | None) -> Change:
    """Let nothing hold from ``start`` on, or on any day."""
    return _difference(current, [] if start is None else _outside(current, start, date.max))


def ended(current: Sequence[Span], change: Change, end: date) -> Change:
    """Apply a change and let nothing hold from ``end`` on."""
    kept = [span for span in current if span not in change.closed]
    life = [*kept, *change.added]
    return _difference(current, [_cut(span, end) for span in life if span.start < end])


def between(current: Sequence[Span], wanted: Sequence[Span]) -> Change:
    """Let exactly the wanted spans hold."""
    return _difference(current, wanted)


def _cut(span: Span, end: date) -> Span:
    return span if span.end <= end else Span(span.start, end, span.values, span.keeper)


def _outside(current: Iterable[Span], start: date, end: date) -> list[Span]:
    """Keep the parts of the spans before ``start`` and from ``end`` on."""
    kept: list[Span] = []
    for span in current:
        if span.end <= start or span.start >= end:
            kept.append(span)
            continue
        if span.start < start:
            kept.append(Span(span.start, start, span.values, span.keeper))
        if span.end > end:
            kept.append(Span(end, span.end, span.values, span.keeper))
    return kept


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
