"""What a record type says of itself, and what it takes."""

from datetime import date
from typing import Annotated

import pytest

from guanshan.refusal import ManyRefusals, NotFound
from guanshan.register.field import Text, Year
from guanshan.register.record import BEGINNING, OPEN_END, RecordTypes, record, record_type
from trial.records import Firm, Prize, Site, trial_types

FIRM = record_type(Firm)


def test_a_type_is_read_off_its_class() -> None:
    assert (FIRM.name, FIRM.system, FIRM.table, FIRM.label) == (
        "trial.firm", "trial", "trial_firm", "trial.records.firm.title",
    )  # fmt: skip
    assert FIRM.field_label("name") == "trial.records.firm.fields.name.label"
    assert [one.name for one in FIRM.fields if one.required] == ["code", "name"]
    assert [one.name for one in FIRM.personal] == ["contact"]
    assert [(one.name, to) for one, to in FIRM.references] == [("site", "trial.site")]
    assert [one.name for one in FIRM.fields if one.searched] == ["code", "name"]
    assert Firm(code="f", name="F").until is None


def test_every_fault_of_a_record_is_told_at_once() -> None:
    with pytest.raises(ManyRefusals) as refused:
        FIRM.check({"name": "", "staff": -1, "colour": "red", "contact": "1"})
    assert {(one.key, one.values["field"]) for one in refused.value.refusals} == {
        ("refusal.no_field", "colour"),
        ("refusal.required", "code"),
        ("refusal.blank", "name"),
        ("refusal.range", "staff"),
        ("refusal.phone", "contact"),
    }


def test_a_record_is_kept_whole_with_what_was_left_out() -> None:
    kept = FIRM.check({"code": "f", "name": "F", "since": "2020-01-01"})
    assert set(kept) == {one.name for one in FIRM.fields}
    assert (kept["since"], kept["staff"]) == (date(2020, 1, 1), None)
    assert FIRM.check(kept) == kept
    assert FIRM.to_json(kept)["since"] == "2020-01-01"


def test_when_a_record_holds() -> None:
    assert FIRM.validity_of({"since": None, "until": None}) == (BEGINNING, OPEN_END)
    assert FIRM.validity_of({"since": date(2020, 1, 1), "until": date(2021, 1, 1)}) == (
        date(2020, 1, 1), date(2021, 1, 1),
    )  # fmt: skip

    @record(key=("name",), title="name", holds_from="year")
    class Figure:
        __module__ = "trial.records"
        name: Annotated[str, Text()]
        year: Annotated[int, Year()]

    assert record_type(Figure).validity_of({"year": 2023}) == (date(2024, 1, 1), OPEN_END)


def test_keys() -> None:
    assert FIRM.key_of({"code": "f"}) == "f"
    assert record_type(Prize).key_of({"firm": "f", "name": "P"}) == "f|P"
    assert record_type(Prize).key_of({"firm": "f", "name": None}) == "f|"


def test_two_keys_never_read_alike() -> None:
    prize = record_type(Prize)
    keys = [
        prize.key_of({"firm": firm, "name": name})
        for firm, name in (("a|b", "c"), ("a", "b|c"), ("a\\", "b|c"), ("a\\|b", "c"), ("a", "b\\|c"))
    ]
    assert len(set(keys)) == len(keys)
    assert FIRM.key_of({"code": "a|b"}) == "a|b"


def test_types_are_found_by_full_and_short_name() -> None:
    types = trial_types()
    assert types["trial.site"] is types["site"] is record_type(Site)
    assert "trial.site" in types
    assert "site" not in types
    for name in ("nothing", "other.site", ""):
        with pytest.raises(NotFound, match=r"^refusal\.no_register"):
            types[name]
    with pytest.raises(NotFound, match=r"^refusal\.no_field"):
        FIRM.field("colour")
    assert [one.name for one in RecordTypes([Firm])] == ["trial.firm"]


def test_a_declaration_that_names_no_field_of_its_own_does_not_load() -> None:
    with pytest.raises(NotFound):

        @record(key=("code",), title="name")
        class Lacking:
            __module__ = "trial.records"
            name: Annotated[str, Text()]

    with pytest.raises(TypeError, match="exactly one kind"):

        @record(key=("name",), title="name")
        class Double:
            __module__ = "trial.records"
            name: Annotated[str, Text(), Year()]
