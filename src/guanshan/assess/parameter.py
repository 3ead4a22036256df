"""What does a rulebook ask about a subject? 参数

*Inputs* are what a case gives: each with unit, period, range and number of decimals, or its options. *Derived quantities* follow
from them by a formula. A case may give a derived quantity directly, where only the ratio is known and not what it was made of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from guanshan.assess.expression import Expression, Quantity
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
        if self.kind == "choice" and (not isinstance(given, str) or given not in self.options):
            options = " / ".join(self.options)
            raise RefusedInput("assess.case.choice", name=self.name, value=given, options=options)
        return _read(self, given)


@dataclass(frozen=True, slots=True)
class Derived:
    """A quantity that follows from others. 派生量

    Where a case gives a number, it keeps to ``decimals``, ``low`` and ``high`` as an input does.
    """

    name: str
    title: Words
    kind: Kind
    unit: str
    formula: Expression
    text: str
    decimals: int = 9
    low: Fraction | None = Fraction(-1_000_000)
    high: Fraction | None = Fraction(1_000_000)

    def read(self, given: object) -> Quantity | None:
        """Return a value that a case gives in place of what it is made of."""
        return None if given is None else _read(self, given)


Parameter = Input | Derived


def _read(one: Parameter, given: object) -> Quantity:
    if one.kind == "flag":
        if not isinstance(given, bool):
            raise RefusedInput("assess.case.not_flag", name=one.name, value=given)
        return given
    if one.kind == "choice":
        return str(given)
    number = exact(given, one.name)
    if (number * 10**one.decimals).denominator != 1:
        raise RefusedInput("assess.case.decimals", name=one.name, value=given, decimals=one.decimals)
    if (one.low is not None and number < one.low) or (one.high is not None and number > one.high):
        low, high = (None if bound is None else written(bound) for bound in (one.low, one.high))
        raise RefusedInput("assess.case.range", name=one.name, value=given, low=low, high=high)
    return number


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
