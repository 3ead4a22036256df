"""What is known of a column of values before they are computed? 列值

A formula over columns is an expression of narwhals with what is needed to tell where its floating-point result can be trusted: how far
it may lie from the exact value, and whether it is a decimal by itself, so that comparing it is exact. What is the same for every
subject is folded into a constant.

References
----------
Error bounds: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002, section 2.2 (standard model), 3.1.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import narwhals as nw

from guanshan.assess.bulk.rational import Rational, exactly

ROUNDING: Final = 2.0**-53
"""Largest relative error of one rounding in binary64."""

SAFETY: Final = 8.0
"""By how much the bounds are widened, for products of errors that they leave out."""

LARGEST_WHOLE: Final = 2**52


@dataclass(frozen=True, slots=True)
class Num:
    """A column of numbers, or one number for all.

    Parameters
    ----------
    expr
        The column in binary64; None where ``const`` holds for all (None: unknown for all).
    rel
        Bound of the relative error, in roundings.
    err
        Column of a bound of a further absolute error, in roundings; None where there is none.
    decimals, most
        Where every value is the binary64 nearest to a decimal: how many decimals, and the largest absolute value.
    positive
        No value is below 0.
    nullable
        Some value may be unknown.
    nonzero
        No value is 0, so that dividing by it needs no care.
    exact
        The same in whole numbers, by which it is compared without a doubt; None where they leave no room.
    """

    expr: nw.Expr | None = None
    const: Fraction | None = None
    rel: float = 1.0
    err: nw.Expr | None = None
    decimals: int | None = None
    most: Fraction | None = None
    positive: bool = False
    nullable: bool = True
    nonzero: bool = False
    exact: Rational | None = None

    @property
    def exactly(self) -> Rational | None:
        """The value in whole numbers, a constant included; None where there is no such form."""
        return exactly(self.const) if self.expr is None and self.const is not None else self.exact

    @property
    def column(self) -> nw.Expr:
        """The values as an expression, a constant included."""
        return self.expr if self.expr is not None else nw.lit(float(self.const or 0))

    @property
    def is_unknown(self) -> bool:
        """Tell whether it is unknown for all."""
        return self.expr is None and self.const is None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a column when its values were checked. 列概况

    Parameters
    ----------
    nullable
        Whether some values are unknown.
    nonzero
        Whether none is 0.
    most
        The largest absolute value of numbers.
    """

    nullable: bool
    nonzero: bool = False
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class Flag:
    """A column of conditions, three-valued; ``const`` where one holds for all (None: unknown for all)."""

    expr: nw.Expr | None = None
    const: bool | None = None
    nullable: bool = True

    @property
    def is_unknown(self) -> bool:
        """Tell whether it is unknown for all."""
        return self.expr is None and self.const is None


@dataclass(frozen=True, slots=True)
class Option:
    """A column of options, or one option for all (None: unknown)."""

    expr: nw.Expr | None = None
    const: str | None = None
    nullable: bool = True


Value = Num | Flag | Option

TRUE: Final = Flag(const=True, nullable=False)
FALSE: Final = Flag(const=False, nullable=False)
UNKNOWN: Final = Flag()


def number(constant: Fraction | None) -> Num:
    """Return a number that is the same for all."""
    if constant is None:
        return Num()
    decimals = next((places for places in range(13) if (constant * 10**places).denominator == 1), None)
    exact = Fraction(float(constant)) == constant
    return Num(
        const=constant, rel=0.0 if exact else 1.0, decimals=decimals, most=abs(constant), positive=constant >= 0,
        nullable=False,
    )  # fmt: skip


def flag(constant: bool | None) -> Flag:
    """Return a condition that is the same for all."""
    return UNKNOWN if constant is None else TRUE if constant else FALSE


def both(left: Flag, right: Flag) -> Flag:
    """Join two conditions by *and*: false where one is false, whatever the other."""
    if left.expr is None and right.expr is None:
        return flag(False if False in (left.const, right.const) else (left.const and right.const))
    if left.expr is None or right.expr is None:
        fixed, column = (left, right) if left.expr is None else (right, left)
        if fixed.const is False:
            return FALSE
        if fixed.const:
            return column
        assert column.expr is not None
        return Flag(nw.when(~column.expr).then(nw.lit(False)))
    return Flag(left.expr & right.expr, nullable=left.nullable or right.nullable)


def opposite(part: Flag) -> Flag:
    """Turn a condition around; unknown stays unknown."""
    if part.expr is None:
        return flag(None if part.const is None else not part.const)
    return Flag(~part.expr, nullable=part.nullable)


def either(left: Flag, right: Flag) -> Flag:
    """Join two conditions by *or*: true where one is true, whatever the other."""
    if left.expr is not None and right.expr is not None:
        return Flag(left.expr | right.expr, nullable=left.nullable or right.nullable)
    return opposite(both(opposite(left), opposite(right)))
