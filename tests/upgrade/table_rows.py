"""What stands in a database, whatever its tables are? Every row of every table by its plain values: kept as text, put back, compared."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert, inspect, select, text

VERSIONS = "register_schema_version"
"""The one table that an upgrade is meant to change."""

Rows = Mapping[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]
"""By table: the names of its columns, and its rows in an order of their own."""


def tables_of(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSIONS]


def rows_of(connection: Connection, like: Rows | None = None) -> Rows:
    """Read every row of every table, or of the tables and columns of ``like`` alone."""
    found = {}
    for table in tables_of(connection):
        if like is None or table.name in like:
            names = tuple(table.columns.keys()) if like is None else like[table.name][0]
            rows = connection.execute(select(*(table.c[name] for name in names)))
            found[table.name] = (names, sorted((tuple(row) for row in rows), key=repr))
    return found


def shape_of(connection: Connection) -> object:
    """Tell tables, columns, keys, indexes and the heads of the migrations."""
    seen = inspect(connection)
    heads = sorted(connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalars())
    return heads, {
        name: (
            [(one["name"], str(one["type"]), one["nullable"]) for one in seen.get_columns(name)],
            seen.get_pk_constraint(name)["constrained_columns"],
            sorted((str(one["name"]), str(one["column_names"])) for one in seen.get_indexes(name)),
        )
        for name in sorted(seen.get_table_names())
    }


def text_of(connection: Connection) -> Iterator[str]:
    """Write every table as a line of JSON with its columns, and each of its rows as one more."""
    for name, (columns, rows) in rows_of(connection).items():
        yield json.dumps({"table": name, "columns": columns})
        for row in rows:
            yield json.dumps([_told(one) for one in row], ensure_ascii=False)


def _told(value: Any) -> Any:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def put_back(connection: Connection, lines: Iterable[str]) -> None:
    """Put rows into tables that are there."""
    tables = {table.name: table for table in tables_of(connection)}
    table, columns, waiting = None, (), []
    for line in [*lines, "{}"]:
        told = json.loads(line)
        if isinstance(told, dict):
            if table is not None and waiting:
                connection.execute(insert(table), waiting)
            table, columns, waiting = tables.get(told.get("table", "")), told.get("columns", ()), []
        else:
            read = (date.fromisoformat(one["day"]) if isinstance(one, dict) else one for one in told)
            waiting.append(dict(zip(columns, read, strict=True)))
