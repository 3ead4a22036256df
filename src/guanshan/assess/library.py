"""Which rulebook is meant? 规则库

A library is what lies in some folders of YAML files. A dated id (``innovative-2022``) pins its version, whatever the day; a family id
(``innovative``) is the version in force on a day; ``hnte-2016.growth`` is a part. Where no version is in force, that is a refusal.

Folders are looked at anew with every question, and a file that changed is read again. A broken file stops nobody else: it stands among the
refused ones with line and reason, whoever asks for it by its id is told that, and the other rulebooks answer as before.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from guanshan.assess.plan.costs import load_costs
from guanshan.assess.reading import read
from guanshan.assess.rulebook import id_of, rulebook_of
from guanshan.assess.source import Node, RulebookFault
from guanshan.assess.standard import Lever, Rulebook
from guanshan.refusal import NotFound, RefusedInput

Stamp = tuple[str, int, int]
"""A file, when it was last written [ns] and its size [bytes]: by these a change is seen."""


class Volume:
    """One file of a library, read when it is asked for. 规则文件

    Parameters
    ----------
    own
        Whether it is the district's own, and not a system's.
    """

    def __init__(self, path: Path, own: bool) -> None:
        self.path = path
        self.own = own
        self._second: RulebookFault | None = None

    @cached_property
    def _node(self) -> Node | RulebookFault:
        try:
            return read(self.path)
        except RulebookFault as fault:
            return fault

    @cached_property
    def ids(self) -> tuple[str, str] | None:
        """The dated id and the family; None where not even these can be read."""
        if isinstance(self._node, RulebookFault):
            return None
        try:
            return id_of(self._node.take("rulebook")), id_of(self._node.take("family"))
        except RulebookFault:
            return None

    @cached_property
    def content(self) -> Rulebook | RulebookFault:
        """The rulebook, or what is wrong with its text."""
        if isinstance(self._node, RulebookFault):
            return self._node
        if self._second:
            return self._second
        try:
            return rulebook_of(self._node)
        except RulebookFault as fault:
            return fault

    @property
    def fault(self) -> RulebookFault | None:
        """What is wrong with its text, if anything."""
        return self.content if isinstance(self.content, RulebookFault) else None

    def rulebook(self) -> Rulebook:
        """Return the rulebook.

        Raises
        ------
        RulebookFault
            If its text is none.
        """
        if isinstance(self.content, RulebookFault):
            raise self.content
        return self.content

    @property
    def is_second(self) -> bool:
        """Whether another file of the same folder has its id already."""
        return self._second is not None

    def follows(self, other: "Volume") -> None:
        """Refuse it, sound as it may be: another file of the same folder has its id already."""
        assert isinstance(self._node, Node)
        head = self._node.take("rulebook")
        self._second = head.fault("same_id", value=head.content, other=other.path.name)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the folders held at one look."""

    stamps: Mapping[Stamp, Volume] = field(default_factory=dict)
    by_name: Mapping[str, Volume] = field(default_factory=dict)
    by_family: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Library:
    """Rulebooks by id. 规则库

    Parameters
    ----------
    folders
        Where YAML files lie; a rulebook of a later folder stands in for one of the same id in an earlier one.
    own
        The folder of the district's own rulebooks, the last one of all; it need not be there yet.
    drafts
        Rulebooks that lie in no folder, for trial; they stand in for those of the same id.
    """

    def __init__(
        self, folders: Iterable[Path], own: Path | None = None, drafts: Iterable[Rulebook] = ()
    ) -> None:
        self.own = own
        self._folders = tuple(folders)
        self._drafts = {one.name: one for one in drafts}
        self._shelf = _Shelf()

    def joined_by(self, draft: Rulebook) -> "Library":
        """Return a library in which a rulebook that nobody has kept yet stands beside the others."""
        return Library(self._folders, self.own, [*self._drafts.values(), draft])

    @property
    def names(self) -> tuple[str, ...]:
        """Every dated id, of refused rulebooks too."""
        return tuple(sorted({*self._now().by_name, *self._drafts}))

    @property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The versions of each family."""
        found = {family: set(names) for family, names in self._now().by_family.items()}
        for draft in self._drafts.values():
            found.setdefault(draft.family, set()).add(draft.name)
        return {family: tuple(sorted(names)) for family, names in sorted(found.items())}

    @property
    def volumes(self) -> tuple[Volume, ...]:
        """Every file that stands in the library, those of the same id in earlier folders left out, refused ones included."""
        shelf = self._now()
        standing = set(shelf.by_name.values())
        return tuple(
            one for one in shelf.stamps.values() if one in standing or one.ids is None or one.is_second
        )

    @property
    def refused(self) -> tuple[Volume, ...]:
        """The files that are no rulebook, each with its `fault`."""
        return tuple(one for one in self.volumes if one.fault)

    def is_of(self, folder: Path, name: str) -> bool:
        """Tell whether a folder holds a rulebook of this dated id or family, whatever stands in for it elsewhere."""
        volumes = self._now().stamps.values()
        return any(one.path.parent == folder and one.ids and name in one.ids for one in volumes)

    def volume(self, name: str) -> Volume:
        """Return the file of a dated id.

        Raises
        ------
        NotFound
            If there is none of that name.
        """
        found = self._now().by_name.get(name)
        if found is None:
            raise self._missing(name)
        return found

    def find(self, name: str, on: date | None = None) -> Rulebook:
        """Return the rulebook of a dated id, of a family on a day, or a part of one.

        Raises
        ------
        NotFound
            If there is none of that name.
        RulebookFault
            If its text is broken.
        RefusedInput
            If no version of the family is in force on the day, or the day is missing.
        """
        whole, _, part = name.partition(".")
        shelf = self._now()
        pinned = whole in shelf.by_name or whole in self._drafts
        book = self._pinned(shelf, whole) if pinned else self._in_force(shelf, whole, on)
        if not part:
            return book
        if part not in book.parts:
            raise NotFound(
                "assess.library.no_part", rulebook=whole, part=part, known=", ".join(book.parts) or "-"
            )
        return book.parts[part]

    def costs_file(self, name: str) -> Path | None:
        """Return where the office's own costs of a rulebook lie, or would lie; None where the district has no folder."""
        return self.own / "costs" / f"{name}.yaml" if self.own else None

    def levers(self, rulebook: Rulebook) -> tuple[Lever, ...]:
        """Return the levers of a rulebook with the costs that the office keeps beside it.

        Raises
        ------
        RulebookFault
            If the file of costs is broken.
        """
        file = self.costs_file(rulebook.name)
        return load_costs(file, rulebook) if file and file.is_file() else rulebook.levers

    def in_force(self, on: date) -> list[Rulebook]:
        """Return every sound rulebook that is in force on a day."""
        return [book for book in self._sound(self._now(), self.names) if book.is_in_force(on)]

    def _pinned(self, shelf: _Shelf, name: str) -> Rulebook:
        return self._drafts[name] if name in self._drafts else shelf.by_name[name].rulebook()

    def _sound(self, shelf: _Shelf, names: Iterable[str]) -> Iterator[Rulebook]:
        for name in names:
            if name in self._drafts or shelf.by_name[name].fault is None:
                yield self._pinned(shelf, name)

    def _in_force(self, shelf: _Shelf, family: str, on: date | None) -> Rulebook:
        names = self.families.get(family)
        if names is None:
            raise next(
                (one.fault for one in shelf.stamps.values() if one.path.stem == family and one.fault),
                self._missing(family),
            )
        if on is None:
            raise RefusedInput("assess.library.no_day", rulebook=family)
        versions = list(self._sound(shelf, names))
        found = [book for book in versions if book.is_in_force(on)]
        if found:
            return max(found, key=lambda book: book.in_force_from)
        for name in names:
            self._pinned(shelf, name)  # a broken version is what is missing here
        spans = "; ".join(
            f"{book.name}: {book.in_force_from} – {book.in_force_until or ''}" for book in versions
        )
        raise RefusedInput("assess.library.none_in_force", rulebook=family, on=on, versions=spans)

    def _missing(self, name: str) -> NotFound:
        known = ", ".join([*self.names, *self.families])
        return NotFound("assess.library.no_rulebook", rulebook=name, known=known)

    def _now(self) -> _Shelf:
        """Look at the folders, and read what changed since the last look."""
        stamps = dict(_stamps(self._folders, self.own))
        if stamps.keys() != self._shelf.stamps.keys():
            volumes = {
                stamp: self._shelf.stamps.get(stamp) or Volume(Path(stamp[0]), own)
                for stamp, own in stamps.items()
            }
            self._shelf = _shelved(volumes)
        return self._shelf


def _stamps(folders: Iterable[Path], own: Path | None) -> Iterator[tuple[Stamp, bool]]:
    for folder in (*folders, *((own,) if own else ())):
        for stamp in sorted(_files(folder)):
            yield stamp, folder == own


def _files(folder: Path) -> Iterator[Stamp]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".yaml") and not entry.name.startswith("."):
                    found = entry.stat()
                    yield entry.path, found.st_mtime_ns, found.st_size
    except OSError:  # no such folder, or a file that is gone since it was named
        return


def _shelved(volumes: Mapping[Stamp, Volume]) -> _Shelf:
    by_name: dict[str, Volume] = {}
    by_family: dict[str, set[str]] = {}
    for one in volumes.values():
        if one.ids is None:
            continue
        name, family = one.ids
        before = by_name.get(name)
        if before and before.path.parent == one.path.parent:
            one.follows(before)
            continue
        by_name[name] = one
        by_family.setdefault(family, set()).add(name)
    return _Shelf(volumes, by_name, {family: tuple(sorted(names)) for family, names in by_family.items()})
