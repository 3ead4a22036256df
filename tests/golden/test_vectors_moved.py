"""Every vector with each of its numbers moved by the last decimal, up and down: one alone, columns, and the independent evaluator agree."""

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from guanshan.assess.bulk.on_polars import evaluate_polars
from guanshan.assess.case import expanded
from guanshan.assess.evaluate import evaluate
from guanshan.assess.parameter import exact
from guanshan.refusal import RefusedInput


def beside(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


vectors, independent = beside("test_rulebook_vectors"), beside("independent_rulebooks")
JUDGES = independent.JUDGES | independent.PARTS


def refusal(book, case):
    try:
        evaluate(book, case)
    except RefusedInput as refused:
        return refused.key
    return None


def moved(book, case):
    """Return the case as it is, then with each number one unit of its last decimal up and down, where the rulebook takes that."""
    yield case
    for name, value in case.items():
        if not isinstance(value, Fraction):
            continue
        for step in (-1, 1):
            turned = {**case, name: value + Fraction(step, 10 ** book.parameters[name].decimals)}
            if refusal(book, turned) is None:
                yield turned


@pytest.mark.parametrize("vector", vectors.VECTORS, ids=[vector["id"] for vector in vectors.VECTORS])
def test_all_three_agree(vector):
    book = vectors.LIBRARY.find(vector["rulebook"])
    case = {
        name: exact(value, name) if book.parameters[name].kind == "number" else value
        for name, value in expanded(book, vector["inputs"]).items()
        if value is not None
    }
    cases = list(moved(book, case))
    assert len(cases) > 1 or not any(isinstance(one, Fraction) for one in case.values())
    rows = [
        {name: float(one) if isinstance(one, Fraction) else one for name, one in given.items()}
        for given in cases
    ]
    found = evaluate_polars(book, pl.DataFrame(rows))
    for given, row in zip(cases, found.iter_rows(named=True), strict=True):
        verdict = evaluate(book, given)
        answer = verdict.size if book.classes else verdict.verdict
        wanted, points = JUDGES[book.name](independent.Subject(given))
        total = None if verdict.total is None else (verdict.total.low, verdict.total.high)
        assert (answer, total) == (wanted, points), given
        assert (row["class"] if book.classes else row["verdict"]) == wanted
