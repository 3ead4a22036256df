"""What can be moved in this case, in which steps, and at what price? 可调整项

Joins a case with the levers: from what value, in which direction, how far, and what each step costs. A number whose value is not known is
not moved: nobody can tell what a step from the unknown costs. A flag or an option can be set, whatever it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from guanshan.assess.case import Values, expanded, values_of
from guanshan.assess.expression import Quantity, value
from guanshan.assess.parameter import Derived, Parameter
from guanshan.assess.standard import Lever, Rulebook


@dataclass(frozen=True, slots=True)
class Steps:
    """A number that moves in whole steps. 数值调整

    Parameters
    ----------
    step
        What one step adds; negative where the lever moves down.
    count
        How many steps there are.
    """

    lever: Lever
    before: Fraction
    step: Fraction
    count: int

    def after(self, steps: int) -> Fraction:
        """Return the value after some steps."""
        return self.before + self.step * steps

    @property
    def price(self) -> Fraction:
        """Cost of one step."""
        return self.lever.cost * abs(self.step)


@dataclass(frozen=True, slots=True)
class Settings:
    """A flag or a choice that can be set: each setting and its price. 选项调整"""

    lever: Lever
    before: bool | str | None
    prices: Mapping[bool | str, Fraction]


Movable = Steps | Settings


@dataclass(frozen=True, slots=True)
class Situation:
    """A case in exact form and what moves in it. 现状

    Parameters
    ----------
    given
        The case with what is given together laid out by name.
    stated
        Derived quantities that stand as they are given, because what they are made of is not known.
    """

    rulebook: Rulebook
    given: Mapping[str, object]
    values: Values
    stated: frozenset[str]
    movable: Mapping[str, Movable]

    def changed(self, changes: Mapping[str, Quantity]) -> dict[str, object]:
        """Return the case after some changes; a derived quantity that follows from what is known is left to follow."""
        derived = {one.name for one in self.rulebook.derived}
        kept = {
            name: content
            for name, content in self.given.items()
            if name not in derived or name in self.stated or self.values[name] is None
        }
        return {**kept, **changes}


def situation_of(rulebook: Rulebook, case: Mapping[str, object], levers: Iterable[Lever]) -> Situation:
    """Read a case and find what moves in it.

    Raises
    ------
    RefusedInput
        If the case will not do.
    """
    given = expanded(rulebook, case)
    values, _ = values_of(rulebook, case)
    stated = frozenset(
        one.name
        for one in rulebook.derived
        if values[one.name] is not None and one.name in given and value(one.formula, values) is None
    )
    fixed = {
        name
        for one in stated
        if all(values[below] is not None for below in rulebook.rests_on[one])
        for name in rulebook.rests_on[one]
    }
    movable: dict[str, Movable] = {}
    for lever in levers:
        one = rulebook.parameters[lever.name]
        if lever.name in fixed or (isinstance(one, Derived) and lever.name not in stated):
            continue
        found = _movable(lever, one, values[lever.name])
        if found is not None:
            movable[lever.name] = found
    return Situation(rulebook, given, values, stated, movable)


def _movable(lever: Lever, one: Parameter, before: Quantity | None) -> Movable | None:
    if lever.move == "set":
        assert not isinstance(before, Fraction)
        prices = {setting: price for setting, price in lever.settings if setting != before}
        return Settings(lever, before, prices) if prices else None
    if not isinstance(before, Fraction):
        return None
    end = one.high if lever.move == "up" else one.low
    far = [] if end is None else [abs(end - before)]
    if lever.most is not None:
        far.append(lever.most)
    count = int(min(far) // lever.step) if far else 0
    return Steps(lever, before, lever.step if lever.move == "up" else -lever.step, count) if count else None
