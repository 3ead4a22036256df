"""How many points, for whole columns? 列计分

Points are whole numbers of grains (a grain is the smallest part of a point that the rulebook knows), so that sums and comparisons of
points are exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import narwhals as nw

from guanshan.assess.bulk.formula import Reader
from guanshan.assess.bulk.value import Flag, Num, Option, flag
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


@dataclass(frozen=True, slots=True)
class Span:
    """Fewest and most grains, by row or for all; the same object twice where they are known. 列得分区间"""

    low: Grains
    high: Grains

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

    def __init__(self, reader: Reader, grain: int) -> None:
        self.reader = reader
        self.grain = grain

    def grains(self, points: Fraction) -> int:
        """Return points as a whole number of grains."""
        return int(points * self.grain)

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
        column = (found.expr * self.grain).round(0).cast(nw.Int32)
        return self._filled(column, otherwise, nullable=found.nullable), _given(found)

    def _filled(self, column: nw.Expr, otherwise: Span, *, nullable: bool) -> Span:
        if not nullable:
            return Span(column, column)
        return Span(_otherwise(column, otherwise.low), _otherwise(column, otherwise.high))

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
        if all(band.points.is_exact for band in rule.bands):
            return self._filled(low, self.span(whole), nullable=found.nullable), _given(found)
        high = self._climb([band.points.high for band in rule.bands], steps)
        least, most = self.span(whole).low, self.span(whole).high
        if found.nullable:
            return Span(_otherwise(low, least), _otherwise(high, most)), _given(found)
        return Span(low, high), flag(True)

    def _reaches(self, rule: Scale, found: Num, place: int) -> nw.Expr:
        band = rule.bands[place]
        assert band.low is not None
        held = self.reader.compare(">" if band.without_low else ">=", found, _constant(self.reader, band.low))
        assert held.expr is not None
        return held.expr

    def _climb(self, points: list[Fraction], steps: list[nw.Expr]) -> nw.Expr:
        """Add what each band earns beyond the one below it."""
        total: nw.Expr | None = None
        for below, above, reached in zip(points, points[1:], steps, strict=False):
            if gain := self.grains(above - below):
                part = reached.cast(nw.Int32) * gain
                total = part if total is None else total + part
        assert total is not None
        return total + self.grains(points[0]) if self.grains(points[0]) else total

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
        if all(earned.is_exact for _, earned in rule.points):
            return self._filled(low, self.span(whole), nullable=found.nullable), _given(found)
        high = self._looked_up(found, [(option, earned.high) for option, earned in rule.points])
        least, most = self.span(whole).low, self.span(whole).high
        return Span(_otherwise(low, least), _otherwise(high, most)), _given(found)

    def _looked_up(self, found: Flag | Option, points: list[tuple[str | bool, Fraction]]) -> nw.Expr:
        """Add up what each option earns above the least; null where the option is not known."""
        assert found.expr is not None
        least = min(earned for _, earned in points)
        total: nw.Expr | None = None
        for option, earned in points:
            if gain := self.grains(earned - least):
                column = (
                    found.expr if option is True else ~found.expr if option is False else found.expr == option
                )
                part = column.cast(nw.Int32) * gain
                total = part if total is None else total + part
        if total is None:
            total = (found.expr == points[0][0]).cast(nw.Int32) * 0
        return total + self.grains(least) if self.grains(least) else total

    def cases(self, rule: Cases) -> Span:
        """Return the points of the first condition that holds; a span where a condition before it is unknown."""
        span = self.span(rule.otherwise)
        for test, earned in reversed(rule.cases):
            held, own = self.reader.flag(test.formula), self.span(earned)
            if held.expr is None and held.const is not None:
                span = own if held.const else span
                continue
            exact = span.is_exact and own.is_exact and not held.nullable
            low = _first(held, own.low, span.low, nw.min_horizontal)
            span = (
                Span(low, low) if exact else Span(low, _first(held, own.high, span.high, nw.max_horizontal))
            )
        return span

    def best(self, rule: Best) -> Span:
        """Return the points of the better choice."""
        spans = [self.scale(scale)[0] for _, scale in rule.choices]
        low = _greatest([one.low for one in spans])
        return (
            Span(low, low)
            if all(one.is_exact for one in spans)
            else Span(low, _greatest([one.high for one in spans]))
        )


def _constant(reader: Reader, bound: Fraction) -> Num:
    found = reader.read(Constant(bound))
    assert isinstance(found, Num)
    return found


def _given(found: Num | Flag | Option) -> Flag:
    assert found.expr is not None
    return Flag(~found.expr.is_null(), nullable=False) if found.nullable else flag(True)


def _otherwise(column: nw.Expr, value: Grains) -> nw.Expr:
    return nw.coalesce(column, _grain_column(value))


def _grain_column(value: Grains) -> nw.Expr:
    return nw.lit(value, dtype=nw.Int32()) if isinstance(value, int) else value


def _first(held: Flag, own: Grains, below: Grains, extreme: object) -> nw.Expr:
    """Take a case's own points where it holds, those below where it does not, the extreme of both where that is unknown."""
    mine, theirs = _grain_column(own), _grain_column(below)
    if held.expr is None:
        return extreme(mine, theirs)  # type: ignore[operator,no-any-return]
    if not held.nullable:
        return nw.when(held.expr).then(mine).otherwise(theirs)
    return (
        nw.when(held.expr)
        .then(mine)
        .otherwise(
            nw.when(~held.expr).then(theirs).otherwise(extreme(mine, theirs))  # type: ignore[operator]
        )
    )


def _greatest(parts: list[Grains]) -> Grains:
    if all(isinstance(part, int) for part in parts):
        return max(part for part in parts if isinstance(part, int))
    return nw.max_horizontal(*map(_grain_column, parts))
