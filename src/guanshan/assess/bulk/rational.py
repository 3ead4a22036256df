"""What is a column of quantities exactly? 列精确值

A decimal is a whole number of its last place, a quotient is two of them, and a comparison multiplies out. Where the values that are there
leave room, this is done in binary64, whose whole numbers are exact up to 2^53; rows near a boundary that are left over are computed anew
in 128 bits; what could leave these has no exact form and is computed row by row.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import ceil, gcd
from operator import mul
from typing import Final

import narwhals as nw


@dataclass(frozen=True, slots=True)
class Measure:
    """In what whole numbers are computed: the type of their columns, and the bound of what they hold. 位宽"""

    kind: nw.dtypes.DType
    width: int


NARROW: Final = Measure(nw.Float64(), 2**53)
WIDE: Final = Measure(nw.Int128(), 2**126)
_SETTLED: Final = 2**51
"""Below it, the nearest whole number to a product of binary64 is the exact one."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A column of whole numbers times a scale. 整数列

    Parameters
    ----------
    expr
        The whole numbers; None where all are 1, so that the scale is the value.
    most
        Bound of their absolute values.
    measure
        In what they are computed; of a constant it is that of whatever it meets.
    """

    expr: nw.Expr | None
    most: int
    scale: Fraction
    measure: Measure = NARROW

    @property
    def column(self) -> nw.Expr:
        """The whole numbers as an expression."""
        return _constant(1, self.measure) if self.expr is None else self.expr

    def times(self, other: "Whole") -> "Whole | None":
        """Multiply; None where it could be too large."""
        measure, most = _met(self, other), self.most * other.most
        if most >= measure.width:
            return None
        factors = [one.expr for one in (self, other) if one.expr is not None]
        expr = reduce(mul, factors) if factors else None
        return Whole(expr, most, self.scale * other.scale, measure)

    def plus(self, other: "Whole", sign: int = 1) -> "Whole | None":
        """Add, or subtract; None where it could be too large."""
        met = alike(self, other)
        if met is None:
            return None
        (left, right), scale = met, _shared(self.scale, other.scale)
        if left.most + right.most >= left.measure.width:
            return None
        expr = left.column + right.column if sign > 0 else left.column - right.column
        return Whole(expr, left.most + right.most, scale, left.measure)


@dataclass(frozen=True, slots=True)
class Rational:
    """A quotient of whole numbers; the lower one is above 0, or unknown with the value. 精确商"""

    over: Whole
    under: Whole


ONE: Final = Whole(None, 1, Fraction(1))


def exactly(constant: Fraction) -> Rational:
    """Return a constant."""
    return Rational(Whole(None, 1, constant), ONE)


def decimals(column: nw.Expr, places: int, most: float, measure: Measure) -> Rational | None:
    """Return a column of decimals as whole numbers of its last place; None where binary64 does not tell them apart."""
    bound = ceil(Fraction(most) * 10**places) + 1
    if bound >= _SETTLED:
        return None
    units = (column * 10.0**places).round(0) if places else column
    whole = units if measure is NARROW else units.cast(measure.kind)
    return Rational(Whole(whole, bound, Fraction(1, 10**places), measure), ONE)


def calculated(
    operator: str,
    left: Rational | None,
    right: Rational | None,
    *,
    positive: bool = False,
    nonzero: bool = False,
) -> Rational | None:
    """Return sum, difference, product or quotient; None where one has no exact form or it could be too large.

    Parameters
    ----------
    positive, nonzero
        Whether no divisor is below 0, and none is 0.
    """
    if left is None or right is None:
        return None
    match operator:
        case "+" | "-":
            return _sum(left, right, 1 if operator == "+" else -1)
        case "*":
            return _joined(left.over.times(right.over), left.under.times(right.under))
    over, under = left.over.times(right.under), left.under.times(right.over)
    if over is None or under is None:
        return None
    if positive and under.expr is not None and under.scale > 0:
        above = under.expr if nonzero else nw.when(under.expr > 0).then(under.expr)
        return Rational(over, replace(under, expr=above))
    return _turned(over, under)


def compared(operator: str, left: Rational | None, right: Rational | None) -> nw.Expr | None:
    """Compare by multiplying out; None where that could be too large."""
    if left is None or right is None:
        return None
    one, other = left.over.times(right.under), right.over.times(left.under)
    met = None if one is None or other is None else alike(one, other)
    if met is None:
        return None
    first, second = (part.column for part in met)
    compare = {
        ">=": first.__ge__, "<=": first.__le__, ">": first.__gt__, "<": first.__lt__, "==": first.__eq__,
        "!=": first.__ne__,
    }  # fmt: skip
    return compare[operator](second)


def chosen(held: nw.Expr, then: Rational | None, otherwise: Rational | None) -> Rational | None:
    """Take one value where a condition holds and another where it does not."""
    if then is None or otherwise is None:
        return None
    over, under = alike(then.over, otherwise.over), alike(then.under, otherwise.under)
    if over is None or under is None:
        return None
    return Rational(
        _picked(held, *over, _shared(then.over.scale, otherwise.over.scale)),
        _picked(held, *under, _shared(then.under.scale, otherwise.under.scale)),
    )


def _picked(held: nw.Expr, then: Whole, otherwise: Whole, scale: Fraction) -> Whole:
    expr = nw.when(held).then(then.column).otherwise(nw.when(~held).then(otherwise.column))
    return Whole(expr, max(then.most, otherwise.most), scale, then.measure)


def alike(left: Whole, right: Whole) -> tuple[Whole, Whole] | None:
    """Bring two columns to one scale; None where one could become too large."""
    scale, measure = _shared(left.scale, right.scale), _met(left, right)
    found = [_scaled(one, one.scale / scale if scale else Fraction(0), measure) for one in (left, right)]
    if any(one.most >= measure.width for one in found):
        return None
    return found[0], found[1]


def _met(left: Whole, right: Whole) -> Measure:
    """Return the measure of two that meet: that of the one which is no constant."""
    return left.measure if left.expr is not None else right.measure


def _scaled(one: Whole, factor: Fraction, measure: Measure) -> Whole:
    assert factor.denominator == 1
    whole = int(factor)
    if abs(whole) >= measure.width:
        return Whole(one.expr, measure.width, one.scale, measure)
    if one.expr is None:
        return Whole(_constant(whole, measure), abs(whole), one.scale, measure)
    expr = one.expr if whole == 1 else one.expr * _constant(whole, measure)
    return Whole(expr, one.most * abs(whole), one.scale, measure)


def _sum(left: Rational, right: Rational, sign: int) -> Rational | None:
    if left.under is right.under:
        return _joined(left.over.plus(right.over, sign), left.under)
    one, other = left.over.times(right.under), right.over.times(left.under)
    over = None if one is None or other is None else one.plus(other, sign)
    return _joined(over, left.under.times(right.under))


def _joined(over: Whole | None, under: Whole | None) -> Rational | None:
    return None if over is None or under is None else Rational(over, under)


def _turned(over: Whole, under: Whole) -> Rational | None:
    """Let the lower number be above 0; where it is 0, it is unknown."""
    if under.expr is None:
        if not under.scale:
            return None
        sign = -1 if under.scale < 0 else 1
        return Rational(replace(over, scale=over.scale * sign), replace(under, scale=abs(under.scale)))
    divisor = under.expr
    if under.scale < 0:
        over, under = (replace(one, scale=-one.scale) for one in (over, under))
    minus = _constant(-1, under.measure)
    negative = divisor < 0
    above = replace(over, measure=under.measure).column
    upper = nw.when(negative).then(above * minus).otherwise(above)
    lower = nw.when(negative).then(divisor * minus).otherwise(nw.when(divisor > 0).then(divisor))
    return Rational(
        Whole(upper, over.most, over.scale, under.measure),
        Whole(lower, under.most, under.scale, under.measure),
    )


def _shared(left: Fraction, right: Fraction) -> Fraction:
    """Return the greatest number of which both are whole multiples."""
    return Fraction(
        gcd(left.numerator * right.denominator, right.numerator * left.denominator),
        left.denominator * right.denominator,
    )


def _constant(whole: int, measure: Measure) -> nw.Expr:
    return nw.lit(float(whole) if measure is NARROW else whole, dtype=measure.kind)
