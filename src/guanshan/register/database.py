"""Where do the registers lie? 数据库

SQLite in one file by default, PostgreSQL by URL; the same statements run on both. A writing transaction on SQLite takes the write lock
at once (``BEGIN IMMEDIATE``), so that two writers wait for each other instead of failing half-way.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from guanshan.refusal import Conflict, RefusedInput

WAIT: Final = 60_000
"""How long a writer waits for another one on SQLite [ms]."""


class Database:
    """A SQLite file or a PostgreSQL database.

    Parameters
    ----------
    url
        ``sqlite:///path/to/file.db`` or ``postgresql+psycopg://user@host/name`` (``postgresql://`` will do).
    wait
        How long a writer waits for another one on SQLite [ms].

    Raises
    ------
    RefusedInput
        If the URL names neither.
    """

    def __init__(self, url: str, wait: int = WAIT) -> None:
        if url.startswith("postgresql://"):
            url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
        try:
            parsed = make_url(url)
            if parsed.get_backend_name() not in ("sqlite", "postgresql"):
                raise RefusedInput("refusal.database_url", value=parsed.get_backend_name())
            if parsed.get_backend_name() == "sqlite" and parsed.database:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine: Engine = create_engine(
                parsed, pool_pre_ping=parsed.get_backend_name() == "postgresql"
            )
        except (ArgumentError, NoSuchModuleError) as fault:
            raise RefusedInput("refusal.database_url", value=url.split("@")[-1][:60]) from fault
        self.dialect: Literal["sqlite", "postgresql"] = (
            "sqlite" if self.engine.dialect.name == "sqlite" else "postgresql"
        )
        if self.dialect == "sqlite":
            event.listen(self.engine, "connect", partial(_prepare_sqlite, wait))
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection in a transaction that sees one state of the database and changes nothing."""
        with self.engine.connect() as connection:
            if self.dialect == "postgresql":
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a connection in a transaction that commits at the end, or rolls back if anything is raised.

        Raises
        ------
        Conflict
            If another writer does not come to an end.
        """
        with self.engine.connect() as connection:
            if self.dialect == "sqlite":
                connection = connection.execution_options(guanshan_writing=True)
            with _refusing_if_busy(), connection.begin():
                if self.dialect == "postgresql":
                    # A table filled within this transaction has no statistics yet: without this hint every look-up
                    # by key reads it whole.
                    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
                yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


@contextmanager
def _refusing_if_busy() -> Iterator[None]:
    try:
        yield
    except OperationalError as fault:
        if getattr(fault.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise Conflict("refusal.busy") from None
        raise


def _prepare_sqlite(wait: int, connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in (
        f"busy_timeout = {wait}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -65536",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("guanshan_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
