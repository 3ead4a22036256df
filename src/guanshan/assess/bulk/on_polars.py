"""How is a rulebook evaluated for a Polars frame? Polars 评定"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from guanshan.assess.bulk.accepting import Accepted, accept
from guanshan.assess.bulk.exactly import answer_names, answers_of
from guanshan.assess.bulk.knowing import input_column
from guanshan.assess.bulk.plan import HIGH, LOW, NEAR, Plan, plan_of
from guanshan.assess.bulk.rational import NARROW, WIDE, Measure
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
    return prepare_polars(accept_polars(rulebook, frame), groups=groups).judge()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rulebook laid out over accepted columns: nothing is computed yet. 待算列

    Parameters
    ----------
    lazy
        Polars' own plan of every answer as a number.
    groups
        The groups whose points are told too.
    """

    accepted: Accepted
    plan: Plan
    lazy: pl.LazyFrame
    groups: tuple[str, ...] = ()

    def judge(self) -> pl.DataFrame:
        """Evaluate it; see `evaluate_polars`."""
        answered = _exactly(self.lazy.collect(), self.plan, self.accepted, self.groups)
        return _said(answered, self.plan, self.groups)


def prepare_polars(accepted: Accepted, *, groups: bool = False, measure: Measure = NARROW) -> Prepared:
    """Lay a rulebook out over accepted columns; what this takes does not grow with their rows."""
    plan = plan_of(accepted.rulebook, accepted.columns, measure)
    planned: nw.LazyFrame[Any] = accepted.frame
    for stage in plan.stages:
        planned = planned.with_columns(*stage)
    named = plan.sums if groups else {}
    sums = [
        end.alias(f"{prefix}__{name}")
        for name, ends in named.items()
        for prefix, end in zip(("low", "high"), ends, strict=True)
    ]
    wanted = [*plan.answers, NEAR, *((LOW, HIGH) if plan.scored else ()), *sums]
    has_id = ("id",) if "id" in accepted.frame.collect_schema() else ()
    return Prepared(accepted, plan, nw.to_native(planned.select(*has_id, *wanted)), tuple(named))


def _exactly(answered: pl.DataFrame, plan: Plan, accepted: Accepted, groups: tuple[str, ...]) -> pl.DataFrame:
    places = answered[NEAR].arg_true()
    if not len(places):
        return answered
    whole: pl.LazyFrame = nw.to_native(accepted.frame)
    given = whole.select(pl.col(column).alias(name) for name, column in accepted.raw.items()).collect()
    found = settled(plan.rulebook, given[places], places.to_list(), groups)
    return answered.with_columns(answered[name].scatter(places, found[name]) for name in found.columns)


def settled(
    rulebook: Rulebook, given: pl.DataFrame, rows: Sequence[object], groups: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Answer the rows near a boundary: in whole numbers, and one by one what these cannot tell.

    Parameters
    ----------
    given
        Inputs and derived quantities by name, as they were given.
    rows
        What each row is called in a refusal.

    Returns
    -------
    The columns of a plan's answers as numbers; see `guanshan.assess.bulk.plan`.
    """
    exact = prepare_polars(accept_polars(rulebook, given), groups=bool(groups), measure=WIDE)
    answered = exact.lazy.collect()
    left = answered[NEAR].arg_true()
    answered = answered.select(
        *exact.plan.answers, *((LOW, HIGH) if exact.plan.scored else ()), *_ends(groups)
    )
    if not len(left):
        return answered
    found = [
        answers_of(rulebook, case, rows[place], exact.plan.grain, groups)
        for place, case in zip(left, given[left].iter_rows(named=True), strict=True)
    ]
    return answered.with_columns(
        answered[name].scatter(left, pl.Series([row[place] for row in found], dtype=answered[name].dtype))
        for place, name in enumerate(answered.columns)
    )


def _ends(groups: tuple[str, ...]) -> list[str]:
    return [f"{prefix}__{name}" for name in groups for prefix in ("low", "high")]


def _said(answered: pl.DataFrame, plan: Plan, groups: tuple[str, ...]) -> pl.DataFrame:
    columns: list[pl.Expr | pl.Series] = (
        [pl.col("id")] if "id" in answered.columns else [pl.int_range(pl.len(), dtype=pl.Int64).alias("id")]
    )
    most = answered.select(pl.col(plan.answers).max()).row(0)
    said = [
        _worded(pl.col(column), words, greatest or 0).alias(name)
        for (name, words), column, greatest in zip(
            answer_names(plan.rulebook), plan.answers, most, strict=True
        )
    ]
    for place, end in enumerate((LOW, HIGH), start=1):
        points = _points(end, plan) if plan.scored else pl.lit(None, dtype=pl.Float64)
        said.insert(place, points.alias("total_low" if end == LOW else "total_high"))
    said += [_points(name, plan) for name in _ends(groups)]
    return answered.lazy().select(*columns, *said).collect()


def _points(end: str, plan: Plan) -> pl.Expr:
    """Turn grains into points: Polars multiplies by the reciprocal of a constant, so that the nearest decimal is taken."""
    points = pl.col(end).cast(pl.Float64)
    return (points / plan.grain).round(plan.places) if plan.places else points


def _worded(code: pl.Expr, words: tuple[str | None, ...], greatest: int) -> pl.Expr:
    """Put words for numbers: choosing between constants is several times as quick as turning numbers into an Enum."""
    kind = pl.Enum([word for word in words if word is not None])
    found = pl.lit(words[greatest], dtype=kind)
    for place, word in enumerate(words[:greatest]):
        found = pl.when(code == place).then(pl.lit(word, dtype=kind)).otherwise(found)
    return found
