"""Who gains and who loses when a rulebook changes? 新旧规则影响"""

from collections.abc import Mapping
from dataclasses import dataclass

from guanshan.assess.library import Library
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One enterprise whose verdict is another under the new rulebook. 结论变化"""

    credit_code: str
    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What a change of rulebook does to the enterprises of a day. 影响

    Parameters
    ----------
    gains
        Those that pass under the new one and did not under the old.
    losses
        Those that passed under the old one and do not under the new.
    counts
        How many went from which verdict (or class) to which, those that stay included.
    changed
        Everyone whose verdict is another.
    """

    old: str
    new: str
    moment: Moment
    gains: tuple[Move, ...]
    losses: tuple[Move, ...]
    changed: tuple[Move, ...]
    counts: Mapping[tuple[str | None, str | None], int]


def moves(
    registry: Registry,
    actor: Actor,
    old: str,
    new: str,
    moment: Moment | None = None,
    library: Library | None = None,
) -> Moves:
    """Judge the enterprises of a day by two rulebooks, whatever the day on which each is in force.

    Parameters
    ----------
    old, new
        Dated ids, or families (the version in force on the moment's day).
    """
    raise NotImplementedError
