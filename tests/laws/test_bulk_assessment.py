"""Laws of assessing columns: order, chunks, engine and silence do not matter; one subject alone, and explained, gets the same answer."""

import importlib.util
import re
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanshan.assess.bulk.on_duckdb import evaluate_duckdb
from guanshan.assess.bulk.on_polars import evaluate_polars
from guanshan.assess.evaluate import evaluate
from guanshan.assess.explain import explain
from guanshan.assess.library import Library
from guanshan.refusal import RefusedInput

ROOT = Path(__file__).parents[2]
LIBRARY = Library([ROOT / "src/guanshan/systems/enterprise/rulebooks"])
_spec = importlib.util.spec_from_file_location("enterprises", ROOT / "tests/golden/enterprises.py")
enterprises = importlib.util.module_from_spec(_spec)
sys.modules["enterprises"] = enterprises
_spec.loader.exec_module(enterprises)
PARTS = ("hnte-2016.growth", "hnte-2016.h5")


def frame(name, size, seed):
    columns = enterprises.draw(name, size, seed)
    return pl.DataFrame(
        [{column: _plain(content.exact(row)) for column, content in columns.items()} for row in range(size)],
        infer_schema_length=None,
    )


def _plain(value):
    return value if value is None or isinstance(value, bool | str) else float(value)


def on_duckdb(book, subjects):
    """Evaluate in DuckDB; the answer in the types that Polars gives."""
    with duckdb.connect() as connection:
        connection.register("subjects", subjects.to_arrow())
        return evaluate_duckdb(book, connection.table("subjects"), connection).pl()


def alike(found):
    return found.drop("id").cast({pl.Enum: pl.String, pl.Null: pl.Float64}).rows()


@pytest.mark.parametrize("engine", [evaluate_polars, on_duckdb])
@pytest.mark.parametrize("name", LIBRARY.names)
def test_order_chunks_and_engine_do_not_matter(name, engine):
    book, subjects = LIBRARY.find(name), frame(name, 120, 9)
    whole = alike(evaluate_polars(book, subjects))
    assert alike(engine(book, subjects)) == whole
    shuffled = subjects.with_row_index("id").sample(fraction=1, shuffle=True, seed=3)
    assert alike(engine(book, shuffled).sort("id")) == whole
    parts = [alike(engine(book, subjects[start : start + 50])) for start in (0, 50, 100)]
    assert [row for part in parts for row in part] == whole


@pytest.mark.parametrize("name", [*LIBRARY.names, *PARTS])
def test_an_explanation_says_what_the_columns_say(name):
    book = LIBRARY.find(name)
    drawn = frame(name.partition(".")[0], 60, 4)
    subjects = drawn if name in LIBRARY.names else parts_of(book, drawn)
    for case, row in zip(subjects.to_dicts(), evaluate_polars(book, subjects).to_dicts(), strict=True):
        told = explain(evaluate(book, case))
        assert told.get("verdict", told.get("class")) == row.get("verdict", row.get("class"))
        ends = told["total"] if isinstance(told["total"], list) else [told["total"]] * 2
        assert [one if one is None else float(one) for one in ends] == [row["total_low"], row["total_high"]]
        assert {one["id"]: one["outcome"] for one in told["criteria"]}.items() <= row.items()
        for one in told["criteria"]:
            points = one["points"] if isinstance(one["points"], list) else [one["points"]] * 2
            if None not in points and one["most"] is not None and one["outcome"] in ("met", "unmet"):
                low, high = map(float, points)
                assert (low > 0) == (one["outcome"] == "met"), one
                assert low <= high <= float(one["most"])
            assert one["citation"]["article"]
        if book.routes and told.get("verdict") == "pass":
            assert told["route"] == next(one["id"] for one in told["routes"] if one["outcome"] == "met")


def parts_of(book, drawn):
    """Give a part of a rulebook amounts that were drawn for the whole."""
    amounts = [name for name, kind in drawn.schema.items() if kind == pl.Float64 and name.endswith("_wan")]
    return drawn.select(
        pl.col(amount).alias(one.name) for one, amount in zip(book.inputs, amounts, strict=False)
    )


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_one_alone_says_the_same_whatever_is_given(data):
    """Some inputs silent, some unknown, some derived quantities given directly."""
    book = LIBRARY.find(data.draw(st.sampled_from([*LIBRARY.names, *PARTS])))
    case = {}
    for name, one in book.parameters.items():
        if name in (book.total_given, *(group.given for group in book.groups)) or not data.draw(
            st.booleans()
        ):
            continue
        if one.kind == "flag":
            case[name] = data.draw(st.sampled_from([True, False, None]))
        elif one.kind == "choice":
            case[name] = data.draw(st.sampled_from([*one.options, None]))
        else:
            low, high = max(one.low, -20), min(one.high, 30_000)
            step = data.draw(st.integers(int(low * 100), int(high * 100)))
            value = step // 100 if one.decimals < 2 else step / 100
            case[name] = data.draw(st.sampled_from([value, value, None]))
    case = case or {next(iter(book.parameters)): None}
    verdict, refusal = _judged(book, case)
    if verdict is None:
        with pytest.raises(RefusedInput, match=re.escape(refusal)):
            evaluate_polars(book, pl.DataFrame([case], schema=_schema(book, case)))
        return
    row = evaluate_polars(book, pl.DataFrame([case], schema=_schema(book, case))).row(0, named=True)
    assert {one.criterion.name: one.outcome for one in verdict.criteria}.items() <= row.items()
    assert row.get("verdict", verdict.verdict) == verdict.verdict
    assert row.get("class", verdict.size) == verdict.size
    if verdict.total is not None:
        assert (row["total_low"], row["total_high"]) == (float(verdict.total.low), float(verdict.total.high))


def test_a_silent_choice_is_unmet_where_no_option_would_meet_it():
    book, case = LIBRARY.find("sme-size-2011"), {"staff": 0, "revenue_wan": 0.0, "assets_wan": 0.0}
    verdict = evaluate(book, case)
    row = evaluate_polars(book, pl.DataFrame([case])).row(0, named=True)
    assert {"unmet"} <= {one.outcome for one in verdict.criteria}
    assert {one.criterion.name: one.outcome for one in verdict.criteria}.items() <= row.items()
    assert row["class"] == verdict.size


def _judged(book, case):
    try:
        return evaluate(book, case), ""
    except RefusedInput as refused:
        return None, refused.key


def _schema(book, case):
    kinds = {"flag": pl.Boolean, "choice": pl.String, "number": pl.Float64}
    return {name: kinds[book.parameters[name].kind] for name in case}


def test_a_rate_of_fifteen_that_a_float_misses_is_fifteen_for_a_million():
    """Case HV5: the arithmetic mean of 20 % and 10 % is 15 %, and a float says 14.99999999999999 %."""
    years = {
        "first_wan": [2000.0] * 1000,
        "second_wan": [2400.0] * 1000,
        "third_wan": [2640.0] * 999 + [2639.999999],
    }
    found = evaluate_polars(LIBRARY.find("hnte-2016.growth"), pl.DataFrame(years))
    assert found["total_low"].to_list() == [5.0] * 999 + [3.0]
