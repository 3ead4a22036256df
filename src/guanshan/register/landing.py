"""How are versions written down, and what does the chain hold of them? 落版

A transaction writes its versions under one number, each with its place; the event takes in the root of the hash tree over the leaves
of those it wrote and of those it closed, both in the order of their places. So every event can be checked against the tables.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, update

from guanshan.canonical import commitment, field_salt, merkle_root
from guanshan.register import audit, timeline
from guanshan.register.index import search_entry
from guanshan.register.query import Source, Version
from guanshan.register.record import RecordType
from guanshan.register.schema import OPEN, search, table_of
from guanshan.register.timeline import Change, Span


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one record: what stood of it, what changes, and who says so."""

    record: str
    life: Sequence[Version]
    change: Change
    source: Source


class Landing:
    """Writes the versions of one transaction and keeps count of them.

    Parameters
    ----------
    connection
        The open transaction.
    entry
        Number of the event under which the versions are written.
    tick
        When they are written [us].
    algorithm
        Hash of the audit chain.
    """

    def __init__(self, connection: Connection, entry: int, tick: int, algorithm: str) -> None:
        self._connection = connection
        self._entry = entry
        self._tick = tick
        self._algorithm = algorithm
        self._leaves: list[bytes] = []
        self._closed: list[tuple[int, int, bytes]] = []
        self._touched: dict[str, None] = {}

    def write(self, declared: RecordType, told: Sequence[Told]) -> None:
        """Close what no longer stands, write what is new, and keep the search box's table in step."""
        table = table_of(declared)
        closing: list[dict[str, int]] = []
        adding: list[dict[str, object]] = []
        changed = [one for one in told if one.change]
        for one in changed:
            for span in one.change.closed:
                version = span.stored
                assert isinstance(version, Version)
                closing.append({"e": version.entry, "i": version.item})
                self._closed.append((version.entry, version.item, bytes.fromhex(version.leaf)))
            adding.extend(self._row(declared, one.record, span, one.source) for span in one.change.added)
            self._touched[f"{declared.name}/{one.record}" if len(told) == 1 else declared.name] = None
        if closing:
            statement = update(table).values(superseded_at=self._tick, superseded_by=self._entry)
            named = statement.where(table.c.entry == bindparam("e"), table.c.item == bindparam("i"))
            self._connection.execute(named, closing)
        if adding:
            self._connection.execute(insert(table), adding)
        self._index(declared, changed)

    @property
    def wrote(self) -> bool:
        """Whether any version was written or closed."""
        return bool(self._leaves or self._closed)

    @property
    def thing(self) -> str:
        """What was touched, as the event names it."""
        return ", ".join(list(self._touched)[:5])

    def detail(self) -> dict[str, object]:
        """Return what the event holds of the versions: their numbers and their roots."""
        closed = [leaf for _, _, leaf in sorted(self._closed)]
        return {
            "rows": len(self._leaves),
            "root": merkle_root(self._leaves, self._algorithm),
            "closed": len(closed),
            "closed_root": merkle_root(closed, self._algorithm),
        }

    def _row(self, declared: RecordType, record: str, span: Span, source: Source) -> dict[str, object]:
        salt = secrets.token_hex(16) if declared.personal else None
        leaf = leaf_of(declared, record, span, salt, self._algorithm)
        self._leaves.append(bytes.fromhex(leaf))
        row: dict[str, object] = {
            "entry": self._entry,
            "item": len(self._leaves) - 1,
            "record": record,
            "natural_key": declared.key_of(span.values),
            "valid_from": span.start,
            "valid_to": span.end,
            "recorded_at": self._tick,
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

    def _index(self, declared: RecordType, changed: Sequence[Told]) -> None:
        """Put the last thing that is known of each record into the search box's table."""
        stale = [one.record for one in changed if one.life]
        lives = ((one.record, timeline.after(spans_of(one.life), one.change)) for one in changed)
        entries = [search_entry(declared, record, life[-1].values) for record, life in lives if life]
        for start in range(0, len(stale), 500):
            some = search.c.record.in_(stale[start : start + 500])
            self._connection.execute(delete(search).where(search.c.type == declared.name, some))
        if entries:
            self._connection.execute(insert(search), entries)


def leaf_of(
    declared: RecordType, record: str, span: Span, salt: str | None, algorithm: str = "sha256"
) -> str:
    """Compute the hash of a version for the audit chain; personal fields enter as salted commitments."""
    values = declared.to_json(span.values)
    personal: dict[str, str] = {}
    for one in declared.personal:
        if (value := values[one.name]) is not None and salt is not None:
            personal[one.name] = commitment(
                field_salt(bytes.fromhex(salt), one.name, algorithm), value, algorithm
            )
    return audit.row_leaf(
        declared.name, record, span.start, span.end, span.keeper, values, personal, algorithm
    )


def spans_of(life: Sequence[Version]) -> list[Span]:
    """Return the versions that stand of a record as spans."""
    return [Span(v.valid_from, v.valid_to, v.values, v.keeper, stored=v) for v in life]
