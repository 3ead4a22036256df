"""How is a rulebook evaluated for a Polars frame? Polars 评定"""

from typing import Any

import narwhals as nw
import polars as pl

from guanshan.assess.bulk.accepting import Accepted, accept
from guanshan.assess.bulk.exactly import answer_names, answers_of
from guanshan.assess.bulk.judged import grain_column
from guanshan.assess.bulk.knowing import input_column
from guanshan.assess.bulk.plan import HIGH, LOW, NEAR, Plan, plan_of
from guanshan.assess.standard import Rulebook


def accept_polars(rulebook: Rulebook, frame: pl.DataFrame) -> Accepted:
    """Take a Polars frame's columns as inputs; the columns are laid out in memory once."""
    taken = accept(rulebook, nw.from_native(frame.lazy()))
    whole: pl.LazyFrame = nw.to_native(taken.frame)
    options: dict[str, pl.DataType] = {
        input_column(one.name): pl.Enum(one.options)
        for one in rulebook.inputs
        if one.kind == "choice" and one.name in taken.raw
    }
    laid_out = whole.with_columns(pl.col(name).cast(kind) for name, kind in options.items()).collect()
    return Accepted(rulebook, nw.from_native(laid_out.lazy()), taken.raw, taken.columns)


def evaluate_polars(rulebook: Rulebook, frame: pl.DataFrame, *, groups: bool = False) -> pl.DataFrame:
    """Evaluate a rulebook for every row of a frame.

    Parameters
    ----------
    groups
        Whether the points of each group are told too, as ``low__GROUP`` and ``high__GROUP``.

    Returns
    -------
    ``id`` (the row's number where the frame has none), ``verdict`` or ``class``, ``total_low``, ``total_high``, and the outcome of each
    criterion.

    Raises
    ------
    RefusedInput
        If a column or value will not do.
    """
    return judge_polars(accept_polars(rulebook, frame), groups=groups)


def judge_polars(accepted: Accepted, *, groups: bool = False) -> pl.DataFrame:
    """Evaluate a rulebook for accepted columns; see `evaluate_polars`."""
    plan = plan_of(accepted.rulebook, accepted.columns)
    planned: nw.LazyFrame[Any] = accepted.frame
    for stage in plan.stages:
        planned = planned.with_columns(*stage)
    named = plan.sums if groups else {}
    sums = [
        grain_column(end).alias(f"{prefix}__{name}")
        for name, span in named.items()
        for prefix, end in (("low", span.low), ("high", span.high))
    ]
    wanted = [*plan.answers, NEAR, *((LOW, HIGH) if plan.scored else ()), *sums]
    has_id = "id" in accepted.frame.collect_schema()
    answered: pl.DataFrame = nw.to_native(planned.select(*(("id",) if has_id else ()), *wanted).collect())
    answered = _exactly(answered, plan, accepted, tuple(named))
    return _said(answered, plan, tuple(named), has_id=has_id)


def _exactly(answered: pl.DataFrame, plan: Plan, accepted: Accepted, groups: tuple[str, ...]) -> pl.DataFrame:
    places = answered[NEAR].arg_true()
    if not len(places):
        return answered
    whole: pl.LazyFrame = nw.to_native(accepted.frame)
    given = whole.select(pl.col(column).alias(name) for name, column in accepted.raw.items()).collect()
    found = [
        answers_of(plan.rulebook, case, place, plan.grain, groups)
        for place, case in zip(places, given[places].iter_rows(named=True), strict=True)
    ]
    columns = [*plan.answers, *((LOW, HIGH) if plan.scored else ()), *_ends(groups)]
    fixed = [
        answered[name].scatter(places, pl.Series([row[place] for row in found], dtype=answered[name].dtype))
        for place, name in enumerate(columns)
    ]
    return answered.with_columns(fixed)


def _ends(groups: tuple[str, ...]) -> list[str]:
    return [f"{prefix}__{name}" for name in groups for prefix in ("low", "high")]


def _said(answered: pl.DataFrame, plan: Plan, groups: tuple[str, ...], *, has_id: bool) -> pl.DataFrame:
    columns: list[pl.Expr | pl.Series] = (
        [pl.col("id")] if has_id else [pl.int_range(pl.len(), dtype=pl.Int64).alias("id")]
    )
    said = []
    for (name, words), column in zip(answer_names(plan.rulebook), plan.answers, strict=True):
        known = [word for word in words if word is not None]
        code = pl.col(column)
        if len(known) < len(words):
            code = pl.when(code < len(known)).then(code)
        said.append(code.cast(pl.UInt8).cat.to(pl.Enum(known)).alias(name))
    for end, name in ((LOW, "total_low"), (HIGH, "total_high")):
        # Polars multiplies by the reciprocal of a constant: rounding gives the nearest float to the decimal.
        points = (
            (pl.col(end) / plan.grain).round(plan.places) if plan.scored else pl.lit(None, dtype=pl.Float64)
        )
        said.insert(1 if end == LOW else 2, points.cast(pl.Float64).alias(name))
    said += [(pl.col(name) / plan.grain).round(plan.places).cast(pl.Float64) for name in _ends(groups)]
    return answered.lazy().select(*columns, *said).collect()
