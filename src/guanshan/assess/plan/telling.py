"""How is a plan told? 方案说明

Writes a plan as plain data for JSON: what to change, what it costs, what each route would take, what stands in the way.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from guanshan.assess.explain import Language, Told, cited, plain_value, shown
from guanshan.assess.parameter import written
from guanshan.assess.plan.planning import Change, Obstacle, Plan, Way
from guanshan.assess.standard import TOTAL, Rulebook

COST_UNIT = "10k_CNY"
"""Unit in which the rulebooks' levers are priced: effort, in 10,000 CNY (万元)."""


def told_plan(plan: Plan, language: Language = "zh") -> dict[str, Told]:
    """Write a plan for JSON."""
    book = plan.rulebook
    best = plan.best
    return {
        "rulebook": book.name,
        "title": book.title[language],
        "status": plan.status,
        "feasible": plan.status in ("qualifies", "plan"),
        "verdict": plan.verdict.verdict,
        "cost": "0" if plan.status == "qualifies" else _cost(best),
        "cost_unit": COST_UNIT,
        "bound": "0" if plan.status == "qualifies" else None if best is None else _number(best.bound),
        "route": plan.verdict.route if best is None else best.route.name if best.route else None,
        "changes": _changes(best.changes, book, language) if best else [],
        "routes": [_way(way, book, language) for way in plan.ways if way.route],
        "obstacles": [_obstacle(one, book, language) for one in plan.obstacles],
        "forbidden": {name: reason[language] for name, reason in book.forbidden.items()},
        "case": None if plan.case is None else _case(plan.case),
        "reached": None if plan.reached is None else plan.reached.verdict,
    }


def _way(way: Way, book: Rulebook, language: Language) -> dict[str, Told]:
    assert way.route is not None
    return {
        "id": way.route.name,
        "title": way.route.title[language],
        "direct": way.is_direct,
        "cost": _cost(way),
        "changes": None if way.changes is None else _changes(way.changes, book, language),
        "citation": cited(way.route),
    }


def _changes(changes: Iterable[Change] | None, book: Rulebook, language: Language) -> list[Told]:
    return [_change(change, book, language) for change in changes or ()]


def _change(change: Change, book: Rulebook, language: Language) -> Told:
    one = book.parameters[change.lever.name]
    return {
        "input": one.name,
        "title": one.title[language],
        "from": plain_value(change.before),
        "to": plain_value(change.after),
        "shown_from": shown(change.before, one, language),
        "shown_to": shown(change.after, one, language),
        "unit": one.unit if one.kind == "number" else None,
        "cost": _number(change.cost),
        "mark": change.lever.mark,
    }


def _obstacle(obstacle: Obstacle, book: Rulebook, language: Language) -> Told:
    criterion = next((one for one in book.criteria if one.name == obstacle.name), None)
    group = next((one for one in book.groups if one.name == obstacle.name), None)
    title = criterion.title[language] if criterion else group.title[language] if group else None
    return {
        "id": obstacle.name,
        "title": title,
        "kind": "criterion" if criterion else "group" if group else TOTAL,
        "reason": obstacle.reason,
        "inputs": [
            {"name": name, "title": book.parameters[name].title[language]} for name in obstacle.inputs
        ],
        "route": obstacle.route,
        "reach": _number(obstacle.reach),
        "asked": _number(obstacle.asked),
        "citation": cited(criterion) if criterion else None,
    }


def _case(case: Mapping[str, object]) -> dict[str, Told]:
    return {name: _plain(content) for name, content in case.items()}


def _plain(content: object) -> Told:
    if content is None or isinstance(content, bool):
        return content
    return written(content, 12) if isinstance(content, Fraction) else str(content)


def _cost(way: Way | None) -> Told:
    return None if way is None else _number(way.cost)


def _number(number: Fraction | None) -> Told:
    return None if number is None else written(number, 12)
