"""Which class of intellectual property does an enterprise hold? 知识产权分类

Expressions over rows of rights in force, with the columns of `FIELDS`. What is not said (related, self-developed, of high value) is taken
as not so: a higher class must be shown.

References
----------
优质中小企业梯度培育管理暂行办法 (工信部企业〔2022〕63号), appendix 4; 高新技术企业认定管理工作指引 (国科发火〔2016〕195号);
科技型中小企业评价办法 (国科发政〔2017〕115号); as given in the project's fact sheet [1].
"""

from datetime import date
from typing import Final

import polars as pl

from guanshan.systems.enterprise.engine.period import years_after

CLASSES: Final = ("I_high", "I_self", "I", "II", "none")
"""What a right counts as, the best first."""

CLASS_ONE: Final = (
    "invention_patent", "defence_patent", "plant_variety", "state_crop_variety", "state_new_drug", "state_tcm",
    "circuit_layout",
)  # fmt: skip
"""Kinds of class I (Ⅰ类知识产权)."""

CLASS_TWO: Final = ("utility_model", "design", "software_copyright")
"""Kinds of class II (Ⅱ类知识产权)."""

MAINTAINED_CLASS_TWO: Final = ("utility_model", "design")
"""Kinds of class II that, for the gradient titles, count only when maintained for more than two years after grant."""

VALUES: Final = ("overseas_family", "overseas_income", "pledged", "awarded")
"""Marks of a right of high value."""

FIELDS: Final = ("kind", "granted_on", "related", "acquired", "acquired_on", *VALUES)
"""What is read of a right."""


def counts_on(on: date) -> pl.Expr:
    """Tell whether a right serves the main product and was not transferred in within a year before a day."""
    settled = pl.col("acquired_on").is_null() | (pl.col("acquired_on").dt.offset_by("1y") <= on)
    return pl.col("related").fill_null(False) & settled


def class_of(on: date) -> pl.Expr:
    """Tell as what a right counts on a day, for the gradient titles (梯度培育).

    Examples
    --------
    >>> rights = pl.DataFrame({"kind": ["design"] * 2, "granted_on": [date(2022, 5, 6), date(2022, 5, 5)], "related": True})
    >>> rights = rights.with_columns(acquired=None, acquired_on=pl.lit(None, pl.Date), **dict.fromkeys(VALUES, False))
    >>> rights.select(counted=class_of(date(2024, 5, 6)))["counted"].to_list()
    ['none', 'II']
    """
    high = pl.any_horizontal(pl.col(name).fill_null(False) for name in VALUES)
    old = pl.col("granted_on") < years_after(on, -10)
    maintained = pl.col("granted_on").dt.offset_by("2y") < on
    self_developed = pl.col("acquired").eq_missing(pl.lit("self_developed"))
    first = (
        pl.when(high | old)
        .then(pl.lit("I_high"))
        .when(self_developed)
        .then(pl.lit("I_self"))
        .otherwise(pl.lit("I"))
    )
    second = (pl.col("kind") == "software_copyright") | (
        pl.col("kind").is_in(MAINTAINED_CLASS_TWO) & maintained
    )
    return (
        pl.when(~counts_on(on))
        .then(pl.lit("none"))
        .when(pl.col("kind").is_in(CLASS_ONE))
        .then(first)
        .when(second)
        .then(pl.lit("II"))
        .otherwise(pl.lit("none"))
        .cast(pl.Enum(CLASSES))
    )


def best_class(rights: pl.Expr) -> pl.Expr:
    """Return the class of the right that counts most, of classes as `class_of` gives them."""
    return rights.min().cast(pl.String)


def related_of(kinds: tuple[str, ...]) -> pl.Expr:
    """Tell whether a right is of some kinds and serves the main product, whatever its age."""
    return pl.col("kind").is_in(kinds) & pl.col("related").fill_null(False)
