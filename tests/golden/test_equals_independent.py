"""Verdicts of random enterprises, many on a boundary, equal those of an evaluator that was written a second time."""

import importlib.util
import os
import sys
from fractions import Fraction
from pathlib import Path

import duckdb
import polars as pl
import pytest
from benchmarks.figure import report

from guanshan.assess.bulk.on_duckdb import evaluate_duckdb
from guanshan.assess.bulk.on_polars import evaluate_polars
from guanshan.assess.evaluate import evaluate
from guanshan.assess.library import Library

HERE = Path(__file__).parent
LIBRARY = Library([HERE.parents[1] / "src/guanshan/systems/enterprise/rulebooks"])


def beside(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


enterprises, independent = beside("enterprises"), beside("independent_rulebooks")
NAMES = list(independent.JUDGES)


def frame_of(columns):
    """Lay the columns out as an office would: numbers in binary64, flags, texts."""
    laid = {}
    for name, column in columns.items():
        if column.words == (False, True):
            values = column.units.astype(bool)
        elif column.words:
            values = [column.words[place] for place in column.units]
        else:
            values = column.units / 10**column.decimals
        laid[name] = pl.Series(name, values)
    frame = pl.DataFrame(laid)
    return frame.select(
        pl.when(pl.Series(column.known)).then(pl.col(name)).alias(name) for name, column in columns.items()
    )


def expected_of(name, columns, size):
    judge = independent.JUDGES[name]
    for row in range(size):
        yield judge(independent.Subject({column: content.exact(row) for column, content in columns.items()}))


def compare(name, found, columns, size):
    answer = "class" if "class" in found.columns else "verdict"
    rows = zip(found[answer], found["total_low"], found["total_high"], strict=True)
    wrong = []
    for place, (got, wanted) in enumerate(zip(rows, expected_of(name, columns, size), strict=True)):
        verdict, points = wanted
        total = (None, None) if points is None else tuple(map(float, points))
        if got != (verdict, *total):
            wrong.append((place, got, (verdict, *total)))
    assert not wrong, (len(wrong), wrong[:3])


def on_polars(book, frame):
    return evaluate_polars(book, frame)


def on_duckdb(book, frame, tmp_path):
    path = tmp_path / "enterprises.parquet"
    frame.write_parquet(path)
    connection = duckdb.connect()
    connection.execute("set threads to 2")
    found = evaluate_duckdb(book, connection.read_parquet(str(path)), connection)
    return pl.DataFrame(found.fetchall(), schema=found.columns, orient="row", infer_schema_length=None)


@pytest.mark.parametrize("name", NAMES)
def test_ten_thousand_enterprises(name, tmp_path):
    size = 10_000 // len(NAMES) + 1
    columns = enterprises.draw(name, size, seed=len(name))
    frame = frame_of(columns)
    book = LIBRARY.find(name)
    found = on_polars(book, frame)
    compare(name, found, columns, size)
    other = on_duckdb(book, frame, tmp_path)
    assert other.rows() == found.select(other.columns).rows()
    assert len(set(found.to_series(1))) > 1


@pytest.mark.parametrize("name", NAMES)
def test_one_by_one_says_the_same(name):
    columns = enterprises.draw(name, 60, seed=5)
    frame = frame_of(columns)
    book = LIBRARY.find(name)
    for row, case in zip(
        on_polars(book, frame).iter_rows(named=True), frame.iter_rows(named=True), strict=True
    ):
        verdict = evaluate(book, case)
        assert row.get("class", verdict.size) == verdict.size
        assert row.get("verdict", verdict.verdict) == verdict.verdict
        assert {one.criterion.name: one.outcome for one in verdict.criteria}.items() <= row.items()


@pytest.mark.proof
@pytest.mark.parametrize("name", NAMES)
def test_a_million_enterprises(name, tmp_path):
    size = int(os.environ.get("GUANSHAN_PROOF_ENTERPRISES", "1000000")) // len(NAMES) + 1
    columns = enterprises.draw(name, size, seed=2026)
    frame = frame_of(columns)
    book = LIBRARY.find(name)
    found = on_polars(book, frame)
    compare(name, found, columns, size)
    other = on_duckdb(book, frame, tmp_path)
    assert other.select(found.columns).equals(
        found.with_columns(pl.col(pl.Enum).cast(pl.String)).cast(dict(other.schema))
    )
    report(f"{name} on Polars and DuckDB, {size:,} random enterprises", 0, "differences", most=0)


def test_ten_per_cent_lie_on_a_boundary_or_beside_it():
    columns = enterprises.draw("innovative-2022", 5_000, seed=1)
    spent, earned = columns["rd_expense_wan"], columns["operating_revenue_wan"]
    on = sum(
        100 * Fraction(int(part), int(whole)) in (1, 2, 3, 5)
        for part, whole in zip(spent.units, earned.units, strict=True)
    )
    assert on > 30
