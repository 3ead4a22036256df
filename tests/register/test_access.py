"""Who may do what: the table against a matrix kept by hand, and what is true of every decision."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.act.records import Case
from guanshan.i18n import LANGUAGES, load_texts
from guanshan.refusal import Conflict, Forbidden, NotSignedIn
from guanshan.register.access import HOUSE_ACTIONS, REGISTER_ACTIONS, RULES, Access, UnitTree
from guanshan.register.actor import CONSOLE, PUBLIC, SYSTEM, Actor, Held
from guanshan.register.appointment import Term, check_appointment, refuse_oneself
from guanshan.register.document import Document
from guanshan.register.party import MarketEntity
from guanshan.register.person import ADMINISTRATORS, STAFF_ROLES, Appointment, Person
from guanshan.register.place import Place
from guanshan.register.record import RecordType, record_type
from guanshan.register.unit import Unit

MATRIX = Path(__file__).parents[1] / "access" / "matrix.csv"
TYPES = {
    declared.name: declared
    for declared in map(record_type, (MarketEntity, Place, Document, Unit, Person, Appointment, Case))
}
TREE = UnitTree(
    {
        "guanshanhu": None,
        "industry": "guanshanhu",
        "market": "guanshanhu",
        "park": "industry",
        "shop": "park",
    },
    {"market": "区市场监督管理局"},
)
OWN, OTHER = "91350100M000100Y43", "91520115MA6H3XXX0X"

# Who stands in a column of the matrix, and whose record is at hand.
ENTERPRISE = Actor("enterprise:1", "138****8000", "enterprise", owner=OWN)
OFFICER = Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))
COLUMNS: dict[str, tuple[Actor, str, str]] = {
    "public": (PUBLIC, "market", OWN),
    "resident": (Actor("resident:1", "139****0000", "resident"), "market", OWN),
    "enterprise own": (ENTERPRISE, "market", OWN),
    "enterprise other": (ENTERPRISE, "market", OTHER),
    "officer own": (OFFICER, "industry", OWN),
    "officer below": (OFFICER, "shop", OWN),
    "officer other": (OFFICER, "market", OWN),
    **{
        role: (Actor(role, role, "staff", (Held(role, "guanshanhu"),)), "market", OWN)
        for role in ADMINISTRATORS
    },
    "console": (CONSOLE, "market", OWN),
    "system": (SYSTEM, "market", OWN),
}


def access() -> Access:
    return Access(TREE, published=["register.market_entity"])


def rows() -> list[dict[str, str]]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells() -> Iterator[tuple[str, str, str, str]]:
    for row in rows():
        for column in COLUMNS:
            yield row["what"], row["action"], column, row[column]


def told(what: str, action: str, column: str) -> str:
    actor, keeper, owner = COLUMNS[column]
    if what == "house":
        return "yes" if access().decide(actor, action, keeper=keeper).allowed else "no"
    declared = TYPES[what]
    owned = owner if declared.owner else None
    decision = access().decide(actor, action, declared, keeper, owned, "核对联系方式")
    if not decision.allowed:
        return "no"
    if action not in ("read", "export"):
        return "yes"
    return "masked" if decision.masked else "clear"


@pytest.mark.parametrize(("what", "action", "column", "expected"), list(cells()))
def test_every_decision_is_as_the_matrix_says(what: str, action: str, column: str, expected: str) -> None:
    assert told(what, action, column) == expected


def test_the_matrix_has_a_line_for_every_register_and_action() -> None:
    listed = {(row["what"], row["action"]) for row in rows()}
    wanted = {(name, action) for name in TYPES for action in REGISTER_ACTIONS}
    assert listed == wanted | {("house", action) for action in HOUSE_ACTIONS}


def test_the_matrix_has_a_column_for_every_role() -> None:
    known = {column.split()[0] for column in COLUMNS}
    assert {rule.role for rule in RULES} <= known
    assert set(STAFF_ROLES) <= known
    assert set(rows()[0]) == {"what", "action", *COLUMNS}


@pytest.mark.parametrize(("what", "action", "column", "expected"), list(cells()))
def test_what_a_query_sees_is_what_is_decided_row_by_row(
    what: str, action: str, column: str, expected: str
) -> None:
    """Scope and decision are two readings of one table; unmasking needs its purpose besides."""
    actor, keeper, owner = COLUMNS[column]
    declared = TYPES.get(what)
    owned = owner if declared and declared.owner else None
    scope = access().scope(actor, action, declared)
    assert scope.seen.holds(keeper, owned) == (expected != "no")
    if action in ("read", "export"):
        assert scope.clear.holds(keeper, owned) == (expected == "clear")


def test_nobody_unmasks_without_a_purpose() -> None:
    for actor, keeper, owner in COLUMNS.values():
        for purpose in (None, "", "  "):
            decision = access().decide(
                actor, "unmask", TYPES["register.market_entity"], keeper, owner, purpose
            )
            assert not decision.allowed
            assert decision.because_key == "access.needs.purpose"


@given(
    action=st.text(max_size=12).filter(lambda text: text not in (*REGISTER_ACTIONS, *HOUSE_ACTIONS)),
    column=st.sampled_from(sorted(COLUMNS)),
    what=st.sampled_from([None, *TYPES.values()]),
)
def test_what_no_line_grants_is_refused(action: str, column: str, what: RecordType | None) -> None:
    actor, keeper, owner = COLUMNS[column]
    assert not access().decide(actor, action, what, keeper, owner, "x").allowed
    assert not access().may_somewhere(actor, action, what)


@given(
    parents=st.lists(st.integers(0, 8), min_size=2, max_size=9),
    unit=st.integers(0, 8),
    ancestor=st.integers(0, 8),
)
def test_within_is_the_way_up_even_in_a_tree_that_bites_its_tail(
    parents: list[int], unit: int, ancestor: int
) -> None:
    tree = UnitTree({str(child): str(parent) for child, parent in enumerate(parents)})
    above = {str(unit)}
    at = str(unit)
    for _ in parents:
        at = str(parents[int(at)]) if int(at) < len(parents) else at
        above.add(at)
    assert tree.is_within(str(unit), str(ancestor)) == (str(ancestor) in above)
    assert (str(unit) in tree.below(str(ancestor))) == (
        str(ancestor) in above or unit == ancestor
    ) or unit >= len(parents)


def test_a_role_in_no_known_unit_reaches_nothing_but_that_unit() -> None:
    stray = Actor("x", "x", "staff", (Held("officer", "gone"),))
    entity = TYPES["register.market_entity"]
    assert not access().decide(stray, "write", entity, "market").allowed
    assert not access().decide(stray, "write", entity, None).allowed


def test_a_deputy_may_what_the_holder_may() -> None:
    deputy = Actor("x", "x", "staff", (Held("officer", "market", "deputy"),))
    decision = access().decide(deputy, "write", TYPES["register.market_entity"], "market")
    assert (decision.allowed, decision.role, decision.unit) == (True, "officer", "market")


def test_a_decision_names_the_unit_by_which_it_was_allowed() -> None:
    both = Actor("x", "x", "staff", (Held("officer", "industry"), Held("officer", "market")))
    entity = TYPES["register.market_entity"]
    assert access().decide(both, "write", entity, "shop").unit == "industry"
    assert access().decide(both, "write", entity, "market").unit == "market"
    assert access().units(both, "write", entity) == ("industry", "market")
    assert access().units(both, "write", TYPES["register.unit"]) == ()


def test_an_enterprise_without_a_binding_sees_nothing_of_its_own() -> None:
    unbound = Actor("enterprise:2", "x", "enterprise", owner=None)
    entity = TYPES["register.market_entity"]
    assert Access(TREE).scope(unbound, "read", entity).seen.is_empty
    assert not Access(TREE).decide(unbound, "read", entity, "market", None).allowed


def test_a_register_without_owners_has_no_own_records() -> None:
    assert not access().may_somewhere(ENTERPRISE, "read", TYPES["register.place"])
    assert not access().decide(ENTERPRISE, "read", TYPES["register.place"], "market", OWN).allowed
    assert access().may_somewhere(ENTERPRISE, "read", TYPES["register.market_entity"])


def test_a_role_put_on_an_outsider_is_worth_nothing() -> None:
    forged = Actor("enterprise:1", "x", "enterprise", (Held("auditor", "guanshanhu"),), owner=OWN)
    assert not access().decide(forged, "audit.read").allowed


def test_a_visitor_is_asked_to_sign_in_and_others_are_told_who_could() -> None:
    entity = TYPES["register.market_entity"]
    with pytest.raises(NotSignedIn, match=r"^access.needs.sign_in\("):
        access().require(PUBLIC, "write", entity, "market")
    with pytest.raises(Forbidden) as refused:
        access().require(OFFICER, "write", entity, "market")
    assert "区市场监督管理局" in load_texts().say(refused.value.key, "zh", **refused.value.values)
    with pytest.raises(Forbidden, match=r"^access.needs.auditor\("):
        access().require(OFFICER, "audit.read")
    with pytest.raises(Forbidden, match=r"^access.needs.security_admin\("):
        access().require(COLUMNS["system_admin"][0], "write", TYPES["register.appointment"], "market")


def test_every_refusal_has_its_words_in_both_languages() -> None:
    texts = load_texts()
    for what, action, column, expected in cells():
        if expected == "no":
            actor, keeper, owner = COLUMNS[column]
            decision = access().decide(actor, action, TYPES.get(what), keeper, owner, "x")
            for language in LANGUAGES:
                assert texts.say(decision.because_key, language, **decision.values)
    for rule in RULES:
        assert texts.has(f"access.roles.{rule.role}")


def test_the_tree_may_be_asked_anew_each_time() -> None:
    trees = [UnitTree({"market": "industry"}), UnitTree({"market": None})]
    changing = Access(lambda: trees[0])
    entity = TYPES["register.market_entity"]
    assert changing.decide(OFFICER, "write", entity, "market").allowed
    trees.pop(0)
    assert not changing.decide(OFFICER, "write", entity, "market").allowed


def term(role: str, start: date, end: date) -> Term:
    return Term("li", role, "market", start, end)


@given(
    first=st.sampled_from(STAFF_ROLES),
    second=st.sampled_from(STAFF_ROLES),
    days=st.lists(st.dates(date(2024, 1, 1), date(2024, 1, 12)), min_size=4, max_size=4),
)
def test_an_administrator_is_never_anything_else_on_any_day(
    first: str, second: str, days: list[date]
) -> None:
    one, other = term(first, days[0], days[1]), term(second, days[2], days[3])
    clash = any(
        one.start <= date(2024, 1, day) < one.end and other.start <= date(2024, 1, day) < other.end
        for day in range(1, 13)
    )
    apart = first != second and {first, second} & set(ADMINISTRATORS)
    if clash and apart:
        with pytest.raises(Conflict):
            check_appointment([one], other)
    else:
        check_appointment([one], other)


def test_nobody_appoints_himself_or_herself() -> None:
    declared = TYPES["register.appointment"]
    admin = COLUMNS["security_admin"][0]
    with pytest.raises(Forbidden, match=r"^access.exclusive.oneself\("):
        refuse_oneself(admin, declared, {"person": admin.id, "role": "officer"})
    refuse_oneself(admin, declared, {"person": "somebody", "role": "officer"})
