"""A note goes from an office to enterprises and comes back with a receipt; nobody reads or answers another's."""

import pytest

from guanshan.refusal import Conflict, Forbidden, ManyRefusals, NotFound, RefusedInput
from guanshan.register.actor import SYSTEM as HOUSE
from guanshan.register.actor import Actor, Held
from guanshan.register.sample import sample_code
from guanshan.systems.enterprise.service.note import MOST, NOTE, confirm, notes, write_note

CODE, OTHER = sample_code(77, "company"), sample_code(78, "company")
OWNER = Actor("enterprise:1", "13800000000", "enterprise", owner=CODE)
NEIGHBOUR = Actor("enterprise:2", "13900000000", "enterprise", owner=OTHER)
OFFICER = Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))
AUDITOR = Actor("auditor", "审计", "staff", (Held("auditor", "guanshanhu"),))


@pytest.fixture
def registry(empty, registry_over):
    with empty.write(HOUSE, "test") as writing:
        unit = {"code": "guanshanhu", "name": "区", "kind": "district"}
        writing.put("register.unit", unit, keeper="guanshanhu")
        for code, name in ((CODE, "甲公司"), (OTHER, "乙公司")):
            entity = {"credit_code": code, "name": name, "kind": "company"}
            writing.put("register.market_entity", entity, keeper="market")
    return registry_over(empty)


def test_a_note_to_two_is_read_by_each_alone_and_answered(registry):
    assert len(write_note(registry, OFFICER, [CODE, OTHER, CODE], " 称号将到期 ", "srdi")) == 2
    (mine,) = notes(registry, OWNER, CODE)
    assert (mine.text, mine.designation, mine.author) == ("称号将到期", "srdi", "industry 杨华")
    assert (mine.read_on, mine.answer) == (None, None)
    assert notes(registry, OWNER, OTHER) == ()
    confirm(registry, OWNER, CODE, mine.number, "已在准备")
    (read,) = notes(registry, OFFICER, CODE)
    assert (read.read_on, read.answer) == (registry.today(), "已在准备")
    receipt = registry.by_key(OFFICER, NOTE, f"{CODE}|{mine.number}|enterprise")
    assert receipt.values["author"] == "甲公司", "no telephone number stands in a receipt"
    assert notes(registry, OFFICER, OTHER)[0].read_on is None
    with pytest.raises(Conflict):
        confirm(registry, OWNER, CODE, mine.number, "再签一次")


def test_the_newest_note_stands_first_and_numbers_go_on(registry):
    for text in ("一", "二", "三"):
        write_note(registry, OFFICER, [CODE], text)
    found = notes(registry, OFFICER, CODE)
    assert [one.text for one in found] == ["三", "二", "一"]
    assert [one.number for one in found] == ["20240506-3", "20240506-2", "20240506-1"]
    registry.retract(OFFICER, NOTE, found[0].record, "写错了")
    write_note(registry, OFFICER, [CODE], "四")
    assert notes(registry, OFFICER, CODE)[0].text == "四"


def test_nobody_answers_for_another_or_a_note_that_is_not_there(registry):
    write_note(registry, OFFICER, [CODE], "称号将到期")
    with pytest.raises(NotFound):
        confirm(registry, NEIGHBOUR, CODE, "20240506-1", "已阅")
    with pytest.raises(NotFound):
        confirm(registry, OWNER, CODE, "20240506-9", "已阅")
    values = {
        "credit_code": OTHER,
        "number": "20240506-1",
        "voice": "enterprise",
        "text": "已阅",
        "author": "乙公司",
    }
    with pytest.raises(NotFound):
        registry.add(NEIGHBOUR, NOTE, {**values, "written_on": registry.today()}, "回执")
    assert notes(registry, OFFICER, CODE)[0].read_on is None


def test_a_note_that_will_not_do_is_written_to_nobody(registry):
    with pytest.raises(RefusedInput, match="nobody"):
        write_note(registry, OFFICER, [], "x")
    with pytest.raises(RefusedInput, match="too_many"):
        write_note(registry, OFFICER, [sample_code(n, "company") for n in range(MOST + 1)], "x")
    with pytest.raises(NotFound):
        write_note(registry, OFFICER, [CODE, sample_code(99, "company")], "x")
    with pytest.raises(ManyRefusals):
        write_note(registry, OFFICER, [CODE], "   ")
    for actor in (OWNER, AUDITOR):
        with pytest.raises(Forbidden):
            write_note(registry, actor, [CODE], "x")
    assert notes(registry, OFFICER, CODE) == ()
