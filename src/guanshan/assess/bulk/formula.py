"""How is a formula read for whole columns? 列算式

Walks the same tree as `guanshan.assess.expression.value` and builds expressions of narwhals; on the way it notes the rows so near to a
boundary that the floating-point result does not settle the comparison.
"""

from collections.abc import Mapping
from functools import reduce

import narwhals as nw

from guanshan.assess.bulk import rational
from guanshan.assess.bulk.arithmetic import calculated, compared
from guanshan.assess.bulk.value import Flag, Num, Option, Value, both, either, flag, number, opposite
from guanshan.assess.expression import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Constant,
    Expression,
    Name,
    Not,
)


class Reader:
    """Reads formulas over known columns.

    Parameters
    ----------
    known
        What stands in each name; grows as derived quantities are read.
    """

    def __init__(self, known: dict[str, Value]) -> None:
        self.known = known
        self.near: list[nw.Expr] = []

    def read(self, formula: Expression) -> Value:
        """Build the columns of a formula."""
        match formula:
            case Constant(constant):
                return constant_of(constant)
            case Name(name):
                return self.known[name]
            case Arithmetic(operator, left, right):
                return calculated(operator, self._number(left), self._number(right))
            case Comparison(operator, left, right):
                return self.compare(operator, self.read(left), self.read(right))
            case AllOf(parts):
                return reduce(both, map(self.flag, parts))
            case AnyOf(parts):
                return reduce(either, map(self.flag, parts))
            case Not(part):
                return opposite(self.flag(part))
            case Conditional(condition, then, otherwise):
                return chosen(self.flag(condition), self.read(then), self.read(otherwise))
            case Call(function, parts):
                return reduce(
                    {"known": first_known, "max": _greatest, "min": _least}[function], map(self.read, parts)
                )

    def flag(self, formula: Expression) -> Flag:
        """Build the columns of a condition."""
        found = self.read(formula)
        assert isinstance(found, Flag)
        return found

    def _number(self, formula: Expression) -> Num:
        found = self.read(formula)
        assert isinstance(found, Num)
        return found

    def compare(self, operator: str, left: Value, right: Value) -> Flag:
        """Compare two values, and note the rows that only exact arithmetic can settle."""
        if isinstance(left, Num) and isinstance(right, Num):
            held, near = compared(operator, left, right)
            if near is not None:
                self.near.append(near)
            return held
        assert not isinstance(left, Num)
        assert not isinstance(right, Num)
        return _alike(left, right) if operator == "==" else opposite(_alike(left, right))


def constant_of(constant: object) -> Value:
    """Return a value that is the same for all."""
    if isinstance(constant, bool):
        return flag(constant)
    if isinstance(constant, str):
        return Option(const=constant, nullable=False)
    return number(constant)  # type: ignore[arg-type]


def _alike(left: Flag | Option, right: Flag | Option) -> Flag:
    if left.expr is None and right.expr is None:
        return flag(None if None in (left.const, right.const) else left.const == right.const)
    first, second = (left, right) if left.expr is not None else (right, left)
    assert first.expr is not None
    if second.expr is None and second.const is None:
        return flag(None)
    other = second.expr if second.expr is not None else nw.lit(second.const)
    return Flag(first.expr == other, nullable=left.nullable or right.nullable)


def chosen(condition: Flag, then: Value, otherwise: Value) -> Value:
    """Take one value where a condition holds and another where it does not; unknown where that is unknown."""
    if condition.expr is None:
        return then if condition.const else otherwise if condition.const is False else _nothing(then)
    held = condition.expr
    column = nw.when(held).then(_column(then)).otherwise(
        nw.when(~held).then(_column(otherwise)) if condition.nullable else _column(otherwise)
    )  # fmt: skip
    nullable = condition.nullable or then.nullable or otherwise.nullable
    if isinstance(then, Num) and isinstance(otherwise, Num):
        err = None
        if then.err is not None or otherwise.err is not None:
            err = nw.when(held).then(_err(then)).otherwise(_err(otherwise))
        most = None if then.most is None or otherwise.most is None else max(then.most, otherwise.most)
        places = (
            None
            if None in (then.decimals, otherwise.decimals)
            else max(then.decimals or 0, otherwise.decimals or 0)
        )
        return Num(
            column, rel=max(then.rel, otherwise.rel), err=err, decimals=places, most=most,
            positive=then.positive and otherwise.positive, nullable=nullable,
            exact=rational.chosen(held, then.exactly, otherwise.exactly),
        )  # fmt: skip
    return Flag(column, nullable=nullable) if isinstance(then, Flag) else Option(column, nullable=nullable)


def first_known(first: Value, second: Value) -> Value:
    """Take the first value that is known."""
    if first.expr is None:
        return second if first.const is None else first
    if second.expr is None and second.const is None:
        return first
    return chosen(Flag(~first.expr.is_null(), nullable=False), first, second)


def _greatest(first: Value, second: Value) -> Value:
    return _extreme(">=", first, second)


def _least(first: Value, second: Value) -> Value:
    return _extreme("<=", first, second)


def _extreme(operator: str, first: Value, second: Value) -> Value:
    assert isinstance(first, Num)
    assert isinstance(second, Num)
    held, _ = compared(operator, first, second)
    found = chosen(held, first, second)
    if not isinstance(found, Num) or found.expr is None or found.decimals is not None or found.exact:
        return found
    off = None if first.err is None and second.err is None else _err(first) + _err(second)
    return Num(
        found.expr, rel=first.rel + second.rel, err=off, positive=found.positive, nullable=found.nullable
    )  # where both are nearly the same, either may have been taken


def _nothing(like: Value) -> Value:
    return Num() if isinstance(like, Num) else flag(None) if isinstance(like, Flag) else Option()


def _column(part: Value) -> nw.Expr:
    if part.expr is not None:
        return part.expr
    if part.const is None:
        kind = (
            nw.Float64() if isinstance(part, Num) else nw.Boolean() if isinstance(part, Flag) else nw.String()
        )
        return nw.lit(None, dtype=kind)
    return nw.lit(float(part.const) if isinstance(part, Num) else part.const)


def _err(part: Num) -> nw.Expr:
    return nw.lit(0.0) if part.err is None else part.err


Known = Mapping[str, Value]
