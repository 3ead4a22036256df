"""What is a sum of whole steps worth? 线性式

Sums over the variables of a model with exact coefficients, and what is known of their range before anything is solved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Affine:
    """A constant and a multiple of some variables, by the variables' numbers in the model.

    Parameters
    ----------
    terms
        Coefficient by variable; none is 0.
    """

    constant: Fraction = NOTHING
    terms: Mapping[int, Fraction] = field(default_factory=dict)

    def __add__(self, other: "Affine") -> "Affine":
        """Add two sums."""
        terms = dict(self.terms)
        for variable, coefficient in other.terms.items():
            terms[variable] = terms.get(variable, NOTHING) + coefficient
        return Affine(self.constant + other.constant, {name: one for name, one in terms.items() if one})

    def __sub__(self, other: "Affine") -> "Affine":
        """Subtract a sum."""
        return self + other.times(Fraction(-1))

    def times(self, factor: Fraction) -> "Affine":
        """Multiply by a constant."""
        if not factor:
            return Affine()
        return Affine(self.constant * factor, {name: one * factor for name, one in self.terms.items()})

    def span(self, ranges: Mapping[int, tuple[int, int]]) -> tuple[Fraction, Fraction]:
        """Return the least and the greatest value that the ranges of the variables allow."""
        low = high = self.constant
        for variable, coefficient in self.terms.items():
            ends = [coefficient * end for end in ranges[variable]]
            low, high = low + min(ends), high + max(ends)
        return low, high

    def grain(self) -> int:
        """Return the least whole number that makes every coefficient and the constant whole."""
        return lcm(self.constant.denominator, *(one.denominator for one in self.terms.values()))

    def whole(self) -> tuple[dict[int, int], Fraction]:
        """Return whole coefficients without a common factor, and the constant in the same measure."""
        scale = lcm(*(one.denominator for one in self.terms.values()))
        factor = Fraction(scale, gcd(*(int(one * scale) for one in self.terms.values())))
        return {name: int(one * factor) for name, one in self.terms.items()}, self.constant * factor


def total(parts: Iterable[Affine]) -> Affine:
    """Add sums."""
    return sum(parts, Affine())
