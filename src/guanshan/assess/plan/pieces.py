"""What is a formula worth while its parts move? 分段有理式

A number that moves is a quotient of two polynomials over the steps, and may be another one where a condition holds: a list of pieces that
exclude each other. The denominator of a piece is positive under its guard, so that a comparison multiplies out without turning round.
Where no guard holds, the value is not known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guanshan.assess.plan.affine import Affine
from guanshan.assess.plan.model import Literal, Model
from guanshan.refusal import RefusedInput

Monomial = tuple[int, ...]
Polynomial = Mapping[Monomial, Fraction]
"""Coefficient by the variables that are multiplied, in rising order; the constant stands under ``()``."""

ONE: Polynomial = {(): Fraction(1)}


@dataclass(frozen=True, slots=True)
class Piece:
    """A quotient and the condition under which it is the value; the denominator is positive there."""

    guard: Literal
    above: Polynomial
    below: Polynomial


Number = Sequence[Piece]


def constant(value: Fraction) -> Number:
    """Return a number that does not move."""
    return (Piece(True, {(): value} if value else {}, ONE),)


def moving(variable: int, before: Fraction, step: Fraction) -> Number:
    """Return a number that moves in steps."""
    return (Piece(True, plus({(): before} if before else {}, {(variable,): step}), ONE),)


def plus(left: Polynomial, right: Polynomial) -> Polynomial:
    """Add polynomials."""
    found = dict(left)
    for monomial, factor in right.items():
        found[monomial] = found.get(monomial, Fraction(0)) + factor
    return {monomial: factor for monomial, factor in found.items() if factor}


def times(left: Polynomial, right: Polynomial) -> Polynomial:
    """Multiply polynomials."""
    if left is ONE or right is ONE:
        return right if left is ONE else left
    found: dict[Monomial, Fraction] = {}
    for one, factor in left.items():
        for other, factor_too in right.items():
            monomial = tuple(sorted((*one, *other)))
            found[monomial] = found.get(monomial, Fraction(0)) + factor * factor_too
    return {monomial: factor for monomial, factor in found.items() if factor}


def minus(of: Polynomial) -> Polynomial:
    """Turn the sign."""
    return {monomial: -factor for monomial, factor in of.items()}


class Pieces:
    """Calculates with numbers that move. 分段运算"""

    def __init__(self, model: Model) -> None:
        self._model = model

    def arithmetic(self, operator: str, left: Number, right: Number) -> Number:
        """Add, subtract, multiply or divide; not known where one is not, or where a denominator is 0."""
        return tuple(
            piece
            for one in left
            for other in right
            for piece in self._of_two(operator, one, other, self._model.all_of((one.guard, other.guard)))
            if piece.guard is not False
        )

    def _of_two(self, operator: str, one: Piece, other: Piece, guard: Literal) -> Iterator[Piece]:
        if guard is False:
            return
        match operator:
            case "+" | "-":
                added = other.above if operator == "+" else minus(other.above)
                if one.below == other.below:
                    yield Piece(guard, plus(one.above, added), one.below)
                else:
                    above = plus(times(one.above, other.below), times(added, one.below))
                    yield Piece(guard, above, times(one.below, other.below))
            case "*":
                yield Piece(guard, times(one.above, other.above), times(one.below, other.below))
            case _:
                positive = self._sign(other.above)
                above, below = times(one.above, other.below), times(one.below, other.above)
                yield Piece(self._model.all_of((guard, positive)), above, below)
                negative = self._sign(minus(other.above))
                yield Piece(self._model.all_of((guard, negative)), minus(above), minus(below))

    def compare(self, operator: str, left: Number, right: Number) -> tuple[Literal, Literal]:
        """Return the conditions that a comparison surely holds and that it surely does not."""
        holds: list[Literal] = []
        fails: list[Literal] = []
        for one in left:
            for other in right:
                guard = self._model.all_of((one.guard, other.guard))
                if guard is False:
                    continue
                met = self._met(operator, self._difference(one, other))
                holds.append(self._model.all_of((guard, met)))
                fails.append(self._model.all_of((guard, self._model.opposite(met))))
        return self._model.any_of(holds), self._model.any_of(fails)

    def reaches(self, piece: Piece, bound: Fraction, *, strictly: bool = False) -> Literal:
        """Return the condition that a piece is at least a bound, or more; it speaks of the piece's guard alone."""
        difference = plus(piece.above, times({(): -bound} if bound else {}, piece.below))
        return self._sign(difference, or_zero=not strictly)

    def known(self, number: Number) -> Literal:
        """Return the condition that a number is known."""
        return self._model.any_of(piece.guard for piece in number)

    def sum_of(self, piece: Piece) -> Affine:
        """Return a piece as a sum of steps.

        Raises
        ------
        RefusedInput
            If it is a quotient whose denominator moves.
        """
        if piece.below.keys() - {()}:
            raise RefusedInput("assess.plan.quotient")
        return self._linear(piece.above).times(1 / piece.below[()])

    def _difference(self, one: Piece, other: Piece) -> Polynomial:
        if one.below == other.below:
            return plus(one.above, minus(other.above))
        return plus(times(one.above, other.below), minus(times(other.above, one.below)))

    def _met(self, operator: str, difference: Polynomial) -> Literal:
        match operator:
            case ">=" | ">":
                return self._sign(difference, or_zero=operator == ">=")
            case "<=" | "<":
                return self._sign(minus(difference), or_zero=operator == "<=")
        equal = self._model.all_of(
            (self._sign(difference, or_zero=True), self._sign(minus(difference), or_zero=True))
        )
        return equal if operator == "==" else self._model.opposite(equal)

    def _sign(self, of: Polynomial, *, or_zero: bool = False) -> Literal:
        """Return the condition that a polynomial is positive, or not negative."""
        return self._model.at_least(self._linear(of), Fraction(0), strictly=not or_zero)

    def _linear(self, of: Polynomial) -> Affine:
        """Return a polynomial as a sum, where need be over products of steps."""
        return Affine(
            of.get((), Fraction(0)),
            {self._model.product(monomial): factor for monomial, factor in of.items() if monomial},
        )
