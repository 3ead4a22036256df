"""What was true on a day, as far as was known at a time? 查询

Every query takes a `Moment`: the day on which something holds (``on``, 业务时点) and the tick at which it was known (``known_at``,
知悉时点). Asked again with the same moment, it gives the same answer, whatever has been corrected since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    desc,
    distinct,
    false,
    func,
    literal,
    null,
    or_,
    select,
)

from guanshan.refusal import RefusedInput
from guanshan.register.field import (
    Choice,
    CreditCode,
    Number,
    Phone,
    Reference,
    ResidentId,
    Text,
    Value,
    Whole,
)
from guanshan.register.record import RecordType, RecordTypes
from guanshan.register.schema import OPEN, OPEN_LITERAL, Place, search, table_of

WORDS = (Text, Choice, Reference, CreditCode, ResidentId, Phone)
"""Kinds whose values are text, so that a part of it can be looked for."""

OF_VERSION = ("keeper", "source_note")
"""What a condition may ask of a version beside its fields."""

_FAR = 1_000
"""From which row on the names of the rows are looked up before the rows themselves."""

Op = Literal["eq", "ne", "lt", "le", "gt", "ge", "in", "contains", "starts", "null", "search"]


@dataclass(frozen=True, slots=True)
class Moment:
    """The day on which something holds, and the tick at which it was known.

    Up to the tick of the chain's head (``Store.head().tick``) the answer is the same for ever; a transaction under way may still
    land at a later one. The last day that can be asked for is 9999-12-30.
    """

    on: date
    known_at: int = OPEN - 1


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one field; ``null`` takes true or false, ``in`` a tuple, ``search`` looks into names, codes and initials."""

    field: str
    op: Op
    value: object = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a version comes from: an import's sheet and row, or a note such as ``form`` or ``sample``. 来源"""

    import_id: str | None = None
    sheet: str | None = None
    row: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record: what held on [valid_from, valid_to), known from recorded_at until superseded_at. 版本"""

    type: RecordType
    record: str
    entry: int
    item: int
    values: Mapping[str, Value]
    valid_from: date
    valid_to: date
    recorded_at: int
    superseded_at: int
    superseded_by: int | None
    keeper: str
    source: Source
    leaf: str
    salt: str | None = None
    masked: frozenset[str] = frozenset()

    @property
    def stands(self) -> bool:
        """Whether it still is what is known."""
        return self.superseded_at == OPEN

    @property
    def name(self) -> str:
        """What people call the record."""
        return str(self.values[self.type.title])

    @property
    def key(self) -> str:
        """The record's natural key."""
        return self.type.key_of(self.values)


@dataclass(frozen=True, slots=True)
class Hit:
    """What the search box found."""

    type: str
    record: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What rows come to: how many they are, how many carry a note, and of one field the sum and the different values."""

    rows: int
    noted: int
    sum: Decimal | int | None = None
    distinct: int | None = None


class Reading:
    """Reads registers through one connection, hence in one state of the database."""

    def __init__(self, connection: Connection, types: RecordTypes) -> None:
        self.connection = connection
        self.types = types

    def find(
        self,
        name: str,
        moment: Moment,
        where: Sequence[Condition] = (),
        *,
        order: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        scope: ColumnElement[bool] | None = None,
    ) -> list[Version]:
        """Return the versions that hold at a moment, ordered by natural key or by a field (``-field``: descending).

        Raises
        ------
        NotFound
            If there is no such register or field.
        """
        declared = self.types[name]
        query = self.at(declared, moment, where, scope)
        table = table_of(declared)
        columns = table.c
        ordered: list[ColumnElement[Any]] = [columns.natural_key, columns.record]
        if order:
            column = columns[f"f_{declared.field(order.removeprefix('-')).name}"]
            ordered.insert(0, desc(column) if order.startswith("-") else column)
        query = query.order_by(*ordered).limit(limit).offset(offset)
        if limit is not None and (order or offset >= _FAR):
            # Sorting the names of the rows alone, then fetching those wanted, spares the database sorting whole rows.
            wanted = query.with_only_columns(columns.entry, columns.item).subquery()
            named = and_(columns.entry == wanted.c.entry, columns.item == wanted.c.item)
            query = select(table).join(wanted, named).order_by(*ordered)
        return [version_of(declared, row) for row in self.connection.execute(query)]

    def count(
        self,
        name: str,
        moment: Moment,
        where: Sequence[Condition] = (),
        scope: ColumnElement[bool] | None = None,
    ) -> int:
        """Count the records that hold at a moment."""
        query = self.at(self.types[name], moment, where, scope)
        return self.connection.scalar(query.with_only_columns(func.count(), maintain_column_froms=True)) or 0

    def totals(
        self,
        name: str,
        moment: Moment,
        where: Sequence[Condition] = (),
        *,
        of: str | None = None,
        note: str = "sample",
    ) -> Totals:
        """Add up the rows that hold at a moment, in one pass.

        Parameters
        ----------
        of
            A field to be summed and whose different values are counted.
        note
            How many rows carry this note is counted too.
        """
        declared = self.types[name]
        columns = table_of(declared).c
        wanted: list[ColumnElement[Any]] = [
            func.count(),
            func.coalesce(func.sum(case((columns.source_note == note, 1), else_=0)), 0),
        ]
        if of is not None:
            column = columns[f"f_{declared.field(of).name}"]
            summed = isinstance(declared.field(of).kind, Number | Whole)
            wanted += [func.sum(column) if summed else null(), func.count(distinct(column))]
        query = self.at(declared, moment, where).with_only_columns(*wanted, maintain_column_froms=True)
        return Totals(*self.connection.execute(query).one())

    def get(self, name: str, record: str, moment: Moment) -> Version | None:
        """Return the version of a record that holds at a moment, if one does."""
        declared = self.types[name]
        query = self.at(declared, moment, ()).where(table_of(declared).c.record == record)
        row = self.connection.execute(query).first()
        return version_of(declared, row) if row else None

    def by_key(self, name: str, key: str, moment: Moment) -> Version | None:
        """Return the version of the record with a natural key (parts joined by ``|``) that holds at a moment."""
        declared = self.types[name]
        query = self.at(declared, moment, ()).where(table_of(declared).c.natural_key == key)
        row = self.connection.execute(query).first()
        return version_of(declared, row) if row else None

    def history(self, name: str, record: str) -> list[Version]:
        """Return every version of a record, the newest first: all that was ever said of it."""
        declared = self.types[name]
        table = table_of(declared)
        query = (
            select(table).where(table.c.record == record).order_by(desc(table.c.entry), desc(table.c.item))
        )
        return [version_of(declared, row) for row in self.connection.execute(query)]

    def standing(self, name: str, keys: Sequence[str]) -> dict[str, list[Version]]:
        """Return, by natural key, all that stands of the record that has the key on some day, in order of its days."""
        declared = self.types[name]
        table = table_of(declared)
        stands = table.c.superseded_at == OPEN_LITERAL
        found: dict[str, list[Version]] = {}
        for start in range(0, len(keys), 500):
            named = table.c.natural_key.in_(keys[start : start + 500])
            if declared.evolves:  # its key may have changed: the other stretches of its life count too
                named = table.c.record.in_(select(table.c.record).where(named, stands))
            lives: dict[str, list[Version]] = {}
            for row in self.connection.execute(
                select(table).where(named, stands).order_by(table.c.valid_from)
            ):
                lives.setdefault(row.record, []).append(version_of(declared, row))
            asked = set(keys[start : start + 500])
            found.update((one.key, life) for life in lives.values() for one in life if one.key in asked)
        return found

    def life(self, name: str, record: str) -> list[Version]:
        """Return every version of a record that still stands, in order of its days."""
        return self.lives(name, [record]).get(record, [])

    def lives(self, name: str, records: Sequence[str]) -> dict[str, list[Version]]:
        """Return, by record, every version that still stands, in order of its days."""
        declared = self.types[name]
        table = table_of(declared)
        found: dict[str, list[Version]] = {}
        for start in range(0, len(records), 500):
            some = table.c.record.in_(records[start : start + 500])
            query = select(table).where(some, table.c.superseded_at == OPEN_LITERAL)
            for row in self.connection.execute(query.order_by(table.c.valid_from)):
                found.setdefault(row.record, []).append(version_of(declared, row))
        return found

    def known_keys(self, name: str, keys: Sequence[str]) -> set[str]:
        """Return which of these natural keys some record has, as far as is known now."""
        table = table_of(self.types[name])
        found: set[str] = set()
        for start in range(0, len(keys), 500):
            query = select(table.c.natural_key).where(
                table.c.natural_key.in_(keys[start : start + 500]), table.c.superseded_at == OPEN_LITERAL
            )
            found.update(self.connection.scalars(query))
        return found

    def search(self, text: str, types: Sequence[str] | None = None, limit: int = 20) -> list[Hit]:
        """Look a text up among current names, codes and pinyin initials; beginnings come first."""
        wanted = text.strip().lower()
        if not wanted:
            return []
        query = select(search).where(_contains(search.c.text, wanted))
        if types is not None:
            query = query.where(_of_type.in_(types))
        begins = func.lower(search.c.label).startswith(wanted, autoescape=True)
        code = func.lower(search.c.code).startswith(wanted, autoescape=True)
        query = query.order_by(desc(or_(begins, code)), func.length(search.c.label), search.c.code).limit(
            limit
        )
        return [Hit(row.type, row.record, row.code, row.label) for row in self.connection.execute(query)]

    def at(
        self,
        declared: RecordType,
        moment: Moment,
        where: Sequence[Condition],
        scope: ColumnElement[bool] | None = None,
    ) -> Select[Any]:
        """Select the versions that hold at a moment and meet conditions."""
        table = table_of(declared)
        known = (
            table.c.superseded_at == OPEN_LITERAL
            if moment.known_at >= OPEN - 1
            else and_(table.c.recorded_at <= moment.known_at, table.c.superseded_at > moment.known_at)
        )
        conditions = [_condition(declared, one) for one in where]
        if scope is not None:
            conditions.append(scope)
        return select(table).where(
            known, table.c.valid_from <= moment.on, table.c.valid_to > moment.on, *conditions
        )


def version_of(declared: RecordType, row: Row[Any]) -> Version:
    """Turn a row of a version table into a version."""
    cells = row._mapping
    return Version(
        type=declared,
        record=cells["record"],
        entry=cells["entry"],
        item=cells["item"],
        values={one.name: cells[f"f_{one.name}"] for one in declared.fields},
        valid_from=cells["valid_from"],
        valid_to=cells["valid_to"],
        recorded_at=cells["recorded_at"],
        superseded_at=cells["superseded_at"],
        superseded_by=cells["superseded_by"],
        keeper=cells["keeper"],
        source=Source(
            cells["source_import"], cells["source_sheet"], cells["source_row"], cells["source_note"]
        ),
        leaf=cells["leaf"],
        salt=cells["salt"] if declared.personal else None,
    )


# Read through one after the other, a text is found in a tenth of the time that going through the key of types takes; the
# function keeps the planner from that key.
_of_type = func.coalesce(search.c.type, "")


def _contains(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return Place(column, literal(text)) > 0


def _condition(declared: RecordType, condition: Condition) -> ColumnElement[bool]:
    table = table_of(declared)
    if condition.op == "search":
        wanted = str(condition.value).strip().lower()
        hits = select(search.c.record).where(_of_type == declared.name, _contains(search.c.text, wanted))
        return table.c.record.in_(hits)
    if condition.field in OF_VERSION:
        column: ColumnElement[Any] = table.c[condition.field]
        kind = None
    else:
        one = declared.field(condition.field)
        # The sole field of a natural key has an index of its own: the key's.
        by_key = (one.name,) == declared.key and isinstance(one.kind, WORDS)
        column = table.c.natural_key if by_key else table.c[f"f_{one.name}"]
        kind = one.kind
    value = condition.value
    if condition.op == "null":
        return column.is_(None) if value else column.is_not(None)
    if condition.op in ("contains", "starts"):
        if kind is not None and not isinstance(kind, WORDS):
            raise RefusedInput("refusal.condition", field=condition.field, op=condition.op)
        text = func.lower(column)
        wanted = str(value).lower()
        return (
            text.contains(wanted, autoescape=True)
            if condition.op == "contains"
            else text.startswith(wanted, autoescape=True)
        )
    if condition.op == "in":
        wanted_values = tuple(value) if isinstance(value, tuple | list | set | frozenset) else (value,)
        return (
            column.in_([kind.check(one) if kind else one for one in wanted_values])
            if wanted_values
            else false()
        )
    checked = kind.check(value) if kind else value
    compare = {
        "eq": column.__eq__,
        "ne": column.__ne__,
        "lt": column.__lt__,
        "le": column.__le__,
        "gt": column.__gt__,
        "ge": column.__ge__,
    }
    if condition.op not in compare:
        raise RefusedInput("refusal.condition", field=condition.field, op=condition.op)
    result: ColumnElement[bool] = compare[condition.op](checked)
    return result
