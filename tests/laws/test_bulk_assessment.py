"""Laws of assessing columns: order, chunks and silence do not matter, and one subject alone gets the same answer."""

import importlib.util
import re
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanshan.assess.bulk.on_polars import evaluate_polars
from guanshan.assess.evaluate import evaluate
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


@pytest.mark.parametrize("name", LIBRARY.names)
def test_order_and_chunks_do_not_matter(name):
    book, subjects = LIBRARY.find(name), frame(name, 120, 9)
    whole = evaluate_polars(book, subjects)
    turned = evaluate_polars(book, subjects.with_row_index("id").reverse()).sort("id")
    assert turned.drop("id").equals(whole.drop("id"))
    parts = [evaluate_polars(book, subjects[start : start + 50]).drop("id") for start in (0, 50, 100)]
    assert pl.concat(parts).equals(whole.drop("id"))


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
