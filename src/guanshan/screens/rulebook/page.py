"""What does an officer see of the rulebooks? 规则库页

The shelf of all rulebooks by system and family, and one rulebook with its whole text, readable by a person.
"""

from collections.abc import Iterator
from typing import Any

from guanshan.assess.library import Library
from guanshan.assess.reading import read_bytes
from guanshan.assess.rulebook import rulebook_of
from guanshan.assess.source import RulebookFault
from guanshan.assess.standard import Lever, Rulebook
from guanshan.screens.frame import frame, html
from guanshan.screens.rulebook.office import (
    content_of,
    may_keep,
    past_of,
    removed_from,
    system_holds,
    system_of,
)
from guanshan.screens.rulebook.told import Told, articles_unseen_in, span_of, state_of, unseen_in
from guanshan.screens.visit import Visit

ADDRESS = "/desk/rulebooks"


def rulebooks_page(visit: Visit) -> None:
    """Draw the shelf: every rulebook by system and family, on the chosen day."""
    house, words = visit.house, visit.words
    with frame(visit, words("screens.rulebook.title"), ADDRESS):
        html(
            "rulebooks.html",
            visit,
            on=visit.moment.on,
            may_keep=may_keep(house, visit.actor),
            refused=[
                (one.ids[0] if one.ids and not one.is_second else "", words.refusal(one.fault))
                for one in house.library.refused
                if one.fault
            ],
            shelves=list(_shelves(visit)),
            removed=[
                (name, kept.number, visit.words.time(entry.tick), entry.reason)
                for name, kept, entry in removed_from(house)
            ],
        )


def rulebook_page(visit: Visit, name: str) -> None:
    """Draw one rulebook: as it holds, or as it was kept under a number, be it in force any more or not."""
    house, words = visit.house, visit.words
    asked = visit.query.get("number", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else None
    content = content_of(house, name, number)
    past = past_of(house, name)
    volume = house.library.volume(name) if name in house.library.names else None
    book = (
        volume.rulebook() if volume and number is None else rulebook_of(read_bytes(content, f"{name}.yaml"))
    )
    own = volume is not None and volume.own
    levers, costs_fault = _levers(visit, book) if number is None else (None, "")
    with frame(visit, book.title[words.language], ADDRESS):
        html(
            "rulebook.html",
            visit,
            told=Told(book, words),
            state=state_of(book, visit.moment.on),
            span=span_of(book, words),
            unseen=unseen_in(book),
            numbers_unseen=articles_unseen_in(book),
            own=own,
            stands_in=own and system_holds(house, name),
            by_hand=own and not past.is_kept(),
            may_keep=volume is not None and may_keep(house, visit.actor, name, book.family),
            holds=volume is not None,
            levers=levers,
            costs_fault=costs_fault,
            number=number,
            text=content.decode("utf-8", "replace"),
            history=[
                (one, words.time(one.tick), house.office_name(one.unit) if one.unit else "")
                for one in reversed(past.history())
            ],
        )


def _levers(visit: Visit, book: Rulebook) -> tuple[tuple[Lever, ...] | None, str]:
    """Return the levers with the office's costs, or why those cannot be used."""
    try:
        return visit.house.library.levers(book), ""
    except RulebookFault as fault:
        return None, visit.words.refusal(fault)


def _shelves(visit: Visit) -> Iterator[tuple[str, list[list[dict[str, Any]]], str]]:
    house, words = visit.house, visit.words
    by_system: dict[str, list[list[dict[str, Any]]]] = {}
    for family, names in house.library.families.items():
        system = system_of(house, family)
        books = [_line(visit, house.library, name) for name in _sound(house.library, names)]
        if books:
            newest = sorted(books, key=lambda line: line["from"], reverse=True)
            by_system.setdefault(system.name if system else "", []).append(newest)
    for one in house.systems:
        if one.name in by_system:
            absent = words.maybe(f"{one.name}.rulebooks.absent") or ""
            yield house.system_title(words, one.name), by_system[one.name], absent
    if "" in by_system:
        yield words("screens.rulebook.own_part"), by_system[""], ""


def _sound(library: Library, names: tuple[str, ...]) -> Iterator[str]:
    return (name for name in names if library.volume(name).fault is None)


def _line(visit: Visit, library: Library, name: str) -> dict[str, Any]:
    volume = library.volume(name)
    book: Rulebook = volume.rulebook()
    return {
        "name": name,
        "address": visit.link(f"{ADDRESS}/{name}"),
        "title": book.title[visit.words.language],
        "document": book.document,
        "span": span_of(book, visit.words),
        "from": book.in_force_from,
        "state": state_of(book, visit.moment.on),
        "unseen": unseen_in(book),
        "numbers_unseen": articles_unseen_in(book),
        "own": volume.own,
        "stands_in": volume.own and system_holds(visit.house, name),
        "by_hand": volume.own and not past_of(visit.house, name).is_kept(),
    }
