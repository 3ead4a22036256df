"""Who holds what, who is near, whose title lapses, who would lose it? 梯度培育名单

For every market entity and every designation in force at once: the verdict of our rulebook beside the title that an authority gave. The
list is computed column-wise, kept in memory, and after a write only those are computed again of whom something was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from guanshan.assess.library import Library
from guanshan.assess.parameter import Words
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry

State = Literal["held", "lapsing", "losing", "near", "ready"]
"""Where an enterprise stands with a designation; it may be in several states, or in none.

``held``: an authority's title is valid on the day. ``lapsing``: held, and lapses within some months. ``losing``: held, though by our
rulebook the figures of the day fail. ``near``: not held and not passed, with one condition alone missing (points: no more than a few).
``ready``: passed and not held, so it has not applied, or not yet been answered.
"""

NEAR_POINTS: Final = 5
"""How many points may be missing of one that is near, where points are all that is missing."""
MONTHS: Final = 6
"""How many months ahead a title counts as lapsing, unless asked otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader of the list asks for. 查询条件

    Parameters
    ----------
    designation
        Family of the rulebook, such as ``srdi``; None for all.
    state
        Only those in this state; None for all.
    verdict
        Only those with this verdict (``pass``, ``fail``, ``undetermined``) or, where there are classes, this class.
    street
        Code of the street or town; None for all.
    text
        Part of the name or the credit code.
    months
        How far ahead a title counts as lapsing [month].
    order
        Column by which the list is sorted (a field of `PipelineRow`), with ``-`` before it for descending.
    limit, offset
        The page; a limit of None gives all.
    """

    designation: str | None = None
    state: State | None = None
    verdict: str | None = None
    street: str | None = None
    text: str = ""
    months: int = MONTHS
    order: str = "name"
    limit: int | None = 50
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRow:
    """One enterprise and one designation. 名单的一行

    Parameters
    ----------
    designation, rulebook
        Family of the rulebook, and the version in force on the day.
    verdict
        What our rulebook says (or, of a rulebook with classes, the class); None where the class is not known.
    total_low, total_high
        Points surely earned, and points possible; None where nothing is scored.
    missing
        Conditions that are not surely met on the best way to pass, by the rulebook's names (``total`` for points).
    shortfall
        Points that are missing between what is surely earned and what is asked; None where no points are asked.
    states
        See `State`.
    held_since, lapses_on, title_record
        The authority's title that is valid on the day: from when, until when (exclusive), and its record; None where none is held.
    sample
        Whether the enterprise is one of the sample.
    """

    credit_code: str
    name: str
    street: str | None
    designation: str
    rulebook: str
    verdict: str | None
    total_low: float | None
    total_high: float | None
    missing: tuple[str, ...]
    shortfall: float | None
    states: tuple[State, ...]
    held_since: date | None
    lapses_on: date | None
    title_record: str | None
    sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the list. 名单分页"""

    rows: tuple[PipelineRow, ...]
    total: int
    moment: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationCount:
    """How many stand where with one designation. 统计

    Parameters
    ----------
    states, verdicts
        Enterprises by state and by verdict (or class, ``""`` where it is not known).
    recognised
        The state's own statistics: titles that authorities gave in the year before the day; None where no title belongs to it.
    recognised_year
        That year.
    """

    designation: str
    rulebook: str
    title: Words
    states: Mapping[State, int]
    verdicts: Mapping[str, int]
    recognised: int | None
    recognised_year: int


def pipeline(
    registry: Registry,
    actor: Actor,
    asked: Asked,
    moment: Moment | None = None,
    library: Library | None = None,
) -> Page:
    """Return a page of the list of those that the actor may read.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor may not read the registers on which verdicts rest.
    """
    raise NotImplementedError


def counts(
    registry: Registry,
    actor: Actor,
    moment: Moment | None = None,
    library: Library | None = None,
    months: int = MONTHS,
) -> tuple[DesignationCount, ...]:
    """Count where enterprises stand with each designation in force; refuses as `pipeline` does."""
    raise NotImplementedError
