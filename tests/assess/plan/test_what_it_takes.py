"""What a plan says: obstacles with their reasons, what awaits an expert, borders met to the last decimal."""

from fractions import Fraction

import pytest

from guanshan.assess.library import Library
from guanshan.assess.plan.planning import plan
from guanshan.assess.plan.telling import told_plan
from guanshan.refusal import RefusedInput


@pytest.fixture(scope="module")
def library(rulebooks):
    return Library([rulebooks])


SRDI = {
    "years": 6, "revenue_wan": 5200, "main_share_pct": 91, "debt_pct": 45, "rd_wan": [140, 230], "rd_revenue_wan": [5200, 4800],
    "class_I": 0, "first_tier_title": True, "platform_score": 55,
}  # fmt: skip


TENANTS = {
    "years": 3, "stat_years": 2, "area_m2": 20000, "tenant_area_m2": 15300, "fund_wan": 600, "financed": 6, "cases": 3,
    "professionals": 9, "org_staff": 11, "mentors": 7, "patent_applied": 28, "tenants": 55, "graduates": 20,
}  # fmt: skip


def changes_of(found):
    return {change.lever.name: change.after for change in found.best.changes}


def test_only_the_expert_is_left(library):
    found = plan(library.find("srdi-2026"), SRDI)
    assert found.status == "awaiting"
    assert [(one.name, one.reason, one.inputs) for one in found.obstacles] == [
        ("N5", "expert", ("market_position_confirmed",))
    ]
    assert changes_of(found) == {"rd_last_wan": 156, "class_I": 1}  # 3 % of 5200 is 156
    assert found.reached.verdict == "undetermined"
    sure = plan(library.find("srdi-2026"), {**SRDI, "market_position_confirmed": True})
    assert (sure.status, sure.best.cost, sure.best.bound) == ("plan", 46, 46)


def test_what_the_expert_denied_is_fixed(library):
    found = plan(library.find("srdi-2026"), {**SRDI, "market_position_confirmed": False, "years": None})
    assert found.status == "impossible"
    assert {one.name: one.reason for one in found.obstacles} == {"N1": "unknown", "N5": "fixed"}


def test_a_share_is_met_to_the_last_step(library):
    case = {
        "sales_wan": [3000, 3600, "4500.000001"], "rd_wan": [160, 190, 90], "rd_domestic_3y_wan": 300, "hnte_income_wan": 3100,
        "total_income_wan": 4600, "tech_staff": 12, "staff": 80, "days_registered": 1500, "class_I": 1,
        "score": {"ip": 26, "conversion": 22, "organisation": 16, "growth": 12},
    }  # fmt: skip
    found = plan(library.find("hnte-2016"), case)
    changes = changes_of(found)
    # Five per cent of the sales of three years, in steps of 0.01; sixty per cent of that spent in China.
    assert changes["rd_3_wan"] == Fraction("205.01")
    assert changes["rd_domestic_3y_wan"] == Fraction("333.01")
    assert found.reached.verdict == "pass"


def test_no_plan_breaks_a_limit(library):
    few = {**TENANTS, "tenants": 60, "patent_applied": 30, "professionals": 5, "org_staff": 5}
    found = plan(library.find("incubator-2018"), few)
    assert (found.status, [one.name for one in found.obstacles]) == (
        "impossible",
        ["I4"],
    )  # six are needed, five work there
    found = plan(library.find("incubator-2018"), {**few, "org_staff": 6})
    assert changes_of(found) == {"professionals": 6}


def test_a_denominator_that_moves(library):
    found = plan(library.find("incubator-2018"), TENANTS)
    assert changes_of(found) == {"tenants": 60, "patent_applied": 30}
    # Sixty tenants are needed, and more than fifty dilute the five that are financed.
    more = plan(library.find("incubator-2018"), {**TENANTS, "financed": 5})
    assert (more.status, more.obstacles[0].name) == ("impossible", "I3")


def test_classes_are_nothing_to_qualify_for(library):
    with pytest.raises(RefusedInput, match=r"assess\.plan\.classes"):
        plan(library.find("sme-size-2011"), {"industry": "工业", "staff": 10, "revenue_wan": 10})


def test_told_as_data(library):
    told = told_plan(plan(library.find("srdi-2026"), SRDI), "en")
    assert (told["status"], told["feasible"], told["cost"], told["cost_unit"]) == (
        "awaiting",
        False,
        "46",
        "10k_CNY",
    )
    first = told["changes"][0]
    assert (first["input"], first["from"], first["to"], first["unit"], first["mark"]) == (
        "rd_last_wan",
        "140",
        "156",
        "10k_CNY",
        "C",
    )
    assert told["case"]["rd_last_wan"] == "156"
    assert told["obstacles"][0]["citation"]["article"] == "附件1，认定标准（五）"
    assert "main_revenue_wan" in told["forbidden"]
