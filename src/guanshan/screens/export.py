"""How does a register leave the house? 导出

Writes what an actor may export as a workbook: the conditions and both times above the table, money in exact
yuan, personal fields masked and sensitive ones left out. Every export is an event in the audit chain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guanshan.clock import moment_of
from guanshan.document.table import Target, write_table
from guanshan.observe.form import columns_of
from guanshan.register.actor import Actor
from guanshan.register.field import (
    Day,
    Geometry,
    Number,
    Whole,
)
from guanshan.register.query import Condition, Moment, Version
from guanshan.register.record import Field, RecordType
from guanshan.screens.conditions import say_condition
from guanshan.screens.house import House
from guanshan.screens.words import Words

_BATCH = 2_000
_NOW = 1 << 61


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be exported: a register, a moment, conditions."""

    declared: RecordType
    moment: Moment
    where: tuple[Condition, ...] = ()


def write_export(house: House, words: Words, actor: Actor, wanted: Wanted, target: Target) -> int:
    """Write a register as a workbook and return the number of rows.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor may export none of it.
    """
    declared = wanted.declared
    fields = [one for one in declared.fields if not isinstance(one.kind, Geometry)]
    kept = {one.name for one in fields}
    columns = [
        column
        for one, column in zip(
            declared.fields, columns_of(declared, house.texts, words.language), strict=True
        )
        if one.name in kept
    ]
    first = house.registry.find(
        actor, declared.name, wanted.moment, wanted.where, limit=_BATCH, action="export"
    )
    rows = write_table(
        target,
        words.register(declared),
        columns,
        (_row(words, declared, fields, one) for one in _all(house, actor, wanted, first)),
        list(_above(house, words, actor, wanted)),
    )
    with house.store.write(actor, "export") as writing:
        writing.note(
            "export",
            declared.name,
            {"rows": rows, "on": wanted.moment.on.isoformat(), "conditions": len(wanted.where)},
        )
    return rows


def _all(house: House, actor: Actor, wanted: Wanted, first: list[Version]) -> Iterator[Version]:
    found, offset = first, 0
    while found:
        yield from found
        if len(found) < _BATCH:
            return
        offset += len(found)
        found = house.registry.find(
            actor,
            wanted.declared.name,
            wanted.moment,
            wanted.where,
            limit=_BATCH,
            offset=offset,
            action="export",
        )


def _above(house: House, words: Words, actor: Actor, wanted: Wanted) -> Iterator[str]:
    yield words.register(wanted.declared)
    known = wanted.moment.known_at
    said = words("screens.time.known_now") if known >= _NOW else words.time(moment_of(known))
    yield words("screens.export.moment", on=words.day(wanted.moment.on), known_at=said)
    for condition in wanted.where:
        yield say_condition(words, wanted.declared, condition)
    yield words("screens.export.by", name=actor.name, day=words.day(house.registry.today()))
    if house.sample:
        yield words("screens.frame.sample")


def _row(words: Words, declared: RecordType, fields: Sequence[Field], version: Version) -> list[object]:
    cells: list[object] = []
    for one in fields:
        value = version.values.get(one.name)
        plain = isinstance(one.kind, Whole | Number | Day) or one.name in version.masked
        cells.append(value if plain else words.value(declared, one, value) or None)
    return cells
