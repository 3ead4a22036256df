"""Does an enterprise qualify, and why? 评定说明

Joins registers and rulebook: the inputs of a case go through `guanshan.assess`, and the verdict comes back with the rows behind it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from guanshan.assess.evaluate import Verdict, evaluate
from guanshan.assess.explain import Language, Told, explain
from guanshan.assess.rulebook import Rulebook, load
from guanshan.register.actor import Actor
from guanshan.register.query import Condition, Moment
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.service.case import Case, case_of, cases_of

RULEBOOK: Final = "innovative-2022"
CHUNK: Final = 400
"""Enterprises that are read together."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A verdict on an enterprise with the rows behind it. 评定说明"""

    credit_code: str
    name: str
    moment: Moment
    case: Case
    verdict: Verdict

    def told(self, language: Language = "zh") -> dict[str, Told]:
        """Write it as plain data: `guanshan.assess.explain.explain`, with the source rows of each criterion beside it."""
        told = explain(self.verdict, language, self.moment.on)
        for finding, criterion in zip(self.verdict.criteria, _each(told["criteria"]), strict=True):
            criterion["sources"] = [
                {
                    "input": name,
                    "register": ground.register,
                    "record": ground.record,
                    "key": ground.key,
                    "fields": list(ground.fields),
                    "sample": ground.sample,
                }
                for name in finding.inputs
                for ground in self.case.grounds.get(name, ())
            ]
        told.update(
            credit_code=self.credit_code,
            name=self.name,
            known_at=self.moment.known_at,
            checked=self.case.checked,
        )
        return told


def _each(told: Told) -> list[dict[str, Told]]:
    assert isinstance(told, list)
    return [part for part in told if isinstance(part, dict)]


@cache
def rulebook(name: str = RULEBOOK) -> Rulebook:
    """Load a rulebook of this system by its dated id."""
    return load(Path(__file__).parents[1] / "rulebooks" / f"{name}.yaml")


def verdict(registry: Registry, actor: Actor, credit_code: str, moment: Moment | None = None) -> Explained:
    """Evaluate one enterprise and say why, clause by clause, with the rows behind every value.

    Raises
    ------
    NotFound
        If there is no such enterprise, or none that the actor may read.
    RefusedInput
        If the rulebook is not in force on the moment's day.
    """
    at = moment or registry.moment()
    return _explained(case_of(registry, actor, credit_code, at), at)


def verdicts(
    registry: Registry, actor: Actor, moment: Moment | None = None, credit_codes: Iterable[str] | None = None
) -> list[Explained]:
    """Evaluate many enterprises; left out, every one that has figures of the last complete year and that the actor may read."""
    at = moment or registry.moment()
    if credit_codes is None:
        figures = registry.find(
            actor, "enterprise.financial_year", at, [Condition("year", "eq", at.on.year - 1)]
        )
        credit_codes = [str(row.values["credit_code"]) for row in figures]
    remaining = iter(dict.fromkeys(credit_codes))
    found: list[Explained] = []
    while chunk := list(islice(remaining, CHUNK)):
        found += [_explained(case, at) for case in cases_of(registry, actor, chunk, at)]
    return found


def _explained(case: Case, at: Moment) -> Explained:
    judged = evaluate(rulebook(), case.inputs, at.on)
    return Explained(case.entity.key, case.entity.name, at, case, judged)
