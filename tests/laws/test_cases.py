"""Whatever is done with a case of whatever declared kind: somebody owns it, a clock runs, and nobody did what the kind does not grant.

The rights are read a second time here, from the YAML itself.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import guanshan.systems
from guanshan.act.case.asking import check_answers, moves_for, require
from guanshan.act.case.kind import HATS, CaseKind
from guanshan.act.case.reading import read_kind
from guanshan.act.case.standing import Step, after, fold
from guanshan.act.case.timing import read
from guanshan.act.deadline.calendar import load_calendar
from guanshan.refusal import Refusal

FILES = sorted(
    [
        Path(__file__).parents[1] / "act" / "permit.yaml",
        *Path(next(iter(guanshan.systems.__path__))).glob("*/cases/*.yaml"),
    ]
)
CALENDAR = load_calendar()
UNITS = ["science", "market", "urban", "street-1"]
TIMES = int(os.environ.get("GUANSHAN_CASES", "60"))


def answer(raw, asked, draw):
    match asked["is"]:
        case "flag":
            return draw(st.sampled_from(["yes", "no"]))
        case "choice":
            return draw(st.sampled_from(sorted(asked["options"])))
        case "category":
            return draw(st.sampled_from(sorted(raw["categories"])))
        case "unit":
            return draw(st.sampled_from(UNITS))
        case "units":
            return ",".join(draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True)))
        case "days":
            return draw(st.sampled_from(["0.5", "1", "2", "5", "30"]))
    return draw(st.text("诉求a b", min_size=1, max_size=20).filter(str.strip))


def form(raw, asks, draw):
    return {
        name: answer(raw, asked, draw)
        for name, asked in (asks or {}).items()
        if asked.get("required") or draw(st.booleans())
    }


class Case(RuleBasedStateMachine):
    kind: CaseKind
    raw: dict

    @initialize(data=st.data(), minutes=st.integers(0, 500_000))
    def opened(self, data, minutes):
        self.now = datetime.fromisoformat("2024-03-01T00:00") + timedelta(minutes=minutes)
        answers = form(self.raw, self.raw["opening"]["asks"], data.draw)
        check_answers(self.kind, self.kind.opening, answers)
        self.steps = [Step(1, self.now, "open", "somebody", "office", answers)]
        self.standing = fold(self.kind, None, self.steps[0])
        self.counts: dict[str, int] = {}

    @rule(minutes=st.integers(0, 12_000))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(data=st.data(), hats=st.sets(st.sampled_from(HATS), max_size=3))
    def something_is_tried(self, data, hats):
        name = data.draw(st.sampled_from(sorted(self.raw["moves"])))
        self.tried(name, hats, form(self.raw, self.raw["moves"][name].get("asks"), data.draw))

    @precondition(lambda self: self.kind.states[self.standing.state].owner)
    @rule(data=st.data())
    def whose_turn_it_is_goes_on(self, data):
        owner = self.kind.states[self.standing.state].owner
        name = data.draw(st.sampled_from([one.name for one in moves_for(self.kind, self.standing, [owner])]))
        self.tried(name, {owner}, form(self.raw, self.raw["moves"][name].get("asks"), data.draw))

    def tried(self, name, hats, answers):
        told = self.raw["moves"][name]
        allowed = (
            self.standing.state in told["from"]
            and set(told["who"]) & hats
            and not (told.get("most") and self.counts.get(name, 0) >= told["most"])
        )
        step = Step(
            len(self.steps) + 1, self.now, name, "somebody", next(iter(sorted(hats)), "office"), answers
        )
        before = self.standing
        try:
            self.standing = require(self.kind, before, step, hats, CALENDAR)
        except Refusal as refusal:
            refused = refusal
        else:
            refused = None
        if refused is not None:
            clocks = told.get("within") or told.get("extends")
            assert not allowed or clocks or refused.key == "act.case.nobody", (name, hats, refused)
            assert self.standing is before
            return
        assert allowed, (name, hats, before.state)
        assert self.standing.state == told.get("to", before.state)
        self.steps.append(step)
        self.counts[name] = self.counts.get(name, 0) + 1

    @invariant()
    def somebody_owns_it(self):
        owner = self.kind.states[self.standing.state].owner
        if owner not in (None, "applicant"):
            assert self.standing.turn(self.kind)

    @invariant()
    def a_clock_runs_while_it_is_open(self):
        running = [one for one in self.standing.runs if one.runs]
        assert bool(running) == (not self.kind.states[self.standing.state].is_final)
        assert len({one.clock for one in running}) == len(running)
        for run in self.standing.runs:
            told = read(self.kind, run, CALENDAR, self.now)
            if run.runs:
                assert self.standing.state in self.raw["clocks"][run.clock]["states"]
                assert (told.due.moment is None) <= run.stands
                assert run.stands == (self.standing.state in self.raw["clocks"][run.clock].get("paused", []))
                assert run.category == self.standing.category

    @invariant()
    def it_is_told_again_from_its_steps(self):
        kept = json.loads(json.dumps([one.answers for one in self.steps]))
        again = [
            Step(s.number, s.at, s.move, s.actor, s.hat, told)
            for s, told in zip(self.steps, kept, strict=True)
        ]
        assert after(self.kind, again) == self.standing

    @invariant()
    def a_unit_has_one_part(self):
        parts = [self.standing.lead, *self.standing.executing, *self.standing.supporting]
        named = [one for one in parts if one]
        assert len(named) == len(set(named))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_case_leaves_its_kind(path):
    run_state_machine_as_test(
        type(
            "CaseOf",
            (Case,),
            {"kind": read_kind(path), "raw": yaml.safe_load(path.read_text(encoding="utf-8"))},
        ),
        settings=settings(
            max_examples=TIMES, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
