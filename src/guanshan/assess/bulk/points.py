"""How many points, for whole columns? 列计分

Points are whole numbers of grains (a grain is the smallest part of a point that the rulebook knows), so that sums and comparisons of
points are exact; their columns are of the smallest whole-number type that holds all of a rulebook's points.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import narwhals as nw

from guanshan.assess.bulk.formula import Reader
from guanshan.assess.bulk.value import Flag, Num, Option, Value, flag
from guanshan.assess.criterion import (
    Best,
    Cases,
    Criterion,
    Interval,
    Judgement,
    Scale,
    Table,
    Worth,
    range_of,
)
from guanshan.assess.expression import Constant
from guanshan.assess.standard import Rulebook

Grains = nw.Expr | int
Extreme = Callable[[nw.Expr, nw.Expr], nw.Expr]


@dataclass(frozen=True, slots=True)
class Span:
    """Fewest and most grains, by row or for all; the same object twice where they are known. 列得分区间

    Parameters
    ----------
    kept
        Whether they stand in columns already.
    """

    low: Grains
    high: Grains
    kept: bool = False

    @property
    def is_exact(self) -> bool:
        """Tell whether the points are known for every row."""
        return self.low is self.high or (isinstance(self.low, int) and self.low == self.high)

    def __add__(self, other: "Span") -> "Span":
        """Add two spans end by end."""
        low = self.low + other.low
        return Span(low, low) if self.is_exact and other.is_exact else Span(low, self.high + other.high)


def grain_of(rulebook: Rulebook) -> int:
    """Return how many grains make a point, so that every number of points in a rulebook is whole."""
    places = [0]
    for criterion in rulebook.criteria:
        if isinstance(criterion.rule, Worth | Judgement) and criterion.rule.of:
            places.append(rulebook.parameters[criterion.rule.of].decimals)
        places += [_places(bound) for bound in _bounds(criterion)]
    for given in (rulebook.total_given, *(group.given for group in rulebook.groups)):
        if given:
            places.append(rulebook.parameters[given].decimals)
    return int(10 ** max(places))


def grain_type(rulebook: Rulebook, grain: int) -> nw.dtypes.DType:
    """Return the smallest whole-number type that holds every sum of a rulebook's points."""
    worths = [one.rule.of for one in rulebook.criteria if isinstance(one.rule, Worth | Judgement)]
    given = [rulebook.total_given, *(group.given for group in rulebook.groups), *worths]
    most = Fraction(0)
    for parameter in (rulebook.parameters[name] for name in given if name):
        if parameter.low is None or parameter.high is None:
            return nw.Int32()
        most += max(abs(parameter.low), abs(parameter.high))
    ranges = [one.range for one in rulebook.criteria]
    most += sum(max(abs(one.low), abs(one.high)) for one in ranges if one)
    return next(
        (kind for kind, bits in ((nw.Int8(), 7), (nw.Int16(), 15)) if most * grain < 2**bits), nw.Int32()
    )


def _places(number: Fraction) -> int:
    return next(places for places in range(13) if (number * 10**places).denominator == 1)


def _bounds(criterion: Criterion) -> Iterable[Fraction]:
    def intervals() -> Iterable[Interval]:
        match criterion.rule:
            case Scale(bands=bands):
                yield from (band.points for band in bands)
            case Table(points=points):
                yield from (earned for _, earned in points)
            case Cases(cases=cases, otherwise=otherwise):
                yield from (earned for _, earned in cases)
                yield otherwise
            case Best(choices=choices):
                yield from (band.points for _, scale in choices for band in scale.bands)
            case Worth(range=span):
                yield span

    for interval in intervals():
        yield from (interval.low, interval.high)


class Scorer:
    """Builds the columns of points of a rulebook's criteria."""

    def __init__(self, reader: Reader, grain: int, kind: nw.dtypes.DType) -> None:
        self.reader = reader
        self.grain = grain
        self.kind = kind

    def grains(self, points: Fraction) -> int:
        """Return points as a whole number of grains."""
        return int(points * self.grain)

    def column(self, part: Grains) -> nw.Expr:
        """Return grains as an expression."""
        return nw.lit(part, dtype=self.kind) if isinstance(part, int) else part

    def capped(self, part: Grains, most: int) -> Grains:
        """Cut what is above the most that counts."""
        return min(part, most) if isinstance(part, int) else nw.min_horizontal(part, self.column(most))

    def span(self, interval: Interval) -> Span:
        """Return an interval that is the same for all."""
        return Span(self.grains(interval.low), self.grains(interval.high))

    def worth(self, of: str, otherwise: Span) -> tuple[Span, Flag]:
        """Return a quantity that is points itself, and where it is known."""
        found = self.reader.known[of]
        assert isinstance(found, Num)
        if found.expr is None:
            if found.const is None:
                return otherwise, flag(False)
            return self.span(Interval(found.const, found.const)), flag(True)
        column = (found.expr * self.grain).round(0).cast(self.kind)
        return self._filled(column, column, otherwise, found), _given(found)

    def _filled(self, low: nw.Expr, high: nw.Expr, otherwise: Span, found: Value) -> Span:
        """Take the points earned where a value is known, and another span where it is not."""
        if found.nullable:
            assert found.expr is not None
            unknown = nw.when(found.expr.is_null())
            return Span(
                unknown.then(self.column(otherwise.low)).otherwise(low),
                unknown.then(self.column(otherwise.high)).otherwise(high),
            )
        return Span(low, high)

    def scale(self, rule: Scale) -> tuple[Span, Flag]:
        """Return the points of a scale, and where its value is known."""
        found = self.reader.known[rule.of]
        assert isinstance(found, Num)
        whole = range_of(rule)
        assert whole is not None
        if found.expr is None:
            if found.const is None:
                return self.span(whole), flag(False)
            return self.span(rule.band(found.const).points), flag(True)
        steps = [self._reaches(rule, found, place) for place in range(1, len(rule.bands))]
        low = self._climb([band.points.low for band in rule.bands], steps)
        high = low
        if not all(band.points.is_exact for band in rule.bands):
            high = self._climb([band.points.high for band in rule.bands], steps)
        return self._filled(low, high, self.span(whole), found), _given(found)

    def _reaches(self, rule: Scale, found: Num, place: int) -> nw.Expr:
        band = rule.bands[place]
        assert band.low is not None
        held = self.reader.compare(">" if band.without_low else ">=", found, _constant(self.reader, band.low))
        assert held.expr is not None
        return held.expr

    def _climb(self, points: list[Fraction], steps: list[nw.Expr]) -> nw.Expr:
        """Add what each band earns beyond the one below it; says nothing where the value is unknown."""
        gains = [self.grains(above - below) for below, above in pairwise(points)]
        return self._sum(zip(steps, gains, strict=True), self.grains(points[0]))

    def _sum(self, parts: Iterable[tuple[nw.Expr, int]], start: int) -> nw.Expr:
        total: nw.Expr | None = None
        for held, gain in parts:
            if gain:
                part = nw.when(held).then(self.column(gain)).otherwise(self.column(0))
                total = part if total is None else total + part
        if total is None:
            return self.column(start)
        return total + self.column(start) if start else total

    def table(self, rule: Table) -> tuple[Span, Flag]:
        """Return the points of an option, and where it is known."""
        found = self.reader.known[rule.of]
        whole = range_of(rule)
        assert whole is not None
        assert isinstance(found, Flag | Option)
        if found.expr is None:
            if found.const is None:
                return self.span(whole), flag(False)
            return self.span(rule.earns(found.const)), flag(True)
        low = self._looked_up(found, [(option, earned.low) for option, earned in rule.points])
        high = low
        if not all(earned.is_exact for _, earned in rule.points):
            high = self._looked_up(found, [(option, earned.high) for option, earned in rule.points])
        return self._filled(low, high, self.span(whole), found), _given(found)

    def _looked_up(self, found: Flag | Option, points: list[tuple[str | bool, Fraction]]) -> nw.Expr:
        """Add up what each option earns above the least; says nothing where the option is not known."""
        column = found.expr
        assert column is not None
        least = min(earned for _, earned in points)
        chosen = (
            column if option is True else ~column if option is False else column == option
            for option, _ in points
        )
        gains = (self.grains(earned - least) for _, earned in points)
        return self._sum(zip(chosen, gains, strict=True), self.grains(least))

    def cases(self, rule: Cases) -> Span:
        """Return the points of the first condition that holds; a span where a condition before it is unknown."""
        span = self.span(rule.otherwise)
        for test, earned in reversed(rule.cases):
            held, own = self.reader.flag(test.formula), self.span(earned)
            if held.expr is None and held.const is not None:
                span = own if held.const else span
                continue
            exact = span.is_exact and own.is_exact and not held.nullable
            low = self._first(held, own.low, span.low, nw.min_horizontal)
            span = (
                Span(low, low)
                if exact
                else Span(low, self._first(held, own.high, span.high, nw.max_horizontal))
            )
        return span

    def best(self, rule: Best) -> Span:
        """Return the points of the better choice."""
        spans = [self.scale(scale)[0] for _, scale in rule.choices]
        low = self._greatest([one.low for one in spans])
        return (
            Span(low, low)
            if all(one.is_exact for one in spans)
            else Span(low, self._greatest([one.high for one in spans]))
        )

    def _first(self, held: Flag, own: Grains, below: Grains, extreme: Extreme) -> nw.Expr:
        """Take a case's own points where it holds, those below where it does not, the extreme of both where that is unknown."""
        mine, theirs = self.column(own), self.column(below)
        if held.expr is None:
            return extreme(mine, theirs)
        if not held.nullable:
            return nw.when(held.expr).then(mine).otherwise(theirs)
        either = nw.when(~held.expr).then(theirs).otherwise(extreme(mine, theirs))
        return nw.when(held.expr).then(mine).otherwise(either)

    def _greatest(self, parts: list[Grains]) -> Grains:
        if all(isinstance(part, int) for part in parts):
            return max(part for part in parts if isinstance(part, int))
        return nw.max_horizontal(*map(self.column, parts))


def _constant(reader: Reader, bound: Fraction) -> Num:
    found = reader.read(Constant(bound))
    assert isinstance(found, Num)
    return found


def _given(found: Num | Flag | Option) -> Flag:
    assert found.expr is not None
    return Flag(~found.expr.is_null(), nullable=False) if found.nullable else flag(True)
