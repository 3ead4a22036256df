"""A file of costs changes levers and nothing else; what will not do is refused with its line."""

from fractions import Fraction

import pytest

from guanshan.assess.library import Library
from guanshan.assess.plan.costs import costs_of, load_costs
from guanshan.assess.plan.planning import plan
from guanshan.assess.reading import read_text
from guanshan.assess.source import RulebookFault

CASE = {
    "ip": "II",
    "rd_ratio_pct": 2,
    "main_growth_pct": 20,
    "debt_pct": 40,
    "strategic_field": True,
    "main_share_pct": 75,
}


@pytest.fixture(scope="module")
def innovative(rulebooks):
    return Library([rulebooks]).find("innovative-2022")


def levers(text, book):
    return {lever.name: lever for lever in costs_of(read_text(text, "costs.yaml"), book)}


def test_what_is_not_said_stays_as_the_rulebook_says(innovative):
    found = levers("levers:\n  rd_ratio_pct: {cost: 50}\n  equity_3y_wan:\n", innovative)
    own = {lever.name: lever for lever in innovative.levers}
    assert found["rd_ratio_pct"].cost == 50
    assert found["rd_ratio_pct"].step == own["rd_ratio_pct"].step
    assert "equity_3y_wan" not in found
    assert found.keys() | {"equity_3y_wan"} == own.keys()


def test_another_price_makes_another_plan(innovative):
    cheap = plan(innovative, CASE)
    assert [(change.lever.name, change.after) for change in cheap.best.changes] == [("rd_ratio_pct", 3)]
    dear = plan(
        innovative, CASE, costs_of(read_text("levers:\n  rd_ratio_pct: {cost: 40}\n", "c"), innovative)
    )
    assert [(change.lever.name, change.after) for change in dear.best.changes] == [("ip", "I_self")]
    assert (dear.best.cost, dear.best.bound) == (30, 30)


def test_what_is_not_to_be_moved_is_not_moved(innovative):
    text = "levers: {rd_ratio_pct: , ip: , equity_3y_wan: {most: 499.99}, rd_institution: {to: {yes: 80}}}"
    found = plan(innovative, CASE, costs_of(read_text(text, "c"), innovative))
    assert (found.best.route.name, found.best.cost) == ("D3", 80)
    text = "levers: {rd_ratio_pct: , ip: , equity_3y_wan: , rd_institution: }"
    found = plan(innovative, CASE, costs_of(read_text(text, "c"), innovative))
    assert found.status == "impossible"
    told = {(one.route, one.name): (one.reason, one.reach, one.asked) for one in found.obstacles}
    assert told["score", "innovation"] == ("fixed", Fraction(15), Fraction(20))
    assert told["D4", "D4"][0] == "fixed"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("levers:\n  main_revenue_wan: {move: up, cost: 1}\n", 2, "assess.fault.forbidden_lever"),
        ("levers:\n  nobody: {move: up, cost: 1}\n", 2, "assess.fault.unknown_name"),
        ("levers:\n  nobody:\n", 2, "assess.fault.unknown_name"),
        ("levers:\n  debt_pct: {cost: -1}\n", 2, "assess.fault.cost"),
        ("levers:\n  debt_pct:\n    step: 0\n", 3, "assess.fault.cost"),
        ("levers:\n  debt_pct:\n    step: 0.0000000001\n", 3, "assess.fault.finer"),
        ("levers:\n  debt_pct: {move: set, cost: 1}\n", 2, "assess.fault.choice"),
        ("levers:\n  ip:\n    to: {gold: 1}\n", 3, "assess.fault.unknown_name"),
        ("levers:\n  total_assets_wan: {move: up}\n", 2, "assess.fault.missing"),
        ("rulebook: srdi-2022\nlevers: {}\n", 1, "assess.fault.other_rulebook"),
        ("lever: {}\n", 1, "assess.fault.no_such_entry"),
    ],
)
def test_a_fault_is_refused_with_its_line(innovative, text, line, reason):
    with pytest.raises(RulebookFault) as refused:
        levers(text, innovative)
    assert (refused.value.key, refused.value.values["line"]) == (reason, line)


def test_a_file_is_read(innovative, tmp_path):
    path = tmp_path / "costs.yaml"
    path.write_text("rulebook: innovative\nlevers: {ip: {to: {I_self: 4}}}\n", encoding="utf-8")
    found = {lever.name: lever for lever in load_costs(path, innovative)}
    assert found["ip"].settings == (("I_self", 4),)
