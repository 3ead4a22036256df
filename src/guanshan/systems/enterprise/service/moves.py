"""Who gains and who loses when a rulebook changes? 新旧规则影响"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from guanshan.assess.library import Library
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.service.assessed import JUDGED, judge, read_for, readable
from guanshan.systems.enterprise.service.designation import designation_of, library
from guanshan.systems.enterprise.service.reading import CODE


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
    books: Library | None = None,
) -> Moves:
    """Judge the enterprises of a day that the actor may read by two rulebooks, whatever the days on which they are in force.

    Parameters
    ----------
    old, new
        Dated ids, or families (the version in force on the moment's day).
    books
        The rulebooks; left out, those that come with the system.

    Raises
    ------
    NotFound, RefusedInput
        If there is no such rulebook.
    NotSignedIn, Forbidden
        If the actor may not read the registers on which they rest.
    """
    at, shelf, types = moment or registry.moment(), books or library(), registry.store.types
    before, after = (designation_of(shelf.find(name, at.on), types) for name in (old, new))
    codes = readable(registry, actor, (before, after))
    reading = read_for(registry, actor, (before, after), at, codes)
    judged = (
        judge(before, reading)
        .select(CODE, pl.col(JUDGED).alias("before"))
        .join(judge(after, reading).select(CODE, pl.col(JUDGED).alias("after")), on=CODE)
    )
    counted = judged.group_by("before", "after").len().sort("before", "after")
    changed = judged.filter(pl.col("before").ne_missing(pl.col("after")))
    named = changed.join(reading.wide.select(CODE, "name"), on=CODE).sort("name", CODE)
    found = tuple(
        Move(credit_code=row[CODE], name=row["name"], before=row["before"], after=row["after"])
        for row in named.iter_rows(named=True)
    )
    return Moves(
        old=before.book.name,
        new=after.book.name,
        moment=at,
        gains=tuple(one for one in found if one.after == "pass"),
        losses=tuple(one for one in found if one.before == "pass"),
        changed=found,
        counts={(row[0], row[1]): row[2] for row in counted.iter_rows()},
    )
