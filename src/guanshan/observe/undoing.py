"""How is a whole import taken back? 撤销导入"""

from dataclasses import dataclass

from sqlalchemy import select, update

from guanshan.observe.checking import Progress
from guanshan.refusal import Conflict, NotFound, RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.query import Reading, Source, Version, version_of
from guanshan.register.record import RecordType
from guanshan.register.registry import Registry
from guanshan.register.schema import imports, table_of

_NAMED = 20


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did. 撤销结果

    Parameters
    ----------
    import_id
        Which import.
    removed
        Records that the import had made and that are there no more.
    restored
        Records that are again as they were before.
    """

    import_id: str
    removed: int
    restored: int


def undo_import(
    registry: Registry, actor: Actor, import_id: str, reason: str, progress: Progress | None = None
) -> Undone:
    """Take a whole import back in one transaction; nothing is forgotten, the history shows both.

    Raises
    ------
    Conflict
        If records of it have been changed since; nothing is undone.
    NotFound, Forbidden, RefusedInput
        If there is no such import, it is undone already, or the actor may not.
    """
    with registry.store.write(actor, "undo", reason, {"import": import_id}) as writing:
        row = writing.connection.execute(select(imports).where(imports.c.id == import_id)).first()
        if row is None:
            raise NotFound("observe.no_import", value=import_id)
        record = registry.store.types[row.register]
        registry.access.require(actor, "undo", record, row.keeper)
        if row.undone_by is not None:
            raise RefusedInput("observe.undone_already", value=import_id)
        records, changed = _touched(writing.reading, record, row.entry)
        if changed:
            names = "、".join(version.name for version in changed[:_NAMED])
            raise Conflict("observe.changed_since", count=len(changed), names=names)
        before = _before(writing.reading, record, row.entry)
        writing.restore(
            record.name,
            {one: before.get(one, []) for one in records},
            Source(import_id, note="undo"),
            (lambda done: progress(done, len(records))) if progress else None,
        )
        writing.connection.execute(
            update(imports).where(imports.c.id == import_id).values(undone_by=writing.entry)
        )
    if progress:
        progress(len(records), len(records))
    return Undone(import_id, len(records) - len(before), len(before))


def _touched(reading: Reading, record: RecordType, entry: int) -> tuple[list[str], list[Version]]:
    """Find the records that an import wrote, and the versions with which somebody changed them afterwards."""
    table = table_of(record)
    written = select(table.c.record).where(table.c.entry == entry).distinct()
    closed = select(table.c.record).where(table.c.superseded_by == entry).distinct()
    records = sorted({*reading.connection.scalars(written), *reading.connection.scalars(closed)})
    later = select(table).where(
        table.c.record.in_(written.union(closed)), (table.c.entry > entry) | (table.c.superseded_by > entry)
    )
    changed = {row.record: version_of(record, row) for row in reading.connection.execute(later)}
    return records, sorted(changed.values(), key=lambda version: version.key)


def _before(reading: Reading, record: RecordType, entry: int) -> dict[str, list[Version]]:
    """Return, by record, what stood before an import that wrote on it: what it closed, and what it left as it was."""
    table = table_of(record)
    written = select(table.c.record).where(table.c.entry == entry)
    closed = select(table.c.record).where(table.c.superseded_by == entry)
    query = (
        select(table)
        .where(
            table.c.record.in_(written.union(closed)),
            table.c.entry < entry,
            table.c.superseded_by.is_(None) | (table.c.superseded_by >= entry),
        )
        .order_by(table.c.valid_from)
    )
    lives: dict[str, list[Version]] = {}
    for row in reading.connection.execute(query):
        lives.setdefault(row.record, []).append(version_of(record, row))
    return lives
