"""What changed between two rulebooks? 规则比较

Compares two versions piece by piece: inputs, derived quantities, criteria, groups, routes, classes. Who gains or loses is told by
evaluating both over the same subjects.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from guanshan.assess.standard import Rulebook

Piece = Literal["dates", "input", "derived", "criterion", "group", "route", "class", "entry", "lever"]


@dataclass(frozen=True, slots=True)
class Change:
    """One piece that is new, gone, or says something else. 变化

    Parameters
    ----------
    how
        ``added``, ``removed`` or ``changed``.
    before, after
        What it says; None where it is not there.
    """

    piece: Piece
    name: str
    how: Literal["added", "removed", "changed"]
    before: object
    after: object


def changes(before: Rulebook, after: Rulebook) -> list[Change]:
    """Return what changed from one rulebook to another, in the order of the text."""
    found: list[Change] = []
    for piece, old, new in _pieces(before, after):
        for name in dict.fromkeys([*old, *new]):
            if name not in new:
                found.append(Change(piece, name, "removed", old[name], None))
            elif name not in old:
                found.append(Change(piece, name, "added", None, new[name]))
            elif old[name] != new[name]:
                found.append(Change(piece, name, "changed", old[name], new[name]))
    return found


def _pieces(
    before: Rulebook, after: Rulebook
) -> Iterable[tuple[Piece, Mapping[str, object], Mapping[str, object]]]:
    yield "dates", _dates(before), _dates(after)
    yield "input", _named(before.inputs), _named(after.inputs)
    yield "derived", _texts(before), _texts(after)
    yield "criterion", _rules(before), _rules(after)
    yield "group", _named(before.groups), _named(after.groups)
    yield "entry", {"entry": before.entry}, {"entry": after.entry}
    yield "route", _routes(before), _routes(after)
    yield "class", _named(before.classes), _named(after.classes)
    yield "lever", _named(before.levers), _named(after.levers)


def _dates(book: Rulebook) -> Mapping[str, object]:
    return {"in_force": (book.in_force_from, book.in_force_until), "document": book.document.number}


def _named(pieces: Iterable[object]) -> Mapping[str, object]:
    return {str(vars_of(piece)): piece for piece in pieces}


def vars_of(piece: object) -> object:
    """Return the name of a piece."""
    return getattr(piece, "name", piece)


def _texts(book: Rulebook) -> Mapping[str, object]:
    return {one.name: (one.unit, one.text) for one in book.derived}


def _rules(book: Rulebook) -> Mapping[str, object]:
    return {one.name: (one.rule, one.applies) for one in book.criteria}


def _routes(book: Rulebook) -> Mapping[str, object]:
    return {one.name: (one.criteria, one.minimums) for one in book.routes}
