"""Do the parts of a formula fit together? 量纲

A formula yields a number with a unit, a flag, or an option. What adds or compares different units, or calculates with what is no
number, is refused when the rulebook is loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
from guanshan.assess.parameter import PLAIN_UNITS, Kind, Parameter


class MixedKinds(ValueError):
    """A formula that joins what cannot be joined; the loader adds file and line."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a formula yields: its kind and, of a number, its unit; a bare constant fits any unit."""

    kind: Kind
    unit: str | None = None


def shape_of(expression: Expression, parameters: Mapping[str, Parameter]) -> Shape:
    """Tell the kind and unit of a formula.

    Raises
    ------
    MixedKinds
        If it adds or compares different units, or calculates with what is no number.
    KeyError
        If it uses a name that is not declared.
    """
    match expression:
        case Constant(constant):
            return Shape(
                "flag" if isinstance(constant, bool) else "choice" if isinstance(constant, str) else "number"
            )
        case Name(name):
            unit = _plain(parameters[name].unit)
            return Shape(parameters[name].kind, unit if parameters[name].kind == "number" else None)
        case Not(part):
            return _flags(part, parameters=parameters)
        case AllOf(parts) | AnyOf(parts):
            return _flags(*parts, parameters=parameters)
        case Comparison(operator, left, right):
            first, second = shape_of(left, parameters), shape_of(right, parameters)
            if first.kind != second.kind or (first.kind != "number" and operator not in ("==", "!=")):
                raise MixedKinds
            _same_unit(first, second)
            return Shape("flag")
        case Conditional(condition, then, otherwise):
            _flags(condition, parameters=parameters)
            return _alike(then, otherwise, parameters=parameters)
        case Call(function, parts):
            shape = _alike(*parts, parameters=parameters)
            if function != "known" and shape.kind != "number":
                raise MixedKinds
            return shape
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, shape_of(left, parameters), shape_of(right, parameters))


def _flags(*parts: Expression, parameters: Mapping[str, Parameter]) -> Shape:
    if any(shape_of(part, parameters).kind != "flag" for part in parts):
        raise MixedKinds
    return Shape("flag")


def _alike(*parts: Expression, parameters: Mapping[str, Parameter]) -> Shape:
    first, *others = (shape_of(part, parameters) for part in parts)
    for other in others:
        if other.kind != first.kind:
            raise MixedKinds
        first = Shape(first.kind, _same_unit(first, other))
    return first


def _arithmetic(operator: str, left: Shape, right: Shape) -> Shape:
    if left.kind != "number" or right.kind != "number":
        raise MixedKinds
    if operator in "+-":
        return Shape("number", _same_unit(left, right))
    if operator == "/":
        if left.unit == right.unit:
            return Shape("number", left.unit and "1")
        if right.unit in (None, "1"):
            return left
        return Shape("number", f"{left.unit or 1}/{right.unit}")
    if left.unit in (None, "1"):
        return right if right.unit is not None else left
    if right.unit in (None, "1"):
        return left
    raise MixedKinds


def _same_unit(left: Shape, right: Shape) -> str | None:
    if left.unit is not None and right.unit is not None and left.unit != right.unit:
        raise MixedKinds
    return left.unit if left.unit is not None else right.unit


def _plain(unit: str) -> str:
    return "1" if unit in PLAIN_UNITS else unit
