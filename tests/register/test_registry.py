"""What actors read and write of the registers: masks, rights, edits against each other."""

import json
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from guanshan.clock import CHINA, DistrictClock, tick_of
from guanshan.refusal import Conflict, Forbidden, ManyRefusals, NotFound, NotSignedIn, RefusedInput
from guanshan.register.access import Access, UnitTree
from guanshan.register.actor import PUBLIC, Actor, Held
from guanshan.register.audit_tables import AUDIT
from guanshan.register.query import Condition, Moment
from guanshan.register.registry import Registry
from guanshan.register.store import Store

TODAY = date(2024, 5, 6)
NORTH = Actor("north", "North", "staff", (Held("officer", "north"),), source="10.0.0.1")
SOUTH = Actor("south", "South", "staff", (Held("officer", "south"),))
ABOVE = Actor("above", "Above", "staff", (Held("officer", "district"),))
OWNER = Actor("enterprise:1", "Owner", "enterprise", owner="f")
OTHER = Actor("enterprise:2", "Other", "enterprise", owner="g")


@pytest.fixture
def registry(store: Store) -> Registry:
    access = Access(UnitTree({"district": None, "north": "district", "south": "district"}))
    noon = tick_of(datetime(2024, 5, 6, 12, tzinfo=CHINA))
    return Registry(store, access, lambda: DistrictClock(lambda: noon))


def add_firm(registry: Registry, **values) -> str:
    told = {"code": "f", "name": "F", "contact": "13812345678", **values}
    return registry.add(NORTH, "firm", told, "founded").record


def last_event(registry: Registry) -> SimpleNamespace:
    with registry.store.database.reading() as connection:
        body = connection.scalar(select(AUDIT.c.body).order_by(AUDIT.c.seq.desc()).limit(1))
    return SimpleNamespace(**json.loads(body))


def test_personal_fields_are_masked_for_all_but_their_owner(registry: Registry) -> None:
    firm = add_firm(registry)
    for actor, shown in ((SOUTH, "138****5678"), (NORTH, "138****5678"), (OWNER, "13812345678")):
        version = registry.get(actor, "firm", firm)
        assert version.values["contact"] == shown
        assert version.masked == (frozenset() if actor is OWNER else {"contact"})
        assert registry.by_key(actor, "firm", "f").values["contact"] == shown
        assert registry.find(actor, "firm")[0].values["contact"] == shown
        assert registry.history(actor, "firm", firm)[0].values["contact"] == shown
        assert (version.salt is None) == (actor is not OWNER)


def test_an_outsider_sees_its_own_alone(registry: Registry) -> None:
    firm = add_firm(registry)
    assert (registry.count(OWNER, "firm"), registry.count(OTHER, "firm")) == (1, 0)
    for read in (registry.get, registry.history):
        with pytest.raises(NotFound):
            read(OTHER, "firm", firm)
    assert registry.search(OTHER, "F") == []
    assert [hit.record for hit in registry.search(OWNER, "f")] == [firm]
    with pytest.raises(NotSignedIn):
        registry.find(PUBLIC, "firm")


def test_a_masked_field_cannot_be_asked_about(registry: Registry) -> None:
    add_firm(registry)
    told = [Condition("contact", "starts", "138")]
    for ask in (
        lambda: registry.find(SOUTH, "firm", where=told),
        lambda: registry.count(SOUTH, "firm", where=told),
        lambda: registry.find(SOUTH, "firm", order="-contact"),
    ):
        with pytest.raises(RefusedInput, match=r"^refusal\.masked_condition"):
            ask()
    assert registry.count(OWNER, "firm", where=told) == 1


def test_unmasking_is_written_before_it_is_shown(registry: Registry) -> None:
    firm = add_firm(registry)
    assert registry.unmask(NORTH, "firm", firm, "contact", "call back") == "13812345678"
    event = last_event(registry)
    assert (event.action, event.object, event.actor, event.reason, event.detail) == (
        "unmask", f"trial.firm/{firm}", "north", "call back", {"field": "contact"},
    )  # fmt: skip
    assert registry.unmask(ABOVE, "firm", firm, "contact", "call back") == "13812345678"
    seq = registry.store.head().seq
    for actor, field, purpose, refusal in (
        (SOUTH, "contact", "curious", Forbidden),
        (NORTH, "contact", " ", RefusedInput),
        (NORTH, "name", "why", RefusedInput),
    ):
        with pytest.raises(refusal):
            registry.unmask(actor, "firm", firm, field, purpose)
    assert registry.store.head().seq == seq


def test_only_the_unit_that_keeps_a_record_changes_it(registry: Registry) -> None:
    firm = add_firm(registry)
    for act in (
        lambda: registry.edit(SOUTH, "firm", firm, {"name": "G"}, "why"),
        lambda: registry.retract(SOUTH, "firm", firm, "why"),
        lambda: registry.add(SOUTH, "firm", {"code": "g", "name": "G"}, "why", keeper="north"),
        lambda: registry.edit(OWNER, "firm", firm, {"name": "G"}, "why"),
    ):
        with pytest.raises(Forbidden):
            act()
    assert registry.edit(ABOVE, "firm", firm, {"name": "G"}, "why").changed
    assert registry.may_write(NORTH, registry.get(NORTH, "firm", firm))
    assert not registry.may_write(SOUTH, registry.get(SOUTH, "firm", firm))


def test_an_edit_holds_from_today_and_stands_in_the_chain_with_its_reason(registry: Registry) -> None:
    firm = add_firm(registry)
    registry.edit(NORTH, "firm", firm, {"name": "G"}, "renamed")
    assert registry.get(NORTH, "firm", firm, Moment(date(2024, 5, 5))).name == "F"
    assert registry.get(NORTH, "firm", firm).name == "G"
    event = last_event(registry)
    assert (event.action, event.reason, event.unit, event.source) == ("edit", "renamed", "north", "10.0.0.1")
    assert "13812345678" not in str(event)
    registry.edit(NORTH, "firm", firm, {"name": "H"}, "always", throughout=True)
    assert registry.get(NORTH, "firm", firm, Moment(date(2020, 1, 1))).name == "H"


def test_without_a_reason_nothing_is_written(registry: Registry) -> None:
    firm = add_firm(registry)
    for act in (
        lambda: registry.add(NORTH, "firm", {"code": "g", "name": "G"}, " "),
        lambda: registry.edit(NORTH, "firm", firm, {"name": "G"}, ""),
        lambda: registry.retract(NORTH, "firm", firm, "\n"),
    ):
        with pytest.raises(RefusedInput, match=r"^refusal\.no_reason"):
            act()


def test_two_people_at_one_record_do_not_overwrite_each_other(registry: Registry) -> None:
    firm = add_firm(registry)
    seen = registry.get(NORTH, "firm", firm).entry
    registry.edit(ABOVE, "firm", firm, {"name": "G"}, "why", seen_entry=seen)
    with pytest.raises(Conflict, match=r"^refusal\.changed_meanwhile"):
        registry.edit(NORTH, "firm", firm, {"staff": 3}, "why", seen_entry=seen)
    registry.edit(
        NORTH, "firm", firm, {"staff": 3}, "why", seen_entry=registry.get(NORTH, "firm", firm).entry
    )


def test_what_is_planned_for_later_does_not_stop_an_edit_of_today(registry: Registry) -> None:
    firm = add_firm(registry)
    registry.edit(NORTH, "firm", firm, {"name": "G"}, "why", since=date(2024, 7, 1))
    registry.edit(NORTH, "firm", firm, {"name": "H"}, "why", since=date(2024, 8, 1))
    seen = registry.get(NORTH, "firm", firm)
    assert seen.name == "F"
    registry.edit(NORTH, "firm", firm, {"staff": 3}, "why", seen_entry=seen.entry)
    assert registry.get(NORTH, "firm", firm, Moment(date(2024, 9, 1))).values["staff"] == 3


def test_a_mask_that_comes_back_from_a_form_is_no_change(registry: Registry) -> None:
    firm = add_firm(registry)
    shown = registry.get(NORTH, "firm", firm).values["contact"]
    registry.edit(NORTH, "firm", firm, {"name": "G", "contact": shown}, "why")
    assert registry.get(OWNER, "firm", firm).values["contact"] == "13812345678"
    with pytest.raises(ManyRefusals):
        registry.edit(NORTH, "firm", firm, {"contact": "139****0000"}, "why")


def test_a_key_is_added_once(registry: Registry) -> None:
    firm = add_firm(registry)
    with pytest.raises(Conflict, match=r"^refusal\.key_taken"):
        add_firm(registry)
    registry.retract(NORTH, "firm", firm, "never was")
    assert add_firm(registry) != firm
    with pytest.raises(NotFound):
        registry.edit(NORTH, "firm", firm, {"name": "G"}, "why")


def test_an_unknown_field_or_register_is_named(registry: Registry) -> None:
    firm = add_firm(registry)
    with pytest.raises(ManyRefusals) as refused:
        registry.edit(NORTH, "firm", firm, {"colour": "red"}, "why")
    assert refused.value.refusals[0].key == "refusal.no_field"
    with pytest.raises(NotFound, match=r"^refusal\.no_register"):
        registry.find(NORTH, "nothing")
    with pytest.raises(NotFound, match=r"^refusal\.no_field"):
        registry.find(NORTH, "firm", where=[Condition("colour", "eq", "red")])


def test_an_export_leaves_nothing_that_was_not_asked_for(registry: Registry) -> None:
    add_firm(registry)
    assert registry.find(SOUTH, "firm", action="export")[0].values["contact"] == "138****5678"
    assert registry.moment().on == TODAY
    assert registry.moment(known_at=5).known_at == 5
