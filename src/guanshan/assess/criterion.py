"""What must a subject meet, and what earns points? 条件

A criterion has one rule. Some are met or not: a test, a test by option, points that must be reached, one of the routes. Others earn
points: a scale of bands, a table of options, a list of cases, the better of several, a quantity that is points itself, an expert's
judgement. Each names the article that says so and how well that article was seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from guanshan.assess.expression import Expression
from guanshan.assess.parameter import Words

Outcome = Literal["met", "unmet", "unknown", "expert", "not_applicable"]
"""What becomes of a criterion: met, unmet, not known, for an expert to judge, not applicable. 结论"""

Mark = Literal["2+", "1", "M", "C"]
"""How well a fact was seen: in two or more reproductions that agree, in one, from memory, made by us."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands, and how well that was seen. 出处"""

    document: str
    number: str
    article: str
    mark: Mark
    article_mark: Mark


@dataclass(frozen=True, slots=True)
class Interval:
    """Points that are not known more closely than from ``low`` to ``high``. 得分区间"""

    low: Fraction
    high: Fraction

    def __add__(self, other: "Interval") -> "Interval":
        """Add two intervals end by end."""
        return Interval(self.low + other.low, self.high + other.high)

    @property
    def is_exact(self) -> bool:
        """Tell whether both ends are one."""
        return self.low == self.high

    def reaches(self, threshold: Fraction) -> Outcome:
        """Tell whether the points reach a threshold, whatever the unknown turns out to be."""
        if self.low >= threshold:
            return "met"
        return "unmet" if self.high < threshold else "unknown"

    def capped(self, most: Fraction) -> "Interval":
        """Cut what is above the most that can be earned."""
        return Interval(min(self.low, most), min(self.high, most))


NOTHING = Interval(Fraction(0), Fraction(0))


def hull(intervals: Iterable[Interval]) -> Interval:
    """Return the smallest interval that holds all."""
    found = list(intervals)
    return Interval(min(one.low for one in found), max(one.high for one in found))


@dataclass(frozen=True, slots=True)
class Band:
    """Values from ``low`` to ``high`` and what they earn; an end that is None is open. 档

    A value on the border of two bands belongs to the one with more points, unless the rulebook says ``above`` or ``below``; the other
    band does not hold it (``without_low``, ``without_high``).
    """

    low: Fraction | None
    high: Fraction | None
    points: Interval
    without_low: bool = False
    without_high: bool = False

    def ends_before(self, value: Fraction) -> bool:
        """Tell whether the value lies above the band."""
        return self.high is not None and (value > self.high or (self.without_high and value == self.high))


@dataclass(frozen=True, slots=True)
class Test:
    """A condition that is met or not; ``judged`` where only an expert can tell what is not known. 判定"""

    formula: Expression
    text: str
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Switch:
    """A condition for each option, as in a table by industry; an option that is not named is not covered. 分类判定"""

    of: str
    tests: tuple[tuple[str, Test], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Points by the band in which a value lies; bands rise. 分档"""

    of: str
    bands: tuple[Band, ...]

    def band(self, value: Fraction) -> Band:
        """Return the band of a value: the first that does not end before it, for bands rise and touch."""
        return next(band for band in self.bands if not band.ends_before(value))

    def better(self, band: Band) -> Band | None:
        """Return the band that earns next more, or None where nothing earns more."""
        more = [other for other in self.bands if other.points.high > band.points.high]
        return min(more, key=lambda other: other.points.high, default=None)


@dataclass(frozen=True, slots=True)
class Table:
    """Points by option. 选项得分"""

    of: str
    points: tuple[tuple[str | bool, Interval], ...]

    def earns(self, option: str | bool) -> Interval:
        """Return the points of an option."""
        return dict(self.points)[option]


@dataclass(frozen=True, slots=True)
class Cases:
    """Points by the first condition that holds; the last holds always. 逐条得分"""

    cases: tuple[tuple[Test, Interval], ...]
    otherwise: Interval


@dataclass(frozen=True, slots=True)
class Best:
    """The better of several scales; the choice is the subject's. 择优"""

    choices: tuple[tuple[str, Scale], ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """A quantity that is points itself. 直接计分"""

    of: str
    range: Interval


@dataclass(frozen=True, slots=True)
class Judgement:
    """Points, or a yes or no, that only an expert can give; ``of`` names the input that holds the expert's points. 专家评判"""

    most: Fraction | None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """Points that must be reached, by group or in ``total``. 得分线"""

    minimums: tuple[tuple[str, Fraction], ...]
    judged: bool = False


@dataclass(frozen=True, slots=True)
class AnyRoute:
    """One of the rulebook's routes must be met. 途径之一"""


Rule = Test | Switch | Scale | Table | Cases | Best | Worth | Judgement | Threshold | AnyRoute


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a rulebook. 条款

    Parameters
    ----------
    applies
        Condition under which it applies at all; None where it always does.
    """

    name: str
    title: Words
    rule: Rule
    citation: Citation
    applies: Expression | None = None

    @property
    def range(self) -> Interval | None:
        """Fewest and most points that it can earn; None where it earns none."""
        return range_of(self.rule)


def range_of(rule: Rule) -> Interval | None:
    """Tell the fewest and most points that a rule can give; None where it gives none."""
    match rule:
        case Scale(bands=bands):
            return hull(band.points for band in bands)
        case Table(points=points):
            return hull(earns for _, earns in points)
        case Cases(cases=cases, otherwise=otherwise):
            return hull([otherwise, *(earns for _, earns in cases)])
        case Best(choices=choices):
            ranges = [hull(band.points for band in scale.bands) for _, scale in choices]
            return Interval(max(one.low for one in ranges), max(one.high for one in ranges))
        case Worth(range=interval):
            return interval
        case Judgement(most=Fraction() as most):
            return Interval(Fraction(0), most)
    return None
