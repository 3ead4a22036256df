"""What does a rulebook ask about a subject? 参数

*Inputs* are what a case gives: each with unit, period, range and number of decimals, or its options. *Derived quantities* follow
from them by a formula. A case may give a derived quantity directly, where only the ratio is known and not what it was made of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from guanshan.assess.expression import (
    AllOf,
    AnyOf,
    Arithmetic,
    Comparison,
    Constant,
    Expression,
    Name,
    Not,
    Quantity,
)
from guanshan.refusal import RefusedInput

Kind = Literal["number", "flag", "choice"]
Words = Mapping[Literal["zh", "en"], str]

PLAIN_UNITS = ("1", "%")
"""Units of a number without dimension."""


@dataclass(frozen=True, slots=True)
class Input:
    """A value that a case gives. 输入

    Parameters
    ----------
    unit
        Unit of a number: ``10k_CNY`` (万元), ``persons``, ``%``, ``1`` ...
    decimals, low, high
        What a number may look like: decimals after the point and its range; what lies outside is refused.
    period
        To which time the value belongs: ``last_year``, ``year_before``, ``end_of_last_year``, ``on_the_day``, ``last_3_years``.
    register
        The register field from which an office's system takes it, ``<system>.<record>.<field>``.
    presumed
        What holds where a case is silent; None where silence means unknown. A value given as null is unknown, always.
    """

    name: str
    title: Words
    kind: Kind
    unit: str = "1"
    decimals: int = 0
    low: Fraction | None = None
    high: Fraction | None = None
    options: tuple[str, ...] = ()
    option_titles: tuple[Words, ...] = ()
    period: str | None = None
    register: str | None = None
    presumed: Quantity | None = None

    def read(self, given: object) -> Quantity | None:
        """Return a given value in exact form.

        Raises
        ------
        RefusedInput
            If it is of another kind, outside the range, or has more decimals than declared.
        """
        if given is None:
            return None
        if self.kind == "flag":
            if not isinstance(given, bool):
                raise RefusedInput("assess.case.not_flag", name=self.name, value=given)
            return given
        if self.kind == "choice":
            if not isinstance(given, str) or given not in self.options:
                raise RefusedInput(
                    "assess.case.choice", name=self.name, value=given, options=" / ".join(self.options)
                )
            return given
        number = exact(given, self.name)
        if (number * 10**self.decimals).denominator != 1:
            raise RefusedInput("assess.case.decimals", name=self.name, value=given, decimals=self.decimals)
        if (self.low is not None and number < self.low) or (self.high is not None and number > self.high):
            low, high = (None if bound is None else written(bound) for bound in (self.low, self.high))
            raise RefusedInput("assess.case.range", name=self.name, value=given, low=low, high=high)
        return number


@dataclass(frozen=True, slots=True)
class Derived:
    """A quantity that follows from others. 派生量"""

    name: str
    title: Words
    kind: Kind
    unit: str
    formula: Expression
    text: str

    def read(self, given: object) -> Quantity | None:
        """Return a value that a case gives in place of what it is made of."""
        if given is None:
            return None
        if self.kind == "flag":
            if not isinstance(given, bool):
                raise RefusedInput("assess.case.not_flag", name=self.name, value=given)
            return given
        return exact(given, self.name)


Parameter = Input | Derived


def exact(given: object, name: str) -> Fraction:
    """Turn a number into a fraction: a decimal as it is written, a binary float as its shortest decimal.

    Examples
    --------
    >>> exact("4.20", "x") == exact(4.2, "x") == Fraction(21, 5)
    True
    """
    if isinstance(given, float):
        given = repr(given)
    if isinstance(given, int | Fraction | Decimal | str) and not isinstance(given, bool):
        try:
            number = Decimal(given) if isinstance(given, str) else given
            if not isinstance(number, Decimal) or (number.is_finite() and abs(number.adjusted()) < 100):
                return Fraction(number)
        except ArithmeticError:
            pass
    raise RefusedInput("assess.case.not_number", name=name, value=given)


def written(number: Fraction, places: int = 4) -> str:
    """Write a number for people: exact where its decimals end within ``places``, else cut to them and marked with ``…``.

    Examples
    --------
    >>> written(Fraction(21, 5)), written(Fraction(2, 3)), written(Fraction(-1, 3))
    ('4.2', '0.6666…', '-0.3333…')
    """
    scaled = abs(number) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    digits = str(whole).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    if not rest and places:
        text = text.rstrip("0").rstrip(".")
    return f"{'-' if number < 0 else ''}{text}{'…' if rest else ''}"


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
        case Constant(bool()):
            return Shape("flag")
        case Constant(str()):
            return Shape("choice")
        case Constant():
            return Shape("number")
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
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, shape_of(left, parameters), shape_of(right, parameters))


def _flags(*parts: Expression, parameters: Mapping[str, Parameter]) -> Shape:
    if any(shape_of(part, parameters).kind != "flag" for part in parts):
        raise MixedKinds
    return Shape("flag")


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
        raise MixedKinds
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
