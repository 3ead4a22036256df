"""What must a subject meet, and what earns points? 条件

A criterion is a test (met or not), a scale of bands, a table of options, or a judgement that only an expert can give. Each names the
article that says so and how well that article was seen.
"""

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


@dataclass(frozen=True, slots=True)
class Band:
    """Values from ``low`` to ``high`` and what they earn; an end that is None is open. 档

    A value on the border of two bands belongs to the one with more points.
    """

    low: Fraction | None
    high: Fraction | None
    points: Fraction

    def holds(self, value: Fraction) -> bool:
        """Tell whether the value lies in the band, both borders included."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Test:
    """A condition that is met or not. 判定"""

    formula: Expression
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Points by the band in which a value lies. 分档"""

    of: str
    bands: tuple[Band, ...]

    def band(self, value: Fraction) -> Band:
        """Return the band of a value; on a border, the one with more points."""
        return max((band for band in self.bands if band.holds(value)), key=lambda band: band.points)

    def better(self, band: Band) -> Band | None:
        """Return the band that earns next more, or None where nothing earns more."""
        more = [other for other in self.bands if other.points > band.points]
        return min(more, key=lambda other: other.points, default=None)


@dataclass(frozen=True, slots=True)
class Table:
    """Points by option. 选项得分"""

    of: str
    points: tuple[tuple[str | bool, Fraction], ...]

    def earns(self, option: str | bool) -> Fraction:
        """Return the points of an option."""
        return dict(self.points)[option]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Points, or a yes or no, that only an expert can give. 专家评判"""

    most: Fraction | None


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
    rule: Test | Scale | Table | Judgement
    citation: Citation
    applies: Expression | None = None

    @property
    def range(self) -> Interval | None:
        """Fewest and most points that it can earn; None where it earns none."""
        match self.rule:
            case Scale(bands=bands):
                earned = [band.points for band in bands]
            case Table(points=points):
                earned = [earns for _, earns in points]
            case Judgement(most=Fraction() as most):
                earned = [Fraction(0), most]
            case _:
                return None
        return Interval(min(earned), max(earned))
