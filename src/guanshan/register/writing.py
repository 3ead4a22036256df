"""What does it mean to tell something of a record? 写入事务

A record that evolves takes a change from a day on; a fact, or a correction ``throughout``, changes on all days of the record. The days on
which a record begins and ends are its own: where its values tell them, they bound its life whatever the day of the change.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import Connection, delete, insert

from guanshan.refusal import Conflict, ManyRefusals, NotFound, Refusal, RefusedInput
from guanshan.register import audit, timeline
from guanshan.register.actor import Actor
from guanshan.register.field import Value
from guanshan.register.landing import Landing, Told, spans_of
from guanshan.register.query import Reading, Source, Version
from guanshan.register.record import BEGINNING, RecordType, RecordTypes
from guanshan.register.schema import settings
from guanshan.register.timeline import Change, Span

BATCH = 1_000
"""Rows that are compared and written together."""

Guard = Callable[[Reading, RecordType, Mapping[str, Value]], None]
"""A check across records: raises a Refusal if the values may not land."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be put into a register: checked values and where they come from."""

    values: Mapping[str, Value]
    source: Source


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of one record."""

    record: str
    changed: bool
    new: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of many rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Add two counts."""
        return Counts(self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged)


class Writing:
    """One open transaction of a store."""

    def __init__(
        self,
        connection: Connection,
        types: RecordTypes,
        guards: Mapping[str, Guard],
        actor: Actor,
        head: audit.Head,
        tick: int,
    ) -> None:
        self.connection = connection
        self.actor = actor
        self.entry = head.seq + 1
        self.tick = tick
        self.reading = Reading(connection, types)
        self._types = types
        self._guards = guards
        self._landing = Landing(connection, self.entry, tick, head.algorithm)
        self._notes: list[audit.Event] = []

    def put(
        self,
        name: str,
        values: Mapping[str, object],
        *,
        keeper: str,
        record: str | None = None,
        since: date | None = None,
        throughout: bool = False,
        source: Source | None = None,
    ) -> Landed:
        """Let a record hold these values.

        Parameters
        ----------
        name
            The register.
        values
            All fields of the record.
        keeper
            The unit that keeps it.
        record
            The record; None to find it by its natural key, or make it.
        since
            From which day, for a record that evolves; None for a new record's own beginning.
        throughout
            Correct the record over its whole life, as is always done for a record that does not evolve.
        source
            Where it comes from.

        Raises
        ------
        ManyRefusals, RefusedInput, Conflict
            If the values will not do, refer to nothing, or have another record's natural key.
        """
        declared = self._types[name]
        checked = declared.check(values)
        key = declared.key_of(checked)
        if record is None:
            life = _with_key(key, self.reading.standing(declared.name, [key]))
        else:
            self._require_free(declared, [key], record)
            life = self.reading.life(declared.name, record)
        self._check_references(declared, [checked])
        self._guard(declared, checked)
        change = _retold(declared, life, checked, keeper, None if throughout else since)
        identity = life[0].record if life else (record or uuid.uuid4().hex)
        self._landing.write(declared, [Told(identity, life, change, source or Source(note="form"))])
        return Landed(identity, bool(change), not life)

    def amend(
        self,
        name: str,
        record: str,
        changes: Mapping[str, object],
        *,
        since: date | None = None,
        throughout: bool = False,
        source: Source | None = None,
    ) -> Landed:
        """Change some fields of a record, from a day on or (``throughout``) as if it had always been so.

        Raises
        ------
        NotFound
            If there is no such record.
        ManyRefusals, RefusedInput, Conflict
            As `put`; or if the record holds no more on that day.
        """
        declared = self._types[name]
        life = self._require_life(declared, record)
        checked = declared.check({**life[-1].values, **changes})
        told = {one: checked[one] for one in changes}
        change = _amended(declared, life, told, since if declared.evolves and not throughout else None)
        self._require_free(declared, [declared.key_of(span.values) for span in change.added], record)
        self._check_references(declared, [checked], told)
        self._guard(declared, checked)
        self._landing.write(declared, [Told(record, life, change, source or Source(note="form"))])
        return Landed(record, bool(change), False)

    def put_many(
        self,
        name: str,
        rows: Iterable[Row],
        *,
        keeper: str | Callable[[Mapping[str, Value]], str],
        since: date | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Counts:
        """Put many rows whose values were checked by the record type, each found by its natural key.

        Parameters
        ----------
        name
            The register.
        rows
            The rows, in any order; each natural key once.
        keeper
            The unit that keeps the new ones, or a function of the values that names it.
        since
            From which day the values hold for records that evolve and are there already.
        progress
            Called with the number of rows done.

        Raises
        ------
        ManyRefusals, RefusedInput, Conflict
            If rows refer to what is not there, or a key stands twice or belongs to a record that has another one now; nothing
            of the transaction lands.
        """
        declared = self._types[name]
        counts = Counts()
        seen: set[str] = set()
        awaited: dict[str, set[str]] = {}
        stream = iter(rows)
        while batch := list(islice(stream, BATCH)):
            keys = [declared.key_of(row.values) for row in batch]
            standing = self.reading.standing(declared.name, keys)
            self._check_references(declared, [row.values for row in batch], awaited=awaited)
            landing: list[Told] = []
            for key, row in zip(keys, batch, strict=True):
                if key in seen:
                    raise RefusedInput("refusal.key_twice", key=key)
                seen.add(key)
                self._guard(declared, row.values)
                life = _with_key(key, standing)
                unit = keeper if isinstance(keeper, str) else keeper(row.values)
                change = _retold(declared, life, row.values, life[-1].keeper if life else unit, since)
                identity = life[0].record if life else uuid.uuid4().hex
                counts += Counts(int(not life), int(bool(life and change)), int(bool(life and not change)))
                if change:
                    landing.append(Told(identity, life, change, row.source))
            self._landing.write(declared, landing)
            if progress:
                progress(len(seen))
        _require_come(awaited, seen)
        return counts

    def retract(self, name: str, record: str, *, since: date | None = None) -> None:
        """Let a record hold no more from a day on, or (None) say that it never should have been there.

        Raises
        ------
        NotFound
            If there is no such record.
        """
        declared = self._types[name]
        life = self._require_life(declared, record)
        change = timeline.cut_from(spans_of(life), since)
        self._landing.write(declared, [Told(record, life, change, Source(note="form"))])

    def restore(
        self,
        name: str,
        lives: Mapping[str, Sequence[Version]],
        source: Source,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Let records be told again as earlier versions told them; one with none of them: not at all.

        Parameters
        ----------
        lives
            For each record, the versions that stood of it.
        progress
            Called with the number of records done.

        Raises
        ------
        Conflict
            If another record has the natural key of one of them by now.
        """
        declared = self._types[name]
        records = iter(lives)
        done = 0
        while batch := list(islice(records, BATCH)):
            keys = {version.key: one for one in batch for version in lives[one]}
            for key, standing in self.reading.standing(declared.name, sorted(keys)).items():
                if standing[0].record != keys[key]:
                    raise Conflict("refusal.key_taken", key=key)
            now = self.reading.lives(declared.name, batch)
            told: list[Told] = []
            for one in batch:
                wanted = [Span(v.valid_from, v.valid_to, v.values, v.keeper) for v in lives[one]]
                life = now.get(one, [])
                told.append(Told(one, life, timeline.between(spans_of(life), wanted), source))
            self._landing.write(declared, told)
            done += len(batch)
            if progress:
                progress(done)

    def note(
        self, action: str, thing: str, detail: Mapping[str, object] | None = None, *, reason: str = ""
    ) -> None:
        """Write one more event into the chain, for an act that changes no record: a sign-in, an unmasking."""
        self._notes.append(self._event(action, thing, reason, detail or {}))

    def remember(self, name: str, value: str) -> None:
        """Keep a setting of the house itself."""
        self.connection.execute(delete(settings).where(settings.c.name == name))
        self.connection.execute(insert(settings).values(name=name, value=value))

    def events(self, action: str, reason: str, detail: Mapping[str, object]) -> list[audit.Event]:
        """Return the events of this transaction: one for its versions, if it wrote any, and its notes."""
        if not self._landing.wrote:
            return self._notes
        told = {**detail, **self._landing.detail()}
        return [self._event(action, self._landing.thing, reason, told), *self._notes]

    def _event(self, action: str, thing: str, reason: str, detail: Mapping[str, object]) -> audit.Event:
        return audit.Event(
            actor=self.actor.id,
            role=self.actor.role_named(),
            unit=self.actor.unit_named(),
            action=action,
            object=thing,
            reason=reason,
            decision="allowed",
            detail=detail,
            source=self.actor.source,
        )

    def _require_life(self, declared: RecordType, record: str) -> list[Version]:
        life = self.reading.life(declared.name, record)
        if not life:
            raise NotFound("refusal.no_record", record=record)
        return life

    def _require_free(self, declared: RecordType, keys: Sequence[str], record: str) -> None:
        """Make sure that no other record has one of these natural keys on any day."""
        for key, life in self.reading.standing(declared.name, sorted(set(keys))).items():
            if life[0].record != record:
                raise Conflict("refusal.key_taken", key=key)

    def _check_references(
        self,
        declared: RecordType,
        rows: Sequence[Mapping[str, Value]],
        only: Collection[str] | None = None,
        awaited: dict[str, set[str]] | None = None,
    ) -> None:
        """Refuse rows that refer to what is not there; what their own register lacks may be awaited of rows to come."""
        refused: list[Refusal] = []
        for one, to in declared.references:
            if only is not None and one.name not in only:
                continue
            wanted = {str(values[one.name]) for values in rows if values[one.name] is not None}
            if to == declared.name:
                wanted -= {declared.key_of(values) for values in rows}
            missing = wanted - self.reading.known_keys(to, sorted(wanted))
            if to == declared.name and awaited is not None:
                awaited.setdefault(one.name, set()).update(missing)
                continue
            refused += [
                RefusedInput("refusal.no_reference", field=one.name, value=key) for key in sorted(missing)
            ]
        if refused:
            raise ManyRefusals(refused)

    def _guard(self, declared: RecordType, values: Mapping[str, Value]) -> None:
        if guard := self._guards.get(declared.name):
            guard(self.reading, declared, values)


def _require_come(awaited: Mapping[str, set[str]], seen: set[str]) -> None:
    missing = [(field, key) for field, keys in awaited.items() for key in sorted(keys - seen)]
    if missing:
        raise ManyRefusals(RefusedInput("refusal.no_reference", field=f, value=key) for f, key in missing)


def _with_key(key: str, standing: Mapping[str, list[Version]]) -> list[Version]:
    """Return the life of the record that has a natural key now; a key that it had once does not name it any more."""
    life = standing.get(key, [])
    if life and life[-1].key != key:
        raise Conflict("refusal.key_former", key=key, now=life[-1].key)
    return life


def _retold(
    declared: RecordType,
    life: Sequence[Version],
    values: Mapping[str, Value],
    keeper: str,
    since: date | None,
) -> Change:
    """Work out what changes when a whole record is told: of one that evolves from a day on, else on all its days."""
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


def _amended(
    declared: RecordType, life: Sequence[Version], told: Mapping[str, Value], since: date | None
) -> Change:
    """Work out what changes when some fields are told, from a day on or on all days."""
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
