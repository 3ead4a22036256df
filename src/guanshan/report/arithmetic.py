"""How are indicators reckoned from one another? 指标算式

A formula of names, decimal numbers, ``+ - * /`` and brackets, computed in exact fractions; where a value is not known, or something is
divided by nought, the result is not known.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

_MOST: Final = 400
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A formula over other indicators. 算式

    Parameters
    ----------
    text
        As it is written.
    names
        The indicators that it takes, each once.
    """

    text: str
    names: tuple[str, ...]

    def value(self, given: Mapping[str, Decimal | None]) -> Fraction | None:
        """Compute it; None where a value is missing or something is divided by nought."""
        return _value(ast.parse(self.text.strip(), mode="eval").body, self.text.strip(), given)


def read_arithmetic(text: str) -> Arithmetic:
    """Read a formula.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> read_arithmetic("(a - b) / a * 100").value({"a": Decimal(4), "b": Decimal(1)})
    Fraction(75, 1)
    """
    if len(text) > _MOST:
        raise ValueError("too long")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError("no formula") from None
    names: list[str] = []
    _check(tree, names, 0)
    if not names:
        raise ValueError("no indicator")
    return Arithmetic(text, tuple(dict.fromkeys(names)))


def _check(node: ast.expr, names: list[str], depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            _check(left, names, depth + 1)
            _check(right, names, depth + 1)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand, names, depth + 1)
        case ast.Name(id=name):
            names.append(name)
        case ast.Constant(value=value) if type(value) in (int, float):
            pass
        case _:
            raise ValueError("only + - * / and names")


def _value(node: ast.expr, text: str, given: Mapping[str, Decimal | None]) -> Fraction | None:
    match node:
        case ast.Name(id=name):
            found = given[name]
            return None if found is None else Fraction(found)
        case ast.UnaryOp(operand=operand):
            inner = _value(operand, text, given)
            return None if inner is None else -inner
        case ast.BinOp(left=left, op=op, right=right):
            one, other = _value(left, text, given), _value(right, text, given)
            if one is None or other is None:
                return None
            return _joined(one, op, other)
        case _:
            return Fraction(Decimal(ast.get_source_segment(text, node) or "0"))


def _joined(one: Fraction, op: ast.operator, other: Fraction) -> Fraction | None:
    if isinstance(op, ast.Add):
        return one + other
    if isinstance(op, ast.Sub):
        return one - other
    if isinstance(op, ast.Mult):
        return one * other
    return one / other if other else None
