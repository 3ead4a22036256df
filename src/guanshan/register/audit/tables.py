"""Where does the audit chain lie, and what keeps its rows as they are? 审计链的表

Two tables: ``register_audit`` holds the events and refuses every change (只追加), ``register_head`` holds
the one head. The triggers stop mistakes; what stops a database administrator who drops them is the
published head.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    cast,
    event,
    func,
    select,
)

from guanshan.register.schema import metadata

BATCH: Final = 5000
"""Events that are read or written at a time."""


def audit_tables(metadata: MetaData) -> tuple[Table, Table]:
    """Put the tables of the chain, with the triggers that keep it append-only, into a schema."""
    number = BigInteger().with_variant(Integer, "sqlite")
    audit = Table(
        "register_audit",
        metadata,
        Column("seq", number, CheckConstraint("seq > 0"), primary_key=True, autoincrement=False),
        Column("tick", BigInteger, nullable=False),
        Column("digest", Text, nullable=False),
        Column("body", Text, nullable=False),
    )
    head = Table(
        "register_head",
        metadata,
        Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
        Column("seq", BigInteger, nullable=False),
        Column("tick", BigInteger, nullable=False),
        Column("digest", Text, nullable=False),
        Column("algorithm", Text, nullable=False),
        Column("chain", Text, nullable=False),
    )
    for dialect in _APPEND_ONLY:
        for statement in append_only(dialect):
            trigger = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(audit, "after_create", trigger.execute_if(dialect=dialect))
    return audit, head


_APPEND_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "sqlite": (
        "CREATE TRIGGER register_audit_keeps_rows BEFORE DELETE ON register_audit "
        "BEGIN SELECT RAISE(ABORT, 'register_audit is append-only'); END",
        "CREATE TRIGGER register_audit_keeps_values BEFORE UPDATE ON register_audit "
        "BEGIN SELECT RAISE(ABORT, 'register_audit is append-only'); END",
        "CREATE TRIGGER register_audit_keeps_places BEFORE INSERT ON register_audit "
        "WHEN EXISTS (SELECT 1 FROM register_audit WHERE seq = NEW.seq) "
        "BEGIN SELECT RAISE(ABORT, 'register_audit is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION register_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'register_audit is append-only'; END $$",
        "CREATE TRIGGER register_audit_keeps_rows BEFORE UPDATE OR DELETE ON register_audit "
        "FOR EACH ROW EXECUTE FUNCTION register_audit_refuse()",
        "CREATE TRIGGER register_audit_keeps_all BEFORE TRUNCATE ON register_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION register_audit_refuse()",
    ),
}


def append_only(dialect: str) -> tuple[str, ...]:
    """Return the statements that make the table append-only, for a migration (``op.execute`` each). 只追加"""
    return _APPEND_ONLY[dialect]


AUDIT, HEAD = audit_tables(metadata)


def insert_events(
    connection: Connection, tick: int, seqs: Sequence[int], digests: Sequence[str], bodies: Sequence[str]
) -> None:
    """Write a batch of events of one tick, in bulk."""
    columns = zip(seqs, digests, bodies, strict=True)
    if connection.dialect.name == "postgresql":
        # A body has no raw tab and no raw line end: the canonical form escapes them; only backslashes need doubling.
        lines = [f"{seq}\t{tick}\t{chained}\t{body}\n" for seq, chained, body in columns]
        cursor: Any = connection.connection.cursor()  # psycopg's own
        with cursor, cursor.copy("COPY register_audit (seq, tick, digest, body) FROM STDIN") as copy:
            copy.write("".join(lines).replace("\\", "\\\\"))
        return
    rows = [(seq, tick, chained, body) for seq, chained, body in columns]
    connection.exec_driver_sql(
        "INSERT INTO register_audit (seq, tick, digest, body) VALUES (?, ?, ?, ?)", rows
    )


def stored(connection: Connection, first: int, last: int) -> Iterator[Sequence[Row[Any]]]:
    """Read events as they lie in the database, batch by batch: seq, tick, digest [bytes], body [bytes]."""
    after = first - 1
    digests, bodies = (_raw(connection, column) for column in (AUDIT.c.digest, AUDIT.c.body))
    wanted = select(AUDIT.c.seq, AUDIT.c.tick, digests, bodies).order_by(AUDIT.c.seq).limit(BATCH)
    while rows := connection.execute(wanted.where(AUDIT.c.seq > after, AUDIT.c.seq <= last)).all():
        yield rows
        after = rows[-1].seq


def _raw(connection: Connection, column: Column[str]) -> Any:
    """Read a text as bytes, so that a broken one can be told apart instead of stopping the reader."""
    if connection.dialect.name == "postgresql":
        return func.convert_to(column, "UTF8", type_=LargeBinary).label(column.name)
    return cast(column, LargeBinary).label(column.name)
