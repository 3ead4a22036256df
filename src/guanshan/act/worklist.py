"""What is there to do this morning? 待办

The open cases in which an officer's units have a part, sorted by when their clocks are over, and counted by what they need. One query each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from guanshan.act.casebook import Casebook
from guanshan.act.casefile import EVER, units_of
from guanshan.act.filing import written
from guanshan.act.records import Case, Part
from guanshan.register.actor import Actor
from guanshan.register.query import Version
from guanshan.register.record import record_type
from guanshan.register.schema import OPEN_LITERAL, table_of

View = Literal["mine", "turn", "unit", "overdue", "soon", "waiting", "all"]
"""Taken in hand by oneself, the own units' turn, all of the own units, overdue, due soon, waiting for the applicant, everybody's."""
VIEWS: Final[tuple[View, ...]] = get_args(View)

Light = Literal["late", "soon", "fine", "paused", "over"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    version: Version
    light: Light


class Worklist:
    """The open cases of an officer. 待办

    Parameters
    ----------
    book
        The cases.
    """

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._case = record_type(Case)

    def entries(self, actor: Actor, view: View, limit: int = 300) -> list[Entry]:
        """Return the cases of one view, those over first in front; what stands still comes last.

        Raises
        ------
        NotSignedIn, Forbidden
            To whoever may not read cases.
        """
        self._require(actor)
        now = written(self._book.now())
        with self._book.registry.store.reading() as reading:
            found = reading.find(
                "act.case", EVER, scope=self._scope(actor, view, now), order="due_at", limit=limit
            )
        entries = [Entry(one, light_of(one, now)) for one in found]
        return sorted(entries, key=lambda one: (str(one.version.values["due_at"] or "9999"), one.version.key))

    def counts(self, actor: Actor) -> Mapping[View, int]:
        """Count the cases of every view."""
        self._require(actor)
        now = written(self._book.now())
        table = table_of(self._case)
        sums = [func.sum(case((self._scope(actor, view, now), 1), else_=0)) for view in VIEWS]
        query = select(*sums).select_from(table).where(self._stands(), table.c.f_open)
        with self._book.registry.store.reading() as reading:
            row = reading.connection.execute(query).one()
        return dict(zip(VIEWS, (int(one or 0) for one in row), strict=True))

    def _require(self, actor: Actor) -> None:
        access = self._book.registry.access
        if not access.decide(actor, "read", self._case).allowed:
            access.require(actor, "read", self._case)

    def _stands(self) -> ColumnElement[bool]:
        table = table_of(self._case)
        return and_(
            table.c.superseded_at == OPEN_LITERAL, table.c.valid_from <= EVER.on, table.c.valid_to > EVER.on
        )

    def _scope(self, actor: Actor, view: View, now: str) -> ColumnElement[bool]:
        columns = table_of(self._case).c
        found: dict[View, ColumnElement[bool]] = {
            "mine": columns.f_person == actor.id,
            "turn": columns.f_turn.in_(self._units(actor)),
            "overdue": and_(self._ours(actor), columns.f_due_at <= now),
            "soon": and_(self._ours(actor), columns.f_warns_at <= now, columns.f_due_at > now),
            "waiting": and_(self._ours(actor), columns.f_turn.is_(None)),
            "unit": self._ours(actor),
            "all": true(),
        }
        return and_(columns.f_open, found[view])

    def _units(self, actor: Actor) -> list[str]:
        return sorted(units_of(actor, self._book.registry.access.tree))

    def _ours(self, actor: Actor) -> ColumnElement[bool]:
        """Cases that the own units receive or keep, whose turn it is, or in which they have another part."""
        columns: Any = table_of(self._case).c
        if actor.kind in ("console", "system"):
            return true()
        units = self._units(actor)
        received = [one.name for one in self._book.kinds.all() if one.office in units]
        parts = table_of(record_type(Part)).c
        joint = select(parts.f_case).where(
            parts.f_unit.in_(units), parts.superseded_at == OPEN_LITERAL, parts.valid_to > EVER.on
        )
        return or_(
            columns.keeper.in_(units),
            columns.f_kind.in_(received),
            columns.f_turn.in_(units),
            columns.natural_key.in_(joint),
        )


def light_of(version: Version, now: str) -> Light:
    """Say how a case stands at a moment."""
    due, warns = version.values["due_at"], version.values["warns_at"]
    if not version.values["open"]:
        return "over"
    if due is None:
        return "paused"
    if str(due) <= now:
        return "late"
    return "soon" if warns is not None and str(warns) <= now else "fine"
