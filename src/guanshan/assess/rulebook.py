"""Is this text a rulebook? 规则加载

Reads a rulebook from YAML and checks it whole: every name declared, units that fit, bands that touch without gap or overlap, points
that add up to what the groups say, an article and an evidence mark for every criterion. The first fault is refused with file and line.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guanshan.assess.clause import condition_of, parameter_of, rule_of
from guanshan.assess.criterion import Citation, Criterion, Mark
from guanshan.assess.declared import derived_of, input_of, mark_of, together_of, words
from guanshan.assess.lever import forbidden_of, levers_of
from guanshan.assess.parameter import Parameter
from guanshan.assess.reading import read
from guanshan.assess.source import Node
from guanshan.assess.standard import Case, Document, Rulebook
from guanshan.assess.standing import check_thresholds, classes_of, criteria_named, groups_of, route_of

__all__ = ["Rulebook", "load", "rulebook_of"]

_ID = re.compile(r"[a-z][a-z0-9_-]{1,60}")
_BODY = (
    "title", "shapes", "inputs", "together", "derived", "criteria", "groups", "total", "entry", "routes", "classes",
    "cases", "note",
)  # fmt: skip
_HEAD = (
    "rulebook", "family", "document", "in_force", "validity_years", "article_mark", "levers", "forbidden", "limits", "parts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cover:
    """What stands on the cover of a rulebook and holds for its parts too."""

    name: str
    family: str
    document: Document
    in_force: Node
    article_mark: Mark
    validity_years: int | None

    def citation(self, node: Node) -> Citation:
        """Read the citation of one rule."""
        own = node.get("article_mark")
        if node.get("article") is None:
            raise node.fault("no_article")
        return Citation(
            document=self.document.title,
            number=self.document.number,
            article=node.take("article").text(),
            mark=mark_of(node.take("mark")),
            article_mark=mark_of(own) if own else self.article_mark,
        )


def load(path: Path) -> Rulebook:
    """Load a rulebook from a YAML file.

    Raises
    ------
    RulebookFault
        With file, line and reason, where the text is no rulebook.
    """
    return rulebook_of(read(path))


def is_id(text: str) -> bool:
    """Tell whether a text can be the id of a rulebook."""
    return _ID.fullmatch(text) is not None


def id_of(node: Node) -> str:
    """Read the id of a rulebook or a family: small letters, digits and hyphens, as it stands in addresses and names of files."""
    if not is_id(node.text()):
        raise node.fault("not_an_id", value=node.content)
    return node.text()


def rulebook_of(node: Node) -> Rulebook:
    """Build a rulebook from its text, checked whole.

    Raises
    ------
    RulebookFault
        With file, line and reason.
    """
    node.only(*_HEAD, *_BODY)
    validity, in_force = node.get("validity_years"), node.take("in_force")
    in_force.only("from", "until", "mark")
    cover = _Cover(
        name=id_of(node.take("rulebook")),
        family=id_of(node.take("family")),
        document=_document(node.take("document")),
        in_force=in_force,
        article_mark=mark_of(node.take("article_mark")),
        validity_years=validity.whole() if validity else None,
    )
    parts: dict[str, Rulebook] = {}
    for name, part in _entries(node.get("parts")):
        part.only(*_BODY)
        parts[name] = _body(part, cover, f"{cover.name}.{name}", {})
    return _body(node, cover, cover.name, parts)


def _body(node: Node, cover: _Cover, name: str, parts: Mapping[str, Rulebook]) -> Rulebook:
    inputs = tuple(input_of(name, part) for name, part in node.take("inputs").items())
    parameters: dict[str, Parameter] = {one.name: one for one in inputs}
    derived = tuple(derived_of(node.get("derived"), parameters))
    criteria = tuple(
        _criterion(name, part, parameters, cover) for name, part in node.take("criteria").items()
    )
    by_name = {criterion.name: criterion for criterion in criteria}
    groups = tuple(groups_of(node.get("groups"), by_name, parameters))
    total = node.get("total")
    first, last = _in_force(cover.in_force)
    forbidden = forbidden_of(node.get("forbidden"), parameters)
    if total:
        total.only("given")
    routes = tuple(
        route_of(name, part, by_name, groups, cover.citation) for name, part in _entries(node.get("routes"))
    )
    classes = tuple(classes_of(node.get("classes"), by_name))
    entry = criteria_named(node.get("entry"), by_name)
    if not (entry or routes or classes):
        raise node.fault("one_of", options="entry / routes / classes")
    check_thresholds(node.take("criteria"), by_name, groups, routes)
    return Rulebook(
        name=name,
        family=cover.family,
        title=words(node.take("title")),
        document=cover.document,
        in_force_from=first,
        in_force_until=last,
        in_force_mark=mark_of(cover.in_force.take("mark")),
        inputs=inputs,
        derived=derived,
        criteria=criteria,
        groups=groups,
        entry=entry,
        routes=routes,
        cases=tuple(_case(name, part) for name, part in _entries(node.get("cases"))),
        validity_years=cover.validity_years,
        together=together_of(node.get("together"), parameters),
        total_given=parameter_of(total.take("given"), parameters, "number").name if total else None,
        classes=classes,
        levers=tuple(levers_of(node.get("levers"), parameters, forbidden)),
        forbidden=forbidden,
        limits=tuple(condition_of(part, parameters) for part in _each(node.get("limits"))),
        parts=parts,
    )


def _in_force(node: Node) -> tuple[date, date | None]:
    first, until = node.take("from").day(), node.get("until")
    last = until.day() if until else None
    if until and last and last < first:
        raise until.fault("until", first=first.isoformat(), last=last.isoformat())
    return first, last


def _entries(node: Node | None) -> Iterable[tuple[str, Node]]:
    return node.items() if node else ()


def _each(node: Node | None) -> Iterable[Node]:
    return node.each() if node else ()


def _document(node: Node) -> Document:
    node.only("title", "number", "issuer", "dated", "mark")
    return Document(
        title=node.take("title").text(),
        number=node.take("number").text(),
        issuer=node.take("issuer").text(),
        dated=node.take("dated").day(),
        mark=mark_of(node.take("mark")),
    )


def _criterion(name: str, node: Node, parameters: Mapping[str, Parameter], cover: _Cover) -> Criterion:
    node.only(
        "title", "test", "tests", "of", "bands", "options", "cases", "best", "worth", "expert", "score", "any_route",
        "judged", "applies", "article", "article_mark", "mark", "note",
    )  # fmt: skip
    if not name.isidentifier():
        raise node.fault("not_a_name")
    applies = node.get("applies")
    return Criterion(
        name=name,
        title=words(node.take("title")),
        rule=rule_of(node, parameters),
        citation=cover.citation(node),
        applies=condition_of(applies, parameters) if applies else None,
    )


def _case(name: str, node: Node) -> Case:
    node.only("given", "expect", "note")
    given: dict[str, object] = {entry: _plain(part) for entry, part in node.take("given").items()}
    expected: dict[str, object] = {entry: _plain(part) for entry, part in node.take("expect").items()}
    return Case(name, given, expected, node.line)


def _plain(node: Node) -> object:
    if isinstance(node.content, tuple):
        return tuple(_plain(part) for part in node.content)
    if isinstance(node.content, Mapping):
        return {name: _plain(part) for name, part in node.items()}
    return {"true": True, "false": False}.get(str(node.content), node.content)
