"""Liaison: orders of the hotline become cases once, what was asked before is shown, what is published names nobody."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.act.case.timing import read
from guanshan.act.casebook import Petition
from guanshan.act.casefile import EVER
from guanshan.refusal import Conflict, ManyRefusals, RefusedInput
from guanshan.register.actor import CONSOLE, Actor, Held
from guanshan.register.query import Condition
from guanshan.systems.liaison import sample
from guanshan.systems.liaison.engine.likeness import alike, likeness
from guanshan.systems.liaison.service.hotline import take
from peopled import OWN, PHONE, peopled_house

OFFICE = Actor("chenlin", "陈琳", "staff", (Held("officer", "private-economy"),))
NAMES = ("appeal_outcomes", "appeals_solved")
HEAD = ["工单编号", "受理时间", "诉求类型", "标题", "诉求内容", "统一社会信用代码", "来电人", "来电号码"]


@pytest.fixture
def house(tmp_path):
    peopled = peopled_house(tmp_path)
    with peopled.house.store.write(CONSOLE, "test") as writing:
        unit = {"code": "private-economy", "name": "民营局", "kind": "bureau", "parent": "guanshanhu"}
        writing.put("register.unit", unit, keeper="guanshanhu")
    peopled.make("register.market_entity", "own")
    yield peopled.house
    peopled.house.store.database.close()


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def row(number, text="厂区门口长期占道经营，货车进不来", kind="求助", code=OWN, phone=PHONE):
    return [number, datetime.fromisoformat("2024-04-29T10:00"), kind, "门口占道", text, code, "王小明", phone]


def taken(house, *rows, **how):
    return take(
        house.importer, house.casebook, OFFICE, workbook(*rows), "工单.xlsx", keeper="private-economy", **how
    )


def test_orders_come_in_once_and_their_clocks_start_when_they_were_received(house):
    first = taken(house, row("A1"), row("A2", text="贷款到期续贷困难", kind="咨询", code=None))
    assert (first.landed, len(first.opened)) == (2, 2)
    again = taken(
        house, row("A1"), row("A2", text="贷款到期续贷困难", kind="咨询", code=None), row("A3", kind="投诉")
    )
    assert (again.landed, len(again.opened)) == (1, 1)
    cases = house.registry.find(OFFICE, "act.case", EVER)
    assert {one.values["reference"] for one in cases} == {"A1", "A2", "A3"}
    file = house.casebook.file(OFFICE, first.opened[0])
    assert file.version.values["contact_phone"] != PHONE  # masked
    handle = next(one for one in file.standing.runs if one.clock == "handle")
    assert read(file.kind, handle, house.casebook.calendar, house.casebook.now()).due.day == date(2024, 5, 9)


def test_a_bad_row_lets_nothing_in(house):
    with pytest.raises(RefusedInput, match="bad_rows"):
        taken(house, row("B1"), row("B2", phone="12345"))
    assert house.registry.count(OFFICE, "act.case", EVER) == 0
    good = taken(house, row("B1"), row("B2", phone="12345"), good_rows=True)
    assert (good.landed, good.refused, len(good.opened)) == (1, 1, 1)


def test_what_was_asked_before_is_shown(house):
    one = taken(house, row("C1")).opened[0]
    two = taken(house, row("C1"), row("C2", text="厂门口占道经营太严重，货车进不来，请处理"))
    assert two.alike == two.opened
    note = house.casebook.file(OFFICE, two.opened[0]).filed[0].note
    assert note.startswith(f"≈ {one} (")
    other = taken(house, row("C3", text="用电增容方案没有答复"))
    assert other.alike == ()


def closed(house) -> str:
    book = house.casebook
    petition = Petition(
        title="占道", text="占道", credit_code=OWN, contact_name="王小明", contact_phone=PHONE
    )
    number = book.open(OFFICE, "appeal", petition, {"category": "help"})
    for name, answers in (
        ("assign", {"lead": "industry"}),
        ("accept", {}),
        ("answer", {"answer": "已清理", "solved": "yes"}),
        ("close", {"satisfaction": "satisfied", "solved": "yes"}),
    ):
        book.move(CONSOLE, number, name, answers)
    return number


def test_what_is_published_names_nobody(house):
    number = closed(house)
    name = str(house.registry.find(OFFICE, "register.market_entity", EVER)[0].values["name"])
    told = {"case": number, "category": "help", "solved": True, "published_on": date(2024, 5, 6)}

    def publish(**changed):
        words = {"question": "企业反映门口占道", "answer": "已清理", **changed}
        return house.registry.add(
            OFFICE, "liaison.outcome", {**told, **words}, "公开", keeper="private-economy"
        )

    for named in (name, OWN, "王小明", PHONE, number, "13912345678"):
        with pytest.raises(RefusedInput, match=r"liaison\.refusal\.names"):
            publish(answer=f"已答复{named}")
    with pytest.raises(RefusedInput, match=r"liaison\.refusal\.otherwise"):
        publish(solved=False)
    assert publish().new
    with house.reporter.at(house.registry.moment()) as sight:
        figures = {name: sight.figure(name).value for name in NAMES}
    assert figures == dict.fromkeys(NAMES, 1)


def test_an_open_case_has_no_outcome_yet(house):
    number = taken(house, row("D1")).opened[0]
    told = {
        "case": number,
        "category": "help",
        "solved": True,
        "published_on": date(2024, 5, 6),
        "question": "a",
        "answer": "b",
    }
    with pytest.raises((Conflict, ManyRefusals), match="not_closed"):
        house.registry.add(OFFICE, "liaison.outcome", told, "公开", keeper="private-economy")


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    found = likeness(one, other)
    assert 0 <= found <= 1
    assert found == likeness(other, one)
    if any(char.isalnum() for char in one[:-1]) and likeness(one, one):
        assert likeness(one, one) == 1


def test_the_likest_come_first():
    known = [("a", "厂门口占道经营"), ("b", "贷款利率太高"), ("c", "门口占道经营，货车进不来")]
    assert [one.name for one in alike("门口占道经营，货车进不来", known)] == ["c", "a"]


def test_the_sample_stands_where_it_says(tmp_path):
    from guanshan.app import open_house
    from guanshan.register import sample as core
    from guanshan.settings import load_settings

    house = open_house(load_settings(data_dir=tmp_path))
    core.load(house.store, count=200)
    sample.load(house.store, count=200)
    cases = house.registry.find(CONSOLE, "act.case", EVER)
    states = {str(one.values["title"]): one.values["state"] for one in cases}
    assert states == {one["title"]: one["until"] for one in sample.words()["appeals"]}
    again = next(one for one in cases if one.values["title"] == "用电增容方案未答复")
    assert "≈" in house.casebook.file(CONSOLE, again.key).filed[0].note
    assert (
        house.registry.count(CONSOLE, "liaison.outcome", EVER, [Condition("source_note", "eq", "sample")])
        == 5
    )
    house.store.database.close()
