"""Cases by hand: terms, pauses, changes and extensions come out as counted on a calendar of 2024."""

from datetime import date, datetime
from pathlib import Path

import pytest

import guanshan.systems
from guanshan.act.case.asking import require
from guanshan.act.case.reading import read_kind
from guanshan.act.case.standing import Step, fold
from guanshan.act.case.timing import nearest, read
from guanshan.act.deadline.calendar import load_calendar
from guanshan.refusal import Conflict, Forbidden

CALENDAR = load_calendar()
APPEAL = read_kind(Path(next(iter(guanshan.systems.__path__))) / "liaison" / "cases" / "appeal-2024.yaml")


class Told:
    """A case told step by step."""

    def __init__(self, received: str, category: str) -> None:
        self.count = 1
        step = Step(1, datetime.fromisoformat(received), "open", "firm", "applicant", {"category": category})
        self.standing = fold(APPEAL, None, step)

    def move(self, at: str, name: str, hat: str, **answers: str) -> "Told":
        self.count += 1
        step = Step(self.count, datetime.fromisoformat(at), name, "someone", hat, answers)
        self.standing = require(APPEAL, self.standing, step, [hat], CALENDAR)
        return self

    def due(self, clock: str, at: str = "2024-05-06T09:00") -> date | None:
        run = [one for one in self.standing.runs if one.clock == clock][-1]
        return read(APPEAL, run, CALENDAR, datetime.fromisoformat(at)).due.day


def taken(received: str, category: str) -> Told:
    told = Told(received, category)
    told.move(received, "assign", "office", lead="market")
    return told.move(received, "accept", "lead")


@pytest.mark.parametrize(
    ("received", "category", "due"),
    [
        ("2024-04-03T10:00", "help", date(2024, 4, 11)),  # vector PV1
        ("2024-04-29T10:00", "help", date(2024, 5, 9)),  # vector PV2
        ("2024-04-29T23:59", "inquiry", date(2024, 5, 6)),  # 30 April, 6 May
    ],
)
def test_the_term_of_an_appeal(received, category, due):
    assert Told(received, category).due("handle") == due


def test_waiting_for_the_enterprise_stops_the_clock():
    told = taken("2024-05-06T09:00", "help")  # 7, 8, 9, 10, 11 May (a shifted working day)
    assert told.due("handle") == date(2024, 5, 11)
    told.move("2024-05-08T00:00", "ask", "lead", question="合同")
    assert told.due("handle") is None
    told.move("2024-05-13T00:00", "reply", "applicant", reply="附上")
    assert told.due("handle") == date(2024, 5, 16)  # 7, then 13, 14, 15, 16 May


def test_a_change_of_class_counts_from_the_same_start():
    told = taken("2024-05-06T09:00", "help").move(
        "2024-05-09T09:00", "classify", "lead", category="complaint", reason="应为投诉"
    )
    assert told.due("handle") == date(2024, 5, 17)  # 7 to 11, 13 to 17 May


def test_an_extension_is_asked_for_in_time_once_and_no_longer_than_the_term():
    told = taken("2024-05-06T09:00", "help")
    with pytest.raises(Conflict, match="extension_too_long"):
        told.move("2024-05-07T09:00", "extend", "lead", days="6", reason="复杂")
    with pytest.raises(Conflict, match="extension_too_late"):
        told.move("2024-05-11T00:01", "extend", "lead", days="5", reason="复杂")
    told.move("2024-05-10T17:00", "extend", "lead", days="5", reason="复杂")
    assert told.due("handle") == date(2024, 5, 17)
    with pytest.raises(Conflict, match="extended_already"):
        told.move("2024-05-10T18:00", "extend", "lead", days="1", reason="复杂")


def test_a_late_return_is_no_return():
    told = Told("2024-05-06T09:00", "help").move("2024-05-06T10:00", "assign", "office", lead="market")
    with pytest.raises(Conflict, match="too_late"):
        told.move("2024-05-08T00:00", "return", "lead", reason="不属本单位")
    told.move("2024-05-07T23:00", "return", "lead", reason="不属本单位")
    assert told.standing.state == "received"


def test_answered_is_not_solved_and_a_second_redo_is_supervision():
    told = taken("2024-05-06T09:00", "help").move(
        "2024-05-07T09:00", "answer", "lead", answer="已转主管部门", solved="no"
    )
    assert (told.standing.state, told.standing.solved) == ("answered", False)
    told.move("2024-05-08T09:00", "redo", "office", reason="没有解决")
    assert told.due("handle") == date(2024, 5, 14)  # a whole term anew: 9, 10, 11, 13, 14 May
    told.move("2024-05-09T09:00", "answer", "lead", answer="已解决", solved="yes")
    with pytest.raises(Conflict, match="often_enough"):
        told.move("2024-05-10T09:00", "redo", "office", reason="仍未解决")
    told.move("2024-05-10T09:00", "supervise", "office", order="限期办结")
    assert told.standing.units(APPEAL, "lead") == ("market",)


def test_nobody_does_what_is_another_ones():
    told = Told("2024-05-06T09:00", "help")
    with pytest.raises(Forbidden, match=r"act\.case\.needs\.office"):
        told.move("2024-05-06T10:00", "assign", "lead", lead="market")


def test_the_clock_that_ends_first_is_shown():
    told = taken("2024-05-06T09:00", "complaint")
    readings = [
        read(APPEAL, one, CALENDAR, datetime.fromisoformat("2024-05-06T09:00")) for one in told.standing.runs
    ]
    shown = nearest(readings)
    assert shown is not None
    assert (shown.run.clock, shown.due.day, shown.light) == ("contact", date(2024, 5, 9), "fine")
    late = [
        read(APPEAL, one, CALENDAR, datetime.fromisoformat("2024-05-10T00:00")) for one in told.standing.runs
    ]
    assert {one.run.clock: one.light for one in late if one.run.runs} == {"contact": "late", "handle": "fine"}
