"""How is a rulebook evaluated in DuckDB? DuckDB 评定

The plan runs in DuckDB over its own columns; only rows near a boundary come out, to be computed exactly, and go back as small numbers.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any, Final

import duckdb
import narwhals as nw
import polars as pl

from guanshan.assess.bulk.accepting import Accepted, accept
from guanshan.assess.bulk.exactly import answer_names
from guanshan.assess.bulk.on_polars import settled
from guanshan.assess.bulk.plan import HIGH, LOW, NEAR, Plan, plan_of
from guanshan.assess.standard import Rulebook

ROW: Final = "row__"
_CHUNK: Final = 5_000
_numbers = count(1)


def evaluate_duckdb(
    rulebook: Rulebook, relation: duckdb.DuckDBPyRelation, connection: duckdb.DuckDBPyConnection
) -> duckdb.DuckDBPyRelation:
    """Evaluate a rulebook for every row of a relation of a connection; columns as in `guanshan.assess.bulk.on_polars`.

    Raises
    ------
    RefusedInput
        If a column or value will not do.
    """
    given, answers = (f"guanshan_{what}_{next(_numbers)}" for what in ("given", "answers"))
    _keep(connection, given, relation.project(f"row_number() over () - 1 as {ROW}, *"))
    accepted = accept(rulebook, nw.from_native(connection.table(given)))
    plan = plan_of(rulebook, accepted.columns)
    planned: nw.LazyFrame[Any] = accepted.frame
    for stage in plan.stages:
        planned = planned.with_columns(*stage)
    columns = [*plan.answers, *((LOW, HIGH) if plan.scored else ())]
    has_id = "id" in accepted.frame.collect_schema()
    kept = [ROW, *(("id",) if has_id else ()), *columns, NEAR]
    _keep(connection, answers, nw.to_native(planned.select(*kept)))
    _exactly(connection, answers, columns, accepted, plan)
    return connection.sql(
        f"select {'id' if has_id else f'{ROW} as id'}, {', '.join(_said(plan))} from {answers} order by {ROW}"  # noqa: S608
    )


def _keep(connection: duckdb.DuckDBPyConnection, name: str, relation: duckdb.DuckDBPyRelation) -> None:
    connection.execute(f"create temp table {name} as {relation.sql_query()}")


def _exactly(
    connection: duckdb.DuckDBPyConnection,
    answers: str,
    columns: Sequence[str],
    accepted: Accepted,
    plan: Plan,
) -> None:
    laid: duckdb.DuckDBPyRelation = nw.to_native(accepted.frame)
    near = f"{ROW} in (select {ROW} from {answers} where {NEAR})"  # noqa: S608
    wanted = ", ".join(f'"{column}" as "{name}"' for name, column in accepted.raw.items())
    rows = pl.DataFrame(laid.filter(near).project(f"{ROW}, {wanted}").to_arrow_table())
    if not rows.height:
        return
    places = rows[ROW].to_list()
    settled_rows = settled(plan.rulebook, rows.drop(ROW), places).select(columns)
    found = [(place, *row) for place, row in zip(places, settled_rows.iter_rows(), strict=True)]
    for start in range(0, len(found), _CHUNK):
        values = ", ".join(
            f"({', '.join('null' if part is None else str(part) for part in row[: len(columns) + 1])})"
            for row in found[start : start + _CHUNK]
        )
        fixed = ", ".join(f'"{name}" = v."{name}"' for name in columns)
        head = ", ".join(f'"{name}"' for name in (ROW, *columns))
        connection.execute(
            f"update {answers} set {fixed} from (values {values}) v({head}) where {answers}.{ROW} = v.{ROW}"  # noqa: S608
        )


def _said(plan: Plan) -> list[str]:
    said = []
    for (name, words), column in zip(answer_names(plan.rulebook), plan.answers, strict=True):
        cases = " ".join(
            f"when {place} then '{word}'" for place, word in enumerate(words) if word is not None
        )
        said.append(f'case "{column}" {cases} end as "{name}"')
    for place, (end, name) in enumerate(((LOW, "total_low"), (HIGH, "total_high")), start=1):
        points = f'cast("{end}" as double) / {plan.grain}' if plan.scored else "cast(null as double)"
        said.insert(place, f'{points} as "{name}"')
    return said
