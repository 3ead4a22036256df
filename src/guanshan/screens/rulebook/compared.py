"""What does a change of a rulebook say, before and after? 规则改动的呈现"""

from collections.abc import Mapping
from typing import Any

from guanshan.assess.criterion import Criterion
from guanshan.assess.difference import Change
from guanshan.assess.standard import Class, Group, Rulebook
from guanshan.screens.rulebook.told import Told, span_of
from guanshan.screens.words import Words


def lines_of(change: Change, book: Rulebook, words: Words) -> list[str]:
    """Write what one of the two rulebooks says about a piece that changed; nothing where it has no such piece."""
    told = Told(book, words)
    match change.piece:
        case "dates":
            return [book.document.number if change.name == "document" else span_of(book, words)]
        case "input":
            return [
                f"{one['title']}　{one['kind']}　{one['period']}".strip()
                for one in told.inputs()
                if one["name"] == change.name
            ]
        case "derived":
            return [
                f"{one['title']} = {one['formula']}" for one in told.derived() if one["name"] == change.name
            ]
        case "criterion":
            return [
                line for one in book.criteria if one.name == change.name for line in _criterion(one, told)
            ]
        case "group":
            return [line for one in book.groups if one.name == change.name for line in _group(one, told)]
        case "route":
            titles = {one.name: one.title[words.language] for one in book.routes}
            return [
                f"{one['title']}{words.colon}{one['asked']}"
                for one in told.routes()
                if one["title"] == titles.get(change.name)
            ]
        case "lever":
            return [_lever(one) for one in told.levers() if one["name"] == change.name]
        case "class":
            return [_class(one, told, words) for one in book.classes if one.name == change.name]
    return [told.entry()] if book.entry else []


def _criterion(criterion: Criterion, told: Told) -> list[str]:
    title = criterion.title[told.language]
    lines = [f"{line.text}　{line.earns}".strip() for line in told.lines(criterion.rule)]
    return [title, *lines]


def _group(group: Group, told: Told) -> list[str]:
    return [
        line for one in told.groups() if one["title"] == group.title[told.language] for line in one.values()
    ]


def _lever(lever: Mapping[str, Any]) -> str:
    return " ".join(str(lever[part]) for part in ("title", "move", "cost", "step", "most") if lever[part])


def _class(one: Class, told: Told, words: Words) -> str:
    asked = next(line["asked"] for line in told.classes() if line["title"] == one.title[words.language])
    return f"{one.title[words.language]}{words.colon}{asked}"
