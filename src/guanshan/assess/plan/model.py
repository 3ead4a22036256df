"""Which whole numbers of steps are allowed, and which are cheapest? 整数模型

A thin layer over CP-SAT of OR-Tools. Conditions are literals; what is decided before solving is plain True or False, so that only what can
move costs anything. Every comparison is made over whole numbers with exact coefficients: no tolerance decides a verdict.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal as Variable

from guanshan.assess.plan.affine import Affine
from guanshan.refusal import RefusedInput

Literal = bool | Variable
"""A condition: decided, or a variable of the model that is 1 (negated: 0) where it holds."""

_WIDEST = 10**15
"""The farthest number of steps that is considered; beyond it, sums could leave 64 bits."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """The cheapest choice: the value of each variable, its cost, and the proven lower bound of any cost."""

    values: Mapping[int, int]
    cost: Fraction
    bound: Fraction


class Model:
    """Variables and conditions of one plan."""

    def __init__(self) -> None:
        self._cp = cp_model.CpModel()
        self._variables: dict[int, cp_model.IntVar] = {}
        self._ranges: dict[int, tuple[int, int]] = {}
        self._reached: dict[tuple[int, int], cp_model.IntVar] = {}
        self._products: dict[tuple[int, ...], int] = {}
        self._price = Affine()
        self._count = Affine()

    def steps(self, most: int) -> int:
        """Add a number of steps from 0 to ``most``; return its number in the model."""
        return self._keep(self._cp.new_int_var(0, min(most, _WIDEST), ""), 0, min(most, _WIDEST))

    def product(self, variables: tuple[int, ...]) -> int:
        """Return the variable that is the product of some.

        Raises
        ------
        RefusedInput
            If the product could be too large to be exact.
        """
        if len(variables) == 1:
            return variables[0]
        if variables not in self._products:
            first, rest = variables[0], self.product(variables[1:])
            most = self._ranges[first][1] * self._ranges[rest][1]
            if most > _WIDEST:
                raise RefusedInput("assess.plan.too_far")
            variable = self._cp.new_int_var(0, most, "")
            self._cp.add_multiplication_equality(variable, [self._variables[first], self._variables[rest]])
            self._products[variables] = self._keep(variable, 0, most)
        return self._products[variables]

    def switch(self) -> Literal:
        """Add a condition that the solver may choose."""
        variable = self._cp.new_bool_var("")
        self._keep(variable, 0, 1)
        return variable

    def _keep(self, variable: cp_model.IntVar, low: int, high: int) -> int:
        self._variables[variable.index] = variable
        self._ranges[variable.index] = (low, high)
        return int(variable.index)

    def costs(self, price: Affine, changed: Literal) -> None:
        """Add to the price that is made least, and to the number of changes, which is made least among equal prices."""
        self._price = self._price + price
        self._count = self._count + self.worth(changed, Fraction(1))

    def one_of(self, literals: Iterable[Literal]) -> None:
        """Ask for exactly one of some conditions."""
        self._cp.add_exactly_one(list(literals))

    def ask(self, literal: Literal) -> None:
        """Ask that a condition holds."""
        if literal is not True:
            self._cp.add_bool_and([literal])

    def opposite(self, literal: Literal) -> Literal:
        """Return the condition that holds where this one does not."""
        return not literal if isinstance(literal, bool) else ~literal

    def all_of(self, literals: Iterable[Literal]) -> Literal:
        """Return the condition that all hold."""
        open_ones = _distinct(literals, without=True)
        if open_ones is None:
            return False
        if len(open_ones) < 2:
            return open_ones[0] if open_ones else True
        both = self.switch()
        self._cp.add_bool_and(open_ones).only_enforce_if(both)
        self._cp.add_bool_or([~one for one in open_ones]).only_enforce_if(~both)
        return both

    def any_of(self, literals: Iterable[Literal]) -> Literal:
        """Return the condition that at least one holds."""
        return self.opposite(self.all_of(self.opposite(one) for one in literals))

    def at_least(self, sum_of: Affine, bound: Fraction, *, strictly: bool = False) -> Literal:
        """Return the condition that a sum is at least a bound, or ``strictly`` more."""
        low, high = sum_of.span(self._ranges)
        if low > bound or (low == bound and not strictly):
            return True
        if high < bound or (high == bound and strictly):
            return False
        coefficients, constant = sum_of.whole()
        scale = next(coefficients[one] / sum_of.terms[one] for one in coefficients)
        rest = bound * scale - constant
        least = floor(rest) + 1 if strictly else ceil(rest)
        if len(coefficients) > 1:
            return self._reified(coefficients, least)
        ((variable, sign),) = coefficients.items()
        if sign > 0:
            return self._reaches(variable, least)
        return self.opposite(self._reaches(variable, 1 - least))

    def _reaches(self, variable: int, least: int) -> Literal:
        low, high = self._ranges[variable]
        if least <= low:
            return True
        if least > high:
            return False
        if (low, high) == (0, 1):
            return self._variables[variable]
        if (variable, least) not in self._reached:
            self._reached[variable, least] = reached = self._cp.new_bool_var("")
            self._keep(reached, 0, 1)
            self._cp.add(self._variables[variable] >= least).only_enforce_if(reached)
            self._cp.add(self._variables[variable] < least).only_enforce_if(~reached)
        return self._reached[variable, least]

    def _reified(self, coefficients: Mapping[int, int], least: int) -> Literal:
        reached = self._cp.new_bool_var("")
        self._keep(reached, 0, 1)
        weighted = sum(factor * self._variables[one] for one, factor in coefficients.items())
        self._cp.add(weighted >= least).only_enforce_if(reached)
        self._cp.add(weighted < least).only_enforce_if(~reached)
        return reached

    def worth(self, literal: Literal, points: Fraction) -> Affine:
        """Return points that are earned where a condition holds."""
        if isinstance(literal, bool):
            return Affine(points if literal else Fraction(0))
        if literal.index >= 0:
            return Affine(Fraction(0), {literal.index: points}) if points else Affine()
        return Affine(points) - self.worth(~literal, points)

    def where(self, literal: Literal, sum_of: Affine) -> Affine:
        """Return a sum that counts where a condition holds, and 0 where it does not."""
        grain = sum_of.grain()
        scaled = sum_of.times(Fraction(grain))
        low, high = (int(end) for end in scaled.span(self._ranges))
        low, high = min(low, 0), max(high, 0)
        variable = self._cp.new_int_var(low, high, "")
        self._cp.add(variable == self._whole(scaled)).only_enforce_if(literal)
        self._cp.add(variable == 0).only_enforce_if(self.opposite(literal))
        return Affine(Fraction(0), {self._keep(variable, low, high): Fraction(1, grain)})

    def greatest(self, sums: Iterable[Affine]) -> Affine:
        """Return the greatest of some sums."""
        return self._extreme(list(sums), greatest=True)

    def least(self, sums: Iterable[Affine]) -> Affine:
        """Return the least of some sums."""
        return self._extreme(list(sums), greatest=False)

    def _extreme(self, sums: list[Affine], *, greatest: bool) -> Affine:
        spans = [one.span(self._ranges) for one in sums]
        bar = max(low for low, _ in spans) if greatest else min(high for _, high in spans)
        able = [
            one
            for one, (low, high) in zip(sums, spans, strict=True)
            if (high > bar if greatest else low < bar)
        ]
        if len(able) != 1 or bar not in able[0].span(self._ranges):
            able.append(Affine(bar))
        if len(able) == 1:
            return able[0]
        grain = lcm(*(one.grain() for one in able))
        scaled = [one.times(Fraction(grain)) for one in able]
        ends = [one.span(self._ranges) for one in scaled]
        low, high = int(min(end for end, _ in ends)), int(max(end for _, end in ends))
        variable = self._cp.new_int_var(low, high, "")
        (self._cp.add_max_equality if greatest else self._cp.add_min_equality)(
            variable, [*map(self._whole, scaled)]
        )
        return Affine(Fraction(0), {self._keep(variable, low, high): Fraction(1, grain)})

    def _whole(self, one: Affine) -> cp_model.LinearExprT:
        return sum(
            (int(factor) * self._variables[name] for name, factor in one.terms.items()), int(one.constant)
        )

    def cheapest(self, *asked: Literal) -> Optimum | None:
        """Return the cheapest choice under which all that is asked holds, proven; None where nothing makes it hold.

        Of choices that cost the same, one with the fewest changes is taken.
        """
        grain, changes = self._price.grain(), int(self._count.span(self._ranges)[1]) + 1
        solved = self._solve(
            asked, self._price.times(Fraction(grain * changes)) + self._count, greatest=False
        )
        if solved is None:
            return None
        values, bound = solved
        return Optimum(values, _value(self._price, values), Fraction(bound // changes, grain))

    def farthest(self, sum_of: Affine) -> Fraction:
        """Return the most that a sum can reach."""
        solved = self._solve((), sum_of.times(Fraction(sum_of.grain())), greatest=True)
        return _value(sum_of, solved[0]) if solved else sum_of.span(self._ranges)[0]

    def possible(self, *asked: Literal) -> bool:
        """Tell whether conditions can hold together."""
        return self._solve(asked, Affine(), greatest=False) is not None

    def _solve(
        self, asked: Iterable[Literal], aim: Affine, *, greatest: bool
    ) -> tuple[dict[int, int], int] | None:
        open_ones = _distinct(asked, without=True)
        if open_ones is None:
            return None
        model = self._cp.clone()
        if open_ones:
            model.add_bool_and(open_ones)
        if aim.terms:
            (model.maximize if greatest else model.minimize)(self._whole(aim))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1  # one worker: the same plan every time
        solver.parameters.random_seed = 1
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            raise ArithmeticError(solver.status_name())
        values = {name: int(solver.value(one)) for name, one in self._variables.items()}
        return values, round(solver.best_objective_bound) if aim.terms else 0


def _value(sum_of: Affine, values: Mapping[int, int]) -> Fraction:
    return sum_of.constant + sum(one * values[name] for name, one in sum_of.terms.items())


def _distinct(literals: Iterable[Literal], *, without: bool) -> list[Variable] | None:
    """Return the open literals, each once; None where one is decided otherwise than ``without``, or two exclude each other."""
    found: dict[int, Variable] = {}
    for one in literals:
        if not isinstance(one, bool):
            found[one.index] = one
        elif one is not without:
            return None
    return None if any(-index - 1 in found for index in found) else list(found.values())
