"""An enterprise fills in what is unknown of itself: all of the form or nothing, and never what somebody else has to judge."""

from fractions import Fraction

import pytest

from guanshan.refusal import ManyRefusals, NotFound
from guanshan.register.actor import SYSTEM as HOUSE
from guanshan.register.actor import Actor, Held
from guanshan.register.query import Condition
from guanshan.register.sample import sample_code
from guanshan.systems.enterprise.service.designation import library
from guanshan.systems.enterprise.service.filling import fill, is_judged, judged_inputs, name_of
from guanshan.systems.enterprise.service.statement import STATED, questions
from guanshan.systems.enterprise.service.verdict import verdict

CODE, OTHER = sample_code(77, "company"), sample_code(78, "company")
OWNER = Actor("enterprise:1", "一号", "enterprise", owner=CODE)
OFFICER = Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))


@pytest.fixture
def registry(empty, registry_over):
    with empty.write(HOUSE, "test") as writing:
        unit = {"code": "guanshanhu", "name": "区", "kind": "district"}
        writing.put("register.unit", unit, keeper="guanshanhu")
        for code in (CODE, OTHER):
            entity = {"credit_code": code, "name": code, "kind": "company", "industry": "C3831"}
            writing.put("register.market_entity", entity, keeper="market")
    return registry_over(empty)


def test_good_answers_are_kept_and_the_verdict_rests_on_them_at_once(registry):
    asked = questions(registry, OWNER, CODE)
    answers = {
        "years_in_segment@2023": " 4.5 ",
        "srdi.digital_level": "2",
        "srdi.quality_items": "",
        "unasked": "1",
    }
    assert fill(registry, OWNER, CODE, answers, asked) == 2
    found = verdict(registry, OFFICER, CODE, rulebook="srdi").case
    assert (found.inputs["years"], found.inputs["digital_level"]) == (Fraction("4.5"), Fraction(2))
    assert found.grounds["years"][0].voice == "enterprise"
    again = questions(registry, OWNER, CODE)
    assert fill(registry, OWNER, CODE, answers, again) == 0, "what stands already is not said again"


def test_one_bad_answer_keeps_all_of_the_form_out(registry):
    asked = questions(registry, OWNER, CODE)
    answers = {"years_in_segment@2023": "4", "srdi.digital_level": "1.5", "market_share@2023": "viel"}
    with pytest.raises(ManyRefusals) as refused:
        fill(registry, OWNER, CODE, answers, asked)
    fields = {one.values["field"]: one.key for one in refused.value.refusals}
    assert fields == {
        "srdi.digital_level": "assess.case.decimals",
        "market_share@2023": "enterprise.statement.number",
    }
    assert registry.count(HOUSE, STATED, where=[Condition("credit_code", "eq", CODE)]) == 0


def test_what_an_expert_judges_or_a_register_tells_is_not_filled_in(registry):
    asked = questions(registry, OWNER, CODE)
    judged = {name_of(one) for one in asked if is_judged(one)}
    assert {
        "hnte.advancedness_points",
        "srdi.local_points",
        "srdi.score_given",
        "little-giant.chain_ok",
    } <= judged
    assert not {"years_in_segment@2023", "hnte.standards", "srdi.digital_level"} & judged
    with pytest.raises(ManyRefusals) as refused:
        fill(registry, OWNER, CODE, {"hnte.advancedness_points": "8"}, asked)
    assert refused.value.refusals[0].key == "enterprise.statement.not_yours"
    with registry.store.write(HOUSE, "test") as writing:
        row = {"credit_code": CODE, "year": 2023, "operating_revenue": "1000"}
        writing.put("enterprise.financial_year", row, keeper="statistics")
    told = next(one for one in questions(registry, OWNER, CODE) if one.registered)
    with pytest.raises(ManyRefusals):
        fill(registry, OWNER, CODE, {name_of(told): "1"}, [told])


def test_nobody_fills_in_for_another(registry):
    asked = questions(registry, OFFICER, OTHER)
    with pytest.raises(NotFound):
        fill(registry, OWNER, OTHER, {"srdi.digital_level": "2"}, asked)


@pytest.mark.parametrize("name", library().names)
def test_judged_inputs_are_inputs(name):
    book = library().find(name)
    assert judged_inputs(book) <= {one.name for one in book.inputs}
