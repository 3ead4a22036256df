"""innovative-2022 against the worked cases, an independent evaluator, and the laws of its boundaries."""

import importlib.util
import json
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.assess.evaluate import evaluate, evaluate_many
from guanshan.systems.enterprise.service.designation import library

BOOK = library().find("innovative-2022")
GOLDEN = Path(__file__).parents[2] / "golden" / "vectors.json"
VECTORS = [
    vector
    for vector in json.loads(GOLDEN.read_text(encoding="utf-8"))["vectors"]
    if vector["rulebook"] == "innovative-2022"
]
_spec = importlib.util.spec_from_file_location("independent", Path(__file__).with_name("independent.py"))
independent = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(independent)

BOUNDARIES = {
    "rd_ratio_pct": (1, 2, 3, 5),
    "main_growth_pct": (0, 5, 10, 15),
    "debt_pct": (55, 75),
    "main_share_pct": (50, 55, 60, 70),
    "equity_3y_wan": (500,),
}


def answer(verdict):
    scored = [finding.points for finding in verdict.criteria if finding.points is not None]
    assert all(points.is_exact for points in scored)
    return {
        "points": [points.low for points in scored],
        **{name: points.low for name, points in verdict.groups.items()},
        "total": verdict.total.low,
        "verdict": verdict.verdict,
        "route": verdict.route,
        "failed": list(verdict.failed),
    }


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_each_vector_alone(vector):
    found = answer(evaluate(BOOK, vector["inputs"]))
    assert {name: found[name] for name in vector["expected"]} == vector["expected"]


def test_all_vectors_in_a_shuffled_batch():
    assert len(VECTORS) == 8
    batch = VECTORS * 40
    random.Random(7).shuffle(batch)
    for vector, verdict in zip(batch, evaluate_many(BOOK, [one["inputs"] for one in batch]), strict=True):
        found = answer(verdict)
        assert {name: found[name] for name in vector["expected"]} == vector["expected"]


@pytest.mark.parametrize("case", BOOK.cases, ids=[case.name for case in BOOK.cases])
def test_the_rulebook_carries_its_worked_cases(case):
    found = answer(evaluate(BOOK, case.given))
    for name, expected in case.expected.items():
        if isinstance(expected, tuple):
            assert [str(part) for part in found[name]] == list(expected)
        else:
            assert str(found[name]) == expected


def test_the_rulebook_s_cases_are_the_vectors():
    assert [case.name for case in BOOK.cases] == [vector["id"] for vector in VECTORS]


def quantity(name):
    """Values that lie on a boundary, one unit of the last decimal beside it, or anywhere."""
    near = st.sampled_from(BOUNDARIES[name]).flatmap(
        lambda bound: st.sampled_from([f"{bound}", f"{bound - 1}.999999", f"{bound}.000001"])
    )
    return st.one_of(near, st.decimals(0, 200, places=6).map(str))


CASES = st.fixed_dictionaries(
    {
        "ip": st.sampled_from(list(independent.IP)),
        "strategic_field": st.booleans(),
        **{name: quantity(name) for name in ("rd_ratio_pct", "main_growth_pct", "debt_pct", "main_share_pct")},
    },
    optional={
        "equity_3y_wan": quantity("equity_3y_wan"),
        **{
            name: st.booleans()
            for name in (
                "hnte_valid_on_day", "demonstration_title_valid_on_day", "st_award_3y", "rd_institution",
                "small_or_medium", "abnormal_operations", "serious_dishonesty", "serious_event_3y",
            )
        },
    },
)  # fmt: skip


@given(case=CASES)
def test_equals_the_independent_evaluator(case):
    verdict = evaluate(BOOK, case)
    found, expected = answer(verdict), independent.judge(case)
    assert {name: found[name] for name in expected if name != "failed"} == {
        name: value for name, value in expected.items() if name != "failed"
    }
    if found["verdict"] == "fail":
        barred = all(route.outcome == "unmet" for route in verdict.routes)
        told = [name for name in found["failed"] if not name.startswith("E")]
        assert told == (expected["failed"] if barred else [])


@pytest.mark.parametrize("name", ["rd_ratio_pct", "main_growth_pct", "main_share_pct"])
@given(step=st.integers(1, 490_000_000).map(lambda step: Fraction(step, 10**9)), data=st.data())
def test_a_value_on_a_border_takes_the_higher_score_and_below_it_the_lower(name, step, data):
    bound = data.draw(st.sampled_from(BOUNDARIES[name]))
    criterion = {"rd_ratio_pct": "S2", "main_growth_pct": "S3", "main_share_pct": "S6"}[name]
    on, above, below = (
        evaluate(BOOK, {name: value}).finding(criterion).points.low
        for value in (Fraction(bound), bound + step, bound - step)
    )
    assert on == above
    assert on == below + 5


@pytest.mark.parametrize("bound", [55, 75])
def test_the_debt_ratio_s_borders_belong_to_the_lower_ratio(bound):
    def points(value):
        return evaluate(BOOK, {"debt_pct": value}).finding("S4").points.low

    assert points(str(bound)) == points(f"{bound}.000000001") + 5


@given(
    case=CASES,
    hidden=st.sets(st.sampled_from(["ip", "rd_ratio_pct", "debt_pct", "strategic_field", "equity_3y_wan"])),
)
def test_what_is_unknown_only_widens_the_interval(case, hidden):
    known = evaluate(BOOK, case)
    partly = evaluate(BOOK, {**case, **dict.fromkeys(hidden)})
    assert partly.total.low <= known.total.low <= partly.total.high
    if partly.verdict != "undetermined":
        assert partly.verdict == known.verdict or (partly.verdict, known.verdict) == ("pass", "pass")


@given(
    revenue=st.integers(1, 10**9), main=st.integers(0, 10**9), before=st.integers(1, 10**9), rd=st.integers(0, 10**9),
    assets=st.integers(1, 10**9), debt=st.integers(0, 10**9),
)  # fmt: skip
def test_ratios_from_raw_figures_are_exact(revenue, main, before, rd, assets, debt):
    raw = {
        "operating_revenue_wan": revenue, "main_revenue_wan": main, "main_revenue_before_wan": before,
        "rd_expense_wan": rd, "total_assets_wan": assets, "total_liabilities_wan": debt,
    }  # fmt: skip
    values = evaluate(BOOK, raw).values
    assert values["rd_ratio_pct"] == Fraction(100 * rd, revenue)
    assert values["main_growth_pct"] == Fraction(100 * (main - before), before)
    assert values["debt_pct"] == Fraction(100 * debt, assets)
    assert values["main_share_pct"] == Fraction(100 * main, revenue)


def test_growth_on_nothing_is_unknown():
    found = evaluate(BOOK, {"main_revenue_wan": 5, "main_revenue_before_wan": 0}).finding("S3")
    assert (found.outcome, found.points.low, found.points.high) == ("unknown", 0, 20)
