"""Does this subject qualify, and on what grounds? 评定

Evaluates a rulebook for one case or for many, in exact fractions. A verdict is *pass* only where every entry condition is met and
some route is; *fail* where an entry condition is not met or no route can be, whatever the unknown turns out to be; otherwise it is
*undetermined*. Points that rest on something unknown are an interval. The ends of intervals are summed as if what is unknown in one
criterion had nothing to do with another: an interval may be wider than need be, never narrower.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from guanshan.assess.criterion import Criterion, Interval, Judgement, Outcome, Scale, Table, Test
from guanshan.assess.expression import Comparison, Constant, Expression, Name, Quantity, names, value
from guanshan.assess.parameter import Derived
from guanshan.assess.standard import TOTAL, Route, Rulebook
from guanshan.refusal import RefusedInput

Answer = Literal["pass", "fail", "undetermined"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one criterion. 逐条结论

    A criterion that earns points counts as met where it earns any.

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
    """

    criterion: Criterion
    outcome: Outcome
    value: Quantity | None
    points: Interval | None
    inputs: tuple[str, ...]
    presumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteFinding:
    """What became of one route. 途径结论"""

    route: Route
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rulebook says about a subject, with its grounds. 评定结论

    Parameters
    ----------
    route
        The first route met; None unless the verdict is *pass*.
    total
        Sum of all points; None where the rulebook scores nothing.
    failed
        What is surely not met: entry criteria, ``total`` and groups below their minimum; empty unless the verdict is *fail*.
    values
        Every input and derived quantity as it was used.
    """

    rulebook: Rulebook
    verdict: Answer
    route: str | None
    total: Interval | None
    groups: Mapping[str, Interval]
    criteria: tuple[Finding, ...]
    routes: tuple[RouteFinding, ...]
    failed: tuple[str, ...]
    values: Mapping[str, Quantity | None]

    def finding(self, criterion: str) -> Finding:
        """Return what became of a criterion."""
        return next(finding for finding in self.criteria if finding.criterion.name == criterion)


def evaluate(rulebook: Rulebook, case: Mapping[str, object], on: date | None = None) -> Verdict:
    """Evaluate one case.

    Parameters
    ----------
    case
        Values by name: inputs, or derived quantities given directly. A name that is missing takes the rulebook's presumption,
        if there is one; a value of None is unknown.
    on
        Day of evaluation; None where the rulebook was chosen by its dated id.

    Raises
    ------
    RefusedInput
        If a name or value will not do, or the rulebook is not in force on the day.
    """
    if on is not None and not rulebook.is_in_force(on):
        raise RefusedInput("assess.case.not_in_force", rulebook=rulebook.name, on=on)
    values, presumed = _values(rulebook, case)
    rests_on = _rests_on(rulebook)
    findings = tuple(_finding(criterion, values, presumed, rests_on) for criterion in rulebook.criteria)
    outcomes = {finding.criterion.name: finding.outcome for finding in findings}
    points = {finding.criterion.name: finding.points for finding in findings if finding.points is not None}
    groups = {group.name: _sum(points[name] for name in group.criteria) for group in rulebook.groups}
    total = _sum(points.values()) if points else None
    sums = groups if total is None else {TOTAL: total, **groups}
    entry = _together(outcomes[name] for name in rulebook.entry)
    routes = tuple(
        RouteFinding(
            route,
            _together(
                [outcomes[name] for name in route.criteria]
                + [sums[name].reaches(minimum) for name, minimum in route.minimums]
            ),
        )
        for route in rulebook.routes
    )
    verdict = _verdict(entry, [finding.outcome for finding in routes])
    return Verdict(
        rulebook=rulebook,
        verdict=verdict,
        route=next((one.route.name for one in routes if one.outcome == "met"), None)
        if verdict == "pass"
        else None,
        total=total,
        groups=groups,
        criteria=findings,
        routes=routes,
        failed=_failed(rulebook, outcomes, sums) if verdict == "fail" else (),
        values=values,
    )


def evaluate_many(
    rulebook: Rulebook, cases: Iterable[Mapping[str, object]], on: date | None = None
) -> list[Verdict]:
    """Evaluate many cases, each by itself, in their order."""
    return [evaluate(rulebook, case, on) for case in cases]


def _values(
    rulebook: Rulebook, case: Mapping[str, object]
) -> tuple[dict[str, Quantity | None], frozenset[str]]:
    if unknown := [name for name in case if name not in rulebook.parameters]:
        raise RefusedInput("assess.case.unknown_name", name=unknown[0], rulebook=rulebook.name)
    values: dict[str, Quantity | None] = {}
    presumed: set[str] = set()
    for one in rulebook.inputs:
        if one.name in case:
            values[one.name] = one.read(case[one.name])
        else:
            values[one.name] = one.presumed
            if one.presumed is not None:
                presumed.add(one.name)
    for derived in rulebook.derived:
        values[derived.name] = _derived(derived, values, case)
    return values, frozenset(presumed)


def _derived(
    derived: Derived, values: Mapping[str, Quantity | None], case: Mapping[str, object]
) -> Quantity | None:
    computed = value(derived.formula, values)
    if derived.name not in case:
        return computed
    given = derived.read(case[derived.name])
    if computed is not None and given is not None and given != computed:
        raise RefusedInput(
            "assess.case.contradiction", name=derived.name, value=case[derived.name], formula=derived.text
        )
    return given if computed is None else computed


def _rests_on(rulebook: Rulebook) -> Mapping[str, tuple[str, ...]]:
    """Tell on which inputs each parameter rests."""
    found: dict[str, tuple[str, ...]] = {one.name: (one.name,) for one in rulebook.inputs}
    for derived in rulebook.derived:
        found[derived.name] = tuple(
            dict.fromkeys(below for name in names(derived.formula) for below in found[name])
        )
    return found


def _finding(
    criterion: Criterion,
    values: Mapping[str, Quantity | None],
    presumed: frozenset[str],
    rests_on: Mapping[str, tuple[str, ...]],
) -> Finding:
    used = _names_of(criterion)
    inputs = tuple(dict.fromkeys(below for name in used for below in rests_on[name]))
    outcome, decided, points = _outcome(criterion, values)
    return Finding(
        criterion, outcome, decided, points, inputs, tuple(name for name in inputs if name in presumed)
    )


def _names_of(criterion: Criterion) -> tuple[str, ...]:
    applies = tuple(names(criterion.applies)) if criterion.applies else ()
    match criterion.rule:
        case Test(formula=formula):
            return (*applies, *names(formula))
        case Scale(of=of) | Table(of=of):
            return (*applies, of)
    return applies


def _outcome(
    criterion: Criterion, values: Mapping[str, Quantity | None]
) -> tuple[Outcome, Quantity | None, Interval | None]:
    whole = criterion.range
    applies = True if criterion.applies is None else value(criterion.applies, values)
    if applies is False:
        return "not_applicable", None, Interval(Fraction(0), Fraction(0)) if whole else None
    if applies is None:
        return "unknown", None, Interval(min(Fraction(0), whole.low), whole.high) if whole else None
    match criterion.rule:
        case Judgement():
            return "expert", None, whole
        case Test(formula=formula):
            met = value(formula, values)
            outcome: Outcome = "unknown" if met is None else "met" if met else "unmet"
            return outcome, _decided(formula, met, values), None
        case Scale() | Table() as rule:
            decided = values[rule.of]
    if decided is None:
        return "unknown", None, whole
    points = _points(rule, decided)
    return "met" if points else "unmet", decided, Interval(points, points)


def _decided(
    formula: Expression, met: Quantity | None, values: Mapping[str, Quantity | None]
) -> Quantity | None:
    """Return what decided a test: the number that was compared with a constant, else whether the test is true."""
    match formula:
        case Comparison(left=Name(name), right=Constant()):
            return values[name]
    return None if met is None else bool(met)


def _points(rule: Scale | Table, decided: Quantity) -> Fraction:
    if isinstance(rule, Table):
        assert not isinstance(decided, Fraction)
        return rule.earns(decided)
    assert isinstance(decided, Fraction)
    return rule.band(decided).points


def _sum(intervals: Iterable[Interval]) -> Interval:
    return sum(intervals, Interval(Fraction(0), Fraction(0)))


def _together(outcomes: Iterable[Outcome]) -> Outcome:
    """Join outcomes that must all be met; what is not applicable does not count."""
    found = set(outcomes)
    if "unmet" in found:
        return "unmet"
    return "unknown" if found & {"unknown", "expert"} else "met"


def _verdict(entry: Outcome, routes: list[Outcome]) -> Answer:
    if entry == "unmet" or all(outcome == "unmet" for outcome in routes):
        return "fail"
    return "pass" if entry == "met" and "met" in routes else "undetermined"


def _failed(
    rulebook: Rulebook, outcomes: Mapping[str, Outcome], sums: Mapping[str, Interval]
) -> tuple[str, ...]:
    failed = [name for name in rulebook.entry if outcomes[name] == "unmet"]
    for route in rulebook.routes:
        failed += [name for name, minimum in route.minimums if sums[name].reaches(minimum) == "unmet"]
    return tuple(dict.fromkeys(failed))
