"""What would it take? 达标路径

`plan` finds, over every allowed change, the cheapest after which `evaluate` says *pass*, and proves that none is cheaper; where there is
none, it says which criteria cannot be moved and why. Each route is planned for itself, direct routes (those that ask for no points)
first; of routes that cost the same, one with the fewest changes is taken, and of these the first.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as OneOf

from guanshan.assess.criterion import Outcome
from guanshan.assess.evaluate import Verdict, evaluate
from guanshan.assess.expression import Quantity
from guanshan.assess.plan.asked import Asked
from guanshan.assess.plan.model import Literal, Model, Optimum
from guanshan.assess.plan.movable import Movable, Situation, Steps, situation_of
from guanshan.assess.plan.reading import Reading
from guanshan.assess.standard import TOTAL, Lever, Route, Rulebook
from guanshan.refusal import RefusedInput

Status = OneOf["qualifies", "plan", "awaiting", "impossible"]
Reason = OneOf["fixed", "unknown", "expert", "together"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a plan. 调整

    Parameters
    ----------
    cost
        What it costs, in the unit of the lever's cost.
    """

    lever: Lever
    before: Quantity | None
    after: Quantity
    cost: Fraction


@dataclass(frozen=True, slots=True)
class Way:
    """The cheapest plan by one route; None for the route where there are no routes. 途径方案

    Parameters
    ----------
    cost, changes
        None where the route cannot be reached.
    bound
        No plan by this route costs less: proven by the solver.
    """

    route: Route | None
    cost: Fraction | None
    bound: Fraction | None
    changes: tuple[Change, ...] | None

    @property
    def is_direct(self) -> bool:
        """Tell whether the route asks for no points."""
        return self.route is not None and not self.route.minimums


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that no allowed change can bring about. 障碍

    Parameters
    ----------
    name
        A criterion, or a group of points (or the total) that a route asks for.
    reason
        *fixed*: no lever moves it far enough; *unknown*: ``inputs`` are not known; *expert*: only an expert can tell; *together*: each
        can be met, but not all at once.
    route
        The route of which it is a part; None where every route needs it.
    reach, asked
        Of points: the most that can surely be reached, and what is asked for.
    """

    name: str
    reason: Reason
    inputs: tuple[str, ...] = ()
    route: str | None = None
    reach: Fraction | None = None
    asked: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The cheapest way to qualify, or what stands in every way. 达标方案

    Parameters
    ----------
    status
        *qualifies* as it stands; *plan*: after the changes of ``best`` it does, surely; *awaiting*: after them only ``obstacles`` are left,
        which rest on what is not known or on an expert; *impossible*: ``obstacles`` stand in every way.
    verdict
        What `evaluate` says of the case as it stands.
    ways
        The cheapest plan by each route, direct routes first.
    best
        The cheapest of them; None where there is none.
    case, reached
        The case after the changes of the best way, and what `evaluate` says of it.
    """

    rulebook: Rulebook
    status: Status
    verdict: Verdict
    ways: tuple[Way, ...] = ()
    best: Way | None = None
    case: Mapping[str, object] | None = None
    reached: Verdict | None = None
    obstacles: tuple[Obstacle, ...] = ()


def plan(rulebook: Rulebook, case: Mapping[str, object], levers: Sequence[Lever] | None = None) -> Plan:
    """Find the cheapest allowed changes that make a case qualify.

    Parameters
    ----------
    case
        As for `evaluate`.
    levers
        What may be moved and what it costs; left out, the rulebook's own.

    Raises
    ------
    RefusedInput
        If the case will not do, the rulebook has classes and nothing to qualify for, or a quantity could move too far to be exact.
    """
    if rulebook.classes:
        raise RefusedInput("assess.plan.classes", rulebook=rulebook.name)
    verdict = evaluate(rulebook, case)
    if verdict.verdict == "pass":
        return Plan(rulebook, "qualifies", verdict)
    planner = _Planner(situation_of(rulebook, case, rulebook.levers if levers is None else levers), verdict)
    ways = tuple(planner.ways())
    if _cheapest(ways) is not None:
        return planner.planned(ways)
    obstacles = tuple(planner.obstacles())
    if all(one.route is None and one.reason in ("unknown", "expert") for one in obstacles):
        awaited = planner.awaiting(obstacles)
        if awaited is not None:
            return awaited
    return Plan(rulebook, "impossible", verdict, ways, obstacles=obstacles)


def _cheapest(ways: Iterable[Way]) -> Way | None:
    """Return the cheapest way; of those that cost the same, one with the fewest changes; of these, the first."""
    reachable = (way for way in ways if way.cost is not None)
    return min(reachable, key=lambda way: (way.cost or 0, len(way.changes or ())), default=None)


class _Planner:
    """The model of one case."""

    def __init__(self, situation: Situation, verdict: Verdict) -> None:
        self.situation = situation
        self.rulebook = situation.rulebook
        self._verdict = verdict
        self._model = Model()
        self._reading = Reading(self._model, situation)
        self._asked = Asked(self._reading, situation)
        kept = (self._model.opposite(self._reading.truth(one)[1]) for one in self.rulebook.limits)
        self._sound = self._model.all_of([self._asked.consistent(), *kept])
        self._entry = {name: self._asked.settled(name) for name in self.rulebook.entry}

    def awaiting(self, obstacles: tuple[Obstacle, ...]) -> Plan | None:
        """Return the cheapest plan after which only what is not known is open; None where something else fails then."""
        ways = tuple(self.ways(left_open={one.name for one in obstacles}))
        if _cheapest(ways) is None:
            return None
        found = self._best("awaiting", ways, obstacles)
        return found if found.reached and found.reached.verdict == "undetermined" else None

    def planned(self, ways: tuple[Way, ...]) -> Plan:
        """Return the plan whose best way is the cheapest, evaluated again as it will stand."""
        found = self._best("plan", ways, ())
        if found.reached is None or found.reached.verdict != "pass":
            raise ArithmeticError(self.rulebook.name)  # a fault of ours is never told as a plan
        return found

    def _best(self, status: Status, ways: tuple[Way, ...], obstacles: tuple[Obstacle, ...]) -> Plan:
        best = _cheapest(ways)
        assert best is not None
        case = self.situation.changed({one.lever.name: one.after for one in best.changes or ()})
        reached = evaluate(self.rulebook, case)
        return Plan(self.rulebook, status, self._verdict, ways, best, case, reached, obstacles)

    def ways(self, left_open: Collection[str] = ()) -> Iterable[Way]:
        """Plan every route by itself, direct routes first.

        Entry criteria that are left open need not be met, but where they are a condition it must not surely fail.
        """
        entry = [
            self._model.opposite(self._asked.hopeless(name)) if name in left_open else settled
            for name, settled in self._entry.items()
        ]
        routes: list[Route | None] = [*self.rulebook.routes] or [None]
        routes.sort(key=lambda route: route is not None and bool(route.minimums))
        for route in routes:
            met = True if route is None else self._asked.route(route)
            found = self._model.cheapest(self._sound, met, *entry)
            if found is None:
                yield Way(route, None, None, None)
            else:
                yield Way(route, found.cost, found.bound, tuple(self._changes(found)))

    def _changes(self, found: Optimum) -> Iterable[Change]:
        for name, movable in self.situation.movable.items():
            change = self._changed(name, movable, found)
            if change is not None:
                yield change

    def _changed(self, name: str, movable: Movable, found: Optimum) -> Change | None:
        if isinstance(movable, Steps):
            steps = found.values[self._reading.steps[name]]
            return (
                Change(movable.lever, movable.before, movable.after(steps), movable.price * steps)
                if steps
                else None
            )
        for setting, price in movable.prices.items():
            literal = self._reading.settings[name][setting]
            if not isinstance(literal, bool) and found.values[literal.index]:
                return Change(movable.lever, movable.before, setting, price)
        return None

    def obstacles(self) -> Iterable[Obstacle]:
        """Say what cannot be brought about; where each part can, which parts cannot at once."""
        found = [
            self._obstacle(name, None)
            for name, settled in self._entry.items()
            if not self._model.possible(self._sound, settled)
        ]
        by_route: list[Obstacle] = []
        open_route = not self.rulebook.routes
        for route in self.rulebook.routes:
            missing = list(self._missing(route))
            open_route = open_route or not missing
            by_route += missing
        if not open_route:
            found += by_route
        return found or self._clash()

    def _missing(self, route: Route) -> Iterable[Obstacle]:
        for name in route.criteria:
            if not self._model.possible(self._sound, self._asked.settled(name)):
                yield self._obstacle(name, route.name)
        for name, minimum in route.minimums:
            if not self._model.possible(self._sound, self._asked.reached(name, minimum)):
                reach = self._model.farthest(self._asked.sum_named(name, "low"))
                yield Obstacle(name, *self._why_points(name), route.name, reach, minimum)

    def _obstacle(self, name: str, route: str | None) -> Obstacle:
        finding = self._verdict.finding(name)
        return Obstacle(name, *self._why([finding.outcome], finding.inputs), route)

    def _why_points(self, name: str) -> tuple[Reason, tuple[str, ...]]:
        members = next(
            (group.criteria for group in self.rulebook.groups if group.name == name),
            [one.name for one in self.rulebook.criteria if one.range is not None],
        )
        findings = [self._verdict.finding(member) for member in members]
        inputs = dict.fromkeys(one for finding in findings for one in finding.inputs)
        return self._why([finding.outcome for finding in findings], inputs)

    def _why(self, outcomes: Sequence[Outcome], inputs: Iterable[str]) -> tuple[Reason, tuple[str, ...]]:
        silent = tuple(name for name in inputs if self._verdict.values[name] is None)
        if "unknown" in outcomes and silent:
            return "unknown", silent
        return ("expert", silent) if "expert" in outcomes else ("fixed", ())

    def _clash(self) -> Iterable[Obstacle]:
        """Return a smallest set of parts that cannot hold at once: leaving out any one, the others can."""
        any_route = self._model.any_of(map(self._asked.route, self.rulebook.routes))
        parts: dict[str, Literal] = {**self._entry, **({TOTAL: any_route} if self.rulebook.routes else {})}
        for name in list(parts):
            others = [literal for other, literal in parts.items() if other != name]
            if not self._model.possible(self._sound, *others):
                del parts[name]
        return [Obstacle(name, "together") for name in parts]
