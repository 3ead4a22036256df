"""What is a fact that registers can tell? 事实

A *fact* is what the rows of one register come to for each enterprise: which rows count, what they amount to, and what it means that
there are none. It is written as Polars expressions, so that one enterprise and a hundred thousand are read alike. A *joined* fact is made
of others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from guanshan.systems.enterprise.engine.period import Period, Reach

Kind = Literal["number", "flag", "choice"]

TYPES: Mapping[Kind, pl.DataType] = {"number": pl.Int64(), "flag": pl.Boolean(), "choice": pl.String()}
"""Columns in which facts come: numbers are whole, in units of their last place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What the rows of one register come to for an enterprise. 单一登记簿的事实

    Parameters
    ----------
    name
        Its name; the title is the text ``enterprise.facts.<name>``.
    kind, unit, places, options
        What it is: a number in a unit, whole in its last of so many places; a flag; an option.
    register, fields
        Whose rows it reads, and what of them.
    rows
        Which of an enterprise's rows count.
    value
        What they come to: an aggregation of the register's columns over the rows that count.
    absent
        What it is where no row counts once an office has gone through the enterprise's papers; None where that says nothing.
    reach
        The periods of which it can be asked.
    """

    name: str
    kind: Kind
    unit: str = "1"
    places: int = 0
    options: tuple[str, ...] = ()
    register: str
    fields: tuple[str, ...]
    rows: Callable[[Period], pl.Expr]
    value: Callable[[Period, pl.Expr], pl.Expr]
    absent: object = None
    reach: tuple[Reach, ...] = ("day",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What several facts come to together. 合成的事实

    Parameters
    ----------
    of
        The facts or register fields of which it is made, each with its period.
    value
        What they come to; gets their columns in that order.
    """

    name: str
    kind: Kind
    unit: str = "1"
    places: int = 0
    options: tuple[str, ...] = ()
    of: tuple[tuple[str, str], ...]
    value: Callable[..., pl.Expr]
    reach: tuple[Reach, ...] = ("day", "year", "span")


def every(_period: Period) -> pl.Expr:
    """Let every row count."""
    return pl.lit(True)


def of_year(period: Period) -> pl.Expr:
    """Let the rows of the period's years count."""
    return pl.col("year").is_in(period.years)


def first(column: pl.Expr) -> Callable[[Period, pl.Expr], pl.Expr]:
    """Take a column of the only row."""
    return lambda _period, rows: column.filter(rows).first()


def there(_period: Period, rows: pl.Expr) -> pl.Expr:
    """Say yes where a row counts."""
    return rows.any()


def unsaid(_period: Period, rows: pl.Expr) -> pl.Expr:
    """Leave it unknown where a row counts: the register does not say all that is asked."""
    return pl.when(rows.any()).then(pl.lit(None, dtype=pl.Boolean))


def number_of(which: Callable[[Period], pl.Expr]) -> Callable[[Period, pl.Expr], pl.Expr]:
    """Count the rows of a kind among those that count."""
    return lambda period, rows: (which(period) & rows).sum().cast(pl.Int64)


def none_or_unsaid(which: Callable[[Period], pl.Expr]) -> Callable[[Period, pl.Expr], pl.Expr]:
    """Say 0 where no row is of a kind, and leave it unknown where some are: the register does not say all that is asked of them."""
    return lambda period, rows: pl.when((which(period) & rows).sum() == 0).then(pl.lit(0, dtype=pl.Int64))
