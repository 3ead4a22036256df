"""Which rows are written, and may they be? 落库"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from sqlalchemy import Connection, select

from guanshan.observe.checking import with_references
from guanshan.observe.staged import Import, Staged
from guanshan.refusal import Forbidden
from guanshan.register.actor import Actor
from guanshan.register.field import Value
from guanshan.register.query import Source, Version
from guanshan.register.record import RecordType
from guanshan.register.registry import Registry
from guanshan.register.schema import imports
from guanshan.register.store import BATCH, Counts, Row, Writing


class MayWrite:
    """Whether an actor may write the records of a keeper or an owner; remembers what access said."""

    def __init__(self, registry: Registry, actor: Actor, record: RecordType) -> None:
        self._registry = registry
        self._actor = actor
        self._record = record
        self._known: dict[str, bool] = {}

    def __call__(self, keeper: str, owner: str | None) -> bool:
        """Ask access, once for each keeper."""
        if keeper not in self._known:
            self._known[keeper] = self._ask(keeper, None)
        return self._known[keeper] or self._ask(keeper, owner)

    def _ask(self, keeper: str, owner: str | None) -> bool:
        return self._registry.access.decide(self._actor, "import", self._record, keeper, owner).allowed


def rows_to_land(staged: Staged, writing: Writing, may_write: MayWrite, import_id: str) -> Iterator[Row]:
    """Give the good rows in the order in which they must land, each with all fields of its record.

    A field that the sheet has no column for stays as the record has it.

    Raises
    ------
    Forbidden
        If a record has come under another unit since it was checked; nothing lands.
    """
    record, sheet = staged.plan.record, staged.plan.sheet.name[:100]
    empty: dict[str, Value] = {one.name: one.default for one in record.fields}
    stream = _good_rows(staged)
    while batch := list(islice(stream, BATCH)):
        keys = [record.key_of(values) for _, values in batch]
        standing = writing.reading.standing(record.name, keys)
        for key, (number, values) in zip(keys, batch, strict=True):
            base = empty
            if life := standing.get(key):
                if not may_write(life[-1].keeper, owner_of(record, life[-1])):
                    raise Forbidden("observe.other_keeper", value=key, keeper=life[-1].keeper)
                base = dict(_held_on(life, staged.since))
            yield Row({**base, **values}, Source(import_id, sheet, number + 1))


def how_it_was_read(staged: Staged) -> str:
    """Write down how the file was read, so that the very same import can be told from another one of the same file."""
    return replace(staged.plan.mapping, sheet=staged.plan.sheet.name, since=staged.since).to_yaml()


def landed_before(connection: Connection, staged: Staged) -> str | None:
    """Find the import by which the very same file has landed whole, in the same way, and has not been undone."""
    query = select(imports.c.id).where(
        imports.c.register == staged.plan.record.name,
        imports.c.sha256 == staged.sha256,
        imports.c.mapping == how_it_was_read(staged),
        imports.c.refused == 0,
        imports.c.undone_by.is_(None),
    )
    found = connection.scalar(query.order_by(imports.c.entry.desc()).limit(1))
    return None if found is None else str(found)


def list_imports(registry: Registry, actor: Actor, name: str | None, limit: int) -> list[Import]:
    """Return the imports that an actor may see, the newest first."""
    query = select(imports).order_by(imports.c.entry.desc()).limit(limit)
    if name is not None:
        query = query.where(imports.c.register == registry.store.types[name].name)
    with registry.store.reading() as reading:
        found = reading.connection.execute(query).all()
    return [
        Import(
            id=row.id,
            register=row.register,
            file_name=row.file_name,
            keeper=row.keeper,
            actor=row.actor,
            tick=row.tick,
            entry=row.entry,
            counts=Counts(row.new, row.changed, row.unchanged),
            refused=row.refused,
            undone=row.undone_by is not None,
        )
        for row in found
        if row.register in registry.store.types
        and registry.access.decide(actor, "import", registry.store.types[row.register], row.keeper).allowed
    ]


def owner_of(record: RecordType, version: Version) -> str | None:
    """Return the credit code to which a record belongs, or None."""
    value = version.values[record.owner] if record.owner else None
    return None if value is None else str(value)


def _good_rows(staged: Staged) -> Iterator[tuple[int, dict[str, Value]]]:
    checked = staged.checked
    for level in range(max(checked.levels.values(), default=0) + 1):
        for read in staged.plan.rows():
            if read.row not in checked.faults.rows and checked.levels.get(read.row, 0) == level:
                yield read.row, with_references(read.values, checked.resolved)


def _held_on(life: Sequence[Version], day: date | None) -> dict[str, Value]:
    held = [version for version in life if day and version.valid_from <= day < version.valid_to]
    return dict((held or life)[-1].values)
