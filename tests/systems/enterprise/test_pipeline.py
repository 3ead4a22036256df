"""All enterprises at once: equal to one by one, kept up to date, in the states that the docs define."""

from collections import Counter
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from guanshan.refusal import Forbidden, NotSignedIn, RefusedInput
from guanshan.register.actor import PUBLIC, Actor, Held
from guanshan.register.actor import SYSTEM as HOUSE
from guanshan.register.query import Condition, Moment
from guanshan.register.sample import sample_code
from guanshan.systems.enterprise.engine.nearness import NEAR_POINTS, names_missing, nearness, ways_of
from guanshan.systems.enterprise.sample import ZHONGAN
from guanshan.systems.enterprise.service.answer import answers
from guanshan.systems.enterprise.service.assessed import assessed, judge, read_for
from guanshan.systems.enterprise.service.case import inputs_of
from guanshan.systems.enterprise.service.designation import designation_of, in_force, library
from guanshan.systems.enterprise.service.moves import moves
from guanshan.systems.enterprise.service.pipeline import STATES, Asked, counts, pipeline
from guanshan.systems.enterprise.service.verdict import verdict, verdicts

DAY, LATER = date(2024, 5, 6), date(2026, 5, 6)


@pytest.fixture(scope="module")
def some_codes(registry):
    """Enterprises of every sort: with figures, titles and statements, and without any."""
    stated = registry.find(HOUSE, "enterprise.stated_fact")
    figures = registry.find(HOUSE, "enterprise.financial_year", where=[Condition("year", "eq", 2023)])
    plain = registry.find(HOUSE, "register.market_entity", limit=10)
    named = [*{str(row.values["credit_code"]): None for row in stated}][::6]
    return [*dict.fromkeys([*named, *(str(row.values["credit_code"]) for row in figures[::18]), ZHONGAN])] + [
        row.key for row in plain
    ]


def one_by_one(found):
    total = found.verdict.total
    return (
        found.verdict.size if found.verdict.rulebook.classes else found.verdict.verdict,
        None if total is None else float(total.low),
        None if total is None else float(total.high),
    )


@pytest.mark.parametrize("name", library().names)
def test_a_column_equals_one_by_one_for_every_rulebook(registry, officer, some_codes, name):
    designation = designation_of(library().find(name), registry.store.types)
    reading = read_for(registry, officer, [designation], Moment(DAY), some_codes)
    rows = {row["credit_code"]: row for row in judge(designation, reading).iter_rows(named=True)}
    assert rows
    for code, row in rows.items():
        alone = one_by_one(verdict(registry, officer, code, Moment(DAY), name))
        assert (row["judged"], row["total_low"], row["total_high"]) == alone, code


@pytest.mark.parametrize("name", library().names)
def test_inputs_in_columns_equal_those_in_fractions(registry, officer, some_codes, name):
    designation = designation_of(library().find(name), registry.store.types)
    reading = read_for(registry, officer, [designation], Moment(DAY), some_codes)
    columns = answers(designation.bindings, reading)
    for wide, row in zip(reading.wide.iter_rows(named=True), columns.iter_rows(named=True), strict=True):
        exact = inputs_of(reading, designation, wide)
        given = {key: float(value) if row[key].__class__ is float else value for key, value in exact.items()}
        assert {key: row[key] for key in exact} == given


def test_every_designation_has_enterprises_in_every_standing(registry, officer):
    for one in counts(registry, officer):
        if one.designation not in ("sme-size", "above-scale", "incubator", "makerspace"):
            assert set(one.verdicts) == {"pass", "fail", "undetermined"}, one.designation
            assert all(one.states[state] for state in ("held", "losing", "near", "ready")), one.states


def test_the_state_s_own_statistics(registry, officer):
    recognised = {one.designation: one.recognised for one in counts(registry, officer)}
    assert (recognised["srdi"], recognised["innovative"], recognised["hnte"]) == (7, 20, 79)
    assert recognised["incubator"] + recognised["makerspace"] == 3
    assert recognised["sme-size"] is None


def test_states_follow_title_and_verdict(registry, officer):
    rows = pipeline(registry, officer, Asked(limit=None)).rows
    for row in rows:
        held = row.held_since is not None
        expected = {
            "held": held,
            "lapsing": held and row.lapses_on is not None and row.lapses_on <= date(2024, 11, 6),
            "losing": held and row.verdict == "fail",
            "ready": row.verdict == "pass" and not held,
        }
        assert {state: state in row.states for state in expected} == expected
        if "near" in row.states:
            assert not held
            assert row.verdict in ("fail", "undetermined")
            assert len(row.missing) == 1
            assert row.shortfall is None or row.shortfall <= NEAR_POINTS
        if row.verdict == "pass":
            assert row.missing == ()
    assert {state for row in rows for state in row.states} == set(STATES)


def test_what_is_missing_is_what_the_explanation_says(registry, officer):
    rows = [
        row
        for family in ("innovative", "srdi", "little-giant", "hnte", "tech-sme")
        for row in pipeline(registry, officer, Asked(designation=family, state="near", limit=6)).rows
    ]
    assert len(rows) > 20
    for row in rows:
        found = verdict(registry, officer, row.credit_code, rulebook=row.rulebook).verdict
        (name,) = row.missing
        if name in {one.name for one in found.rulebook.criteria}:
            assert found.finding(name).outcome in ("unmet", "unknown", "expert")
        else:
            least = {name: most for route in found.rulebook.routes for name, most in route.minimums}[name]
            assert (found.total if name == "total" else found.groups[name]).low == least - int(row.shortfall)


def test_the_best_way_has_the_fewest_conditions_missing():
    book = library().find("tech-sme-2017")
    ways = [[one.name for one in way] for way in ways_of(book)]
    assert ways[0] == ["T1", "T2", "T3", "T4", "P1", "total"]
    assert ways[1] == ["T1", "T2", "T3", "T4", "D1"]
    outcomes = {one.name: "met" for one in book.criteria} | {
        "D1": "unmet",
        "D2": "unmet",
        "D3": "unmet",
        "D4": "unknown",
    }
    judged = pl.DataFrame(
        [
            {"id": "a", "verdict": "undetermined", "total_low": 56.0, "total_high": 56.0, **outcomes},
            {"id": "b", "verdict": "undetermined", "total_low": 54.0, "total_high": 54.0, **outcomes},
            {
                "id": "c",
                "verdict": "undetermined",
                "total_low": 56.0,
                "total_high": 56.0,
                **outcomes,
                "P1": "unmet",
            },
            {"id": "d", "verdict": "fail", "total_low": 56.0, "total_high": 56.0, **outcomes, "T1": "unmet"},
        ]
    )
    found = nearness(book, judged).to_dicts()
    assert [(row["near"], row["missing"], row["shortfall"]) for row in found] == [
        (True, 1, 4.0), (False, 1, 6.0), (False, 2, 4.0), (False, 2, 4.0),
    ]  # fmt: skip
    assert [names_missing(book, row["way"], row["missing_mask"]) for row in found] == [
        ("total",), ("total",), ("P1", "total"), ("T1", "total"),
    ]  # fmt: skip


def test_pages_filters_and_orders(registry, officer):
    whole = pipeline(registry, officer, Asked(designation="hnte", state="held", limit=None))
    pages = [
        pipeline(registry, officer, Asked(designation="hnte", state="held", limit=50, offset=start))
        for start in range(0, whole.total, 50)
    ]
    assert tuple(row for page in pages for row in page.rows) == whole.rows
    assert {page.total for page in pages} == {whole.total}
    assert [row.name for row in whole.rows] == sorted(row.name for row in whole.rows)
    street = Counter(row.street for row in whole.rows).most_common(1)[0]
    found = pipeline(registry, officer, Asked(designation="hnte", state="held", street=street[0]))
    assert found.total == street[1]
    assert {row.credit_code for row in pipeline(registry, officer, Asked(text="中安")).rows} == {ZHONGAN}
    assert {row.credit_code for row in pipeline(registry, officer, Asked(text=ZHONGAN.lower())).rows} == {
        ZHONGAN
    }
    lapses = [
        row.lapses_on for row in pipeline(registry, officer, Asked(state="held", order="lapses_on")).rows
    ]
    assert lapses == sorted(lapses)
    ordered = pipeline(
        registry, officer, Asked(designation="innovative", verdict="pass", order="-total_low")
    ).rows
    assert [row.total_low for row in ordered] == sorted((row.total_low for row in ordered), reverse=True)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(designation="nothing"),
        Asked(state="nothing"),
        Asked(order="sample"),
        Asked(months=-1),
        Asked(limit=-1),
    ],
)
def test_what_is_not_there_cannot_be_asked(registry, officer, asked):
    with pytest.raises(RefusedInput):
        pipeline(registry, officer, asked)


def test_who_may_not_read_the_registers_sees_nothing(registry):
    with pytest.raises(NotSignedIn):
        pipeline(registry, PUBLIC, Asked())
    for role in ("system_admin", "security_admin", "auditor"):
        with pytest.raises(Forbidden):
            pipeline(registry, Actor(role, role, "staff", (Held(role, "guanshanhu"),)), Asked())


def test_an_enterprise_sees_its_own_rows_alone(registry):
    page = pipeline(registry, Actor("enterprise:1", "中安", "enterprise", owner=ZHONGAN), Asked(limit=None))
    assert {row.credit_code for row in page.rows} == {ZHONGAN}
    assert len(page.rows) == 7


def test_another_day_has_its_own_rulebooks_and_titles(registry, officer):
    later = pipeline(registry, officer, Asked(designation="srdi", limit=None), Moment(LATER))
    assert {row.rulebook for row in later.rows} == {"srdi-2026"}
    held = {row.credit_code for row in later.rows if "held" in row.states}
    titles = registry.find(HOUSE, "enterprise.title", Moment(LATER), [Condition("kind", "eq", "srdi")])
    assert held == {str(row.values["credit_code"]) for row in titles}


def test_after_a_write_the_kept_list_is_as_if_read_anew(empty, registry_over, officer):
    """Every way to write: a new entity, its figures, a correction, a statement, a title, and all of it taken back."""
    code, other = sample_code(77, "company"), sample_code(78, "company")
    registry = registry_over(empty)

    def anew():
        designations = in_force(library(), empty.types, DAY)
        reading = read_for(registry, HOUSE, designations, Moment(DAY))
        return {one.book.family: judge(one, reading).sort("credit_code").to_dicts() for one in designations}

    def kept():
        found = assessed(registry, officer, Moment(DAY))
        return {family: frame.sort("credit_code").to_dicts() for family, frame in found.judged.items()}

    with empty.write(HOUSE, "test") as writing:
        writing.put(
            "register.unit", {"code": "guanshanhu", "name": "区", "kind": "district"}, keeper="guanshanhu"
        )
        for one in (code, other, *(sample_code(number, "company") for number in range(100, 110))):
            entity = {"credit_code": one, "name": one, "kind": "company", "industry": "C3831"}
            writing.put("register.market_entity", entity, keeper="market")
    assert kept() == anew()
    first = registry.moment(DAY, empty.head().tick)
    before = kept()
    steps = [
        (
            "enterprise.financial_year",
            {"year": 2023, "operating_revenue": Decimal(9), "total_assets": Decimal(5)},
        ),
        ("enterprise.staff_figure", {"year": 2023, "staff": 12}),
        ("enterprise.standing", {"checked_on": date(2024, 3, 1), "dishonest": False}),
        ("enterprise.title", {"kind": "hnte", "name": "高企", "recognised_on": date(2023, 5, 1)}),
        (
            "enterprise.stated_fact",
            {"fact": "years_in_segment", "year": 2023, "value": "4", "voice": "enterprise"},
        ),
        ("enterprise.stated_fact", {"fact": "incubator.years", "value": "4"}),
    ]
    records = []
    for register, values in steps:
        with empty.write(HOUSE, "test") as writing:
            records.append(
                (register, writing.put(register, {"credit_code": code, **values}, keeper="industry").record)
            )
        after = kept()
        assert after == anew()
        assert after != before, register
        before = after
    for register, record in reversed(records):
        with empty.write(HOUSE, "test") as writing:
            writing.retract(register, record)
        assert kept() == anew()
    with empty.write(HOUSE, "test") as writing:
        gone = writing.reading.by_key("register.market_entity", other, Moment(DAY)).record
        writing.retract("register.market_entity", gone)
    assert kept() == anew()
    assert other not in {row["credit_code"] for row in kept()["innovative"]}
    known_then = assessed(registry, officer, first)
    assert {code, other} < set(known_then.judged["innovative"]["credit_code"])


def test_who_gains_and_who_loses_by_the_rules_of_2026(registry, officer):
    found = moves(registry, officer, "srdi-2022", "srdi-2026")
    assert (found.old, found.new) == ("srdi-2022", "srdi-2026")
    assert found.gains
    assert found.losses
    everybody = registry.count(HOUSE, "register.market_entity")
    assert sum(found.counts.values()) == everybody
    changed = sum(count for (before, after), count in found.counts.items() if before != after)
    assert len(found.changed) == changed
    for move in (*found.gains, *found.losses):
        assert (
            verdict(registry, officer, move.credit_code, rulebook="srdi-2022").verdict.verdict == move.before
        )
        assert (
            verdict(registry, officer, move.credit_code, rulebook="srdi-2026").verdict.verdict == move.after
        )
    back = moves(registry, officer, "srdi-2026", "srdi-2022")
    assert {one.credit_code for one in back.losses} == {one.credit_code for one in found.gains}


def test_classes_move_too(registry, officer):
    assert moves(registry, officer, "sme-size", "sme-size-2011").changed == ()


def test_a_place_is_judged_where_one_is_run(registry, officer):
    rows = pipeline(registry, officer, Asked(designation="incubator", limit=None)).rows
    assert len(rows) == 3
    families = {one.verdict.rulebook.family for one in verdicts(registry, officer, rows[0].credit_code)}
    assert "incubator" in families
    assert "incubator" not in {one.verdict.rulebook.family for one in verdicts(registry, officer, ZHONGAN)}


def test_before_any_rulebook_was_in_force_the_list_is_empty(registry, officer):
    page = pipeline(registry, officer, Asked(), Moment(date(1, 1, 1)))
    assert (page.rows, page.total) == ((), 0)


def test_an_enterprise_compares_rulebooks_for_itself_alone(registry):
    owner = Actor("enterprise:1", "中安", "enterprise", owner=ZHONGAN)
    assert sum(moves(registry, owner, "srdi-2022", "srdi-2026").counts.values()) == 1
