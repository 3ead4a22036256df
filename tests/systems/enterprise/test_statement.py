"""What is stated: checked as the rulebooks read it, by whom, and what counts before it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.assess.parameter import Input
from guanshan.refusal import Forbidden, NotFound, Refusal, RefusedInput
from guanshan.register.actor import SYSTEM as HOUSE
from guanshan.register.actor import Actor, Held
from guanshan.register.query import Moment
from guanshan.register.sample import sample_code
from guanshan.systems.enterprise.service.answer import parsed
from guanshan.systems.enterprise.service.statement import questions, state
from guanshan.systems.enterprise.service.verdict import verdict

DAY = date(2024, 5, 6)
CODE, OTHER = sample_code(77, "company"), sample_code(78, "company")
OWNER = Actor("enterprise:1", "一号", "enterprise", owner=CODE)
OFFICER = Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))


@pytest.fixture
def registry(empty, registry_over):
    with empty.write(HOUSE, "test") as writing:
        writing.put(
            "register.unit", {"code": "guanshanhu", "name": "区", "kind": "district"}, keeper="guanshanhu"
        )
        for code in (CODE, OTHER):
            writing.put(
                "register.market_entity",
                {"credit_code": code, "name": code, "kind": "company", "industry": "C3831"},
                keeper="market",
            )
    return registry_over(empty)


def of(registry, fact, actor=OFFICER):
    return {(one.fact, one.year): one for one in questions(registry, actor, CODE)}[fact]


def srdi(registry, day=DAY):
    return verdict(registry, OFFICER, CODE, Moment(day), "srdi-2022")


def test_an_enterprise_fills_in_what_is_unknown_and_it_stays_its_word(registry):
    asked = of(registry, ("years_in_segment", 2023), OWNER)
    assert (asked.registered, asked.value, asked.voice) == (False, None, None)
    assert {book for book, _ in asked.asked_by} == {"srdi-2022", "little-giant-2022"}
    assert srdi(registry).case.inputs["years"] is None
    state(registry, OWNER, CODE, "years_in_segment", "4.5", year=2023)
    found = srdi(registry)
    assert found.case.inputs["years"] == Fraction("4.5")
    assert [(one.register, one.voice) for one in found.case.grounds["years"]] == [
        ("enterprise.stated_fact", "enterprise")
    ]
    criterion = next(one for one in found.told()["criteria"] if one["id"] == "C1")
    assert criterion["outcome"] == "met"
    assert [source["voice"] for source in criterion["sources"]] == ["enterprise"]
    asked = of(registry, ("years_in_segment", 2023))
    assert (asked.value, asked.voice) == ("4.5", "enterprise")


def test_an_office_s_word_counts_before_the_enterprise_s_and_stands_beside_it(registry):
    state(registry, OWNER, CODE, "years_in_segment", "4", year=2023)
    state(registry, OFFICER, CODE, "years_in_segment", "1", year=2023)
    found = srdi(registry)
    assert found.case.inputs["years"] == 1
    assert [one.voice for one in found.case.grounds["years"]] == ["office"]
    state(registry, OWNER, CODE, "years_in_segment", "9", year=2023)
    assert srdi(registry).case.inputs["years"] == 1
    values = {
        str(row.values["voice"]): row.values["value"]
        for row in registry.find(OFFICER, "enterprise.stated_fact")
    }
    assert values == {"enterprise": "9", "office": "1"}


def test_a_row_of_the_proper_register_counts_before_a_statement(registry):
    fact = "enterprise.financial_year.rd_expense"
    state(registry, OWNER, CODE, fact, "123.45", year=2023)
    assert srdi(registry).case.inputs["rd_wan"] == Fraction("123.45")
    with registry.store.write(HOUSE, "test") as writing:
        row = {"credit_code": CODE, "year": 2023, "rd_expense": Decimal("500000")}
        writing.put("enterprise.financial_year", row, keeper="statistics")
    found = srdi(registry)
    assert found.case.inputs["rd_wan"] == 50
    assert [one.register for one in found.case.grounds["rd_wan"]] == ["enterprise.financial_year"]
    assert of(registry, (fact, 2023)).registered


def test_a_statement_in_another_unit_is_turned_into_that_of_the_rulebook(registry):
    state(registry, OWNER, CODE, "enterprise.financial_year.rd_expense", "1234500", year=2023, unit="CNY")
    assert srdi(registry).case.inputs["rd_wan"] == Fraction("123.45")


def test_a_statement_of_the_day_holds_from_that_day(registry):
    state(registry, OWNER, CODE, "srdi.digital_level", "3")
    assert srdi(registry).case.inputs["digital_level"] == 3
    assert srdi(registry, date(2024, 5, 5)).case.inputs["digital_level"] is None


@pytest.mark.parametrize(
    ("fact", "value", "more", "key"),
    [
        ("years_in_segmnt", "4", {"year": 2023}, "enterprise.statement.no_fact"),
        ("years_in_segment", "4", {}, "enterprise.statement.year"),
        ("srdi.digital_level", "4", {"year": 2023}, "enterprise.statement.no_year"),
        ("years_in_segment", "four", {"year": 2023}, "enterprise.statement.number"),
        ("years_in_segment", "1e2", {"year": 2023}, "enterprise.statement.number"),
        ("years_in_segment", "NaN", {"year": 2023}, "enterprise.statement.number"),
        ("years_in_segment", "4.123", {"year": 2023}, "assess.case.decimals"),
        ("years_in_segment", "-1", {"year": 2023}, "assess.case.range"),
        ("market_share", "101", {"year": 2023}, "assess.case.range"),
        ("market_share", "10", {"year": 2023, "unit": "CNY"}, "enterprise.statement.unit"),
        ("srdi.field", "D", {}, "assess.case.choice"),
        ("little-giant.own_brand", "yes", {}, "enterprise.statement.flag"),
    ],
)
def test_what_the_rulebooks_cannot_read_is_refused(registry, fact, value, more, key):
    head = registry.store.head()
    with pytest.raises(RefusedInput) as refused:
        state(registry, OWNER, CODE, fact, value, **more)
    assert refused.value.key == key
    assert refused.value.values["field"] in ("fact", "year", "value", "unit")
    assert registry.store.head() == head


def test_by_no_door_does_a_statement_land_that_cannot_be_read(registry):
    values = {
        "credit_code": CODE,
        "fact": "years_in_segment",
        "year": 2023,
        "value": "many",
        "voice": "office",
    }
    with pytest.raises(RefusedInput):
        registry.add(OFFICER, "enterprise.stated_fact", values, "x", keeper="industry")
    landed = registry.add(OFFICER, "enterprise.stated_fact", values | {"value": "3"}, "x", keeper="industry")
    with pytest.raises(RefusedInput):
        registry.edit(OFFICER, "enterprise.stated_fact", landed.record, {"value": "many"}, "x")


def test_an_enterprise_neither_speaks_for_an_office_nor_for_another(registry):
    values = {"credit_code": CODE, "fact": "years_in_segment", "year": 2023, "value": "3", "voice": "office"}
    with pytest.raises(Forbidden) as refused:
        registry.add(OWNER, "enterprise.stated_fact", values, "x")
    assert refused.value.key == "access.needs.own_voice"
    found = registry.add(OFFICER, "enterprise.stated_fact", values, "x", keeper="industry")
    for change in ({"value": "9"}, {"voice": "enterprise"}):
        with pytest.raises(Forbidden):
            registry.edit(OWNER, "enterprise.stated_fact", found.record, change, "x")
    with pytest.raises(Forbidden):
        registry.retract(OWNER, "enterprise.stated_fact", found.record, "x")
    with pytest.raises((NotFound, Forbidden)):
        state(registry, OWNER, OTHER, "years_in_segment", "3", year=2023)
    mine = state(registry, OWNER, CODE, "years_in_segment", "3", year=2023)
    with pytest.raises(Forbidden):
        registry.edit(OWNER, "enterprise.stated_fact", mine.record, {"voice": "office"}, "x")
    registry.retract(OWNER, "enterprise.stated_fact", mine.record, "x")


def test_by_no_door_does_an_enterprise_say_what_an_expert_has_to_find(registry):
    with pytest.raises(RefusedInput, match=r"not_yours"):
        state(registry, OWNER, CODE, "hnte.management_points", "6")
    row = {"credit_code": CODE, "fact": "hnte.management_points", "value": "6", "voice": "enterprise"}
    with pytest.raises(RefusedInput, match=r"not_yours"):
        registry.add(OWNER, "enterprise.stated_fact", row, "test")
    state(registry, OFFICER, CODE, "hnte.management_points", "6")
    assert of(registry, ("hnte.management_points", None)).voice == "office"


def test_an_enterprise_writes_nothing_but_statements_and_receipts(registry):
    for declared in registry.types:
        allowed = registry.access.may_somewhere(OWNER, "write", declared)
        assert allowed == (declared.name in ("enterprise.stated_fact", "enterprise.cultivation_note"))
        assert not registry.access.may_somewhere(OWNER, "import", declared)


NUMBER = Input(
    name="x",
    title={"zh": "x", "en": "x"},
    kind="number",
    unit="10k_CNY",
    decimals=6,
    low=Fraction(0),
    high=Fraction(10**10),
)


@given(st.text(max_size=30), st.sampled_from([None, "CNY", "10k_CNY", "persons", ""]))
def test_no_text_breaks_the_reading_of_a_statement(text, unit):
    try:
        found = parsed(NUMBER, text, unit)
    except Refusal:
        pytest.fail("a statement that cannot be read is unknown, not an error")
    assert found is None or 0 <= found <= 10**10


@given(st.decimals(0, 10**9, places=6))
def test_every_number_in_range_is_read_exactly(number):
    assert parsed(NUMBER, format(number, "f"), "10k_CNY") == Fraction(number)
