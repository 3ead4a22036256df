"""How does a person read a formula? 算式的读法

The tree of a formula is written out again, with the titles of quantities in place of their names and words in place of operators.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import singledispatchmethod

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


@dataclass(frozen=True, slots=True)
class Phrase:
    """Writes formulas. 算式措辞

    Parameters
    ----------
    named
        How an input or a derived quantity is called.
    words
        How ``and``, ``or``, ``not``, ``if``, ``else``, functions and signs are said; as in the language itself where it is not told.

    Examples
    --------
    >>> from guanshan.assess.expression import parse
    >>> Phrase().of(parse("a >= 0.15 and not (b or c)"))
    'a >= 0.15 and not (b or c)'
    >>> Phrase({"a": "R&D"}.get, {">=": "≥"}).of(parse("a >= 3"))
    'R&D ≥ 3'
    """

    named: Callable[[str], str | None] = str
    words: Mapping[str, str] = field(default_factory=dict)

    @singledispatchmethod
    def of(self, expression: Expression) -> str:
        """Write a formula."""
        raise TypeError(expression)

    @of.register
    def _(self, expression: Constant) -> str:
        number = expression.value
        if isinstance(number, Fraction):
            return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
        return repr(number)

    @of.register
    def _(self, expression: Name) -> str:
        return self.named(expression.name) or expression.name

    @of.register
    def _(self, expression: Arithmetic) -> str:
        if expression.operator == "-" and expression.left == Constant(Fraction(0)):
            return f"-{self._inner(expression.right)}"
        sides = (self._inner(expression.left), self._inner(expression.right))
        return f" {self._word(expression.operator)} ".join(sides)

    @of.register
    def _(self, expression: Comparison) -> str:
        sides = (
            self.of(one) if isinstance(one, Arithmetic) else self._inner(one)
            for one in (expression.left, expression.right)
        )
        return f" {self._word(expression.operator)} ".join(sides)

    @of.register
    def _(self, expression: AllOf) -> str:
        return f" {self._word('and')} ".join(map(self._side, expression.parts))

    @of.register
    def _(self, expression: AnyOf) -> str:
        return f" {self._word('or')} ".join(map(self._side, expression.parts))

    @of.register
    def _(self, expression: Not) -> str:
        return f"{self._word('not')} {self._inner(expression.part)}"

    @of.register
    def _(self, expression: Conditional) -> str:
        then, condition, otherwise = map(
            self._inner, (expression.then, expression.condition, expression.otherwise)
        )
        return f"{then} {self._word('if')} {condition} {self._word('else')} {otherwise}"

    @of.register
    def _(self, expression: Call) -> str:
        return f"{self._word(expression.function)}({', '.join(map(self.of, expression.parts))})"

    def _word(self, operator: str) -> str:
        return self.words.get(operator, operator)

    def _inner(self, part: Expression) -> str:
        """Write a part of a formula, in brackets where it is made of several."""
        return self.of(part) if isinstance(part, Constant | Name | Call) else f"({self.of(part)})"

    def _side(self, part: Expression) -> str:
        """Write a side of ``and`` or ``or``, where a comparison needs no brackets."""
        return self.of(part) if isinstance(part, Comparison | Not) else self._inner(part)
