"""What would it take an enterprise to qualify? 达标路径

Plans for one enterprise or for many, from what the registers say of it: the levers are the rulebook's own, or those of an office that keeps
its own costs beside it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from guanshan.assess.library import Library
from guanshan.assess.plan.planning import Plan, plan
from guanshan.assess.standard import Lever, Rulebook
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.service.assessed import read_for
from guanshan.systems.enterprise.service.case import inputs_of, read_one
from guanshan.systems.enterprise.service.designation import Designation, designation_of, library
from guanshan.systems.enterprise.service.reading import CODE, Reading
from guanshan.systems.enterprise.service.verdict import Explained

Levers = Callable[[Rulebook], Sequence[Lever]]
"""What may be moved under a rulebook, and what that costs."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What it would take one enterprise to qualify by one rulebook. 达标方案"""

    credit_code: str
    name: str
    moment: Moment
    plan: Plan


def own_levers(rulebook: Rulebook) -> Sequence[Lever]:
    """Return the levers that a rulebook itself prices."""
    return rulebook.levers


def plan_for(
    registry: Registry,
    actor: Actor,
    credit_code: str,
    rulebook: str,
    moment: Moment | None = None,
    books: Library | None = None,
    levers: Levers = own_levers,
) -> Planned:
    """Plan for one enterprise.

    Parameters
    ----------
    rulebook
        A family (the version in force on the moment's day), or a dated id.
    books
        The rulebooks; left out, those that come with the system.
    levers
        The levers of a rulebook; left out, its own.

    Raises
    ------
    NotFound
        If there is no such enterprise, or none that the actor may read, or no such rulebook.
    RefusedInput
        If the rulebook is not in force on the moment's day, or has classes and nothing to qualify for.
    """
    at = moment or registry.moment()
    book = (books or library()).find(rulebook, at.on)
    designation = designation_of(book, registry.store.types)
    reading = read_one(registry, actor, credit_code, [designation], at)
    return next(_planned(reading, designation, levers(book)))


def plans_for(
    registry: Registry,
    actor: Actor,
    credit_codes: Sequence[str],
    rulebook: str,
    moment: Moment | None = None,
    books: Library | None = None,
    levers: Levers = own_levers,
) -> Iterator[Planned]:
    """Plan for many enterprises, whose registers are read at once; who is not there, or not the actor's to read, is left out.

    Refuses as `plan_for` does where the rulebook will not do.
    """
    at = moment or registry.moment()
    book = (books or library()).find(rulebook, at.on)
    designation = designation_of(book, registry.store.types)
    reading = read_for(registry, actor, [designation], at, credit_codes)
    return _planned(reading, designation, levers(book))


def plan_of(explained: Explained, levers: Levers = own_levers) -> Planned:
    """Plan from what an explanation has read already."""
    book = explained.verdict.rulebook
    found = plan(book, explained.case.inputs, levers(book))
    return Planned(explained.credit_code, explained.name, explained.moment, found)


def _planned(reading: Reading, designation: Designation, levers: Sequence[Lever]) -> Iterator[Planned]:
    for row in reading.wide.iter_rows(named=True):
        found = plan(designation.book, inputs_of(reading, designation, row), levers)
        yield Planned(row[CODE], row["name"], reading.moment, found)
