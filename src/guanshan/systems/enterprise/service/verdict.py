"""Does an enterprise qualify, and why? 评定说明

Joins registers and rulebooks: what the registers say of an enterprise goes through `guanshan.assess`, and the verdict comes back with the
rows behind it, beside the title that an authority gave. The two are different things.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from guanshan.assess.evaluate import Verdict, evaluate
from guanshan.assess.explain import Language, Told, explain
from guanshan.assess.library import Library
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.engine.facts import TITLE
from guanshan.systems.enterprise.service.case import SAMPLE_NOTE, Case, case_of, read_one
from guanshan.systems.enterprise.service.designation import Designation, designation_of, in_force, library
from guanshan.systems.enterprise.service.reading import CODE, STATED, Reading

FAMILY: Final = "innovative"
"""The family that is explained where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A title that an authority gave by a document and that is valid on the day. 持有的称号

    Parameters
    ----------
    lapses_on
        The first day on which it is no longer valid; None where it does not lapse.
    """

    kind: str
    name: str
    level: str | None
    recognised_on: date
    lapses_on: date | None
    record: str
    keeper: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """A verdict on an enterprise with the rows behind it, and the titles held beside it. 评定说明"""

    credit_code: str
    name: str
    moment: Moment
    case: Case
    verdict: Verdict
    held: tuple[Held, ...] = ()

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
                    "voice": ground.voice,
                }
                for name in finding.inputs
                for ground in self.case.grounds.get(name, ())
            ]
        told.update(
            credit_code=self.credit_code,
            name=self.name,
            known_at=self.moment.known_at,
            checked=self.case.checked,
            family=self.verdict.rulebook.family,
            held=[_held_told(one) for one in self.held],
        )
        return told


def _held_told(one: Held) -> dict[str, Told]:
    return {
        "kind": one.kind,
        "name": one.name,
        "level": one.level,
        "recognised_on": one.recognised_on.isoformat(),
        "lapses_on": one.lapses_on.isoformat() if one.lapses_on else None,
        "record": one.record,
        "sample": one.sample,
    }


def _each(told: Told) -> list[dict[str, Told]]:
    assert isinstance(told, list)
    return [part for part in told if isinstance(part, dict)]


def verdict(
    registry: Registry,
    actor: Actor,
    credit_code: str,
    moment: Moment | None = None,
    rulebook: str = FAMILY,
    books: Library | None = None,
) -> Explained:
    """Evaluate one enterprise by one rulebook and say why, clause by clause, with the rows behind every value.

    Parameters
    ----------
    rulebook
        A family (the version in force on the moment's day), or a dated id.
    books
        The rulebooks; left out, those that come with the system.

    Raises
    ------
    NotFound
        If there is no such enterprise, or none that the actor may read, or no such rulebook.
    RefusedInput
        If the rulebook is not in force on the moment's day.
    """
    at = moment or registry.moment()
    book = (books or library()).find(rulebook, at.on)
    designation = designation_of(book, registry.store.types)
    reading = read_one(registry, actor, credit_code, [designation], at)
    return _explained(reading, designation, credit_code)


def verdicts(
    registry: Registry,
    actor: Actor,
    credit_code: str,
    moment: Moment | None = None,
    books: Library | None = None,
) -> tuple[Explained, ...]:
    """Evaluate one enterprise by every designation in force on the moment's day.

    Designations of a place (incubators, makerspaces) are left out unless a title or a statement shows that one is run.

    Raises
    ------
    NotFound
        If there is no such enterprise, or none that the actor may read.
    """
    at = moment or registry.moment()
    designations = in_force(books or library(), registry.store.types, at.on)
    reading = read_one(registry, actor, credit_code, designations, at)
    return tuple(_explained(reading, one, credit_code) for one in designations if is_meant(reading, one))


def is_meant(reading: Reading, designation: Designation) -> bool:
    """Tell whether a designation speaks of the one enterprise that was read."""
    if not designation.is_of_places:
        return True
    named = {one.stated for one in designation.bindings if one.fact is None}
    return (
        bool(held_of(reading, designation))
        or not reading.frames[STATED].filter(pl.col("fact").is_in(named)).is_empty()
    )


def held_of(reading: Reading, designation: Designation, credit_code: str | None = None) -> tuple[Held, ...]:
    """Return the titles of a designation that are valid on the day, the last given first."""
    titles = reading.frames[TITLE].filter(title_of(designation))
    if credit_code is not None:
        titles = titles.filter(pl.col(CODE) == credit_code)
    return tuple(
        Held(
            kind=row["kind"],
            name=row["name"],
            level=row["level"],
            recognised_on=row["recognised_on"],
            lapses_on=row["lapses_on"],
            record=row["record"],
            keeper=row["keeper"],
            sample=row["source_note"] == SAMPLE_NOTE,
        )
        for row in titles.sort("recognised_on", descending=True).iter_rows(named=True)
    )


def title_of(designation: Designation) -> pl.Expr:
    """Tell which rows of the register of titles belong to a designation."""
    mine = pl.col("kind") == designation.title_kind
    if designation.title_kind == "other":
        return mine & (pl.col("name") == designation.book.title["zh"])
    return mine


def _explained(reading: Reading, designation: Designation, credit_code: str) -> Explained:
    case = case_of(reading, designation, credit_code)
    name = reading.wide.row(by_predicate=pl.col(CODE) == credit_code, named=True)["name"]
    judged = evaluate(designation.book, case.inputs)
    held = held_of(reading, designation, credit_code)
    return Explained(credit_code, str(name), reading.moment, case, judged, held)
