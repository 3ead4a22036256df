"""When is a criterion surely met, and what does it surely earn? 条款编码

Reads criteria, sums of points, routes and the verdict as `guanshan.assess.evaluate` does, over values that may move. Bands become
conditions at their borders; where points are an interval, both ends are read.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Literal as End

from guanshan.assess.criterion import (
    AnyRoute,
    Best,
    Cases,
    Criterion,
    Interval,
    Judgement,
    Scale,
    Switch,
    Table,
    Test,
    Threshold,
    Worth,
    range_of,
)
from guanshan.assess.plan.affine import Affine, total
from guanshan.assess.plan.model import Literal
from guanshan.assess.plan.movable import Situation
from guanshan.assess.plan.pieces import Piece
from guanshan.assess.plan.reading import Reading
from guanshan.assess.standard import TOTAL, Group, Route

Side = End["low", "high"]


class Asked:
    """What a rulebook asks of one case, as conditions of a model. 要求"""

    def __init__(self, reading: Reading, situation: Situation) -> None:
        self.reading = reading
        self.model = reading.model
        self.situation = situation
        self.rulebook = situation.rulebook
        self._points: dict[tuple[str, Side], Affine | None] = {}
        self._sums: dict[tuple[str, Side], Affine] = {}
        self._settled: dict[str, Literal] = {}

    def settled(self, name: str) -> Literal:
        """Return the condition that a criterion stands in no way: it is surely met, or surely does not apply."""
        if name not in self._settled:
            self._settled[name] = self._settle(self.rulebook.criterion(name))
        return self._settled[name]

    def hopeless(self, name: str) -> Literal:
        """Return the condition that a criterion which is a test surely fails; False for any other."""
        criterion = self.rulebook.criterion(name)
        if not isinstance(criterion.rule, Test):
            return False
        applies = True if criterion.applies is None else self.reading.truth(criterion.applies)[0]
        return self.model.all_of((applies, self.reading.truth(criterion.rule.formula)[1]))

    def _settle(self, criterion: Criterion) -> Literal:
        met = self._met(criterion)
        if criterion.applies is None:
            return met
        holds, fails = self.reading.truth(criterion.applies)
        return self.model.any_of((fails, self.model.all_of((holds, met))))

    def _met(self, criterion: Criterion) -> Literal:
        match criterion.rule:
            case Test(formula=formula):
                return self.reading.truth(formula)[0]
            case Switch(of=of, tests=tests):
                by_option = dict(tests)
                return self.model.any_of(
                    self.model.all_of((held, self.reading.truth(by_option[str(option)].formula)[0]))
                    if str(option) in by_option
                    else held
                    for option, held in self.reading.options_named(of).items()
                )
            case Threshold(minimums=minimums):
                return self.model.all_of(self.reached(name, minimum) for name, minimum in minimums)
            case AnyRoute():
                return self.model.any_of(map(self.route, self.rulebook.routes))
            case Judgement(most=None, of=str() as of):
                number = self.reading.number_named(of)
                return self.model.any_of(
                    self.model.all_of(
                        (piece.guard, self.reading.pieces.reaches(piece, Fraction(0), strictly=True))
                    )
                    for piece in number
                )
        points = self._earned(criterion, "low")
        if points is None:
            return False
        earns = self.model.at_least(points, Fraction(0), strictly=True)
        return self.model.all_of((earns, self._known(criterion)))

    def _known(self, criterion: Criterion) -> Literal:
        """Return the condition that the one quantity by which points are earned is known."""
        match criterion.rule:
            case Scale(of=of) | Worth(of=of):
                return self.reading.pieces.known(self.reading.number_named(of))
            case Table(of=of):
                return self.model.any_of(self.reading.options_named(of).values())
        return True

    def route(self, route: Route) -> Literal:
        """Return the condition that a route is surely met."""
        criteria = [self.settled(name) for name in route.criteria]
        return self.model.all_of([*criteria, *(self.reached(name, least) for name, least in route.minimums)])

    def reached(self, name: str, minimum: Fraction) -> Literal:
        """Return the condition that the points of a group, or the total, surely reach a minimum."""
        return self.model.at_least(self.sum_named(name, "low"), minimum)

    def consistent(self) -> Literal:
        """Return the condition that points which the case gives as a sum still lie between what their details allow."""
        given = [(group.given, partial_of(self._group, group)) for group in self.rulebook.groups]
        given.append((self.rulebook.total_given, self._total))
        conditions: list[Literal] = []
        for name, computed in given:
            value = self._given(name)
            if value is not None:
                conditions.append(self.model.at_least(computed("low").times(Fraction(-1)), -value))
                conditions.append(self.model.at_least(computed("high"), value))
        return self.model.all_of(conditions)

    def sum_named(self, name: str, side: Side) -> Affine:
        """Return the points of a group, or the total."""
        if (name, side) not in self._sums:
            if name == TOTAL:
                given = self._given(self.rulebook.total_given)
                self._sums[name, side] = self._total(side) if given is None else Affine(given)
            else:
                group = next(one for one in self.rulebook.groups if one.name == name)
                given = self._given(group.given)
                self._sums[name, side] = self._group(group, side) if given is None else Affine(given)
        return self._sums[name, side]

    def _given(self, name: str | None) -> Fraction | None:
        value = self.situation.values[name] if name else None
        return value if isinstance(value, Fraction) else None

    def _group(self, group: Group, side: Side) -> Affine:
        earned = (self.points(self.rulebook.criterion(name), side) for name in group.criteria)
        return self.model.least([total(one for one in earned if one is not None), Affine(group.most)])

    def _total(self, side: Side) -> Affine:
        if self.rulebook.groups:
            return total(self.sum_named(group.name, side) for group in self.rulebook.groups)
        earned = (self.points(one, side) for one in self.rulebook.criteria)
        return total(one for one in earned if one is not None)

    def points(self, criterion: Criterion, side: Side) -> Affine | None:
        """Return an end of the points that a criterion earns; None where it earns none."""
        if (criterion.name, side) not in self._points:
            self._points[criterion.name, side] = self._applied(criterion, side)
        return self._points[criterion.name, side]

    def _applied(self, criterion: Criterion, side: Side) -> Affine | None:
        whole = criterion.range
        earned = self._earned(criterion, side)
        if criterion.applies is None or earned is None or whole is None:
            return earned
        holds, fails = self.reading.truth(criterion.applies)
        if holds is True:
            return earned
        unknown = Interval(min(Fraction(0), whole.low), whole.high)
        doubtful = self.model.opposite(self.model.any_of((holds, fails)))
        return self._chosen([(holds, earned), (fails, Affine()), (doubtful, Affine(_end(unknown, side)))])

    def _earned(self, criterion: Criterion, side: Side) -> Affine | None:
        match criterion.rule:
            case Scale() as scale:
                return self._scaled(scale, side)
            case Table() as table:
                return self._tabled(table, side)
            case Worth(of=of, range=whole):
                return self._worth(of, whole, side)
            case Judgement(most=Fraction() as most, of=of):
                whole = Interval(Fraction(0), most)
                return self._worth(of, whole, side) if of else Affine(_end(whole, side))
            case Judgement(of=str() as of) if self.reading.number_named(of):
                return self._worth(of, Interval(Fraction(0), Fraction(0)), side)
            case Cases() as cases:
                return self._first(cases, side)
            case Best(choices=choices):
                return self.model.greatest([self._scaled(scale, side) for _, scale in choices])
        return None

    def _scaled(self, scale: Scale, side: Side) -> Affine:
        number = self.reading.number_named(scale.of)
        whole = range_of(scale)
        assert whole is not None
        known = self.reading.pieces.known(number)
        parts = [(piece.guard, self._banded(scale, piece, side)) for piece in number]
        return self._chosen([*parts, (self.model.opposite(known), Affine(_end(whole, side)))])

    def _banded(self, scale: Scale, piece: Piece, side: Side) -> Affine:
        first, *_ = scale.bands
        earned = Affine(_end(first.points, side))
        for below, above in pairwise(scale.bands):
            assert above.low is not None
            held = self.reading.pieces.reaches(piece, above.low, strictly=above.without_low)
            earned = earned + self.model.worth(held, _end(above.points, side) - _end(below.points, side))
        return earned

    def _tabled(self, table: Table, side: Side) -> Affine:
        options = self.reading.options_named(table.of)
        whole = range_of(table)
        assert whole is not None
        unknown = self.model.opposite(self.model.any_of(options.values()))
        earned = [(held, Affine(_end(table.earns(option), side))) for option, held in options.items()]
        return self._chosen([*earned, (unknown, Affine(_end(whole, side)))])

    def _worth(self, of: str, whole: Interval, side: Side) -> Affine:
        number = self.reading.number_named(of)
        unknown = self.model.opposite(self.reading.pieces.known(number))
        parts = [(piece.guard, self.reading.pieces.sum_of(piece)) for piece in number]
        return self._chosen([*parts, (unknown, Affine(_end(whole, side)))])

    def _first(self, cases: Cases, side: Side) -> Affine:
        """Points of the first case that holds; of a case of which nobody knows whether it holds, the worse or better end."""
        join = min if side == "low" else max
        open_ends: dict[Fraction | None, Literal] = {None: True}
        settled: list[tuple[Literal, Affine]] = []
        for test, points in cases.cases:
            holds, fails = self.reading.truth(test.formula)
            doubtful = self.model.opposite(self.model.any_of((holds, fails)))
            onward: dict[Fraction | None, list[Literal]] = {}
            for so_far, guard in open_ends.items():
                here = _end(points, side) if so_far is None else join(so_far, _end(points, side))
                settled.append((self.model.all_of((guard, holds)), Affine(here)))
                onward.setdefault(so_far, []).append(self.model.all_of((guard, fails)))
                onward.setdefault(here, []).append(self.model.all_of((guard, doubtful)))
            open_ends = {end: self.model.any_of(guards) for end, guards in onward.items()}
        last = _end(cases.otherwise, side)
        settled += [
            (guard, Affine(last if end is None else join(end, last))) for end, guard in open_ends.items()
        ]
        return self._chosen(settled)

    def _chosen(self, parts: Iterable[tuple[Literal, Affine]]) -> Affine:
        """Return the sum whose condition holds; of the conditions, exactly one does."""
        able = [(guard, one) for guard, one in parts if guard is not False]
        for guard, one in able:
            if guard is True:
                return one
        return total(
            self.model.worth(guard, one.constant) if not one.terms else self.model.where(guard, one)
            for guard, one in able
        )


def _end(points: Interval, side: Side) -> Fraction:
    return points.low if side == "low" else points.high


def partial_of(of_group: Callable[[Group, Side], Affine], group: Group) -> Callable[[Side], Affine]:
    """Bind a group, so that only the side is left to say."""

    def bound(side: Side) -> Affine:
        return of_group(group, side)

    return bound
