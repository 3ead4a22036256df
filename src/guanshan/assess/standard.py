"""What is a rulebook made of? 规则

One official standard as data: its document and dates in force, the inputs it asks for, its criteria with their articles, groups of
points, the routes by which a subject passes, and its worked cases. `guanshan.assess.rulebook` reads it from YAML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guanshan.assess.criterion import Citation, Criterion, Interval, Mark
from guanshan.assess.parameter import Derived, Input, Parameter, Words

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
    """Criteria whose points are summed. 指标组"""

    name: str
    title: Words
    criteria: tuple[str, ...]
    most: Fraction


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
class Case:
    """A worked case: what is given and what must come out. 算例"""

    name: str
    given: Mapping[str, object]
    expected: Mapping[str, object]
    line: int


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One official standard, ready to be read: evaluated and explained. 规则

    Parameters
    ----------
    name
        Dated id, such as ``innovative-2022``; ``family`` is the id without the version.
    entry
        Criteria that every subject must meet, whatever the route.
    routes
        Ways to pass, the first met being the one that is named.
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

    def is_in_force(self, on: date) -> bool:
        """Tell whether the rulebook is in force on a day (its last day included)."""
        return self.in_force_from <= on and (self.in_force_until is None or on <= self.in_force_until)

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Every input and derived quantity, by name; a derived quantity comes after what it rests on."""
        found: dict[str, Parameter] = {one.name: one for one in self.inputs}
        return found | {one.name: one for one in self.derived}

    @property
    def range(self) -> Interval | None:
        """Fewest and most points in all; None where nothing is scored."""
        ranges = [criterion.range for criterion in self.criteria if criterion.range is not None]
        return sum(ranges[1:], ranges[0]) if ranges else None
