"""Rows near a boundary are settled in whole numbers as in fractions, and few are left to be computed one by one."""

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanshan.assess.bulk import on_polars, rational
from guanshan.assess.bulk.exactly import answers_of
from guanshan.assess.bulk.on_polars import settled
from guanshan.assess.bulk.points import grain_of
from guanshan.assess.library import Library

HERE = Path(__file__).parent
LIBRARY = Library([HERE.parents[1] / "src/guanshan/systems/enterprise/rulebooks"])
ROWS = 300


def beside(name):
    spec = importlib.util.spec_from_file_location(name, HERE.parent / "golden" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


enterprises = beside("enterprises")


def frame_of(name, seed):
    """Draw enterprises, all on a boundary or beside one, where the rulebook has some."""
    columns = enterprises.draw(name, ROWS * 12, seed)
    laid = {}
    for column, content in columns.items():
        words = content.words
        values = (
            content.units.astype(bool)
            if words == (False, True)
            else [words[place] for place in content.units]
            if words
            else content.units / 10**content.decimals
        )
        laid[column] = pl.Series(column, values)
    whole = pl.DataFrame(laid)
    return whole.select(
        pl.when(pl.Series(content.known)).then(pl.col(column)).alias(column)
        for column, content in columns.items()
    )


@pytest.mark.parametrize("name", list(enterprises.PLANS))
def test_settled_in_whole_numbers_is_settled_in_fractions(name, monkeypatch):
    book, frame = LIBRARY.find(name), frame_of(name, 11)
    prepared = on_polars.prepare_polars(on_polars.accept_polars(book, frame))
    near = prepared.lazy.collect()[on_polars.NEAR]
    some = frame.filter(near).vstack(frame.filter(~near).head(50)).head(ROWS)
    expected = [
        answers_of(book, case, place, grain_of(book)) for place, case in enumerate(some.iter_rows(named=True))
    ]
    alone = []
    monkeypatch.setattr(on_polars, "answers_of", lambda *told: alone.append(told) or answers_of(*told))
    found = settled(book, some, range(some.height))
    assert [row[: found.width] for row in expected] == list(found.iter_rows())
    assert len(alone) <= some.height // 10, len(alone)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(-(10**5), 10**5)] * 3), min_size=1, max_size=20),
    st.sampled_from(["+", "-", "*", "/"]),
    st.sampled_from(["+", "-", "*", "/"]),
    st.sampled_from([">=", "<=", ">", "<", "==", "!="]),
    st.fractions(min_value=-100, max_value=100, max_denominator=1000),
    st.sampled_from([rational.NARROW, rational.WIDE]),
)
def test_formulas_in_whole_numbers_equal_fractions(rows, first, second, compare, bound, measure):
    import narwhals as nw

    from guanshan.assess.expression import Arithmetic, Comparison, Constant, Name, value

    frame = nw.from_native(pl.DataFrame(rows, schema=["a", "b", "c"], orient="row").cast(pl.Float64) / 1000)
    parts = {name: rational.decimals(nw.col(name), 3, 100.0, measure) for name in "abc"}
    left = rational.calculated(second, rational.calculated(first, parts["a"], parts["b"]), parts["c"])
    held = rational.compared(compare, left, rational.exactly(bound))
    if held is None:
        assert measure is rational.NARROW  # left to the pass in 128 bits, which has room for all of these
        return
    formula = Comparison(
        compare, Arithmetic(second, Arithmetic(first, Name("a"), Name("b")), Name("c")), Constant(bound)
    )
    exact = [
        value(formula, {name: Fraction(one, 1000) for name, one in zip("abc", row, strict=True)})
        for row in rows
    ]
    assert frame.select(held.alias("held"))["held"].to_list() == exact
