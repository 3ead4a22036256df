"""Which kinds of case are there? 事项类型目录"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from guanshan.act.case.kind import CaseKind
from guanshan.act.case.reading import read_kind
from guanshan.refusal import NotFound
from guanshan.written import WrittenFault


class Kinds:
    """The kinds of some folders, by dated id and by family.

    Raises
    ------
    WrittenFault
        If a file is no sound kind, or an id stands twice.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._kinds: dict[str, CaseKind] = {}
        files: dict[str, str] = {}
        for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
            kind = read_kind(path)
            if kind.name in self._kinds:
                raise WrittenFault(
                    "act.kind.same_id",
                    file=path.name,
                    line=1,
                    name=kind.name,
                    value=kind.name,
                    other=files[kind.name],
                )
            self._kinds[kind.name], files[kind.name] = kind, path.name

    def __getitem__(self, name: str) -> CaseKind:
        """Return a kind by its dated id.

        Raises
        ------
        NotFound
            If there is none.
        """
        try:
            return self._kinds[name]
        except KeyError:
            raise NotFound("act.kind.unknown", name=name, known=", ".join(self._kinds) or "-") from None

    def in_force(self, family: str, day: date) -> CaseKind:
        """Return the kind of a family by which a case is opened on a day, the latest where several hold.

        Raises
        ------
        NotFound
            If none holds.
        """
        holding = [one for one in self._kinds.values() if one.family == family and one.holds_on(day)]
        if not holding:
            raise NotFound("act.kind.not_in_force", name=family, day=day)
        return max(holding, key=lambda one: one.first)

    def open_to(self, hat: str, day: date) -> tuple[CaseKind, ...]:
        """Return the kinds by which somebody with a hat may open a case on a day."""
        families = dict.fromkeys(one.family for one in self._kinds.values() if one.holds_on(day))
        found = (self.in_force(family, day) for family in families)
        return tuple(one for one in found if hat in one.opening.who)

    def all(self) -> tuple[CaseKind, ...]:
        """Return every kind."""
        return tuple(self._kinds.values())
