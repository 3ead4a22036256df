"""Who holds what, who is near, whose title lapses, who would lose it? 梯度培育名单

For every market entity and every designation in force at once: the verdict of our rulebook beside the title that an authority gave. The
list is computed column-wise, kept in memory, and after a write only those are computed again of whom something was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import polars as pl

from guanshan.assess.library import Library
from guanshan.assess.parameter import Words
from guanshan.assess.standard import Rulebook
from guanshan.refusal import RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.query import Condition, Moment
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.engine.nearness import MASK, MISSING, SHORTFALL, WAY, names_missing
from guanshan.systems.enterprise.service.assessed import JUDGED, Assessed, assessed
from guanshan.systems.enterprise.service.designation import Designation
from guanshan.systems.enterprise.service.reading import CODE

State = Literal["held", "lapsing", "losing", "near", "ready"]
"""Where an enterprise stands with a designation; it may be in several states, or in none.

``held``: an authority's title is valid on the day. ``lapsing``: held, and lapses within some months. ``losing``: held, though by our
rulebook the figures of the day fail. ``near``: not held and not passed, with one condition alone missing of several (points: no more than
a few). ``ready``: passed and not held, so it has not applied, or not yet been answered.
"""

ANY: Final = "any"
"""What asks for those in any state at all: those with whom there is something to do."""
STATES: Final[tuple[State, ...]] = ("held", "lapsing", "losing", "near", "ready")
SORTED: Final = (
    "name", CODE, "street", JUDGED, "total_low", "total_high", MISSING, SHORTFALL, "held_since", "lapses_on",
)  # fmt: skip
"""Columns by which the list can be sorted."""
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
        Only those in this state, or (``any``) in some state; None for all.
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
    state: State | Literal["any"] | None = None
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
        Conditions that are not surely met on the best way to pass, by the rulebook's names: criteria, groups, ``total`` for points.
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
    """A page of the list. 名单分页

    Parameters
    ----------
    total
        How many rows there are on all pages.
    books
        The rulebooks of the rows, by family.
    """

    rows: tuple[PipelineRow, ...]
    total: int
    moment: Moment
    books: Mapping[str, Rulebook]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationCount:
    """How many stand where with one designation. 统计

    Parameters
    ----------
    states, verdicts
        Enterprises by state and by verdict (or class, ``""`` where it is not known).
    recognised
        The state's own statistics: titles that authorities gave in the year before the day, as they stood on its last day; None where
        no title belongs to the rulebook.
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
    books: Library | None = None,
) -> Page:
    """Return a page of the list of those that the actor may read.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor may not read the registers on which verdicts rest.
    RefusedInput
        If no such designation is in force, or there is no such state or column.
    """
    whole = assessed(registry, actor, moment, books)
    by_family = {one.book.family: one.book for one in whole.designations}
    if asked.designation is not None and asked.designation not in by_family:
        raise RefusedInput(
            "enterprise.pipeline.no_designation", designation=asked.designation, known=", ".join(by_family)
        )
    if asked.state is not None and asked.state not in (*STATES, ANY):
        raise RefusedInput("enterprise.pipeline.no_state", state=asked.state, known=", ".join(STATES))
    if asked.months < 0 or asked.offset < 0 or (asked.limit is not None and asked.limit < 0):
        raise RefusedInput("enterprise.pipeline.negative")
    families = [asked.designation] if asked.designation else list(by_family)
    if not families:  # no rulebook is in force on that day
        return Page(rows=(), total=0, moment=whole.moment, books={})
    found = _listed(whole, families, asked)
    rows = _sorted(found.lazy(), asked).slice(asked.offset, asked.limit).collect()
    return Page(
        rows=tuple(_row(row, by_family[row["designation"]]) for row in rows.iter_rows(named=True)),
        total=found.height,
        moment=whole.moment,
        books={family: by_family[family] for family in families},
    )


def counts(
    registry: Registry,
    actor: Actor,
    moment: Moment | None = None,
    books: Library | None = None,
    months: int = MONTHS,
) -> tuple[DesignationCount, ...]:
    """Count where enterprises stand with each designation in force; refuses as `pipeline` does."""
    whole = assessed(registry, actor, moment, books)
    return tuple(_counted(registry, actor, whole, one, months) for one in whole.designations)


def _counted(
    registry: Registry, actor: Actor, whole: Assessed, designation: Designation, months: int
) -> DesignationCount:
    book, at = designation.book, whole.moment
    judged = whole.judged[book.family].with_columns(*_states(at.on, months))
    verdicts = judged.group_by(pl.col(JUDGED).fill_null("")).len().sort(JUDGED)
    return DesignationCount(
        designation=book.family,
        rulebook=book.name,
        title=book.title,
        states={name: int(judged[name].sum()) for name in STATES},
        verdicts=dict(verdicts.iter_rows()),
        recognised=None
        if designation.title_kind == "other"
        else newly_recognised(registry, actor, at, designation.title_kind),
        recognised_year=at.on.year - 1,
    )


def given_in(year: int, *kinds: str) -> tuple[Condition, ...]:
    """Build the conditions for titles of some kinds that authorities gave in a year."""
    return (
        Condition("kind", "in", kinds),
        Condition("recognised_on", "ge", date(year, 1, 1)),
        Condition("recognised_on", "le", date(year, 12, 31)),
    )


def newly_recognised(registry: Registry, actor: Actor, at: Moment, *kinds: str) -> int:
    """Count the titles that authorities gave in the year before a day, as they stood on that year's last day."""
    last = date(max(at.on.year - 1, 1), 12, 31)
    return registry.count(actor, "enterprise.title", Moment(last, at.known_at), given_in(last.year, *kinds))


def _listed(whole: Assessed, families: Sequence[str], asked: Asked) -> pl.DataFrame:
    """Return the rows that are asked for, of all pages, in no order."""
    wanted: list[pl.Expr] = []
    if asked.street is not None:
        wanted.append(pl.col("street") == asked.street)
    if text := asked.text.strip():
        name = pl.col("name").str.contains(text, literal=True)
        wanted.append(name | pl.col(CODE).str.starts_with(text.upper()))
    subjects = whole.subjects.lazy().filter(*wanted)
    frames = [
        whole.judged[family]
        .lazy()
        .with_columns(*_states(whole.moment.on, asked.months), pl.lit(family).alias("designation"))
        .filter(*_conditions(asked))
        .join(subjects, on=CODE)
        for family in families
    ]
    return pl.concat(pl.collect_all(frames), how="vertical")


def _conditions(asked: Asked) -> list[pl.Expr]:
    found = [] if asked.state is None else [pl.any_horizontal(STATES if asked.state == ANY else asked.state)]
    if asked.verdict is not None:
        found.append(pl.col(JUDGED).fill_null("") == asked.verdict)
    return found


def _states(on: date, months: int) -> list[pl.Expr]:
    held = pl.col("held_since").is_not_null()
    soon = pl.lit(on).dt.offset_by(f"{months}mo")
    return [
        held.alias("held"),
        (held & (pl.col("lapses_on") <= soon).fill_null(False)).alias("lapsing"),
        (held & (pl.col(JUDGED) == "fail").fill_null(False)).alias("losing"),
        (pl.col("near") & ~held).alias("near"),
        ((pl.col(JUDGED) == "pass").fill_null(False) & ~held).alias("ready"),
    ]


def _sorted(found: pl.LazyFrame, asked: Asked) -> pl.LazyFrame:
    column, descending = asked.order.removeprefix("-"), asked.order.startswith("-")
    named = {"credit_code": CODE, "verdict": JUDGED, "missing": MISSING}.get(column, column)
    if named not in SORTED:
        raise RefusedInput("enterprise.pipeline.no_order", order=asked.order, known=", ".join(SORTED))
    return found.sort(named, CODE, descending=[descending, False], nulls_last=True)


def _row(row: Mapping[str, Any], book: Rulebook) -> PipelineRow:
    return PipelineRow(
        credit_code=row[CODE],
        name=row["name"],
        street=row["street"],
        designation=row["designation"],
        rulebook=book.name,
        verdict=row[JUDGED],
        total_low=row["total_low"],
        total_high=row["total_high"],
        missing=names_missing(book, row[WAY], row[MASK]) if row[JUDGED] != "pass" else (),
        shortfall=row[SHORTFALL],
        states=tuple(name for name in STATES if row[name]),
        held_since=row["held_since"],
        lapses_on=row["lapses_on"],
        title_record=row["title_record"],
        sample=row["sample"],
    )
