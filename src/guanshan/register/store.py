"""How does a fact get into a register? 写入

All writing goes through `Store.write`: one transaction that holds the lock on the audit chain's head, takes one tick, writes versions and
appends one event that names their root. So writers follow one another, what is recorded is in the order in which it was committed,
and either everything of a transaction lands or nothing does. Nothing here decides who may: that is `Registry`'s part.
"""

import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import Connection, bindparam, delete, insert, update

from guanshan.canonical import commitment, merkle_root
from guanshan.clock import RecordClock
from guanshan.refusal import Conflict, ManyRefusals, NotFound, Refusal, RefusedInput
from guanshan.register import audit, timeline
from guanshan.register.actor import Actor
from guanshan.register.database import Database
from guanshan.register.field import Value
from guanshan.register.index import search_entry
from guanshan.register.query import Reading, Source, Version
from guanshan.register.record import BEGINNING, RecordType, RecordTypes
from guanshan.register.schema import OPEN, metadata, search, settings, table_of
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


class Store:
    """The registers of one house, without any question of who may.

    Parameters
    ----------
    database
        Where they lie.
    types
        Every record type of the house.
    clock
        The record clock.
    guards
        Checks across records, by the name of the record type.
    """

    def __init__(
        self,
        database: Database,
        types: RecordTypes,
        clock: RecordClock,
        guards: Mapping[str, Guard] | None = None,
    ) -> None:
        self.database = database
        self.types = types
        self.clock = clock
        self.guards = dict(guards or {})
        for declared in types:
            table_of(declared)

    def create(self, algorithm: str = "sha256") -> None:
        """Make every table and an empty audit chain, for a new database whose schema no migration has made."""
        metadata.create_all(self.database.engine)
        with self.database.writing() as connection:
            audit.create_chain(connection, algorithm=algorithm)

    def head(self) -> audit.Head:
        """Return the head of the audit chain: the last event that was committed."""
        with self.database.reading() as connection:
            return audit.read_head(connection)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open one state of the registers for reading."""
        with self.database.reading() as connection:
            yield Reading(connection, self.types)

    @contextmanager
    def write(
        self, actor: Actor, action: str, reason: str = "", detail: Mapping[str, object] | None = None
    ) -> Iterator["Writing"]:
        """Open a writing transaction: what is put in it lands together with its audit event, or not at all."""
        with self.database.writing() as connection:
            head = audit.lock_head(connection)
            tick = max(self.clock.tick(), head.tick + 1)
            writing = Writing(self, connection, actor, head.seq + 1, tick)
            yield writing
            if events := writing.events(action, reason, detail or {}):
                audit.append(connection, head, tick, events)


class Writing:
    """One open transaction of a store."""

    def __init__(self, store: Store, connection: Connection, actor: Actor, entry: int, tick: int) -> None:
        self.connection = connection
        self.actor = actor
        self.entry = entry
        self.tick = tick
        self.reading = Reading(connection, store.types)
        self._store = store
        self._leaves: list[bytes] = []
        self._closed: list[bytes] = []
        self._touched: list[str] = []
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
        declared = self._store.types[name]
        checked = declared.check(values)
        life = self._life(declared, checked, record)
        self._check_references(declared, [checked])
        self._guard(declared, checked)
        change = _told(declared, life, checked, keeper, since, throughout)
        identity = life[0].record if life else (record or uuid.uuid4().hex)
        self._land(declared, [(identity, change, source or Source(note="form"))])
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
            As `put`.
        """
        declared = self._store.types[name]
        life = self.reading.life(declared.name, record)
        if not life:
            raise NotFound("refusal.no_record", record=record)
        if throughout or not declared.evolves or since is None:
            told = {**life[-1].values, **changes}
            return self.put(name, told, keeper=life[-1].keeper, record=record, throughout=True, source=source)
        # Every stretch from that day on takes the changes; the last one is what is checked against the other records.
        checked = declared.check({**life[-1].values, **changes})
        self._life(declared, checked, record)
        self._check_references(declared, [checked])
        self._guard(declared, checked)
        change = timeline.amend_from(
            _spans(life), since, lambda values: declared.check({**values, **changes})
        )
        if declared.holds_until and declared.holds_until in changes:
            change = timeline.ended(_spans(life), change, declared.validity_of(checked)[1])
        self._land(declared, [(record, change, source or Source(note="form"))])
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
            The rows; each natural key at most once.
        keeper
            The unit that keeps them, or a function of the values that names it.
        since
            From which day the values hold for records that evolve and are there already.
        progress
            Called with the number of rows done.

        Raises
        ------
        ManyRefusals
            If rows refer to what is not there; nothing of the transaction lands.
        """
        declared = self._store.types[name]
        counts = Counts()
        done = 0
        stream = iter(rows)
        while batch := list(islice(stream, BATCH)):
            keys = [declared.key_of(row.values) for row in batch]
            standing = self.reading.standing(declared.name, keys)
            self._check_references(declared, [row.values for row in batch])
            landing: list[tuple[str, Change, Source]] = []
            for key, row in zip(keys, batch, strict=True):
                self._guard(declared, row.values)
                life = standing.get(key, [])
                unit = keeper if isinstance(keeper, str) else keeper(row.values)
                change = _told(declared, life, row.values, life[-1].keeper if life else unit, since, False)
                identity = life[0].record if life else uuid.uuid4().hex
                counts += Counts(
                    int(not life), int(bool(life) and bool(change)), int(bool(life) and not change)
                )
                if change:
                    landing.append((identity, change, row.source))
            self._land(declared, landing)
            done += len(batch)
            if progress:
                progress(done)
        return counts

    def retract(self, name: str, record: str, *, since: date | None = None) -> None:
        """Let a record hold no more from a day on, or (None) say that it never should have been there.

        Raises
        ------
        NotFound
            If there is no such record.
        """
        declared = self._store.types[name]
        life = self.reading.life(declared.name, record)
        if not life:
            raise NotFound("refusal.no_record", record=record)
        change = timeline.cut_from(_spans(life), since)
        self._land(declared, [(record, change, Source(note="form"))])

    def restore(self, name: str, record: str, life: Sequence[Version], source: Source) -> None:
        """Let a record be told again as it was told by an earlier set of versions; none of them: not at all."""
        declared = self._store.types[name]
        now = self.reading.life(declared.name, record)
        change = timeline.between(
            _spans(now), [Span(v.valid_from, v.valid_to, v.values, v.keeper) for v in life]
        )
        self._land(declared, [(record, change, source)])

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
        if not self._leaves and not self._closed:
            return self._notes
        things = list(dict.fromkeys(self._touched))
        told = {
            **detail,
            "rows": len(self._leaves),
            "root": merkle_root(self._leaves),
            "closed": len(self._closed),
            "closed_root": merkle_root(self._closed),
        }
        return [
            self._event(action, things[0] if len(things) == 1 else ", ".join(things[:5]), reason, told),
            *self._notes,
        ]

    def _event(self, action: str, thing: str, reason: str, detail: Mapping[str, object]) -> audit.Event:
        held = self.actor.roles[0] if self.actor.roles else None
        return audit.Event(
            actor=self.actor.id,
            role=held.role if held else self.actor.kind,
            unit=held.unit if held else "",
            action=action,
            object=thing,
            reason=reason,
            decision="allowed",
            detail=detail,
            source=self.actor.source,
        )

    def _life(self, declared: RecordType, checked: Mapping[str, Value], record: str | None) -> list[Version]:
        """Find what stands of the record, and make sure that nobody else has its natural key."""
        key = declared.key_of(checked)
        same_key = self.reading.standing(declared.name, [key]).get(key, [])
        if record is None:
            return self.reading.life(declared.name, same_key[0].record) if same_key else []
        if any(version.record != record for version in same_key):
            raise Conflict("refusal.key_taken", key=key)
        return self.reading.life(declared.name, record)

    def _check_references(self, declared: RecordType, rows: Sequence[Mapping[str, Value]]) -> None:
        refused: list[Refusal] = []
        for one, to in declared.references:
            wanted = {str(values[one.name]) for values in rows if values[one.name] is not None}
            if to == declared.name:
                wanted -= {declared.key_of(values) for values in rows}
            missing = wanted - self.reading.known_keys(to, sorted(wanted))
            refused += [
                RefusedInput("refusal.no_reference", field=one.name, value=key) for key in sorted(missing)
            ]
        if refused:
            raise ManyRefusals(refused)

    def _guard(self, declared: RecordType, values: Mapping[str, Value]) -> None:
        if guard := self._store.guards.get(declared.name):
            guard(self.reading, declared, values)

    def _land(self, declared: RecordType, changes: Sequence[tuple[str, Change, Source]]) -> None:
        table = table_of(declared)
        closing: list[dict[str, int]] = []
        adding: list[dict[str, object]] = []
        for record, change, source in changes:
            for span in change.closed:
                version = span.stored
                assert isinstance(version, Version)
                closing.append({"e": version.entry, "i": version.item})
                self._closed.append(bytes.fromhex(version.leaf))
            adding.extend(self._version_row(declared, record, span, source) for span in change.added)
            if change:
                self._touched.append(f"{declared.name}/{record}" if len(changes) == 1 else declared.name)
        if closing:
            statement = update(table).values(superseded_at=self.tick, superseded_by=self.entry)
            named = statement.where(table.c.entry == bindparam("e"), table.c.item == bindparam("i"))
            self.connection.execute(named, closing)
        if adding:
            self.connection.execute(insert(table), adding)
        self._index(declared, changes)

    def _version_row(
        self, declared: RecordType, record: str, span: Span, source: Source
    ) -> dict[str, object]:
        salt = secrets.token_hex(16) if declared.personal else None
        leaf = leaf_of(declared, record, span, salt)
        self._leaves.append(bytes.fromhex(leaf))
        row: dict[str, object] = {
            "entry": self.entry,
            "item": len(self._leaves) - 1,
            "record": record,
            "natural_key": declared.key_of(span.values),
            "valid_from": span.start,
            "valid_to": span.end,
            "recorded_at": self.tick,
            "superseded_at": OPEN,
            "keeper": span.keeper,
            "source_import": source.import_id,
            "source_sheet": source.sheet,
            "source_row": source.row,
            "source_note": source.note,
            "leaf": leaf,
        }
        if salt:
            row["salt"] = salt
        row.update({f"f_{one.name}": span.values[one.name] for one in declared.fields})
        return row

    def _index(self, declared: RecordType, changes: Sequence[tuple[str, Change, Source]]) -> None:
        """Keep the search box's table in step with what stands."""
        entries: list[dict[str, str]] = []
        stale: list[str] = []
        for record, change, _ in changes:
            if change.closed:
                stale.append(record)
            life = self.reading.life(declared.name, record) if change.closed else change.added
            if life:
                entries.append(search_entry(declared, record, life[-1].values))
        for start in range(0, len(stale), 500):
            self.connection.execute(
                delete(search).where(
                    search.c.type == declared.name, search.c.record.in_(stale[start : start + 500])
                )
            )
        if entries:
            self.connection.execute(insert(search), entries)


def leaf_of(declared: RecordType, record: str, span: Span, salt: str | None) -> str:
    """Compute the hash of a version for the audit chain; personal fields enter as salted commitments."""
    values = declared.to_json(span.values)
    personal: dict[str, str] = {}
    for one in declared.personal:
        if (value := values[one.name]) is not None and salt is not None:
            personal[one.name] = commitment(bytes.fromhex(salt), [one.name, value])
    return audit.row_leaf(declared.name, record, span.start, span.end, span.keeper, values, personal)


def remembered(connection: Connection, name: str) -> str | None:
    """Return a setting of the house itself, or None."""
    value = connection.scalar(
        settings.select().where(settings.c.name == name).with_only_columns(settings.c.value)
    )
    return None if value is None else str(value)


def _spans(life: Sequence[Version]) -> list[Span]:
    return [Span(v.valid_from, v.valid_to, v.values, v.keeper, stored=v) for v in life]


def _told(
    declared: RecordType,
    life: Sequence[Version],
    values: Mapping[str, Value],
    keeper: str,
    since: date | None,
    throughout: bool,
) -> Change:
    """Work out what changes when a whole record is told."""
    start, end = declared.validity_of(values)
    if life and declared.evolves and since is not None and not throughout:
        return timeline.replace_from(_spans(life), since, end, values, keeper)
    if not life and start == BEGINNING and since is not None:
        start = since
    return timeline.replace_all(_spans(life), start, end, values, keeper)
