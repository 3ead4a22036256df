"""Where does a case stand? 事项进展

A case is the list of its steps. `fold` adds one to what came before; `after` folds all of them; `require` refuses a step that may not be
done. Only `require` judges, so that an old case is told as it was, whatever the calendar or the offices say today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Final

from guanshan.act.case.kind import CaseKind, Hat, Move
from guanshan.act.case.timing import Run, carried

COMMENT: Final = "comment"
OPEN: Final = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done with a case. 经办

    Parameters
    ----------
    at
        When, by the district's clock (wall time in China).
    move
        ``open``, a move of the kind, or ``comment``.
    actor
        Who did it.
    hat
        As what.
    answers
        What the form was filled in with, as texts.
    """

    number: int
    at: datetime
    move: str
    actor: str
    hat: Hat
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands after its steps. 办理状态

    Parameters
    ----------
    category
        Its class, from which its terms follow.
    lead, executing, supporting
        Codes of the units: 牵头, 承办, 配合.
    person
        Who took it in hand; None: nobody in particular.
    solved
        Whether what was asked for was brought about, as the last answer or visit says; answered is not solved.
    """

    state: str
    category: str
    lead: str | None = None
    executing: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    person: str | None = None
    solved: bool | None = None
    satisfaction: str | None = None
    merged_into: str | None = None
    done: Mapping[str, int] = field(default_factory=dict)
    steps: int = 0
    runs: tuple[Run, ...] = ()

    def units(self, kind: CaseKind, hat: Hat) -> tuple[str, ...]:
        """Return the codes of the units that wear a hat in this case."""
        match hat:
            case "office":
                return (kind.office,)
            case "lead":
                return () if self.lead is None else (self.lead,)
            case "executing":
                return self.executing
            case "supporting":
                return self.supporting
        return ()

    def turn(self, kind: CaseKind) -> tuple[str, ...]:
        """Return the units whose turn it is; none where the applicant is awaited or the case is over."""
        owner = kind.states[self.state].owner
        return () if owner is None else self.units(kind, owner)


def after(kind: CaseKind, steps: Iterable[Step]) -> Standing:
    """Return where a case stands after its steps, the opening first."""
    standing: Standing | None = None
    for step in steps:
        standing = fold(kind, standing, step)
    assert standing is not None  # a case is opened before anything else
    return standing


def fold(kind: CaseKind, standing: Standing | None, step: Step) -> Standing:
    """Add one step, without asking whether it may be done."""
    if standing is None:
        move, before = kind.opening, Standing("", "")
    elif step.move == COMMENT:
        return replace(standing, steps=standing.steps + 1)
    else:
        move, before = kind.moves[step.move], standing
    changed = _answered(before, move, step)
    state = move.to or before.state
    if changed.lead != before.lead:
        changed = replace(changed, person=None)
    if move.takes:
        changed = replace(changed, person=step.actor)
    added = Fraction(answer_to(move, "extension", step.answers) or 0)
    runs = carried(kind, before.runs, move, (before.state, state), changed.category, step.at, added)
    done = {**before.done, move.name: before.done.get(move.name, 0) + 1}
    return replace(changed, state=state, runs=runs, done=done, steps=before.steps + 1)


def answer_to(move: Move, sets: str, answers: Mapping[str, str]) -> str | None:
    """Return the answer that sets something, where the move asks for it and it was given."""
    asked = next((one for one in move.asks if one.sets == sets), None)
    return answers.get(asked.name) if asked else None


def listed(text: str | None) -> tuple[str, ...]:
    """Read an answer that names several units, in their order, each once."""
    return tuple(dict.fromkeys(one for one in (text or "").split(",") if one))


def _answered(before: Standing, move: Move, step: Step) -> Standing:
    def told(sets: str) -> str | None:
        return answer_to(move, sets, step.answers)

    gone = set(listed(told("released")))
    lead = told("lead") or before.lead
    executing = [
        one for one in (*before.executing, *listed(told("executing"))) if one not in gone and one != lead
    ]
    supporting = [one for one in (*before.supporting, *listed(told("supporting"))) if one not in gone]
    solved = told("solved")
    return replace(
        before,
        category=told("category") or before.category,
        lead=lead,
        executing=tuple(dict.fromkeys(executing)),
        supporting=tuple(one for one in dict.fromkeys(supporting) if one != lead and one not in executing),
        solved=before.solved if solved is None else solved == "yes",
        satisfaction=told("satisfaction") or before.satisfaction,
        merged_into=told("merged_into") or before.merged_into,
    )
