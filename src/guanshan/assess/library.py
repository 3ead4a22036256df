"""Which rulebook is meant? 规则库

A library is what lies in some folders of YAML files. A dated id (``innovative-2022``) pins its version, whatever the day; a family id
(``innovative``) is the version in force on a day; ``hnte-2016.growth`` is a part. Where no version is in force, that is a refusal.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from guanshan.assess.reading import read
from guanshan.assess.rulebook import load
from guanshan.assess.standard import Rulebook
from guanshan.refusal import NotFound, RefusedInput


class Library:
    """Rulebooks by id. 规则库

    Parameters
    ----------
    folders
        Where YAML files lie; a rulebook of a later folder stands in for one of the same id in an earlier one, so that a district
        can have its own.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._paths: dict[str, Path] = {}
        self._families: dict[str, set[str]] = {}
        self._loaded: dict[str, Rulebook] = {}
        for folder in folders:
            for path in sorted(folder.glob("*.yaml")):
                self._keep(path)

    def _keep(self, path: Path) -> None:
        node = read(path)
        name, family = node.take("rulebook").text(), node.take("family").text()
        self._paths[name] = path
        self._families.setdefault(family, set()).add(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Every dated id."""
        return tuple(sorted(self._paths))

    @property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The versions of each family."""
        return {family: tuple(sorted(names)) for family, names in sorted(self._families.items())}

    def find(self, name: str, on: date | None = None) -> Rulebook:
        """Return the rulebook of a dated id, of a family on a day, or a part of one.

        Raises
        ------
        NotFound
            If there is none of that name.
        RefusedInput
            If no version of the family is in force on the day, or the day is missing.
        """
        whole, _, part = name.partition(".")
        book = self._pinned(whole) if whole in self._paths else self._in_force(whole, on)
        if not part:
            return book
        if part not in book.parts:
            raise NotFound(
                "assess.library.no_part", rulebook=whole, part=part, known=", ".join(book.parts) or "-"
            )
        return book.parts[part]

    def in_force(self, on: date) -> list[Rulebook]:
        """Return every rulebook that is in force on a day."""
        return [book for book in map(self._pinned, self.names) if book.is_in_force(on)]

    def _pinned(self, name: str) -> Rulebook:
        if name not in self._loaded:
            self._loaded[name] = load(self._paths[name])
        return self._loaded[name]

    def _in_force(self, family: str, on: date | None) -> Rulebook:
        if family not in self._families:
            known = ", ".join([*self.names, *self.families])
            raise NotFound("assess.library.no_rulebook", rulebook=family, known=known)
        if on is None:
            raise RefusedInput("assess.library.no_day", rulebook=family)
        versions = [self._pinned(name) for name in sorted(self._families[family])]
        found = [book for book in versions if book.is_in_force(on)]
        if not found:
            spans = "; ".join(
                f"{book.name}: {book.in_force_from} – {book.in_force_until or ''}" for book in versions
            )
            raise RefusedInput("assess.library.none_in_force", rulebook=family, on=on, versions=spans)
        return max(found, key=lambda book: book.in_force_from)
