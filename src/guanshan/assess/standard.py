"""What is a rulebook made of? 规则

One official standard as data: its document and dates in force, the inputs it asks for, its criteria with their articles, groups of
points, the routes by which a subject passes or the classes into which it falls, levers with their costs, and worked cases.
`guanshan.assess.rulebook` reads it from YAML.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from guanshan.assess.criterion import Citation, Criterion, Interval, Mark
from guanshan.assess.expression import Expression, names
from guanshan.assess.parameter import Derived, Input, Parameter, Words

Setting = tuple[bool | str, Fraction]
"""A value to which a flag or a choice can be set, and what that costs."""

TOTAL = "total"
"""Name of the sum of all points among a route's minimums."""


@dataclass(frozen=True, slots=True)
class Document:
    """The paper in which the standard stands. 文件"""

    title: str
    number: str
    issuer: str
    dated: date
    mark: Mark


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria whose points are summed. 指标组

    Parameters
    ----------
    most
        The most that counts; what the criteria earn above it is cut.
    given
        Input that holds the group's points where only they are known.
    """

    name: str
    title: Words
    criteria: tuple[str, ...]
    most: Fraction
    given: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One way to pass: every criterion met and every minimum reached. 途径

    Parameters
    ----------
    minimums
        Fewest points by group; ``total`` is the sum of all groups.
    """

    name: str
    title: Words
    criteria: tuple[str, ...]
    minimums: tuple[tuple[str, Fraction], ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Class:
    """A class into which a subject falls where its criteria are met and no class before it holds. 类型"""

    name: str
    title: Words
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """A quantity that an enterprise can honestly move, and what that costs. 可调整项

    Parameters
    ----------
    move
        ``up``, ``down``, or ``set`` for a flag or an option.
    cost
        Effort of one unit of a number, in the rulebook's unit of cost; made by us unless the mark says otherwise.
    step
        The least by which a number moves.
    most
        The greatest distance by which it can be moved; None where only the input's range ends it.
    settings
        What each setting of a flag or an option costs; one that is not named cannot be set.
    """

    name: str
    move: Literal["up", "down", "set"]
    cost: Fraction
    step: Fraction
    most: Fraction | None
    mark: Mark
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: what is given and what must come out. 算例"""

    name: str
    given: Mapping[str, object]
    expected: Mapping[str, object]
    line: int = field(compare=False)


@dataclass(frozen=True)
class Rulebook:
    """One official standard, ready to be read: evaluated and explained. 规则

    Parameters
    ----------
    name
        Dated id, such as ``innovative-2022``; ``family`` is the id without the version.
    together
        Names under which a case may give several inputs at once: a list, or a mapping, of their values.
    total_given
        Input that holds the total where only it is known.
    entry
        Criteria that every subject must meet, whatever the route.
    routes
        Ways to pass, the first met being the one that is named; none where the entry criteria are all there is.
    classes
        Classes in the order in which they are tried, the last without criteria; empty where the verdict is pass or fail.
    forbidden
        What is never proposed as a change, and why.
    limits
        What no plan may break, such as that technical staff are staff.
    parts
        Parts that can be asked for by name, as ``hnte-2016.growth``.
    """

    name: str
    family: str
    title: Words
    document: Document
    in_force_from: date
    in_force_until: date | None
    in_force_mark: Mark
    inputs: tuple[Input, ...]
    derived: tuple[Derived, ...]
    criteria: tuple[Criterion, ...]
    groups: tuple[Group, ...]
    entry: tuple[str, ...]
    routes: tuple[Route, ...]
    cases: tuple[Case, ...]
    validity_years: int | None = None
    together: Mapping[str, tuple[tuple[str | int, str], ...]] = field(default_factory=dict)
    total_given: str | None = None
    classes: tuple[Class, ...] = ()
    levers: tuple[Lever, ...] = ()
    forbidden: Mapping[str, Words] = field(default_factory=dict)
    limits: tuple[Expression, ...] = ()
    parts: Mapping[str, "Rulebook"] = field(default_factory=dict)

    def is_in_force(self, on: date) -> bool:
        """Tell whether the rulebook is in force on a day (its last day included)."""
        return self.in_force_from <= on and (self.in_force_until is None or on <= self.in_force_until)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Every input and derived quantity, by name; a derived quantity comes after what it rests on."""
        found: dict[str, Parameter] = {one.name: one for one in self.inputs}
        return found | {one.name: one for one in self.derived}

    @cached_property
    def rests_on(self) -> Mapping[str, tuple[str, ...]]:
        """The inputs on which each parameter rests."""
        found: dict[str, tuple[str, ...]] = {one.name: (one.name,) for one in self.inputs}
        for derived in self.derived:
            found[derived.name] = tuple(
                dict.fromkeys(below for name in names(derived.formula) for below in found[name])
            )
        return found

    def criterion(self, name: str) -> Criterion:
        """Return a criterion by its name."""
        return next(one for one in self.criteria if one.name == name)

    @property
    def range(self) -> Interval | None:
        """Fewest and most points in all; None where nothing is scored."""
        ranges = [criterion.range for criterion in self.criteria if criterion.range is not None]
        return sum(ranges[1:], ranges[0]) if ranges else None
