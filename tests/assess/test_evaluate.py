"""Verdicts on the small rulebook, worked out by hand: five outcomes, intervals, and what is unknown."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from guanshan.assess.criterion import Interval
from guanshan.assess.evaluate import evaluate
from guanshan.assess.explain import explain
from guanshan.refusal import RefusedInput

CLEAR = {"staff": 10, "revenue_wan": "100", "listed": True}


def outcomes(small, case):
    return [finding.outcome for finding in evaluate(small, case).criteria]


def test_the_five_outcomes(small):
    assert outcomes(small, CLEAR) == ["met", "met", "expert", "not_applicable"]
    assert outcomes(small, {"listed": False, "revenue_wan": 9, "exporter": True}) == [
        "unmet",
        "unmet",
        "expert",
        "unmet",
    ]
    assert outcomes(small, {"exporter": None}) == ["unknown", "unknown", "expert", "unknown"]


def test_an_expert_s_points_are_an_interval_and_may_not_matter(small):
    sure = evaluate(small, CLEAR)
    assert (sure.verdict, sure.route, sure.total) == ("pass", "score", Interval(Fraction(10), Fraction(15)))
    open_ = evaluate(small, {**CLEAR, "revenue_wan": "99.99"})
    assert (open_.verdict, open_.total) == ("undetermined", Interval(Fraction(4), Fraction(9)))
    hopeless = evaluate(small, {**CLEAR, "revenue_wan": "9.99"})
    assert (hopeless.verdict, hopeless.failed) == ("fail", ("total",))


def test_unknown_never_counts_as_met_and_fails_only_what_fails_anyway(small):
    assert evaluate(small, {"revenue_wan": 100}).verdict == "undetermined"
    assert evaluate(small, {"revenue_wan": 5}).verdict == "fail"
    assert evaluate(small, {"listed": True, "revenue_wan": None}).total == Interval(Fraction(0), Fraction(15))


def test_zero_is_a_value_and_no_gap(small):
    assert evaluate(small, {**CLEAR, "revenue_wan": 0}).finding("C2").outcome == "unmet"
    assert evaluate(small, {**CLEAR, "revenue_wan": None}).finding("C2").outcome == "unknown"


def test_silence_takes_the_presumption_and_says_so_but_none_is_unknown(small):
    assert evaluate(small, CLEAR).finding("C4").presumed == ("exporter",)
    assert evaluate(small, {**CLEAR, "exporter": None}).verdict == "undetermined"


@pytest.mark.parametrize(
    ("case", "key"),
    [
        ({"staff": 0}, "range"),
        ({"staff": 1001}, "range"),
        ({"staff": "1.5"}, "decimals"),
        ({"revenue_wan": Decimal("1.001")}, "decimals"),
        ({"revenue_wan": float("nan")}, "not_number"),
        ({"revenue_wan": "1e999999999"}, "not_number"),
        ({"revenue_wan": True}, "not_number"),
        ({"revenue_wan": "abc"}, "not_number"),
        ({"listed": "yes"}, "not_flag"),
        ({"unheard": 1}, "unknown_name"),
        ({"revenue_wan": 1, "per_head_wan": 2}, "contradiction"),
    ],
)
def test_what_will_not_do_is_refused(small, case, key):
    with pytest.raises(RefusedInput) as refused:
        evaluate(small, case)
    assert refused.value.key == f"assess.case.{key}"


def test_a_float_means_its_shortest_decimal(small):
    assert evaluate(small, {"revenue_wan": 0.29}).values["revenue_wan"] == Fraction(29, 100)


def test_the_dates_in_force(small):
    assert evaluate(small, CLEAR, date(2024, 12, 31)).verdict == "pass"
    for day in (date(2023, 12, 31), date(2025, 1, 1)):
        with pytest.raises(RefusedInput):
            evaluate(small, CLEAR, day)


def test_the_explanation_names_value_threshold_points_and_article(small):
    told = explain(evaluate(small, CLEAR), "en")
    second = told["criteria"][1]
    assert (second["value"], second["unit"], second["points"], second["threshold"]) == (
        "100",
        "wan",
        10,
        "≥ 100",
    )
    assert second["citation"]["article"] == "第二条"
    assert second["better"] is None
    assert told["criteria"][2]["points"] == [0, 5]
    assert told["total"] == [10, 15]
    lower = explain(evaluate(small, {**CLEAR, "revenue_wan": 20}), "zh")["criteria"][1]
    assert lower["better"] == {"value": "≥ 100", "points": 10}
    assert lower["threshold"] == "10 – 100"


def test_what_people_read_of_a_value(small):
    told = explain(evaluate(small, {**CLEAR, "exporter": True, "revenue_wan": 49}), "zh")
    listed, fourth = told["criteria"][0], told["criteria"][3]
    assert (listed["value"], listed["shown"], listed["threshold"]) == (True, "是", None)
    assert (fourth["shown"], fourth["threshold"], fourth["unit"], fourth["outcome"]) == (
        "49",
        "≥ 50",
        "wan",
        "unmet",
    )
    assert fourth["inputs"][0] == {
        "name": "exporter", "title": "出口企业", "value": True, "shown": "是", "unit": None, "presumed": False,
    }  # fmt: skip
