"""How does an office amend a rulebook? 规则维护

A text is tried before it is kept: read, its worked cases worked through, compared with the version before it, and, where a system can tell,
who would gain or lose. Keeping and removing are events in the audit chain with the hash of the text; only the unit that answers for
the family may, or one above it.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from guanshan.assess.difference import Change, changes
from guanshan.assess.plan.costs import costs_of
from guanshan.assess.reading import read_text
from guanshan.assess.rulebook import is_id, rulebook_of
from guanshan.assess.source import Node, RulebookFault
from guanshan.assess.standard import Rulebook
from guanshan.assess.worked import refusals
from guanshan.declaration import System, load
from guanshan.refusal import Conflict, ManyRefusals, NotFound, RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.screens.house import House
from guanshan.screens.rulebook.folder import How, Kept, Past, digest_of

DRAFT: Final = "draft"
"""Id under which a text that is only tried stands beside the kept ones."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A text that is a rulebook, and what it would change. 试读

    Parameters
    ----------
    wrong
        Worked cases that come out otherwise; a text is not kept while there are any.
    before
        The rulebook with which it is compared: that of the same id, else the version of the family before it.
    """

    rulebook: Rulebook
    file: str
    wrong: Sequence[RulebookFault]
    before: Rulebook | None
    changes: Sequence[Change]

    @property
    def cases(self) -> int:
        """Worked cases of the rulebook and its parts."""
        return len(self.rulebook.cases) + sum(len(part.cases) for part in self.rulebook.parts.values())


def past_of(house: House, name: str) -> Past:
    """Return what the district kept of a rulebook.

    Raises
    ------
    NotFound
        If nothing can be called so.
    """
    own = house.library.own
    if own is None or not is_id(name):
        raise NotFound("assess.library.no_rulebook", rulebook=name, known=", ".join(house.library.names))
    volume = house.library.volume(name) if name in house.library.names else None
    return Past(own, name, volume.path if volume and volume.own else own / f"{name}.yaml")


def content_of(house: House, name: str, number: int | None = None) -> bytes:
    """Return the text of a rulebook that holds, or one that was kept under a number.

    Raises
    ------
    NotFound
        If there is no such rulebook, or none of that number.
    """
    if number is None:
        return house.library.volume(name).path.read_bytes()
    kept = past_of(house, name).earlier(number)
    if kept is None:
        raise NotFound("screens.rulebook.no_version", rulebook=name, number=number)
    return kept


def removed_from(house: House) -> list[tuple[str, Kept, Kept]]:
    """Return the rulebooks that the district took out: the id, its last text, and the removal."""
    own = house.library.own
    found = []
    for place in sorted(own.glob("earlier/*")) if own else ():
        if place.name not in house.library.names and is_id(place.name):
            history = past_of(house, place.name).history()
            texts = [one for one in history if one.how != "removed"]
            if texts and history[-1].how == "removed":
                found.append((place.name, texts[-1], history[-1]))
    return found


def system_holds(house: House, name: str) -> bool:
    """Tell whether a system brings an official rulebook of this dated id or family."""
    return system_of(house, name) is not None


def system_of(house: House, rulebook: str) -> System | None:
    """Return the system whose rulebooks hold one of this id or family; None for the district's own families."""
    return next(
        (one for one in house.systems if house.library.is_of(one.folder / "rulebooks", rulebook)), None
    )


def keeper_of(house: House, name: str, family: str) -> str | None:
    """Return the unit that answers for a rulebook; None where it is nobody's yet."""
    system = system_of(house, family) or system_of(house, name)
    if system:
        return system.office
    siblings = (name, *house.library.families.get(family, ()))
    return next((kept.unit for one in siblings for kept in past_of(house, one).history() if kept.unit), None)


def may_keep(house: House, actor: Actor, name: str = "", family: str = "") -> bool:
    """Tell whether an actor may keep a rulebook; with no name, whether any at all."""
    unit = keeper_of(house, name, family) if name else None
    if unit is None:
        return house.access.may_somewhere(actor, "rulebook.keep")
    return house.access.decide(actor, "rulebook.keep", keeper=unit).allowed


def try_text(house: House, actor: Actor, text: str, file: str) -> Tried:
    """Read a text as a rulebook and say what it would change.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor keeps no rulebooks.
    RulebookFault
        With file, line and reason, where it is no rulebook.
    """
    if not may_keep(house, actor):
        house.access.require(actor, "rulebook.keep")
    node = read_text(text, file)
    rulebook = rulebook_of(node)
    _require_same_family(house, node, rulebook)
    for system in house.systems:
        if system.binds and system_of(house, rulebook.family) in (system, None):
            load(system.binds)(node, house.store.types)
    before = _before(house, rulebook)
    return Tried(
        rulebook,
        file,
        refusals(rulebook, file),
        before,
        changes(before, rulebook) if before else [],
    )


def moves_of(house: House, actor: Actor, tried: Tried, moment: Moment) -> Any | None:
    """Tell who would gain or lose by a text, as the system of its family tells it; None where nothing is compared or none can."""
    system = system_of(house, tried.rulebook.family)
    if tried.before is None or system is None or system.moves is None:
        return None
    library = house.library.joined_by(replace(tried.rulebook, name=DRAFT))
    return load(system.moves)(house.registry, actor, tried.before.name, DRAFT, moment, library)


def keep(house: House, actor: Actor, text: str, reason: str, seen: str | None = None) -> Kept:
    """Keep a text in the district's folder, under its id.

    Parameters
    ----------
    seen
        SHA-256 of the district's own text that the writer began with, empty where there was none; None asks nothing.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor's unit does not answer for the family.
    RulebookFault, ManyRefusals
        If it is no rulebook, or its worked cases come out otherwise.
    Conflict
        If somebody else kept another text meanwhile, or this one holds already.
    """
    tried = try_text(house, actor, text, "rulebook.yaml")
    if tried.wrong:
        raise tried.wrong[0] if len(tried.wrong) == 1 else ManyRefusals(tried.wrong)
    name, family = tried.rulebook.name, tried.rulebook.family
    unit = _unit_that_may(house, actor, name, family)
    return _change(house, actor, unit, _Thing("rulebook", name), text.encode(), reason, seen)


def remove(house: House, actor: Actor, name: str, reason: str, seen: str | None = None) -> Kept:
    """Take the district's own text of an id out of force; it stays readable among the earlier ones.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor's unit does not answer for the family.
    NotFound
        If the district has no text of its own of that id.
    """
    volume = house.library.volume(name)
    unit = _unit_that_may(house, actor, name, volume.ids[1] if volume.ids else "")
    if not volume.own:
        raise NotFound("screens.rulebook.not_own", rulebook=name)
    return _change(house, actor, unit, _Thing("rulebook", name), None, reason, seen)


def costs_past_of(house: House, name: str) -> Past:
    """Return what the office kept of a rulebook's costs."""
    own, target = house.library.own, house.library.costs_file(name)
    if own is None or target is None or not is_id(name):
        raise NotFound("assess.library.no_rulebook", rulebook=name, known=", ".join(house.library.names))
    return Past(own, f"{name}.costs", target)


def keep_costs(
    house: House, actor: Actor, name: str, text: str, reason: str, seen: str | None = None
) -> Kept:
    """Keep the office's own costs of a rulebook, beside its text; an empty text takes them out.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor's unit does not answer for the family.
    RulebookFault
        If a lever is not there or forbidden, or a cost will not do.
    """
    book = house.library.find(name)
    unit = _unit_that_may(house, actor, name, book.family)
    if text.strip():
        costs_of(read_text(text, f"{name}.yaml"), book)
    content = text.encode() if text.strip() else None
    return _change(house, actor, unit, _Thing("costs", name), content, reason, seen)


def _unit_that_may(house: House, actor: Actor, name: str, family: str) -> str:
    """Return the unit in whose name the actor keeps a rulebook: that of the role by which it is allowed."""
    unit = keeper_of(house, name, family)
    units = house.access.units(actor, "rulebook.keep")
    if unit is None and may_keep(house, actor):
        return units[0] if units else ""
    return house.access.require(actor, "rulebook.keep", keeper=unit).unit


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is kept: the text of a rulebook, or the costs beside it."""

    kind: Literal["rulebook", "costs"]
    name: str

    def past(self, house: House) -> Past:
        """Return what was kept of it."""
        if self.kind == "costs":
            return costs_past_of(house, self.name)
        past = past_of(house, self.name)
        _require_free(house, self.name, past)
        return past

    def act(self, content: bytes | None) -> str:
        """Name the act in the audit chain."""
        return _ACTS[self.kind, content is None]


_ACTS: Final = {
    ("rulebook", False): "rulebook.keep",
    ("rulebook", True): "rulebook.remove",
    ("costs", False): "costs.keep",
    ("costs", True): "costs.remove",
}


def _change(
    house: House,
    actor: Actor,
    unit: str,
    thing: _Thing,
    content: bytes | None,
    reason: str,
    seen: str | None,
) -> Kept:
    if not reason.strip():
        raise RefusedInput("screens.rulebook.no_reason")
    action, name = thing.act(content), thing.name
    with ExitStack() as undo, house.store.write(actor, action, reason) as writing:
        past = thing.past(house)  # writers wait for each other: this is the last text
        present, history = past.content(), past.history()
        if seen is not None and seen != (digest_of(present) if present is not None else ""):
            raise Conflict("screens.rulebook.changed_meanwhile", rulebook=name)
        if content == present and past.is_kept():
            raise Conflict("screens.rulebook.same_text", rulebook=name)
        entries = []
        number = max((one.number for one in history), default=0) + 1
        if present is not None and not past.is_kept():
            entries.append(Kept(number, "found", digest_of(present), "", "", "", writing.tick, ""))
            number += 1
        digest = digest_of(content if content is not None else present or b"")
        how: How = "removed" if content is None else "kept"
        kept = Kept(number, how, digest, actor.id, actor.name, unit, writing.tick, reason)
        before = None if present is None else digest_of(present)
        told = {"sha256": digest, "number": number, "before": before, "by_hand": bool(entries)}
        writing.note(action, f"{thing.kind}:{name}", told, reason=reason)
        undo.enter_context(past.replaced(content, [*entries, kept]))
    return kept


def _require_free(house: House, name: str, past: Past) -> None:
    """Refuse to write over a file that holds another rulebook."""
    for volume in house.library.volumes:
        if volume.path == past.target and volume.ids and volume.ids[0] != name:
            raise Conflict("screens.rulebook.file_taken", file=past.target.name, rulebook=volume.ids[0])


def _require_same_family(house: House, node: Node, rulebook: Rulebook) -> None:
    """Refuse an id that belongs to another family already."""
    if rulebook.name not in house.library.names:
        return
    ids = house.library.volume(rulebook.name).ids
    if ids and ids[1] != rulebook.family:
        raise node.take("family").fault("other_family", value=rulebook.name, family=ids[1])


def _before(house: House, rulebook: Rulebook) -> Rulebook | None:
    """Return the rulebook that a text would take the place of, or follow."""
    library = house.library
    versions = [
        library.find(name)
        for name in library.families.get(rulebook.family, ())
        if library.volume(name).fault is None
    ]
    same = next((one for one in versions if one.name == rulebook.name), None)
    older = [one for one in versions if one.in_force_from <= rulebook.in_force_from]
    return same or max(older, key=lambda one: one.in_force_from, default=None)
