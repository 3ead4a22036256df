"""Where does each row come from, and who put it there? 溯源

The versions behind a figure, each with the event that wrote it (who, in which unit, when, by which act) and, of an import, the file
with sheet and row. One page of them is read at a time: a figure over a hundred thousand rows opens at once.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from guanshan.register.audit.tables import AUDIT
from guanshan.register.query import Reading, Version
from guanshan.register.schema import imports
from guanshan.report.figure import Figure, Rows

T = TypeVar("T", int, str)

PAGE = 50
"""Rows on one page of a figure's lineage."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from. 来源

    Parameters
    ----------
    act, actor, unit, at
        What was done, by whom, in whose name, when [us].
    file, sheet, row
        Of an import: the workbook, its sheet and row.
    note
        Of anything else: ``form``, ``sample`` ...
    """

    act: str
    actor: str
    unit: str
    at: int
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    note: str | None = None


def origins(reading: Reading, versions: Sequence[Version]) -> list[Origin]:
    """Return where each of some versions comes from, in their order: two queries, however many there are."""
    entries = sorted({one.entry for one in versions})
    bodies = {
        row.seq: json.loads(row.body)
        for some in _chunks(entries)
        for row in reading.connection.execute(select(AUDIT.c.seq, AUDIT.c.body).where(AUDIT.c.seq.in_(some)))
    }
    batches = sorted({one.source.import_id for one in versions if one.source.import_id})
    files = {
        row.id: row.file_name
        for some in _chunks(batches)
        for row in reading.connection.execute(
            select(imports.c.id, imports.c.file_name).where(imports.c.id.in_(some))
        )
    }
    return [_origin(one, bodies.get(one.entry, {}), files) for one in versions]


def rows_behind(
    reading: Reading, rows: Rows, limit: int = PAGE, offset: int = 0
) -> list[tuple[Version, Origin]]:
    """Return one page of the rows behind a figure with their origins. Nobody's right is asked here: that is the caller's part."""
    versions = reading.find(rows.register, rows.moment, rows.where, limit=limit, offset=offset)
    return list(zip(versions, origins(reading, versions), strict=True))


def leaves(figure: Figure) -> list[Figure]:
    """Return the figures at the bottom: those counted from rows or reported, each once, in the order in which they are met."""
    found: dict[tuple[str, str, str], Figure] = {}

    def walk(one: Figure) -> None:
        if one.rows or one.statements or not one.inputs:
            found.setdefault((one.name, str(one.period), one.subject), one)
        for inner in one.inputs:
            walk(inner)

    walk(figure)
    return list(found.values())


def _origin(version: Version, body: dict[str, object], files: dict[str, str]) -> Origin:
    source = version.source
    return Origin(
        act=str(body.get("action", "")),
        actor=str(body.get("actor", "")),
        unit=str(body.get("unit", "")),
        at=version.recorded_at,
        file=files.get(source.import_id or ""),
        sheet=source.sheet,
        row=source.row,
        note=source.note,
    )


def _chunks(many: Sequence[T]) -> Iterable[Sequence[T]]:
    return (many[start : start + 500] for start in range(0, len(many), 500))
