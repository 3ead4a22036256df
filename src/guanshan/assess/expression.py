"""What does a formula of a rulebook say, and what is its value? 算式

Formulas are written as people write them: ``100 * rd_expense_wan / operating_revenue_wan`` or ``equity_3y_wan >= 500``. The text is read
once into a tree; every reading of a rulebook (evaluate, explain, plan) walks the same tree. Arithmetic is in fractions; a value
that is not known makes unknown what rests on it, and nothing more: ``false and unknown`` is false. Beside arithmetic, comparisons,
``and``, ``or`` and ``not`` there are ``a if condition else b``, ``max(a, b)``, ``min(a, b)`` and ``known(a, b)``: the first that is known.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

Quantity = Fraction | bool | str
Known = Mapping[str, Quantity | None]

ARITHMETIC: Final[Mapping[type, str]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
FUNCTIONS: Final = ("max", "min", "known")
COMPARISONS: Final[Mapping[type, str]] = {
    ast.GtE: ">=", ast.LtE: "<=", ast.Gt: ">", ast.Lt: "<", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_COMPARE: Final[Mapping[str, Callable[[Fraction, Fraction], bool]]] = {
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}


_LONGEST: Final = 2_000
_DEEPEST: Final = 100
_LARGEST: Final = 60
"""Bounds of a formula: characters, depth, and digits of a number; what lies beyond is no formula of an office."""


class NotAFormula(ValueError):
    """A text that is no formula of the language; the loader adds file and line."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or, in quotes, an option."""

    value: Quantity


@dataclass(frozen=True, slots=True)
class Name:
    """An input or a derived quantity."""

    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Sum, difference, product or quotient of two numbers."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of two values."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts hold."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class Conditional:
    """One value where a condition holds, another where it does not."""

    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """The greatest (``max``), the least (``min``), or the first that is known (``known``)."""

    function: str
    parts: tuple["Expression", ...]


Expression = Constant | Name | Arithmetic | Comparison | AllOf | AnyOf | Not | Conditional | Call


def parse(text: str) -> Expression:
    """Read a formula.

    Raises
    ------
    NotAFormula
        If the text holds anything but names, numbers, quoted options, ``+ - * /``, comparisons, ``and``, ``or``, ``not``, or is
        longer or deeper than anybody can read.

    Examples
    --------
    >>> parse("a >= 0.15")
    Comparison(operator='>=', left=Name(name='a'), right=Constant(value=Fraction(3, 20)))
    """
    if len(text) > _LONGEST:
        raise NotAFormula(text)
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise NotAFormula(text) from None
    _measure(tree.body, text)
    return _tree(tree.body, text.strip())


def _measure(tree: ast.expr, text: str) -> None:
    level: list[ast.AST] = [tree]
    for _ in range(_DEEPEST):
        level = [part for node in level for part in ast.iter_child_nodes(node)]
        if not level:
            return
    raise NotAFormula(text)


def _tree(node: ast.expr, text: str) -> Expression:
    match node:
        case ast.Name(id=name):
            return Name(name)
        case ast.Constant(value=bool() | str() as constant):
            return Constant(constant)
        case ast.Constant(value=int() | float()):
            return Constant(_number(ast.get_source_segment(text, node) or "", text))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in ARITHMETIC:
            return Arithmetic(ARITHMETIC[type(operator)], _tree(left, text), _tree(right, text))
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return Arithmetic("-", Constant(Fraction(0)), _tree(part, text))
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return Not(_tree(part, text))
        case ast.BoolOp(op=ast.And(), values=parts):
            return AllOf(tuple(_tree(part, text) for part in parts))
        case ast.BoolOp(values=parts):
            return AnyOf(tuple(_tree(part, text) for part in parts))
        case ast.IfExp(test=condition, body=then, orelse=otherwise):
            return Conditional(_tree(condition, text), _tree(then, text), _tree(otherwise, text))
        case ast.Call(func=ast.Name(id=function), args=[_, _, *_] as parts, keywords=[]) if (
            function in FUNCTIONS
        ):
            return Call(function, tuple(_tree(part, text) for part in parts))
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in COMPARISONS:
            return Comparison(COMPARISONS[type(operator)], _tree(left, text), _tree(right, text))
    return _choice(node, text)


def _choice(node: ast.expr, text: str) -> Expression:
    match node:
        case ast.IfExp(test=condition, body=then, orelse=otherwise):
            return Conditional(_tree(condition, text), _tree(then, text), _tree(otherwise, text))
        case ast.Call(func=ast.Name(id=function), args=[_, _, *_] as parts, keywords=[]) if (
            function in FUNCTIONS
        ):
            return Call(function, tuple(_tree(part, text) for part in parts))
    raise NotAFormula(text)


def _number(written: str, text: str) -> Fraction:
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise NotAFormula(text) from None
    if len(written) > _LARGEST or abs(number.adjusted()) > _LARGEST:
        raise NotAFormula(text)
    return Fraction(number)


def names(expression: Expression) -> Iterator[str]:
    """Walk through the names that a formula uses, from left to right."""
    match expression:
        case Name(name):
            yield name
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            yield from names(left)
            yield from names(right)
        case AllOf(parts) | AnyOf(parts) | Call(_, parts):
            for part in parts:
                yield from names(part)
        case Not(part):
            yield from names(part)
        case Conditional(condition, then, otherwise):
            for part in (condition, then, otherwise):
                yield from names(part)


def value(expression: Expression, known: Known) -> Quantity | None:
    """Compute a formula from known values; None where it cannot be known, as after division by zero.

    Examples
    --------
    >>> value(parse("100 * (b - a) / a"), {"a": Fraction(80), "b": Fraction(92)})
    Fraction(15, 1)
    """
    match expression:
        case Constant(constant):
            return constant
        case Name(name):
            return known[name]
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, value(left, known), value(right, known))
        case Comparison(operator, left, right):
            return _comparison(operator, value(left, known), value(right, known))
        case AllOf(parts):
            return _all([value(part, known) for part in parts])
        case AnyOf(parts):
            met = _all([_opposite(value(part, known)) for part in parts])
            return _opposite(met)
        case Not(part):
            return _opposite(value(part, known))
        case Conditional(condition, then, otherwise):
            held = value(condition, known)
            return None if held is None else value(then if held else otherwise, known)
        case Call(function, parts):
            return _call(function, [value(part, known) for part in parts])


def _arithmetic(operator: str, left: Quantity | None, right: Quantity | None) -> Fraction | None:
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right if right else None


def _comparison(operator: str, left: Quantity | None, right: Quantity | None) -> bool | None:
    if left is None or right is None:
        return None
    if operator in ("==", "!="):
        return (left == right) is (operator == "==")
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return _COMPARE[operator](left, right)
    return None


def _call(function: str, parts: list[Quantity | None]) -> Quantity | None:
    if function == "known":
        return next((part for part in parts if part is not None), None)
    numbers = [part for part in parts if isinstance(part, Fraction)]
    if len(numbers) < len(parts):
        return None
    return max(numbers) if function == "max" else min(numbers)


def _all(parts: list[Quantity | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def _opposite(part: Quantity | None) -> bool | None:
    return None if part is None else not part
