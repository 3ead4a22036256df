"""Plans from the registers: those of one equal those of many, they come true when they are carried out, and an office sets the price."""

from dataclasses import replace
from fractions import Fraction

import pytest

from guanshan.assess.evaluate import evaluate
from guanshan.refusal import Forbidden, NotFound, RefusedInput
from guanshan.register.actor import Actor, Held
from guanshan.register.query import Condition
from guanshan.register.sample import sample_code
from guanshan.systems.enterprise.sample import ZHONGAN
from guanshan.systems.enterprise.service.near import near
from guanshan.systems.enterprise.service.pipeline import Asked, pipeline
from guanshan.systems.enterprise.service.planning import plan_for, plan_of, plans_for
from guanshan.systems.enterprise.service.verdict import verdict

OWNER = Actor("enterprise:1", "一号", "enterprise", owner=ZHONGAN)


@pytest.fixture(scope="module")
def codes(registry, officer):
    rows = registry.find(officer, "enterprise.standing", limit=60)
    return [str(one.values["credit_code"]) for one in rows]


@pytest.mark.parametrize("family", ["innovative", "tech-sme"])
def test_many_at_once_equal_one_by_one(registry, officer, codes, family):
    many = {one.credit_code: one.plan for one in plans_for(registry, officer, codes, family)}
    assert set(many) == set(codes)
    for code in codes[::6]:
        alone = plan_for(registry, officer, code, family).plan
        assert (alone.status, alone.best and alone.best.cost) == (
            many[code].status,
            many[code].best and many[code].best.cost,
        )
    assert {"plan", "qualifies"} <= {plan.status for plan in many.values()}


def test_a_plan_is_of_what_was_explained_and_comes_true(registry, officer, codes):
    planned = 0
    for code in codes[:20]:
        explained = verdict(registry, officer, code, rulebook="innovative")
        found = plan_of(explained)
        assert found.name == explained.name
        if found.plan.status == "plan":
            planned += 1
            assert found.plan.case is not None
            assert evaluate(explained.verdict.rulebook, found.plan.case).verdict == "pass"
    assert planned > 3


def test_an_office_sets_the_price(registry, officer, codes):
    before = next(
        one for one in plans_for(registry, officer, codes, "innovative") if one.plan.status == "plan"
    )

    def dearer(book):
        return [
            replace(one, cost=one.cost * 3, settings=tuple((to, price * 3) for to, price in one.settings))
            for one in book.levers
        ]

    after = plan_for(registry, officer, before.credit_code, "innovative", levers=dearer)
    assert after.plan.best.cost == 3 * before.plan.best.cost > Fraction(0)
    none = plan_for(registry, officer, before.credit_code, "innovative", levers=lambda book: [])
    assert none.plan.status == "impossible"


def test_an_enterprise_plans_for_itself_alone(registry, codes):
    assert plan_for(registry, OWNER, ZHONGAN, "srdi").plan.rulebook.family == "srdi"
    with pytest.raises(NotFound):
        plan_for(registry, OWNER, codes[0], "srdi")
    assert [one.credit_code for one in plans_for(registry, OWNER, [*codes, ZHONGAN], "srdi")] == [ZHONGAN]
    with pytest.raises(Forbidden):
        plan_for(
            registry, Actor("auditor", "审计", "staff", (Held("auditor", "guanshanhu"),)), ZHONGAN, "srdi"
        )


def test_what_cannot_be_planned_for_is_refused(registry, officer):
    with pytest.raises(RefusedInput, match="classes"):
        plan_for(registry, officer, ZHONGAN, "sme-size")
    with pytest.raises(NotFound):
        plan_for(registry, officer, sample_code(123_456, "company"), "srdi")
    with pytest.raises(NotFound):
        plan_for(registry, officer, ZHONGAN, "nothing")


def test_near_is_what_the_pipeline_says(registry, officer):
    rows = pipeline(registry, officer, Asked(state="near", limit=None)).rows
    by_code = {}
    for row in rows:
        by_code.setdefault(row.credit_code, set()).add(row.designation)
    assert by_code
    for code, families in list(by_code.items())[:12]:
        assert near(registry, officer, code) == families
    held = registry.find(officer, "enterprise.title", where=[Condition("kind", "eq", "srdi")], limit=3)
    assert all("srdi" not in near(registry, officer, str(one.values["credit_code"])) for one in held)
