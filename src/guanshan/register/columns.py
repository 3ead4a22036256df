"""What does a register hold, column by column? 按列读取

For whoever reckons with a whole register at once: the versions that hold at a moment as columns, without building a record for each row.
Money and other decimals come as they lie, in whole units of their last place.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Select, select, type_coerce

from guanshan.register.field import Number
from guanshan.register.query import Condition, Moment, Reading
from guanshan.register.record import RecordType
from guanshan.register.schema import table_of

Columns = Mapping[str, Sequence[Any]]

OF_ROW: Final = ("record", "natural_key", "keeper", "source_note")
"""What a column may be beside the fields: which record, its natural key, who keeps it, where it comes from."""


def columns_of(
    reading: Reading,
    name: str,
    fields: Sequence[str],
    moment: Moment,
    where: Sequence[Condition] = (),
    scope: ColumnElement[bool] | None = None,
) -> Columns:
    """Return some fields of the versions that hold at a moment, in no particular order.

    Parameters
    ----------
    fields
        Fields of the register, or names of `OF_ROW`.

    Returns
    -------
    The columns by name, all of the same length; a decimal as an integer of its last declared place (fen of an amount in yuan).

    Raises
    ------
    NotFound
        If there is no such register or field.
    """
    declared = reading.types[name]
    wanted = [_column(declared, field) for field in fields]
    query: Select[Any] = reading.at(declared, moment, where, scope).with_only_columns(*wanted)
    rows = reading.connection.execute(query).all()
    return dict(zip(fields, zip(*rows, strict=True) if rows else ((),) * len(fields), strict=True))


def _column(declared: RecordType, field: str) -> ColumnElement[Any]:
    columns = table_of(declared).c
    if field in OF_ROW:
        return columns[field]
    one = declared.field(field)
    column: ColumnElement[Any] = columns[f"f_{one.name}"]
    return type_coerce(column, BigInteger()) if isinstance(one.kind, Number) else column


def owners_written_since(reading: Reading, name: str, seq: int) -> set[str]:
    """Return to whom the rows belong that were written, corrected or closed after an event of the audit chain.

    Parameters
    ----------
    seq
        Number of the last event that is known already.
    """
    declared = reading.types[name]
    table = table_of(declared)
    owner = table.c[f"f_{declared.owner}"]
    found: set[str] = set()
    for changed in (table.c.entry > seq, table.c.superseded_by > seq):
        found.update(reading.connection.scalars(select(owner).where(changed).distinct()))
    return found
