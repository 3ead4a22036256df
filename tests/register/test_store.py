"""How facts get into a register: what each way of telling does to the days on which something holds."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from guanshan.canonical import merkle_root
from guanshan.refusal import Conflict, ManyRefusals, NotFound, RefusedInput
from guanshan.register.actor import CONSOLE
from guanshan.register.audit_tables import AUDIT
from guanshan.register.query import Condition, Moment, Source
from guanshan.register.record import BEGINNING, OPEN_END
from guanshan.register.schema import search
from guanshan.register.store import Row, Store

Y2020, Y2021, Y2022, Y2023, Y2024 = (date(year, 1, 1) for year in range(2020, 2025))
TODAY = date(2024, 5, 6)


def put(
    store: Store, register: str, /, *, keeper: str = "north", record: str | None = None, since=None, **values
):
    with store.write(CONSOLE, "add") as writing:
        return writing.put(register, values, keeper=keeper, record=record, since=since)


def put_many(store: Store, register: str, *rows: dict, since=None, keeper: str = "north"):
    with store.write(CONSOLE, "import") as writing:
        checked = [
            Row(writing.reading.types[register].check(row), Source(row=n)) for n, row in enumerate(rows)
        ]
        return writing.put_many(register, checked, since=since, keeper=keeper)


def amend(store: Store, register: str, record: str, /, *, since=None, throughout=False, **changes):
    with store.write(CONSOLE, "edit") as writing:
        return writing.amend(register, record, changes, since=since, throughout=throughout)


def retract(store: Store, name: str, record: str, since=None) -> None:
    with store.write(CONSOLE, "retract") as writing:
        writing.retract(name, record, since=since)


def life(store: Store, name: str, record: str, *fields: str) -> list[tuple]:
    """What stands of a record: from, until, and the fields asked for."""
    with store.reading() as reading:
        found = reading.life(name, record)
    return [(one.valid_from, one.valid_to, *(one.values[field] for field in fields)) for one in found]


def labels(store: Store) -> list[tuple[str, str]]:
    with store.reading() as reading:
        rows = reading.connection.execute(select(search.c.code, search.c.label).order_by(search.c.code))
        return [(row.code, row.label) for row in rows]


# --- a record that evolves -------------------------------------------------------------------------------------


def test_a_change_holds_from_its_day_and_the_days_before_stay(store: Store) -> None:
    site = put(store, "site", code="a", name="Old").record
    amend(store, "site", site, since=Y2023, name="New")
    assert life(store, "site", site, "name") == [(BEGINNING, Y2023, "Old"), (Y2023, OPEN_END, "New")]


def test_a_new_record_holds_from_its_own_beginning_else_from_the_day_named(store: Store) -> None:
    with store.write(CONSOLE, "add") as writing:
        firm = writing.put(
            "firm", {"code": "f", "name": "F", "since": Y2020}, keeper="north", since=Y2023
        ).record
        site = writing.put("site", {"code": "a", "name": "A"}, keeper="north", since=Y2023).record
    assert life(store, "firm", firm) == [(Y2020, OPEN_END)]
    assert life(store, "site", site) == [(Y2023, OPEN_END)]


def test_to_say_the_same_again_changes_nothing_and_writes_no_event(store: Store) -> None:
    site = put(store, "site", code="a", name="A", height=Decimal("1.5"), since=Y2023)
    seq = store.head().seq
    for since in (Y2023, Y2024):
        again = put(store, "site", code="a", name="A", height="1.500", since=since)
        assert (again.record, again.changed, again.new) == (site.record, False, False)
    assert not amend(store, "site", site.record, since=Y2024, name="A").changed
    assert store.head().seq == seq


def test_a_change_and_its_taking_back_leave_one_stretch(store: Store) -> None:
    site = put(store, "site", code="a", name="A").record
    amend(store, "site", site, since=Y2023, name="B")
    amend(store, "site", site, since=Y2023, name="A")
    assert life(store, "site", site, "name") == [(BEGINNING, OPEN_END, "A")]


def test_a_change_from_before_the_beginning_holds_from_the_beginning(store: Store) -> None:
    site = put(store, "site", code="a", name="A", since=Y2022).record
    amend(store, "site", site, since=Y2020, name="B")
    assert life(store, "site", site, "name") == [(Y2022, OPEN_END, "B")]


def test_a_firm_told_from_before_its_founding_begins_with_its_founding(store: Store) -> None:
    with store.write(CONSOLE, "add") as writing:
        values = {"code": "f", "name": "F", "since": Y2022}
        firm = writing.put("firm", values, keeper="north").record
        told = writing.put("firm", {**values, "name": "G"}, keeper="north", since=Y2020)
    assert told.record == firm
    assert life(store, "firm", firm, "name") == [(Y2022, OPEN_END, "G")]


def test_a_correction_of_all_days_leaves_the_other_fields_as_they_evolved(store: Store) -> None:
    site = put(store, "site", code="a", name="Old").record
    amend(store, "site", site, since=Y2023, name="New")
    amend(store, "site", site, throughout=True, height="7.25")
    assert life(store, "site", site, "name", "height") == [
        (BEGINNING, Y2023, "Old", Decimal("7.25")),
        (Y2023, OPEN_END, "New", Decimal("7.25")),
    ]


def test_a_correction_of_all_days_makes_no_days_of_its_own(store: Store) -> None:
    site = put(store, "site", code="a", name="A", since=Y2022).record
    retract(store, "site", site, since=Y2024)
    amend(store, "site", site, throughout=True, name="B")
    assert life(store, "site", site, "name") == [(Y2022, Y2024, "B")]


def test_a_whole_record_told_anew_keeps_the_beginning_that_its_values_do_not_tell(store: Store) -> None:
    site = put(store, "site", code="a", name="A", since=Y2022).record
    put(store, "site", code="a", name="B")
    assert life(store, "site", site, "name") == [(Y2022, OPEN_END, "B")]


def firm_of(store: Store, **values) -> str:
    with store.write(CONSOLE, "add") as writing:
        return writing.put("firm", {"code": "f", "name": "F", **values}, keeper="north").record


def test_an_end_lies_on_its_day_even_where_the_change_is_told_later(store: Store) -> None:
    firm = firm_of(store, since=Y2020)
    assert amend(store, "firm", firm, since=TODAY, until=Y2024, staff=0).changed
    assert life(store, "firm", firm, "until", "staff") == [(Y2020, Y2024, Y2024, None)]


def test_an_end_that_is_taken_back_or_put_off_opens_the_record_again(store: Store) -> None:
    firm = firm_of(store, since=Y2020, until=date(2024, 12, 31))
    amend(store, "firm", firm, since=TODAY, until=date(2025, 6, 30))
    assert life(store, "firm", firm, "until")[-1] == (TODAY, date(2025, 6, 30), date(2025, 6, 30))
    amend(store, "firm", firm, since=TODAY, until=None)
    assert life(store, "firm", firm, "until")[-1] == (TODAY, OPEN_END, None)


def test_a_record_that_had_ended_and_goes_on_from_a_day_has_a_gap(store: Store) -> None:
    firm = firm_of(store, since=Y2020, until=Y2022)
    amend(store, "firm", firm, since=Y2024, until=None)
    assert life(store, "firm", firm, "until") == [(Y2020, Y2022, Y2022), (Y2024, OPEN_END, None)]
    assert labels(store) == [("f", "F")]


def test_a_beginning_that_moves_moves_the_days(store: Store) -> None:
    firm = firm_of(store, since=date(2024, 6, 1))
    with store.write(CONSOLE, "edit") as writing:
        writing.amend("firm", firm, {"since": date(2024, 7, 1)}, since=TODAY)
    assert life(store, "firm", firm, "since") == [(date(2024, 7, 1), OPEN_END, date(2024, 7, 1))]
    with store.write(CONSOLE, "edit") as writing:
        writing.amend("firm", firm, {"since": date(2024, 5, 15)}, since=TODAY)
    assert life(store, "firm", firm, "since") == [(date(2024, 5, 15), OPEN_END, date(2024, 5, 15))]


def test_a_change_from_after_the_end_is_refused_for_it_would_hold_on_no_day(store: Store) -> None:
    firm = firm_of(store, since=Y2020, until=Y2022)
    with pytest.raises(RefusedInput, match=r"^refusal\.holds_no_more"):
        amend(store, "firm", firm, since=Y2024, name="G")
    assert amend(store, "firm", firm, throughout=True, name="G").changed


def test_what_ends_before_it_begins_is_refused(store: Store) -> None:
    for values in ({"since": Y2022, "until": Y2021}, {"since": Y2022, "until": Y2022}):
        with pytest.raises(ManyRefusals) as told:
            firm_of(store, **values)
        assert told.value.refusals[0].key == "refusal.ends_before_it_begins"
        assert told.value.refusals[0].values["field"] == "until"


def test_a_row_that_tells_an_end_before_the_day_it_holds_from_is_kept_and_the_same_tomorrow(
    store: Store,
) -> None:
    ended = {"code": "f", "name": "F", "until": Y2022}
    assert put_many(store, "firm", ended, since=TODAY).new == 1
    known = {"code": "g", "name": "G", "since": Y2020}
    put_many(store, "firm", known, since=Y2023)
    assert put_many(store, "firm", {**known, "until": Y2022}, since=TODAY).changed == 1
    again = put_many(store, "firm", ended, {**known, "until": Y2022}, since=date(2024, 5, 7))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    with store.reading() as reading:
        lives = {key: reading.standing("trial.firm", [key])[key] for key in "fg"}
    assert [(one.valid_from, one.valid_to) for one in lives["f"]] == [(BEGINNING, Y2022)]
    assert [(one.valid_from, one.valid_to) for one in lives["g"]] == [(Y2020, Y2022)]


# --- facts -----------------------------------------------------------------------------------------------------


def test_a_fact_is_corrected_over_its_whole_validity_whatever_the_day(store: Store) -> None:
    firm_of(store)
    prize = put(store, "prize", firm="f", name="P", given_on=Y2022).record
    amend(store, "prize", prize, since=Y2024, rank="first")
    assert life(store, "prize", prize, "rank") == [(Y2022, OPEN_END, "first")]
    amend(store, "prize", prize, given_on=Y2021, lapses_on=Y2024)
    assert life(store, "prize", prize, "rank") == [(Y2021, Y2024, "first")]


def test_facts_imported_again_on_another_day_are_unchanged(store: Store) -> None:
    firm_of(store)
    row = {"firm": "f", "name": "P"}
    assert put_many(store, "prize", row, since=Y2023).new == 1
    assert put_many(store, "prize", row, since=Y2024).unchanged == 1


# --- keys ------------------------------------------------------------------------------------------------------


def test_a_key_that_another_record_has_or_had_is_refused(store: Store) -> None:
    first = put(store, "site", code="a", name="A").record
    second = put(store, "site", code="b", name="B").record
    with pytest.raises(Conflict, match=r"^refusal\.key_taken"):
        amend(store, "site", second, since=Y2023, code="a")
    amend(store, "site", first, since=Y2023, code="c")
    with pytest.raises(Conflict, match=r"^refusal\.key_taken"):
        amend(store, "site", second, since=Y2024, code="a")
    amend(store, "site", first, since=Y2024, code="a")
    assert life(store, "site", first, "code") == [
        (BEGINNING, Y2023, "a"),
        (Y2023, Y2024, "c"),
        (Y2024, OPEN_END, "a"),
    ]


def test_a_row_with_a_former_key_is_refused_instead_of_renaming_the_record(store: Store) -> None:
    site = put(store, "site", code="a", name="A").record
    amend(store, "site", site, since=Y2023, code="b")
    with pytest.raises(Conflict, match=r"^refusal\.key_former"):
        put(store, "site", code="a", name="A", since=TODAY)
    with pytest.raises(Conflict, match=r"^refusal\.key_former"):
        put_many(store, "site", {"code": "a", "name": "A"}, since=TODAY)


def test_an_import_sees_the_whole_life_of_a_record_whose_key_has_changed(store: Store) -> None:
    site = put(store, "site", code="a", name="A").record
    amend(store, "site", site, since=Y2023, code="b")
    put_many(store, "site", {"code": "b", "name": "B"}, since=Y2022)
    assert life(store, "site", site, "code", "name") == [
        (BEGINNING, Y2022, "a", "A"),
        (Y2022, OPEN_END, "b", "B"),
    ]


def test_one_key_twice_among_the_rows_is_refused(store: Store) -> None:
    with pytest.raises(RefusedInput, match=r"^refusal\.key_twice"):
        put_many(store, "site", {"code": "a", "name": "A"}, {"code": "a", "name": "B"})
    assert store.head().seq == 0


def test_a_key_is_free_again_once_its_record_never_should_have_been_there(store: Store) -> None:
    first = put(store, "site", code="a", name="A").record
    retract(store, "site", first)
    second = put(store, "site", code="a", name="B").record
    assert second != first
    with store.reading() as reading:
        before = reading.history("site", first)
    with pytest.raises(Conflict, match=r"^refusal\.key_taken"), store.write(CONSOLE, "undo") as writing:
        writing.restore("site", {first: before}, Source(note="undo"))


# --- taking away and putting back -------------------------------------------------------------------------------


def test_a_retracted_record_is_put_back_under_its_own_name(store: Store) -> None:
    site = put(store, "site", code="a", name="A", since=Y2020).record
    retract(store, "site", site, since=Y2022)
    assert life(store, "site", site) == [(Y2020, Y2022)]
    again = put(store, "site", code="a", name="A", since=Y2023)
    assert (again.record, again.new, again.changed) == (site, False, True)
    assert life(store, "site", site) == [(Y2020, Y2022), (Y2023, OPEN_END)]
    assert labels(store) == [("a", "A")]


def test_retracting_what_is_gone_is_refused(store: Store) -> None:
    site = put(store, "site", code="a", name="A").record
    retract(store, "site", site)
    assert labels(store) == []
    for act in (lambda: retract(store, "site", site), lambda: amend(store, "site", site, name="B")):
        with pytest.raises(NotFound, match=r"^refusal\.no_record"):
            act()


def test_a_record_is_told_again_as_it_was_told_earlier(store: Store) -> None:
    site = put(store, "site", code="a", name="A").record
    amend(store, "site", site, since=Y2023, name="B")
    with store.reading() as reading:
        before = reading.life("site", site)
    retract(store, "site", site)
    with store.write(CONSOLE, "undo") as writing:
        writing.restore("site", {site: before}, Source(note="undo"))
    assert life(store, "site", site, "name") == [(BEGINNING, Y2023, "A"), (Y2023, OPEN_END, "B")]
    assert labels(store) == [("a", "B")]


# --- the transaction ---------------------------------------------------------------------------------------------


def test_what_was_known_stays_known(store: Store) -> None:
    site = put(store, "site", code="a", name="A").record
    known = store.head().tick
    amend(store, "site", site, throughout=True, name="B")
    with store.reading() as reading:
        assert reading.get("site", site, Moment(TODAY, known)).name == "A"
        assert reading.get("site", site, Moment(TODAY)).name == "B"
        assert reading.get("site", site, Moment(TODAY, known - 1)) is None
        assert [one.name for one in reading.history("site", site)] == ["B", "A"]


def test_nothing_lands_of_a_transaction_that_fails(store: Store) -> None:
    def half() -> None:
        with store.write(CONSOLE, "add") as writing:
            writing.put("site", {"code": "a", "name": "A"}, keeper="north")
            writing.put("site", {"code": "b", "name": "B", "parent": "nowhere"}, keeper="north")

    with pytest.raises(ManyRefusals):
        half()
    assert (store.head().seq, labels(store)) == (0, [])


def test_rows_may_refer_to_rows_that_come_later(store: Store) -> None:
    rows = [{"code": f"s{n}", "name": "S", "parent": "s1500"} for n in range(1501)]
    assert put_many(store, "site", *rows).new == 1501
    with pytest.raises(ManyRefusals):
        put_many(store, "site", {"code": "x", "name": "X", "parent": "nowhere"})


def test_an_edit_is_not_stopped_by_what_it_does_not_touch(store: Store) -> None:
    site = put(store, "site", code="a", name="A").record
    firm = firm_of(store, site="a")
    retract(store, "site", site)
    assert amend(store, "firm", firm, name="G").changed
    with pytest.raises(ManyRefusals):
        amend(store, "firm", firm, site="b")


def test_the_event_holds_the_roots_of_what_it_wrote_and_what_it_closed(store: Store) -> None:
    first = put(store, "site", code="a", name="A").record
    second = put(store, "site", code="b", name="B").record
    with store.write(CONSOLE, "edit", "why", {"more": 1}) as writing:
        writing.amend("site", second, {"name": "C"}, since=Y2023)
        writing.amend("site", first, {"name": "D"})
    with store.reading() as reading:
        versions = sorted(
            (*reading.history("site", first), *reading.history("site", second)),
            key=lambda one: (one.entry, one.item),
        )
        body = reading.connection.scalar(select(AUDIT.c.body).where(AUDIT.c.seq == 3))
    written = [bytes.fromhex(one.leaf) for one in versions if one.entry == 3]
    closed = [bytes.fromhex(one.leaf) for one in versions if one.superseded_by == 3]
    assert (len(written), len(closed)) == (3, 2)
    assert f'"root":"{merkle_root(written)}"' in body
    assert f'"closed_root":"{merkle_root(closed)}"' in body
    assert '"more":1' in body


def test_a_record_put_twice_in_one_transaction_was_never_known_in_between(store: Store) -> None:
    with store.write(CONSOLE, "add") as writing:
        site = writing.put("site", {"code": "a", "name": "A"}, keeper="north").record
        writing.amend("site", site, {"name": "B"})
    with store.reading() as reading:
        assert [one.name for one in reading.find("site", Moment(TODAY, store.head().tick))] == ["B"]
        assert len(reading.history("site", site)) == 2
    assert labels(store) == [("a", "B")]


def test_values_come_back_as_they_were_put(store: Store) -> None:
    firm_of(store, contact="13812345678", staff=7, since=Y2020)
    site = put(store, "site", code="观山", name='"\\ 中文 💡', height=Decimal("8848.860"), open=False).record
    with store.reading() as reading:
        values = reading.get("site", site, Moment(TODAY)).values
        firm = reading.by_key("firm", "f", Moment(TODAY))
        assert reading.count("site", Moment(TODAY), [Condition("height", "eq", "8848.86")]) == 1
    assert values == {
        "code": "观山", "name": '"\\ 中文 💡', "height": Decimal("8848.86"), "open": False, "parent": None,
    }  # fmt: skip
    assert (firm.values["contact"], firm.values["staff"], firm.salt is None) == ("13812345678", 7, False)
