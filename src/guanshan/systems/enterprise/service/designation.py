"""Which designations are in force, and which title belongs to each? 认定类别"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from guanshan.assess.library import Library
from guanshan.assess.standard import Rulebook
from guanshan.refusal import RefusedInput
from guanshan.register.field import Choice
from guanshan.register.record import RecordTypes, record_type
from guanshan.systems.enterprise.records import Title
from guanshan.systems.enterprise.service.binding import Binding, bindings_of

PLACES: Final = ("incubator", "makerspace")
"""Families that speak of a place: only who runs one is assessed, which a title or a statement shows."""
FOLDER: Final = Path(__file__).parents[1] / "rulebooks"
_ORDER: Final = ("innovative", "srdi", "little-giant", "hnte", "tech-sme", "sme-size", "above-scale", *PLACES)
_KINDS: Final = record_type(Title).field("kind").kind
assert isinstance(_KINDS, Choice)
_TITLES: Final = _KINDS.options


@dataclass(frozen=True, slots=True)
class Designation:
    """A rulebook, bound to the registers. 认定类别

    Parameters
    ----------
    title_kind
        The kind of title (`Title.kind`) that an authority gives for it; ``other`` where it has none of its own: then the title's name
        tells.
    """

    book: Rulebook
    bindings: tuple[Binding, ...]
    title_kind: str

    @property
    def is_of_places(self) -> bool:
        """Whether it speaks of a place that not every enterprise has."""
        return self.book.family in PLACES


@cache
def library() -> Library:
    """Return the rulebooks that come with the system."""
    return Library([FOLDER])


def designation_of(book: Rulebook, types: RecordTypes) -> Designation:
    """Bind a rulebook to the registers; refuses as `bindings_of` does."""
    kind = book.family.replace("-", "_")
    return Designation(book, bindings_of(book, types), kind if kind in _TITLES else "other")


def in_force(books: Library, types: RecordTypes, on: date) -> tuple[Designation, ...]:
    """Return the designations of which a version is in force on a day, in the order in which an enterprise grows into them.

    One of the district's own whose registers are not there judges nobody, and stops no other; `check` refuses it when it is kept.
    """
    found = [one for book in _versions(books, on) if (one := bound_to(book, types)) is not None]
    rank = {family: place for place, family in enumerate(_ORDER)}
    return tuple(sorted(found, key=lambda one: (rank.get(one.book.family, len(rank)), one.book.family)))


def bound_to(book: Rulebook, types: RecordTypes) -> Designation | None:
    """Bind a rulebook to the registers; None where one that it names is not there or does not fit."""
    try:
        return designation_of(book, types)
    except RefusedInput:
        return None


def _versions(books: Library, on: date) -> Iterator[Rulebook]:
    for family in books.families:
        try:
            yield books.find(family, on)
        except RefusedInput:  # no version of it is in force on that day
            continue
