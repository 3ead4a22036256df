"""What became of one criterion, for whole columns? 列结论"""

from dataclasses import dataclass

import narwhals as nw

from guanshan.assess.bulk.points import Grains, Scorer, Span
from guanshan.assess.bulk.value import TRUE, Flag, flag
from guanshan.assess.criterion import Criterion


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion's columns: its outcome as a number, whether it is met (unknown where that is open), its points."""

    code: nw.Expr
    met: Flag
    span: Span | None


def reaches(span: Span, minimum: int) -> Flag:
    """Tell whether points reach a minimum, whatever the unknown turns out to be."""
    if isinstance(span.low, int) and isinstance(span.high, int):
        return flag(True if span.low >= minimum else False if span.high < minimum else None)
    least = _at_least(span.low, minimum)
    if span.is_exact:
        return Flag(least, nullable=False)
    most = _at_least(span.high, minimum)
    return Flag(
        nw.when(least).then(nw.lit(True)).otherwise(nw.when(~most).then(nw.lit(False))), nullable=True
    )


def _at_least(part: Grains, minimum: int) -> nw.Expr:
    return nw.lit(part >= minimum) if isinstance(part, int) else part >= minimum


def kept(span: Span, name: str, columns: list[nw.Expr]) -> Span:
    """Give a span columns of its own, added to ``columns``, unless it has them."""
    if span.kept:
        return span
    low: Grains = span.low
    if not isinstance(span.low, int):
        columns.append(span.low.alias(f"low__{name}"))
        low = nw.col(f"low__{name}")
    if span.is_exact:
        return Span(low, low, kept=True)
    high: Grains = span.high
    if not isinstance(span.high, int):
        columns.append(span.high.alias(f"high__{name}"))
        high = nw.col(f"high__{name}")
    return Span(low, high, kept=True)


def code_of(met: Flag, *, judged: bool = False) -> nw.Expr:
    """Number an outcome: unmet 0, met 1, unknown 2, for an expert 3."""
    unknown = 3 if judged else 2
    if met.expr is None:
        return nw.lit(unknown if met.const is None else int(met.const), dtype=nw.Int8())
    zero, one = nw.lit(0, dtype=nw.Int8()), nw.lit(1, dtype=nw.Int8())
    if not met.nullable:
        return nw.when(met.expr).then(one).otherwise(zero)
    open_ = nw.lit(unknown, dtype=nw.Int8())
    return nw.when(met.expr).then(one).otherwise(nw.when(~met.expr).then(zero).otherwise(open_))


def scored(span: Span, known: Flag, unknown: int = 2) -> Judged:
    """Number the outcome of points: met where some are surely earned, unmet where none are; unknown where the value is."""
    met = reaches(span, 1)
    if known.expr is not None or known.const is False:
        met = _only_where(known, met)
    return Judged(code_of(met, judged=unknown == 3), met, span)


def _only_where(known: Flag, met: Flag) -> Flag:
    if known.expr is None or met.is_unknown:
        return flag(None)
    column = met.expr if met.expr is not None else nw.lit(met.const)
    return Flag(nw.when(known.expr).then(column))


def for_expert() -> Judged:
    """Return a criterion that only an expert can judge."""
    return Judged(nw.lit(3, dtype=nw.Int8()), flag(None), None)


def applied(applies: Flag, judged: Judged, criterion: Criterion, scorer: Scorer) -> Judged:
    """Leave a criterion out where it does not apply."""
    unknown, outside = nw.lit(2, dtype=nw.Int8()), nw.lit(4, dtype=nw.Int8())
    whole = criterion.range
    span = judged.span
    if applies.expr is None:
        if applies.const is False:
            return Judged(outside, TRUE, None if whole is None else Span(0, 0))
        widest = None if whole is None else Span(min(0, scorer.grains(whole.low)), scorer.grains(whole.high))
        return Judged(unknown, flag(None), widest)
    held = applies.expr
    code = nw.when(held).then(judged.code).otherwise(nw.when(~held).then(outside).otherwise(unknown))
    own = judged.met.expr if judged.met.expr is not None else nw.lit(judged.met.const, dtype=nw.Boolean())
    met = Flag(nw.when(held).then(own).otherwise(nw.when(~held).then(nw.lit(True))))
    if span is not None and whole is not None:
        zero, most = scorer.column(0), scorer.column(scorer.grains(whole.high))
        low = nw.when(held).then(scorer.column(span.low)).otherwise(zero)
        high = (
            nw.when(held).then(scorer.column(span.high)).otherwise(nw.when(~held).then(zero).otherwise(most))
        )
        span = Span(low, high)
    return Judged(code, met, span)
