"""What became of one criterion? 逐条结论

A criterion that earns points counts as met where it surely earns some, as unmet where it surely earns none. Points that rest on
something unknown are an interval.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from guanshan.assess.case import Values
from guanshan.assess.criterion import (
    NOTHING,
    Best,
    Cases,
    Criterion,
    Interval,
    Judgement,
    Outcome,
    Scale,
    Switch,
    Table,
    Test,
    Threshold,
    Worth,
    hull,
    range_of,
)
from guanshan.assess.expression import Comparison, Constant, Expression, Name, Quantity, names, value

Found = tuple[Outcome, Quantity | None, Interval | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one criterion. 逐条结论

    Parameters
    ----------
    value
        The value that decided; None where it is unknown.
    points
        Points earned, an interval where they are not known; None where the criterion earns none.
    inputs
        Names of the case's inputs on which it rests.
    presumed
        Those among them on which the case was silent, so that the rulebook's presumption held.
    choice
        Which of several scales was the better, where the subject may choose.
    option
        The option by which the test was chosen, as the industry.
    """

    criterion: Criterion
    outcome: Outcome
    value: Quantity | None
    points: Interval | None
    inputs: tuple[str, ...]
    presumed: tuple[str, ...]
    choice: str | None = None
    option: str | None = None


def finding_of(
    criterion: Criterion, values: Values, presumed: frozenset[str], rests_on: Mapping[str, tuple[str, ...]]
) -> Finding:
    """Find out about a criterion that rests on values alone."""
    used = _names_of(criterion)
    inputs = tuple(dict.fromkeys(below for name in used for below in rests_on[name]))
    outcome, decided, points = _applied(criterion, values)
    choice = best_choice(criterion.rule, values) if isinstance(criterion.rule, Best) else None
    option = values[criterion.rule.of] if isinstance(criterion.rule, Switch) else None
    silent = tuple(name for name in inputs if name in presumed)
    return Finding(
        criterion, outcome, decided, points, inputs, silent, choice, None if option is None else str(option)
    )


def _names_of(criterion: Criterion) -> tuple[str, ...]:
    applies = tuple(names(criterion.applies)) if criterion.applies else ()
    match criterion.rule:
        case Test(formula=formula):
            return (*applies, *names(formula))
        case Scale(of=of) | Table(of=of) | Worth(of=of) | Judgement(of=str() as of):
            return (*applies, of)
        case Switch(of=of, tests=tests):
            return (*applies, of, *(name for _, test in tests for name in names(test.formula)))
        case Cases(cases=cases):
            return (*applies, *(name for test, _ in cases for name in names(test.formula)))
        case Best(choices=choices):
            return (*applies, *(scale.of for _, scale in choices))
    return applies


def _applied(criterion: Criterion, values: Values) -> Found:
    applies = True if criterion.applies is None else value(criterion.applies, values)
    if applies:
        return _found(criterion, values)
    whole = criterion.range
    if applies is False:
        return "not_applicable", None, NOTHING if whole else None
    return "unknown", None, Interval(min(Fraction(0), whole.low), whole.high) if whole else None


def _found(criterion: Criterion, values: Values) -> Found:
    match criterion.rule:
        case Test() as test:
            return _tested(test, values)
        case Switch() as switch:
            return _switched(switch, values)
        case Scale(of=of) | Table(of=of) | Worth(of=of) as rule:
            if values[of] is None:
                return "unknown", None, criterion.range
            points = _points(rule, values[of])
            return outcome_of(points), values[of], points
        case Cases() as cases:
            points = _first(cases, values)
            return outcome_of(points), None, points
        case Best(choices=choices) as rule:
            points = best_points(rule, values)
            chosen = best_choice(rule, values)
            decided = None if chosen is None else values[dict(choices)[chosen].of]
            return outcome_of(points), decided, points
        case Judgement(most=most, of=of):
            given = values[of] if of else None
            if isinstance(given, Fraction):
                points = Interval(given, given)
                return outcome_of(points), given, points
            return "expert", None, None if most is None else Interval(Fraction(0), most)
        case Threshold():
            pass
    return "unknown", None, None


def outcome_of(points: Interval) -> Outcome:
    """Tell what points mean: some surely earned, none, or it rests on an expert or on what is unknown."""
    if points.low > 0:
        return "met"
    return "unmet" if points.high <= 0 else "unknown"


def _tested(test: Test, values: Values) -> Found:
    met = value(test.formula, values)
    unknown: Outcome = "expert" if test.judged else "unknown"
    return unknown if met is None else "met" if met else "unmet", _decided(test.formula, met, values), None


def _switched(switch: Switch, values: Values) -> Found:
    option = values[switch.of]
    if option is None:
        hopeless = all(value(test.formula, values) is False for _, test in switch.tests)
        return "unmet" if hopeless else "unknown", None, None
    test = dict(switch.tests).get(str(option))
    return ("not_applicable", option, None) if test is None else _tested(test, values)


def _decided(formula: Expression, met: Quantity | None, values: Values) -> Quantity | None:
    """Return what decided a test: the number that was compared with a constant, else whether the test is true."""
    match formula:
        case Comparison(left=Name(name), right=Constant()):
            return values[name]
    return None if met is None else bool(met)


def _points(rule: Scale | Table | Worth, decided: Quantity | None) -> Interval:
    match rule:
        case Table():
            assert not isinstance(decided, Fraction | None)
            return rule.earns(decided)
        case Scale():
            assert isinstance(decided, Fraction)
            return rule.band(decided).points
    assert isinstance(decided, Fraction)
    return Interval(decided, decided)


def _first(rule: Cases, values: Values) -> Interval:
    possible: list[Interval] = []
    for test, points in rule.cases:
        held = value(test.formula, values)
        if held is not False:
            possible.append(points)
        if held:
            return hull(possible)
    return hull([*possible, rule.otherwise])


def best_points(rule: Best, values: Values) -> Interval:
    """Return the points of the better choice, from the fewest to the most where one is not known."""
    earned = [_scaled(scale, values) for _, scale in rule.choices]
    return Interval(max(one.low for one in earned), max(one.high for one in earned))


def _scaled(scale: Scale, values: Values) -> Interval:
    decided = values[scale.of]
    whole = range_of(scale)
    assert whole is not None
    return scale.band(decided).points if isinstance(decided, Fraction) else whole


def best_choice(rule: Best, values: Values) -> str | None:
    """Name the choice that surely earns most, the first where several do; None where nothing is known."""
    known = [(name, scale) for name, scale in rule.choices if values[scale.of] is not None]
    return max(known, key=lambda pair: _scaled(pair[1], values).low)[0] if known else None


def choice_points(rule: Best, values: Values) -> Iterable[tuple[str, Interval]]:
    """Return the points of each choice by itself."""
    return [(name, _scaled(scale, values)) for name, scale in rule.choices]
