"""Does this subject qualify, and on what grounds? 评定

Evaluates a rulebook for one case or for some, in exact fractions; `guanshan.assess.bulk` does the same for columns. A verdict is *pass*
only where every entry condition is met and some route is; *fail* where an entry condition is not met or no route can be, whatever the
unknown turns out to be; otherwise it is *undetermined*. The ends of intervals are summed as if what is unknown in one criterion had
nothing to do with another: an interval may be wider than need be, never narrower.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from guanshan.assess.case import values_of
from guanshan.assess.criterion import NOTHING, AnyRoute, Best, Interval, Outcome, Threshold
from guanshan.assess.expression import Quantity
from guanshan.assess.finding import Finding, choice_points, finding_of
from guanshan.assess.standard import TOTAL, Route, Rulebook
from guanshan.refusal import RefusedInput

__all__ = ["Finding", "RouteFinding", "Verdict", "evaluate", "evaluate_many"]

Answer = Literal["pass", "fail", "undetermined"]
Sums = Mapping[str, Interval]


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
        What is surely not met: entry criteria, and the parts of the first route (or the criterion that asks for a route); empty
        unless the verdict is *fail*.
    values
        Every input and derived quantity as it was used.
    size
        The class into which the subject falls, of a rulebook that has classes; None where it is not known.
    sizes
        The classes that are possible.
    totals
        The total by each choice, where the subject may choose between scales.
    """

    rulebook: Rulebook
    verdict: Answer
    route: str | None
    total: Interval | None
    groups: Sums
    criteria: tuple[Finding, ...]
    routes: tuple[RouteFinding, ...]
    failed: tuple[str, ...]
    values: Mapping[str, Quantity | None]
    size: str | None = None
    sizes: tuple[str, ...] = ()
    totals: Sums | None = None

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
    values, presumed = values_of(rulebook, case)
    found = {
        criterion.name: finding_of(criterion, values, presumed, rulebook.rests_on)
        for criterion in rulebook.criteria
    }
    groups, total = _sums(rulebook, found, values)
    sums = groups if total is None else {TOTAL: total, **groups}
    for name, finding in found.items():
        if isinstance(finding.criterion.rule, Threshold):
            found[name] = _reached(finding, finding.criterion.rule, sums)
    routes = tuple(_route(route, found, sums) for route in rulebook.routes)
    any_route = _any(one.outcome for one in routes) if routes else None
    for name, finding in found.items():
        if isinstance(finding.criterion.rule, AnyRoute) and any_route is not None:
            found[name] = Finding(finding.criterion, any_route, None, None, (), ())
    verdict = _verdict(together(found[name].outcome for name in rulebook.entry), any_route)
    sizes = tuple(_sizes(rulebook, found))
    return Verdict(
        rulebook=rulebook,
        verdict=verdict,
        route=next((one.route.name for one in routes if one.outcome == "met"), None)
        if verdict == "pass"
        else None,
        total=total,
        groups=groups,
        criteria=tuple(found.values()),
        routes=routes,
        failed=_failed(rulebook, found, sums, any_route) if verdict == "fail" else (),
        values=values,
        size=sizes[0] if len(sizes) == 1 else None,
        sizes=sizes,
        totals=_totals(found, values, total),
    )


def evaluate_many(
    rulebook: Rulebook, cases: Iterable[Mapping[str, object]], on: date | None = None
) -> list[Verdict]:
    """Evaluate some cases, each by itself, in their order."""
    return [evaluate(rulebook, case, on) for case in cases]


def _sums(
    rulebook: Rulebook, found: Mapping[str, Finding], values: Mapping[str, Quantity | None]
) -> tuple[Sums, Interval | None]:
    points = {name: finding.points for name, finding in found.items() if finding.points is not None}
    groups = {
        group.name: _given(
            group.given, sum_of(points[name] for name in group.criteria).capped(group.most), values
        )
        for group in rulebook.groups
    }
    if not points:
        return groups, None
    total = sum_of(groups.values() if groups else points.values())
    return groups, _given(rulebook.total_given, total, values)


def _given(name: str | None, computed: Interval, values: Mapping[str, Quantity | None]) -> Interval:
    given = values[name] if name else None
    if not isinstance(given, Fraction):
        return computed
    if not computed.low <= given <= computed.high:
        raise RefusedInput("assess.case.points", name=name, value=given, low=computed.low, high=computed.high)
    return Interval(given, given)


def _reached(finding: Finding, rule: Threshold, sums: Sums) -> Finding:
    outcome = together(sums[name].reaches(minimum) for name, minimum in rule.minimums)
    if outcome == "unknown" and rule.judged:
        outcome = "expert"
    first = sums[rule.minimums[0][0]]
    return Finding(finding.criterion, outcome, first.low if first.is_exact else None, None, (), ())


def _route(route: Route, found: Mapping[str, Finding], sums: Sums) -> RouteFinding:
    outcomes = [found[name].outcome for name in route.criteria]
    return RouteFinding(
        route, together([*outcomes, *(sums[name].reaches(minimum) for name, minimum in route.minimums)])
    )


def sum_of(intervals: Iterable[Interval]) -> Interval:
    """Add intervals end by end."""
    return sum(intervals, NOTHING)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Join outcomes that must all be met; what is not applicable does not count."""
    found = set(outcomes)
    if "unmet" in found:
        return "unmet"
    return "unknown" if found & {"unknown", "expert"} else "met"


def _any(outcomes: Iterable[Outcome]) -> Outcome:
    found = set(outcomes)
    if "met" in found:
        return "met"
    return "unmet" if found == {"unmet"} else "unknown"


def _verdict(entry: Outcome, any_route: Outcome | None) -> Answer:
    if "unmet" in (entry, any_route):
        return "fail"
    return "pass" if entry == "met" and any_route in ("met", None) else "undetermined"


def _failed(
    rulebook: Rulebook, found: Mapping[str, Finding], sums: Sums, any_route: Outcome | None
) -> tuple[str, ...]:
    failed = [name for name in rulebook.entry if found[name].outcome == "unmet"]
    asked = any(isinstance(found[name].criterion.rule, AnyRoute) for name in rulebook.entry)
    if any_route == "unmet" and not asked:
        first = rulebook.routes[0]
        failed += [name for name in first.criteria if found[name].outcome == "unmet"]
        failed += [name for name, minimum in first.minimums if sums[name].reaches(minimum) == "unmet"]
    return tuple(dict.fromkeys(failed))


def _sizes(rulebook: Rulebook, found: Mapping[str, Finding]) -> Iterable[str]:
    for one in rulebook.classes:
        outcome = together(found[name].outcome for name in one.criteria)
        if outcome != "unmet":
            yield one.name
        if outcome == "met":
            return


def _totals(
    found: Mapping[str, Finding], values: Mapping[str, Quantity | None], total: Interval | None
) -> Sums | None:
    chosen: Sequence[Finding] = [one for one in found.values() if isinstance(one.criterion.rule, Best)]
    if total is None or not chosen:
        return None
    totals: dict[str, Interval] = {}
    for finding in chosen:
        assert isinstance(finding.criterion.rule, Best)
        assert finding.points is not None
        for name, points in choice_points(finding.criterion.rule, values):
            totals[f"{TOTAL}_by_{name}"] = Interval(
                total.low - finding.points.low + points.low, total.high - finding.points.high + points.high
            )
    return totals
