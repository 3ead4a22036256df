"""What does arithmetic on columns yield, and how far may it be off? 列算术"""

from dataclasses import replace
from fractions import Fraction

import narwhals as nw

from guanshan.assess.bulk import rational
from guanshan.assess.bulk.value import LARGEST_WHOLE, ROUNDING, SAFETY, Flag, Num, flag, number
from guanshan.assess.expression import Arithmetic, Comparison, Constant, value


def calculated(operator: str, left: Num, right: Num) -> Num:
    """Return sum, difference, product or quotient; unknown where a part is, or after division by zero."""
    if left.is_unknown or right.is_unknown:
        return Num()
    if left.expr is None and right.expr is None:
        assert left.const is not None
        assert right.const is not None
        folded = value(Arithmetic(operator, Constant(left.const), Constant(right.const)), {})
        return number(folded if isinstance(folded, Fraction) else None)
    found = _calculated(operator, left, right)
    exact = rational.calculated(
        operator, left.exactly, right.exactly, positive=right.positive, nonzero=right.nonzero
    )
    return found if exact is None or found.expr is None else replace(found, exact=exact)


def _calculated(operator: str, left: Num, right: Num) -> Num:
    whole = _whole(operator, left, right)
    match operator:
        case "+" | "-":
            return _sum(operator, left, right, whole)
        case "*":
            return Num(
                left.column * right.column,
                rel=0.0 if whole is not None else left.rel + right.rel + 1,
                err=_added(_times(left.err, right), _times(right.err, left)),
                decimals=None if whole is None else 0,
                most=whole,
                positive=left.positive and right.positive,
                nullable=left.nullable or right.nullable,
            )
    return _quotient(left, right)


def _whole(operator: str, left: Num, right: Num) -> Fraction | None:
    """Bound of the result where both are whole numbers and so is what comes of them, exactly."""
    if (
        operator == "/"
        or left.decimals != 0
        or right.decimals != 0
        or left.most is None
        or right.most is None
    ):
        return None
    bound = left.most * right.most if operator == "*" else left.most + right.most
    return bound if bound < LARGEST_WHOLE else None


def _sum(operator: str, left: Num, right: Num, whole: Fraction | None) -> Num:
    column = left.column + right.column if operator == "+" else left.column - right.column
    nullable = left.nullable or right.nullable
    plain = operator == "+" and left.positive and right.positive
    if whole is not None:
        return Num(column, rel=0.0, decimals=0, most=whole, positive=plain, nullable=nullable)
    if plain and left.err is None and right.err is None:
        return Num(column, rel=max(left.rel, right.rel) + 1, positive=True, nullable=nullable)
    err = _added(_added(_size(left), _size(right)), _added(left.err, right.err))
    return Num(column, rel=1.0, err=err, positive=plain, nullable=nullable)


def _quotient(left: Num, right: Num) -> Num:
    if right.expr is None:
        if not right.const:
            return Num()
        divisor = nw.lit(float(right.const))
    elif right.nonzero:
        divisor = right.expr
    else:
        divisor = nw.when(right.expr != 0).then(right.expr)
    column = left.column / divisor
    err = None if left.err is None else left.err / divisor.abs()
    if right.err is not None:
        err = _added(err, column.abs() * right.err / divisor.abs())
    return Num(
        column,
        rel=left.rel + right.rel + 2,  # some engines multiply by the reciprocal of a constant
        err=err,
        positive=left.positive and right.positive,
        nullable=left.nullable or right.nullable or (right.expr is not None and not right.nonzero),
    )


def _size(part: Num) -> nw.Expr | None:
    """Absolute error that a relative one amounts to."""
    if not part.rel:
        return None
    column = part.column if part.positive else part.column.abs()
    return column if part.rel == 1 else column * part.rel


def _times(err: nw.Expr | None, other: Num) -> nw.Expr | None:
    return None if err is None else err * other.column.abs()


def _added(left: nw.Expr | None, right: nw.Expr | None) -> nw.Expr | None:
    if left is None or right is None:
        return right if left is None else left
    return left + right


def compared(operator: str, left: Num, right: Num) -> tuple[Flag, nw.Expr | None]:
    """Compare two numbers.

    Returns
    -------
    The condition, and the column of rows so near to the boundary that only exact arithmetic can tell; None where there are none.
    """
    if left.is_unknown or right.is_unknown:
        return flag(None), None
    if left.expr is None and right.expr is None:
        assert left.const is not None
        assert right.const is not None
        held = value(Comparison(operator, Constant(left.const), Constant(right.const)), {})
        return flag(bool(held)), None
    if left.expr is None:
        turned = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}.get(operator, operator)
        return compared(turned, right, left)
    if not _is_exact(left, right) and (left.exact is not None or right.exact is not None):
        exact = rational.compared(operator, left.exactly, right.exactly)
        if exact is not None:
            return Flag(exact, nullable=left.nullable or right.nullable), None
    second: nw.Expr | float = float(right.const) if right.const is not None else right.column
    column: nw.Expr = {
        ">=": left.expr.__ge__, "<=": left.expr.__le__, ">": left.expr.__gt__, "<": left.expr.__lt__,
        "==": left.expr.__eq__, "!=": left.expr.__ne__,
    }[operator](second)  # fmt: skip
    return Flag(column, nullable=left.nullable or right.nullable), _near(left, right)


def _near(left: Num, right: Num) -> nw.Expr | None:
    assert left.expr is not None
    if _is_exact(left, right):
        return None
    if right.const is not None and left.err is None:
        if right.const == 0:
            return None  # a product or quotient of floats is 0, or has the sign, of the exact one
        width = abs(float(right.const)) * ROUNDING * SAFETY * (left.rel + right.rel + 1)
        return left.expr.is_between(float(right.const) - width, float(right.const) + width)
    bound = left.column.abs() * (left.rel + 1) + right.column.abs() * (right.rel + 1)
    for err in (left.err, right.err):
        bound = bound if err is None else bound + err
    return (left.column - right.column).abs() <= bound * (ROUNDING * SAFETY)


def _is_exact(left: Num, right: Num) -> bool:
    """Tell whether two decimals that differ are two floats that differ, in the same order."""
    if left.decimals is None or right.decimals is None or left.most is None or right.most is None:
        return False
    return bool(min(left.most, right.most) * 10 ** max(left.decimals, right.decimals) < LARGEST_WHOLE)
