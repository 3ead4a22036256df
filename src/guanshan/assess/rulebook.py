"""Is this text a rulebook? 规则加载

Reads a rulebook from YAML and checks it whole: every name declared, units that fit, bands that touch without gap or overlap, points
that add up to what the groups say, an article and an evidence mark for every criterion. The first fault is refused with file and line.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

from guanshan.assess.clause import condition_of, formula_of, rule_of
from guanshan.assess.criterion import Citation, Criterion, Mark
from guanshan.assess.parameter import Derived, Input, Kind, MixedKinds, Parameter, Words, shape_of
from guanshan.assess.source import Node, read
from guanshan.assess.standard import TOTAL, Case, Document, Group, Route, Rulebook

__all__ = ["Rulebook", "load", "rulebook_of"]

MARKS: tuple[Mark, ...] = ("2+", "1", "M", "C")
KINDS: tuple[Kind, ...] = ("number", "flag", "choice")
PERIODS = ("last_year", "year_before", "end_of_last_year", "on_the_day", "last_3_years", "next_year")


def load(path: Path) -> Rulebook:
    """Load a rulebook from a YAML file.

    Raises
    ------
    RulebookFault
        With file, line and reason, where the text is no rulebook.
    """
    return rulebook_of(read(path))


def rulebook_of(node: Node) -> Rulebook:
    """Build a rulebook from its text, checked whole.

    Raises
    ------
    RulebookFault
        With file, line and reason.
    """
    node.only(
        "rulebook", "family", "title", "document", "in_force", "validity_years", "article_mark", "inputs", "derived",
        "criteria", "groups", "entry", "routes", "cases",
    )  # fmt: skip
    document = _document(node.take("document"))
    article_mark = _mark(node.take("article_mark"))
    inputs = tuple(_input(name, part) for name, part in node.take("inputs").items())
    parameters: dict[str, Parameter] = {one.name: one for one in inputs}
    derived = tuple(_derived_all(node.get("derived"), parameters))
    criteria = tuple(
        _criterion(name, part, parameters, document, article_mark)
        for name, part in node.take("criteria").items()
    )
    by_name = {criterion.name: criterion for criterion in criteria}
    groups = tuple(_groups(node.get("groups"), by_name))
    in_force = node.take("in_force")
    in_force.only("from", "until", "mark")
    until, validity = in_force.get("until"), node.get("validity_years")
    return Rulebook(
        name=node.take("rulebook").text(),
        family=node.take("family").text(),
        title=_words(node.take("title")),
        document=document,
        in_force_from=in_force.take("from").day(),
        in_force_until=until.day() if until else None,
        in_force_mark=_mark(in_force.take("mark")),
        inputs=inputs,
        derived=derived,
        criteria=criteria,
        groups=groups,
        entry=_criteria_named(node.get("entry"), by_name),
        routes=tuple(
            _route(name, part, by_name, groups, document, article_mark)
            for name, part in node.take("routes").items()
        ),
        cases=tuple(_case(name, part) for name, part in _entries(node.get("cases"))),
        validity_years=validity.whole() if validity else None,
    )


def _entries(node: Node | None) -> Iterable[tuple[str, Node]]:
    return node.items() if node else ()


def _words(node: Node) -> Words:
    node.only("zh", "en")
    return {"zh": node.take("zh").text(), "en": node.take("en").text()}


def _mark(node: Node) -> Mark:
    for mark in MARKS:
        if mark == node.content:
            return mark
    raise node.fault("choice", value=node.content, options=" / ".join(MARKS))


def _document(node: Node) -> Document:
    node.only("title", "number", "issuer", "dated", "mark")
    return Document(
        title=node.take("title").text(),
        number=node.take("number").text(),
        issuer=node.take("issuer").text(),
        dated=node.take("dated").day(),
        mark=_mark(node.take("mark")),
    )


def _citation(node: Node, document: Document, article_mark: Mark) -> Citation:
    own = node.get("article_mark")
    return Citation(
        document=document.title,
        number=document.number,
        article=node.take("article").text(),
        mark=_mark(node.take("mark")),
        article_mark=_mark(own) if own else article_mark,
    )


def _input(name: str, node: Node) -> Input:
    node.only(
        "title",
        "kind",
        "unit",
        "decimals",
        "low",
        "high",
        "options",
        "period",
        "register",
        "presumed",
        "note",
    )
    if not name.isidentifier():
        raise node.fault("not_a_name")
    kind = next((kind for kind in KINDS if kind == node.take("kind").content), None)
    if kind is None:
        raise node.take("kind").fault("choice", value=node.take("kind").content, options=" / ".join(KINDS))
    low, high, period, register = (node.get(entry) for entry in ("low", "high", "period", "register"))
    if period and period.content not in PERIODS:
        raise period.fault("choice", value=period.content, options=" / ".join(PERIODS))
    options = tuple(node.take("options").items()) if kind == "choice" else ()
    declared = Input(
        name=name,
        title=_words(node.take("title")),
        kind=kind,
        unit=node.take("unit").text() if kind == "number" else "1",
        decimals=node.take("decimals").whole() if kind == "number" else 0,
        low=low.number() if low else None,
        high=high.number() if high else None,
        options=tuple(option for option, _ in options),
        option_titles=tuple(_words(part) for _, part in options),
        period=period.text() if period else None,
        register=register.text() if register else None,
        presumed=_presumed(node.get("presumed"), kind),
    )
    if declared.low is not None and declared.high is not None and declared.low > declared.high:
        raise node.fault("range")
    if declared.presumed is not None:
        declared.read(declared.presumed)
    return declared


def _presumed(node: Node | None, kind: Kind) -> Fraction | bool | str | None:
    if node is None:
        return None
    if kind == "number":
        return node.number()
    return node.flag() if kind == "flag" else node.text()


def _derived_all(node: Node | None, parameters: dict[str, Parameter]) -> Iterable[Derived]:
    for name, part in _entries(node):
        part.only("title", "unit", "formula")
        if not name.isidentifier():
            raise part.fault("not_a_name")
        if name in parameters:
            raise part.fault("twice")
        formula = formula_of(part.take("formula"), parameters)
        try:
            shape = shape_of(formula, parameters)
        except MixedKinds:
            raise part.take("formula").fault("units", value=part.take("formula").text()) from None
        unit = part.take("unit").text() if shape.kind == "number" else "1"
        if shape.unit is not None and shape.unit != ("1" if unit == "%" else unit):
            raise part.take("unit").fault("unit", declared=unit, found=shape.unit)
        parameters[name] = derived = Derived(
            name, _words(part.take("title")), shape.kind, unit, formula, part.take("formula").text()
        )
        yield derived


def _criterion(
    name: str, node: Node, parameters: Mapping[str, Parameter], document: Document, article_mark: Mark
) -> Criterion:
    node.only(
        "title",
        "test",
        "of",
        "bands",
        "options",
        "expert",
        "applies",
        "article",
        "article_mark",
        "mark",
        "note",
    )
    applies = node.get("applies")
    return Criterion(
        name=name,
        title=_words(node.take("title")),
        rule=rule_of(node, parameters),
        citation=_citation(node, document, article_mark),
        applies=condition_of(applies, parameters) if applies else None,
    )


def _groups(node: Node | None, criteria: Mapping[str, Criterion]) -> Iterable[Group]:
    seen: set[str] = set()
    for name, part in _entries(node):
        part.only("title", "criteria", "most")
        if name == TOTAL or name in criteria:
            raise part.fault("twice")
        members = _criteria_named(part.take("criteria"), criteria)
        ranges = [criteria[member].range for member in members]
        for member, earned in zip(members, ranges, strict=True):
            if earned is None or member in seen:
                raise part.fault("not_scored" if earned is None else "twice")
            seen.add(member)
        most = part.take("most")
        if most.number() != sum(earned.high for earned in ranges if earned):
            raise most.fault("points", value=most.content)
        yield Group(name, _words(part.take("title")), members, most.number())
    for name, criterion in criteria.items():
        if node and criterion.range is not None and name not in seen:
            raise node.fault("missing", entry=name)


def _criteria_named(node: Node | None, criteria: Mapping[str, Criterion]) -> tuple[str, ...]:
    if node is None:
        return ()
    for part in node.each():
        if part.text() not in criteria:
            raise part.fault("unknown_name", value=part.content)
    return tuple(part.text() for part in node.each())


def _route(
    name: str, node: Node, criteria: Mapping[str, Criterion], groups: tuple[Group, ...],
    document: Document, article_mark: Mark,
) -> Route:  # fmt: skip
    node.only("title", "criteria", "minimums", "article", "article_mark", "mark")
    most = {group.name: group.most for group in groups}
    most[TOTAL] = sum(most.values(), Fraction(0))
    minimums: list[tuple[str, Fraction]] = []
    for group, minimum in _entries(node.get("minimums")):
        if group not in most:
            raise minimum.fault("unknown_name", value=group)
        if minimum.number() > most[group]:
            raise minimum.fault("points", value=minimum.content)
        minimums.append((group, minimum.number()))
    named = _criteria_named(node.get("criteria"), criteria)
    if not named and not minimums:
        raise node.fault("one_of", options="criteria / minimums")
    return Route(
        name, _words(node.take("title")), named, tuple(minimums), _citation(node, document, article_mark)
    )


def _case(name: str, node: Node) -> Case:
    node.only("given", "expect", "note")
    given: dict[str, object] = {entry: _plain(part) for entry, part in node.take("given").items()}
    expected: dict[str, object] = {entry: _plain(part) for entry, part in node.take("expect").items()}
    return Case(name, given, expected, node.line)


def _plain(node: Node) -> object:
    if isinstance(node.content, tuple):
        return tuple(_plain(part) for part in node.content)
    return {"true": True, "false": False}.get(str(node.content), node.content)
