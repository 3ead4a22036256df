"""How do criteria make a verdict? 结论文本

Reads groups of points, routes and classes, and checks them against the criteria: points that add up, minimums within reach, nothing
counted twice.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from guanshan.assess.clause import parameter_of
from guanshan.assess.criterion import AnyRoute, Citation, Criterion, Threshold
from guanshan.assess.declared import words
from guanshan.assess.parameter import Parameter
from guanshan.assess.source import Node
from guanshan.assess.standard import TOTAL, Class, Group, Route


def groups_of(
    node: Node | None, criteria: Mapping[str, Criterion], parameters: Mapping[str, Parameter]
) -> Iterable[Group]:
    """Read the groups; every scored criterion stands in exactly one, where there are any."""
    seen: set[str] = set()
    for name, part in node.items() if node else ():
        part.only("title", "criteria", "most", "capped", "given")
        if name == TOTAL or name in criteria:
            raise part.fault("twice")
        members = criteria_named(part.take("criteria"), criteria)
        reach = _reach(part, members, criteria, seen)
        most, capped, given = part.take("most"), part.get("capped"), part.get("given")
        cut = capped is not None and capped.flag()
        if most.number() > reach or (most.number() < reach and not cut) or (most.number() == reach and cut):
            raise most.fault("points", value=most.content)
        yield Group(
            name, words(part.take("title")), members, most.number(),
            parameter_of(given, parameters, "number").name if given else None,
        )  # fmt: skip
    for name, criterion in criteria.items():
        if node and criterion.range is not None and name not in seen:
            raise node.fault("missing", entry=name)


def _reach(part: Node, members: Iterable[str], criteria: Mapping[str, Criterion], seen: set[str]) -> Fraction:
    reach = Fraction(0)
    for member in members:
        earned = criteria[member].range
        if earned is None or member in seen:
            raise part.fault("not_scored" if earned is None else "twice")
        seen.add(member)
        reach += earned.high
    return reach


def criteria_named(node: Node | None, criteria: Mapping[str, Criterion]) -> tuple[str, ...]:
    """Read a list of criteria that are all there."""
    if node is None:
        return ()
    for part in node.each():
        if part.text() not in criteria:
            raise part.fault("unknown_name", value=part.content)
    return tuple(part.text() for part in node.each())


def route_of(
    name: str,
    node: Node,
    criteria: Mapping[str, Criterion],
    groups: tuple[Group, ...],
    cited: Callable[[Node], Citation],
) -> Route:
    """Read a route: criteria that must be met, minimums that must be reached, or both."""
    node.only("title", "criteria", "minimums", "article", "article_mark", "mark", "note")
    minimums = node.get("minimums")
    reached = tuple(_minimums(minimums, criteria, groups)) if minimums else ()
    named = criteria_named(node.get("criteria"), criteria)
    if any(isinstance(criteria[one].rule, AnyRoute) for one in named):
        raise node.take("criteria").fault("any_route")
    if not named and not reached:
        raise node.fault("one_of", options="criteria / minimums")
    return Route(name, words(node.take("title")), named, reached, cited(node))


def _minimums(
    node: Node, criteria: Mapping[str, Criterion], groups: tuple[Group, ...]
) -> Iterable[tuple[str, Fraction]]:
    most = {group.name: group.most for group in groups}
    ranges = [criterion.range for criterion in criteria.values()]
    most[TOTAL] = sum(most.values() if most else (one.high for one in ranges if one), Fraction(0))
    for group, minimum in node.items():
        if group not in most:
            raise minimum.fault("unknown_name", value=group)
        if minimum.number() > most[group]:
            raise minimum.fault("points", value=minimum.content)
        yield group, minimum.number()


def check_thresholds(
    node: Node, criteria: Mapping[str, Criterion], groups: tuple[Group, ...], routes: tuple[Route, ...]
) -> None:
    """Refuse a criterion that asks for points of a group that is not there or out of reach, or for routes where there are none."""
    for name, part in node.items():
        rule = criteria[name].rule
        if isinstance(rule, Threshold):
            list(_minimums(part.take("score"), criteria, groups))
        if isinstance(rule, AnyRoute) and not routes:
            raise part.fault("missing", entry="routes")


def classes_of(node: Node | None, criteria: Mapping[str, Criterion]) -> Iterable[Class]:
    """Read the classes in their order; the last one, and it alone, asks for nothing."""
    entries = list(node.items()) if node else []
    for place, (name, part) in enumerate(entries):
        part.only("title", "criteria")
        named = criteria_named(part.get("criteria"), criteria)
        if bool(named) == (place == len(entries) - 1):
            raise part.fault("last_class")
        yield Class(name, words(part.take("title")), named)
