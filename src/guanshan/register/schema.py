"""How does a record type lie in the database? 表结构

Each record type has one table of versions. A version holds on the days [valid_from, valid_to) and was known from the tick
``recorded_at`` until ``superseded_at``; neither values nor times are ever overwritten, only an open ``superseded_at`` is closed, once.
A version is named by the audit event that wrote it (``entry``) and its place within that event (``item``).
"""

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    literal_column,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from guanshan.register import field
from guanshan.register.record import RecordType

OPEN: Final = 2**63 - 1
"""``superseded_at`` of a version that still stands."""

OPEN_LITERAL: Final[ColumnElement[int]] = literal_column(str(OPEN), BigInteger())
"""`OPEN` written out, so that a database sees that the index of standing versions serves."""

_STANDS = text(f"superseded_at = {OPEN}")

metadata = MetaData()
"""Every table of the house."""


class Exact(TypeDecorator[Decimal]):
    """A decimal kept as a whole number of its last declared place, so that no database rounds it."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        """Turn a decimal into whole units of the last place."""
        return None if value is None else int(Decimal(value).scaleb(self.places))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Turn whole units of the last place into a decimal."""
        return None if value is None else Decimal(value).scaleb(-self.places)


class Place(FunctionElement[int]):
    """Where a text stands within another, from 1; 0 where it does not: quicker than LIKE on both databases."""

    type = Integer()
    inherit_cache = True
    name = "place"


@compiles(Place)
def _strpos(element: Place, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


@compiles(Place, "sqlite")
def _instr(element: Place, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


imports = Table(
    "register_import",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("register", String(80), nullable=False),
    Column("file_name", String(300), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("mapping", Text, nullable=False),
    Column("keeper", String(40), nullable=False),
    Column("actor", String(100), nullable=False),
    Column("tick", BigInteger, nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("undone_by", BigInteger),
)
"""Every import that landed. 导入批次"""

mappings = Table(
    "register_mapping",
    metadata,
    Column("register", String(80), primary_key=True),
    Column("signature", String(64), primary_key=True),
    Column("mapping", Text, nullable=False),
    Column("tick", BigInteger, nullable=False),
)
"""How a sheet with these headings was read last time. 列对应"""

search = Table(
    "register_search",
    metadata,
    Column("type", String(80), primary_key=True),
    Column("record", String(32), primary_key=True),
    Column("code", String(200), nullable=False),
    Column("label", String(300), nullable=False),
    Column("text", Text().with_variant(Text(collation="C"), "postgresql"), nullable=False),
    sqlite_with_rowid=False,  # the rows themselves in order of their type: a search reads them one after the other
)
"""What the one search box looks into: current names, codes and pinyin initials. 检索"""

settings = Table(
    "register_setting",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the house itself remembers: whether it holds a sample, how its clock is shifted. 参数"""


def table_of(declared: RecordType) -> Table:
    """Return the table of versions of a record type, making it known to `metadata` the first time."""
    known: Table | None = metadata.tables.get(declared.table)
    if known is not None:
        return known
    salted = [Column("salt", String(32), nullable=False)] if declared.personal else []
    return Table(
        declared.table,
        metadata,
        Column("entry", BigInteger, primary_key=True, autoincrement=False),
        Column("item", Integer, primary_key=True, autoincrement=False),
        Column("record", String(32), nullable=False),
        Column("natural_key", String(300), nullable=False),
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date, nullable=False),
        Column("recorded_at", BigInteger, nullable=False),
        Column("superseded_at", BigInteger, nullable=False),
        Column("superseded_by", BigInteger),
        Column("keeper", String(40), nullable=False),
        Column("source_import", String(32)),
        Column("source_sheet", String(100)),
        Column("source_row", Integer),
        Column("source_note", String(200)),
        Column("leaf", String(64), nullable=False),
        *salted,
        *(Column(f"f_{one.name}", _column_type(one.kind)) for one in declared.fields),
        Index(f"ix_{declared.table}_record", "record"),
        Index(f"ix_{declared.table}_key", "natural_key"),
        Index(
            f"ix_{declared.table}_now",
            "natural_key",
            "record",
            "valid_from",
            "valid_to",
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        *(
            Index(f"ix_{declared.table}_{name}", f"f_{name}")
            for name in dict.fromkeys(filter(None, [declared.owner, declared.title]))
            if (name,) != declared.key
        ),
    )


def _column_type(kind: field.Kind) -> TypeEngine[Any]:
    match kind:
        case field.Text(several_lines=True) | field.Geometry():
            return Text()
        case field.Text(most=most):
            return String(most)
        case field.CreditCode() | field.ResidentId():
            return String(18)
        case field.Phone():
            return String(11)
        case field.Choice() | field.Reference():
            return String(100)
        case field.Number(places=places):
            return Exact(places)
        case field.Whole() | field.Year():
            return BigInteger()
        case field.Day():
            return Date()
        case field.Flag():
            return Boolean()
    raise TypeError(f"no column for {kind!r}")
