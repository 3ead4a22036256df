"""How does a step of a case stand in the registers, and who is told of it? 落卷

Within one transaction: the step, the case's row as it is after it, the units' parts, the notices.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime

from guanshan.act import notice
from guanshan.act.case.kind import CaseKind, Move
from guanshan.act.case.standing import COMMENT, Standing, Step
from guanshan.act.case.timing import nearest, read
from guanshan.act.casefile import EVER
from guanshan.act.deadline.calendar import Calendar
from guanshan.register.access import Access
from guanshan.register.field import Text
from guanshan.register.query import Condition, Moment, Reading
from guanshan.register.store import Writing

NOTE = Text(2_000, several_lines=True)
"""What may stand in a note."""


class Filing:
    """Writes what was done into the registers. 落卷

    Parameters
    ----------
    calendar
        The working days by which terms are counted.
    mails
        Whether staff are told by mail, too.
    """

    def __init__(self, access: Access, calendar: Calendar, *, mails: bool) -> None:
        self._access = access
        self._calendar = calendar
        self._mails = mails

    def land(
        self,
        writing: Writing,
        kind: CaseKind,
        case: Mapping[str, object],
        before: Standing | None,
        found: Standing,
        step: Step,
        note: str,
    ) -> None:
        """Write a step that was found to be allowed."""
        number, day = str(case["number"]), step.at.date()
        keeper = found.lead or kind.office
        clock = nearest(read(kind, run, self._calendar, step.at) for run in found.runs)
        turn = found.turn(kind)
        values = {
            **case,
            "category": found.category,
            "state": found.state,
            "lead": found.lead,
            "turn": turn[0] if turn else None,
            "person": found.person,
            "clock": clock.clock.name if clock else None,
            "due_at": written(clock.due.moment) if clock and clock.due.moment else None,
            "warns_at": written(clock.warns_at) if clock and clock.warns_at else None,
            "open": not kind.states[found.state].is_final,
            "paused": clock is not None and clock.run.stands,
            "provisional": clock is not None and clock.due.provisional,
            "solved": found.solved,
            "satisfaction": found.satisfaction,
            "steps": found.steps,
        }
        writing.put("act.case", values, keeper=keeper, since=day)
        unit = next(iter((before or found).units(kind, step.hat)), None)
        self._file_step(writing, number, step, unit, found.state, note, keeper)
        self._part(writing, kind, number, before, found, day)
        if step.move != COMMENT:
            move = kind.opening if before is None else kind.moves[step.move]
            self._tell(writing, kind, move, values, found, step)

    def _file_step(
        self, writing: Writing, number: str, step: Step, unit: str | None, state: str, note: str, keeper: str
    ) -> None:
        told = {
            "case": number,
            "number": step.number,
            "at": written(step.at),
            "move": step.move,
            "actor": step.actor,
            "hat": step.hat,
            "unit": unit,
            "state": state,
            "answers": json.dumps(step.answers, ensure_ascii=False, sort_keys=True),
            "note": NOTE.check(note) if note.strip() else None,
            "on_day": step.at.date(),
        }
        writing.put("act.step", told, keeper=keeper)

    def _part(
        self,
        writing: Writing,
        kind: CaseKind,
        number: str,
        before: Standing | None,
        found: Standing,
        day: date,
    ) -> None:
        """Keep which unit has which part, where that has changed."""
        earlier = parts_of(before) if before else {}
        now = parts_of(found)
        for unit in earlier.keys() - now.keys():
            key = writing.reading.types["act.part"].key_of({"case": number, "unit": unit})
            known = writing.reading.by_key("act.part", key, EVER)
            if known is not None:
                writing.retract("act.part", known.record, since=day)
        for unit, role in now.items():
            if earlier.get(unit) != role:
                told = {"case": number, "unit": unit, "role": role, "since": day}
                writing.put("act.part", told, keeper=found.lead or kind.office, since=day)

    def _tell(
        self,
        writing: Writing,
        kind: CaseKind,
        move: Move,
        case: Mapping[str, object],
        found: Standing,
        step: Step,
    ) -> None:
        told = {
            "number": case["number"],
            "title": case["title"],
            "kind": dict(kind.title),
            "move": dict(move.title),
            "state": dict(kind.states[found.state].title),
        }
        cause = f"act.case/{case['number']}/{step.number}"
        staff = {
            person
            for hat in move.tells
            for unit in found.units(kind, hat)
            for person in self._officers(writing.reading, unit, step.at.date())
        } - {step.actor}
        notice.post(writing.connection, writing.tick, "app", sorted(staff), cause, told)
        if self._mails:
            people = sorted(one for one in staff if not one.startswith("unit:"))
            notice.post(writing.connection, writing.tick, "mail", people, cause, told)
        if "applicant" in move.tells and case["credit_code"] and step.hat != "applicant":
            notice.post(writing.connection, writing.tick, "app", [f"firm:{case['credit_code']}"], cause, told)

    def _officers(self, reading: Reading, unit: str, day: date) -> list[str]:
        """Return who is an officer of a unit today, or of the nearest one above it; the unit itself where nobody is."""
        at: str | None = unit
        while at is not None:
            where = [Condition("unit", "eq", at), Condition("role", "eq", "officer")]
            people = reading.find("register.appointment", Moment(day), where)
            if people:
                return [str(one.values["person"]) for one in people]
            at = self._access.tree.parent(at)
        return [f"unit:{unit}"]


def parts_of(standing: Standing) -> dict[str, str]:
    """Return the units that have a part, with their role: 牵头, 承办, 配合."""
    lead = {} if standing.lead is None else {standing.lead: "lead"}
    others = {one: "executing" for one in standing.executing} | {
        one: "supporting" for one in standing.supporting
    }
    return {**others, **lead}


def written(at: datetime) -> str:
    """Write a moment of China's wall time as registers keep it."""
    return at.strftime("%Y-%m-%dT%H:%M")
