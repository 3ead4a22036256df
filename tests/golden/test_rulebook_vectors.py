"""Every constructed vector of the rulebooks comes out, alone and in a shuffled batch."""

import json
import random
from fractions import Fraction
from pathlib import Path

import duckdb
import polars as pl
import pytest

from guanshan.assess.bulk.on_duckdb import evaluate_duckdb
from guanshan.assess.bulk.on_polars import evaluate_polars
from guanshan.assess.case import expanded
from guanshan.assess.criterion import Interval
from guanshan.assess.evaluate import evaluate
from guanshan.assess.library import Library
from guanshan.assess.worked import answer_of, mismatches

ROOT = Path(__file__).parents[2]
LIBRARY = Library([ROOT / "src/guanshan/systems/enterprise/rulebooks"])
ELSEWHERE = ("fund.", "workdays-", "sme-payment-", "lottery-")
VECTORS = [
    vector
    for vector in json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["vectors"]
    if not vector["rulebook"].startswith(ELSEWHERE)
]
SAME = {"size": "class", "kind": "route", "score": "total"}


def differences(vector, verdict):
    answer = answer_of(verdict)
    wrong = {}
    for name, expected in vector["expected"].items():
        if name == "met":
            found = {"pass": True, "fail": False}.get(verdict.verdict)
        elif name == "points" and isinstance(expected[0], int) and len(expected) == 2:
            found, expected = answer["total"], Interval(Fraction(expected[0]), Fraction(expected[1]))
        elif name == "points":
            found = [points.low for points in answer["points"] if points.is_exact]
        else:
            found = answer[SAME.get(name, name)]
            if isinstance(found, Interval):
                assert found.is_exact
                found = found.low
            if isinstance(found, Fraction) and isinstance(expected, str):
                close = abs(found - Fraction(expected)) < Fraction(1, 10**14)
                found, expected = (expected, expected) if close else (found, expected)
            if isinstance(found, tuple):
                found = list(found)
        if found != expected:
            wrong[name] = (found, expected)
    return wrong


def test_all_of_them_are_here():
    assert len(VECTORS) == 47


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_each_vector_alone(vector):
    assert differences(vector, evaluate(LIBRARY.find(vector["rulebook"]), vector["inputs"])) == {}


def test_all_vectors_in_a_shuffled_batch():
    batch = VECTORS * 10
    random.Random(11).shuffle(batch)
    found = [evaluate(LIBRARY.find(vector["rulebook"]), vector["inputs"]) for vector in batch]
    assert [differences(vector, verdict) for vector, verdict in zip(batch, found, strict=True)] == [{}] * len(
        batch
    )


def columns_of(book, vectors):
    """Lay vectors out as rows: what is silent in one and given in another stands as it is presumed, else unknown."""
    cases = [expanded(book, vector["inputs"]) for vector in vectors]
    used = [name for name in book.parameters if any(name in case for case in cases)]
    kinds = {"flag": pl.Boolean, "choice": pl.String, "number": pl.Float64}

    def plain(name, case):
        value = case.get(name, getattr(book.parameters[name], "presumed", None))
        return float(value) if value is not None and book.parameters[name].kind == "number" else value

    rows = [{name: plain(name, case) for name in used} for case in cases]
    return pl.DataFrame(rows, schema={name: kinds[book.parameters[name].kind] for name in used})


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("name", sorted({vector["rulebook"] for vector in VECTORS}))
def test_all_vectors_of_a_rulebook_in_shuffled_columns(name, engine):
    book = LIBRARY.find(name)
    batch = [vector for vector in VECTORS if vector["rulebook"] == name] * 10
    random.Random(12).shuffle(batch)
    frame = columns_of(book, batch)
    if engine == "duckdb":
        with duckdb.connect() as connection:
            connection.register("subjects", frame.to_arrow())
            found = evaluate_duckdb(book, connection.table("subjects"), connection).pl()
    else:
        found = evaluate_polars(book, frame)
    for vector, row in zip(batch, found.iter_rows(named=True), strict=True):
        verdict = evaluate(book, vector["inputs"])
        assert differences(vector, verdict) == {}
        assert row.get("class", verdict.size) == verdict.size
        assert row.get("verdict", verdict.verdict) == verdict.verdict
        assert {one.criterion.name: one.outcome for one in verdict.criteria}.items() <= row.items()
        ends = (None, None) if verdict.total is None else (verdict.total.low, verdict.total.high)
        assert (row["total_low"], row["total_high"]) == ends


@pytest.mark.parametrize("name", LIBRARY.names)
def test_the_worked_cases_of_a_rulebook_come_out(name):
    book = LIBRARY.find(name)
    assert len(book.cases) >= 3
    assert mismatches(book) == []
