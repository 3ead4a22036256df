"""What changes of a record's life when something is told of it? 登记的含义

Pure: what stands and what is told in, changes out. The days on which a record begins and ends are its own: where its values tell them,
they bound its life, whatever the day from which they are told.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from guanshan.refusal import RefusedInput
from guanshan.register import timeline
from guanshan.register.field import Value
from guanshan.register.landing import spans_of
from guanshan.register.query import Version
from guanshan.register.record import BEGINNING, RecordType
from guanshan.register.timeline import Change, Span


def retold(
    declared: RecordType,
    life: Sequence[Version],
    values: Mapping[str, Value],
    keeper: str,
    since: date | None,
) -> Change:
    """Work out what changes when a whole record is told: of one that evolves from a day on, else on all its days.

    Raises
    ------
    RefusedInput
        If it would end before it begins.
    """
    spans = spans_of(life)
    start, end = declared.validity_of(values)
    since = since if declared.evolves else None
    if life and since is not None:
        if end <= since:
            return _ended(declared, spans, end, values)
        return timeline.replace_from(spans, since, max(since, start), end, values, keeper)
    if start == BEGINNING and declared.evolves:  # the values do not tell since when
        known = life[0].valid_from if life else since
        start = known if known is not None and known < end else start
    return timeline.replace_all(spans, start, end, values, keeper)


def amended(
    declared: RecordType, life: Sequence[Version], told: Mapping[str, Value], since: date | None
) -> Change:
    """Work out what changes when some fields are told, from a day on or on all days.

    Raises
    ------
    RefusedInput
        If it would hold on no day, or end before it begins.
    """
    spans, last = spans_of(life), life[-1].values
    start, end = declared.validity_of({**last, **told})
    begins = start if _moves(declared.holds_from, told, last) else None
    ends = end if _moves(declared.holds_until, told, last) else None
    if since is not None and ends is not None and ends <= since:
        return _ended(declared, spans, ends, told)
    if since is not None and ends is None and life[-1].valid_to <= since:
        raise RefusedInput("refusal.holds_no_more", until=life[-1].valid_to, since=since)
    return timeline.amend_from(spans, since or BEGINNING, told, begins, ends)


def _ended(declared: RecordType, spans: Sequence[Span], end: date, told: Mapping[str, Value]) -> Change:
    """End a record before the day from which something is told: of that only the end holds, on the days before it."""
    if end <= spans[0].start:
        field = declared.holds_until or ""
        raise RefusedInput("refusal.ends_before_it_begins", field=field, start=spans[0].start, end=end)
    return timeline.end_at(spans, end, {name: told[name] for name in told if name == declared.holds_until})


def _moves(field: str | None, told: Mapping[str, Value], last: Mapping[str, Value]) -> bool:
    return field is not None and field in told and told[field] != last[field]
