"""Editions: the same moment gives the same bytes; a correction changes exactly its dependents; nothing is altered without being seen."""

import json
import re
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from guanshan.refusal import Conflict, Forbidden, NotFound, NotSignedIn, RefusedInput
from guanshan.register.actor import CONSOLE, PUBLIC
from guanshan.register.replay import first_mismatch
from guanshan.register.schema import table_of
from guanshan.systems.briefing.service.composing import compose
from guanshan.systems.briefing.service.edition import (
    build_edition,
    changes_of,
    editions,
    is_made_again,
    kept_copy,
    made,
    sign_edition,
)
from guanshan.systems.briefing.service.printing import briefing_html
from guanshan.systems.briefing.service.telling import changes_html
from guanshan.systems.enterprise.sample import ZHONGAN

LOANS = "bank_loans_to_enterprises|district|2023|贵阳日报2024观山湖专版"


def test_a_moment_gives_the_same_bytes_for_ever(own_house, correct):
    moment = own_house.reporter.pinned(own_house.registry.moment())
    before = made(own_house, moment)
    assert made(own_house, moment) == before
    correct(own_house, "briefing.reported_figure", LOANS, value="91000000000")
    assert made(own_house, moment) == before
    now = made(own_house, own_house.reporter.pinned(own_house.registry.moment()))
    assert now["json"] != before["json"]


def test_an_edition_is_kept_signed_and_made_again(own_house, wangtong, correct):
    first = build_edition(own_house, wangtong)
    assert (first.number, first.previous, first.signatures) == ("2024-05-06-1", None, ())
    signed = sign_edition(own_house, wangtong, first.number)
    assert [(one.person, one.unit, one.on) for one in signed.signatures] == [
        ("wangtong", "statistics", date(2024, 5, 6))
    ]
    correct(own_house, "briefing.reported_figure", LOANS, value="91000000000")
    second = build_edition(own_house, wangtong)
    assert (second.number, second.previous) == ("2024-05-06-2", "2024-05-06-1")
    for one in (first, second):
        assert is_made_again(own_house, one.number)
    assert "超900亿元" in kept_copy(own_house, first.number, "html_zh")
    assert "超910亿元" in kept_copy(own_house, second.number, "html_zh")
    assert first_mismatch(own_house.store) is None


def test_acts_on_editions_stand_in_the_chain(own_house, wangtong):
    number = build_edition(own_house, wangtong).number
    sign_edition(own_house, wangtong, number)
    with own_house.store.database.reading() as connection:
        bodies = [
            json.loads(row[0])
            for row in connection.exec_driver_sql("SELECT body FROM register_audit ORDER BY seq")
        ]
    acts = [
        (one["action"], one["actor"], one["reason"]) for one in bodies if one["action"].startswith("edition.")
    ]
    assert acts == [("edition.build", "wangtong", number), ("edition.sign", "wangtong", number)]
    assert bodies[-1]["detail"]["digest"] == editions(own_house)[0].digest


CORRECTIONS = [
    ("briefing.reported_figure", LOANS, {"value": "91000000000"}, {"bank_loans_to_enterprises.2023"}),
    (
        "briefing.reported_figure", "fund_town_paid_in|district|2024-05-06|贵阳日报2024观山湖专版", {"value": "76000000000"},
        {"fund_town_paid_in.2024-05-06", "fund_town_paid_share.2024-05-06"},
    ),
    (
        "briefing.reported_figure", "hundred_million_buildings|district|2023|贵阳日报2024观山湖专版", {"value": "11"},
        {"hundred_million_buildings.2023", "tax_per_building.2023"},
    ),
    ("briefing.reported_figure", "rd_internal_growth|district|2022|贵阳日报2024观山湖专版", {"value": "15.4"}, {"rd_internal_growth.2022"}),
    ("register.market_entity", ZHONGAN, {"private": False}, {"private_entities.2024-05-06", "private_share.2024-05-06"}),
    ("register.market_entity", ZHONGAN, {"address": "贵阳市观山湖区"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("register", "key", "changes", "expected"), CORRECTIONS, ids=lambda value: "")
def test_a_corrected_row_changes_exactly_its_dependents(
    own_house, wangtong, correct, register, key, changes, expected
):
    first = build_edition(own_house, wangtong)
    correct(own_house, register, key, **changes)
    if not expected:
        with pytest.raises(Conflict, match=r"briefing\.edition\.unchanged"):
            build_edition(own_house, wangtong)
        return
    second = build_edition(own_house, wangtong)
    assert {one.id for one in changes_of(own_house, second.number)} == expected
    assert figures_that_differ(own_house, first.number, second.number) == expected
    listed = changes_html(own_house, own_house.words("zh"), second.number)
    assert listed.count("</th><td>") == len(expected) + 2  # beside signatures and papers


def figures_that_differ(house, one, other):
    """The figures whose text on the page is not the same."""
    pages = [texts_of(kept_copy(house, number, "html_zh")) for number in (one, other)]
    return {name for name in {*pages[0], *pages[1]} if pages[0].get(name) != pages[1].get(name)}


def texts_of(html):
    """What stands at each figure's own note: title, value, and how many rows."""
    notes = re.findall(r'<li id="([^"]+)" tabindex="-1"><h3>.*?<b>(.*?)</b>', html)
    return dict(notes)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_corrections_change_what_rests_on_the_row_and_nothing_else(own_house, correct, data):
    """Over random rows of every register behind the page: what is not declared to rest on the register stays as it was."""
    before = compose(own_house, own_house.reporter.pinned(own_house.registry.moment()))
    register = data.draw(
        st.sampled_from(["enterprise.title", "register.market_entity", "briefing.reported_figure"])
    )
    rows = own_house.registry.find(CONSOLE, register)
    row = data.draw(st.sampled_from(rows))
    change = {
        "enterprise.title": {"kind": data.draw(st.sampled_from(["srdi", "hnte", "brand", "innovative"]))},
        "register.market_entity": {
            "private": data.draw(st.booleans()),
            "status": data.draw(st.sampled_from(["active", "revoked"])),
        },
        "briefing.reported_figure": {"value": str(data.draw(st.integers(1, 10**9)))},
    }[register]
    correct(own_house, register, row.key, **change)
    after = compose(own_house, own_house.reporter.pinned(own_house.registry.moment()))
    old, new = ({one["id"]: one for one in each["figures"]} for each in (before, after))
    changed = {one["name"] for name, one in new.items() if old[name] != one}
    if register == "briefing.reported_figure":
        own = str(row.values["indicator"])
        dependents = {one.name for one in own_house.catalogue if own in (one.name, *one.takes)}
        assert changed <= dependents
        assert (own in changed) == (old_value(old, own) != old_value(new, own))
    else:
        assert changed <= {one.name for one in own_house.catalogue.resting_on(register)}
    for name, one in new.items():
        if one["name"] not in changed:
            assert note(before, name) == note(after, name)


def old_value(figures, name):
    return [one["value"] for one in figures.values() if one["name"] == name]


def note(composed, name):
    found = next(one for one in composed["pages"]["zh"]["notes"] if one["id"] == name)
    return (found["title"], found["said"], found["rows"] and found["rows"]["count"])


def test_who_may_build_and_sign(own_house, wangtong, yanghua):
    for actor, refusal in ((PUBLIC, NotSignedIn), (yanghua, Forbidden)):
        with pytest.raises(refusal):
            build_edition(own_house, actor)
    number = build_edition(own_house, CONSOLE).number
    for actor, refusal in ((PUBLIC, NotSignedIn), (yanghua, Forbidden), (CONSOLE, Forbidden)):
        with pytest.raises(refusal):
            sign_edition(own_house, actor, number)
    sign_edition(own_house, wangtong, number)
    with pytest.raises(Conflict, match=r"signed_already"):
        sign_edition(own_house, wangtong, number)


def test_no_form_changes_an_edition(own_house, wangtong):
    build_edition(own_house, wangtong)
    for register in ("briefing.edition", "briefing.edition_copy", "briefing.signature"):
        declared = own_house.store.types[register]
        assert not own_house.access.may_somewhere(wangtong, "write", declared)
        assert not own_house.access.may_somewhere(wangtong, "import", declared)


def test_an_edition_that_somebody_altered_in_the_database_is_refused(own_house, wangtong):
    number = build_edition(own_house, wangtong).number
    table = table_of(own_house.store.types["briefing.edition_copy"])
    with own_house.store.database.writing() as connection:
        connection.execute(update(table).where(table.c.f_form == "html_zh").values(f_content="<p>改过</p>"))
    with pytest.raises(Conflict, match=r"altered"):
        kept_copy(own_house, number, "html_zh")
    with pytest.raises(Conflict, match=r"altered"):
        sign_edition(own_house, wangtong, number)
    assert first_mismatch(own_house.store) is not None


def test_an_unchanged_day_gets_no_second_edition_and_a_day_ahead_none(own_house, wangtong):
    build_edition(own_house, wangtong)
    with pytest.raises(Conflict, match=r"unchanged"):
        build_edition(own_house, wangtong)
    with pytest.raises(RefusedInput, match=r"ahead"):
        build_edition(own_house, wangtong, own_house.registry.today() + timedelta(days=1))
    with pytest.raises(NotFound):
        kept_copy(own_house, "2024-01-01-1", "json")


def test_an_earlier_day_is_told_as_it_was(own_house, wangtong):
    earlier = build_edition(own_house, wangtong, date(2023, 6, 30))
    composed = json.loads(kept_copy(own_house, earlier.number, "json"))
    values = {one["id"]: one["value"] for one in composed["figures"]}
    assert "hnte_new.2022" in values
    assert "bank_loans_to_enterprises.2023" not in values  # nobody had stated it yet


def test_every_figure_of_a_page_leads_to_its_note(house):
    moment = house.reporter.pinned(house.registry.moment())
    composed = compose(house, moment)
    for language in ("zh", "en"):
        html = briefing_html(house.words(language), composed)
        targets = set(re.findall(r'<li id="([^"]+)"', html))
        leads = set(re.findall(r'class="figure[^"]*" href="#([^"]+)"', html))
        assert leads <= targets
        assert len(leads) > 35
        assert not re.search(r"<script|https?://(?!www\.w3\.org/2000/svg)|style=|<link|<img", html)
