"""When does a formula of the rulebook surely hold, and when surely not? 条件编码

Reads formulas as `guanshan.assess.expression.value` does, over values that may move. A flag becomes two conditions, that it is surely
true and that it is surely false, as what is unknown is neither; a number becomes pieces; an option becomes a condition for each.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

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
from guanshan.assess.parameter import Derived
from guanshan.assess.plan.affine import Affine
from guanshan.assess.plan.model import Literal, Model
from guanshan.assess.plan.movable import Settings, Situation, Steps
from guanshan.assess.plan.pieces import Number, Piece, Pieces, constant, moving
from guanshan.assess.shape import shape_of

Truth = tuple[Literal, Literal]
"""The conditions that something surely holds and that it surely does not."""

Options = Mapping[bool | str, Literal]
"""The condition of each option that is possible; none holds where it is not known."""

UNKNOWN: Truth = (False, False)


class Reading:
    """Formulas of one case as conditions of a model.

    Parameters
    ----------
    steps
        The variable of each number that moves.
    settings
        The condition of each setting of a flag or choice that moves.
    """

    def __init__(self, model: Model, situation: Situation) -> None:
        self.model = model
        self.pieces = Pieces(model)
        self.steps: dict[str, int] = {}
        self.settings: dict[str, dict[bool | str, Literal]] = {}
        self._situation = situation
        self._numbers: dict[str, Number] = {}
        self._truths: dict[str, Truth] = {}
        for name, movable in situation.movable.items():
            if isinstance(movable, Steps):
                self._move(name, movable)
            else:
                self._set(name, movable)

    def _move(self, name: str, movable: Steps) -> None:
        variable = self.model.steps(movable.count)
        self.steps[name] = variable
        taken = Affine(Fraction(0), {variable: Fraction(1)})
        self.model.costs(taken.times(movable.price), self.model.at_least(taken, Fraction(1)))
        self._numbers[name] = moving(variable, movable.before, movable.step)

    def _set(self, name: str, movable: Settings) -> None:
        stays = self.model.switch()
        literals = {setting: self.model.switch() for setting in movable.prices}
        self.model.one_of([stays, *literals.values()])
        for setting, price in movable.prices.items():
            self.model.costs(self.model.worth(literals[setting], price), literals[setting])
        self.settings[name] = literals if movable.before is None else {movable.before: stays, **literals}

    def number(self, formula: Expression) -> Number:
        """Read a number."""
        match formula:
            case Constant(Fraction() as value):
                return constant(value)
            case Name(name):
                return self.number_named(name)
            case Arithmetic(operator, left, right):
                return self.pieces.arithmetic(operator, self.number(left), self.number(right))
            case Conditional(condition, then, otherwise):
                holds, fails = self.truth(condition)
                return (*self._under(holds, self.number(then)), *self._under(fails, self.number(otherwise)))
            case Call("known", parts):
                return self._first_known([self.number(part) for part in parts])
            case Call(function, parts):
                first, *others = (self.number(part) for part in parts)
                for other in others:
                    first = self._extreme(">=" if function == "max" else "<=", first, other)
                return first
        raise TypeError(formula)

    def number_named(self, name: str) -> Number:
        """Read a parameter that is a number."""
        if name not in self._numbers:
            one, value = self._situation.rulebook.parameters[name], self._situation.values[name]
            if isinstance(one, Derived) and name not in self._situation.stated:
                self._numbers[name] = self.number(one.formula)
            else:
                self._numbers[name] = constant(value) if isinstance(value, Fraction) else ()
        return self._numbers[name]

    def truth(self, formula: Expression) -> Truth:
        """Read a condition."""
        match formula:
            case Constant(bool() as value):
                return value, not value
            case Name(name):
                return self._truth_named(name)
            case Not(part):
                holds, fails = self.truth(part)
                return fails, holds
            case AllOf(parts):
                read = [self.truth(part) for part in parts]
                return self.model.all_of(one[0] for one in read), self.model.any_of(one[1] for one in read)
            case AnyOf(parts):
                read = [self.truth(part) for part in parts]
                return self.model.any_of(one[0] for one in read), self.model.all_of(one[1] for one in read)
            case Comparison(operator, left, right):
                return self._comparison(operator, left, right)
            case Conditional(condition, then, otherwise):
                return self._either(self.truth(condition), self.truth(then), self.truth(otherwise))
            case Call("known", parts):
                found = UNKNOWN
                for part in reversed(parts):
                    found = self._known_first(self.truth(part), found)
                return found
        raise TypeError(formula)

    def options(self, formula: Expression) -> Options:
        """Read a choice, or a flag as a choice of two."""
        match formula:
            case Constant(str() | bool() as value):
                return {value: True}
            case Name(name):
                return self.options_named(name)
            case Conditional(condition, then, otherwise):
                holds, fails = self.truth(condition)
                return self._joined(holds, self.options(then), fails, self.options(otherwise))
            case Call("known", [first, *others]):
                here = self.options(first)
                unknown = self.model.opposite(self.model.any_of(here.values()))
                rest = self.options(Call("known", tuple(others)) if len(others) > 1 else others[0])
                return self._joined(True, here, unknown, rest)
        raise TypeError(formula)

    def options_named(self, name: str) -> Options:
        """Read a parameter that is a choice or a flag."""
        one, value = self._situation.rulebook.parameters[name], self._situation.values[name]
        if name in self.settings:
            return self.settings[name]
        if isinstance(one, Derived) and name not in self._situation.stated:
            if one.kind == "flag":
                return dict(zip((True, False), self.truth(one.formula), strict=True))
            return self.options(one.formula)
        return {} if value is None or isinstance(value, Fraction) else {value: True}

    def _truth_named(self, name: str) -> Truth:
        if name not in self._truths:
            one = self._situation.rulebook.parameters[name]
            if isinstance(one, Derived) and name not in self._situation.stated:
                self._truths[name] = self.truth(one.formula)
            else:
                found = self.options_named(name)
                self._truths[name] = found.get(True, False), found.get(False, False)
        return self._truths[name]

    def _comparison(self, operator: str, left: Expression, right: Expression) -> Truth:
        if shape_of(left, self._situation.rulebook.parameters).kind == "number":
            return self.pieces.compare(operator, self.number(left), self.number(right))
        one, other = self._as_options(left), self._as_options(right)
        alike: list[Literal] = []
        apart: list[Literal] = []
        for option, literal in one.items():
            for another, other_literal in other.items():
                both = self.model.all_of((literal, other_literal))
                (alike if option == another else apart).append(both)
        equal = self.model.any_of(alike), self.model.any_of(apart)
        return equal if operator == "==" else equal[::-1]

    def _as_options(self, formula: Expression) -> Options:
        if shape_of(formula, self._situation.rulebook.parameters).kind == "choice":
            return self.options(formula)
        return dict(zip((True, False), self.truth(formula), strict=True))

    def _either(self, condition: Truth, then: Truth, otherwise: Truth) -> Truth:
        def branch(place: int) -> Literal:
            return self.model.any_of(
                (
                    self.model.all_of((condition[0], then[place])),
                    self.model.all_of((condition[1], otherwise[place])),
                )
            )

        return branch(0), branch(1)

    def _known_first(self, first: Truth, rest: Truth) -> Truth:
        unknown = self.model.opposite(self.model.any_of(first))

        def branch(place: int) -> Literal:
            return self.model.any_of((first[place], self.model.all_of((unknown, rest[place]))))

        return branch(0), branch(1)

    def _joined(self, holds: Literal, here: Options, fails: Literal, there: Options) -> Options:
        found: dict[bool | str, list[Literal]] = {}
        for guard, options in ((holds, here), (fails, there)):
            for option, literal in options.items():
                found.setdefault(option, []).append(self.model.all_of((guard, literal)))
        return {option: self.model.any_of(literals) for option, literals in found.items()}

    def _under(self, guard: Literal, number: Number) -> Number:
        return self._guarded(number, lambda piece: self.model.all_of((guard, piece.guard)))

    def _guarded(self, number: Number, guard: Callable[[Piece], Literal]) -> Number:
        found = ((guard(piece), piece) for piece in number)
        return tuple(Piece(held, piece.above, piece.below) for held, piece in found if held is not False)

    def _first_known(self, parts: Sequence[Number]) -> Number:
        found: list[Piece] = []
        unknown: Literal = True
        for part in parts:
            found += self._under(unknown, part)
            unknown = self.model.all_of((unknown, self.model.opposite(self.pieces.known(part))))
        return tuple(found)

    def _extreme(self, operator: str, left: Number, right: Number) -> Number:
        """Return the greater or less of two numbers, which is known where both are."""
        found: list[Piece] = []
        for one in left:
            for other in right:
                both = self.model.all_of((one.guard, other.guard))
                first, second = self.pieces.compare(
                    operator, (Piece(True, one.above, one.below),), (Piece(True, other.above, other.below),)
                )
                for guard, piece in ((first, one), (second, other)):
                    held = self.model.all_of((both, guard))
                    if held is not False:
                        found.append(Piece(held, piece.above, piece.below))
        return tuple(found)
