"""What is missing on the best way to pass? 差距

A *way* is one route of a rulebook together with its entry conditions; where a rulebook has no routes, the entry conditions are the only
way. Of each way the conditions are counted that are not surely met, points among them as one condition. The best way is the one with the
fewest, the first where several have as few. Of a direct route (one that asks for no points) on which nothing is met that is its own,
one more is counted: nobody is near a science award for want of it alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Final

import polars as pl

from guanshan.assess.criterion import AnyRoute, Threshold
from guanshan.assess.standard import TOTAL, Rulebook

NEAR_POINTS: Final = 5
"""How many points may be missing of one that is near, where points are all that is missing."""

MISSING: Final = "missing"
"""Column: how many conditions are not surely met on the best way."""
MASK: Final = "missing_mask"
"""Column: which ones, a bit for each condition of the way."""
WAY: Final = "way"
"""Column: which way is the best, counted from 0."""
SHORTFALL: Final = "shortfall"
"""Column: points that are missing on the best way; null where it asks for none."""
NEAR: Final = "near"
"""Column: whether one condition alone is missing while others are met, and no more than a few points where points are what is missing."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a way. 条件

    Parameters
    ----------
    name
        A criterion, a group of points, or ``total``.
    minimums
        Points that are asked for, by group; empty where it is a criterion that is met or not.
    own
        Whether it is asked by the route, and not of everybody.
    """

    name: str
    minimums: tuple[tuple[str, Fraction], ...] = ()
    own: bool = False

    @property
    def is_sum(self) -> bool:
        """Whether it is a route's own minimum of a group or of the total, and no criterion."""
        return bool(self.minimums) and self.minimums[0][0] == self.name


def ways_of(book: Rulebook) -> tuple[tuple[Condition, ...], ...]:
    """Return the ways of a rulebook, each as its conditions; none where it has classes."""
    if book.classes:
        return ()
    entry = [one for one in map(book.criterion, book.entry) if not isinstance(one.rule, AnyRoute)]
    always = [
        Condition(one.name, one.rule.minimums if isinstance(one.rule, Threshold) else ()) for one in entry
    ]
    routes = [
        [
            *(Condition(name, own=True) for name in route.criteria),
            *(Condition(name, ((name, most),), own=True) for name, most in route.minimums),
        ]
        for route in book.routes
    ]
    return tuple((*always, *route) for route in routes or [[]])


def nearness(book: Rulebook, judged: pl.DataFrame) -> pl.DataFrame:
    """Tell what each enterprise is missing.

    Parameters
    ----------
    judged
        What `guanshan.assess.bulk.on_polars.evaluate_polars` answers, with the points of groups.

    Returns
    -------
    A frame of the same height with `WAY`, `MASK`, `MISSING`, `SHORTFALL`, `NEAR`; all null (and not near) where a rulebook has classes.
    """
    ways = ways_of(book)
    if not ways:
        types: Mapping[str, pl.DataType] = {
            WAY: pl.Int8(), MASK: pl.Int64(), MISSING: pl.Int8(), SHORTFALL: pl.Float64()
        }  # fmt: skip
        empty = [pl.lit(None, dtype=kind).alias(name) for name, kind in types.items()]
        return judged.select(pl.col("id"), *empty, pl.lit(False).alias(NEAR)).drop("id")
    counted = judged.select(
        *(_total([*_open(way), _untouched(way)]).alias(f"count {place}") for place, way in enumerate(ways)),
        *(
            _total(open_.cast(pl.Int64) * 2**bit for bit, open_ in enumerate(_open(way))).alias(
                f"mask {place}"
            )
            for place, way in enumerate(ways)
        ),
        *(_short(way).alias(f"short {place}") for place, way in enumerate(ways)),
        pl.col("verdict") == "pass",
    )
    best = pl.lit(0, dtype=pl.Int8)
    fewest = pl.col("count 0")
    for place in range(1, len(ways)):
        fewer = pl.col(f"count {place}") < fewest
        best = pl.when(fewer).then(pl.lit(place, dtype=pl.Int8)).otherwise(best)
        fewest = pl.min_horizontal(fewest, pl.col(f"count {place}"))
    counted = counted.with_columns(best.alias(WAY))
    sizes = [len(way) for way in ways]
    chosen = counted.select(
        WAY,
        "verdict",
        *(_of_best(kind, len(ways)).alias(name) for kind, name in _CHOSEN.items()),
        pl.col(WAY).replace_strict(list(range(len(ways))), sizes).alias("size"),
    )
    one_missing = (pl.col("counted") == 1) & (pl.col("size") > 1) & ~pl.col("verdict")
    few_points = pl.col(SHORTFALL).fill_null(0) <= NEAR_POINTS
    return chosen.select(
        WAY,
        MASK,
        pl.col(MASK).bitwise_count_ones().cast(pl.Int8).alias(MISSING),
        SHORTFALL,
        (one_missing & few_points).alias(NEAR),
    )


_CHOSEN: Final = {"mask": MASK, "count": "counted", "short": SHORTFALL}


def names_missing(book: Rulebook, way: int | None, mask: int | None) -> tuple[str, ...]:
    """Name the conditions that are missing, from the columns `WAY` and `MASK` of one enterprise."""
    if way is None or mask is None:
        return ()
    return tuple(one.name for bit, one in enumerate(ways_of(book)[way]) if mask >> bit & 1)


def _open(way: Iterable[Condition]) -> list[pl.Expr]:
    """Tell for each condition whether it is not surely met."""
    return [
        _low(one.name) < float(one.minimums[0][1])
        if one.is_sum
        else ~pl.col(one.name).is_in(["met", "not_applicable"])
        for one in way
    ]


def _untouched(way: Iterable[Condition]) -> pl.Expr:
    """Tell whether it is a direct route on which nothing is met that is its own."""
    own = [one for one in way if one.own]
    if not own or any(one.minimums for one in own):
        return pl.lit(False)
    return pl.all_horizontal(_open(own))


def _short(way: Iterable[Condition]) -> pl.Expr:
    """Return the most points that are missing of any that are asked for; null where none are."""
    asked = [minimum for one in way for minimum in one.minimums]
    if not asked:
        return pl.lit(None, dtype=pl.Float64)
    return pl.max_horizontal(
        pl.max_horizontal(pl.lit(0.0), float(minimum) - _low(name)) for name, minimum in asked
    )


def _low(name: str) -> pl.Expr:
    return pl.col("total_low" if name == TOTAL else f"low__{name}")


def _total(parts: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(lambda left, right: left + right, (part.cast(pl.Int64) for part in parts))


def _of_best(kind: str, ways: int) -> pl.Expr:
    found = pl.col(f"{kind} 0")
    for place in range(1, ways):
        found = pl.when(pl.col(WAY) == place).then(pl.col(f"{kind} {place}")).otherwise(found)
    return found
