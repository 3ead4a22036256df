"""What is in a case's file, and as what does somebody look at it? 案卷"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from guanshan.act.case.asking import moves_for
from guanshan.act.case.kind import HATS, CaseKind, Hat, Move
from guanshan.act.case.standing import COMMENT, Standing, Step, after
from guanshan.act.case.timing import Reading, nearest
from guanshan.register.access import UnitTree
from guanshan.register.actor import Actor
from guanshan.register.query import Moment, Version
from guanshan.register.record import OPEN_END

EVER: Final = Moment(date.fromordinal(OPEN_END.toordinal() - 1))
"""Whatever the district's clock says: all that is filed."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A step as it stands in the file. 经办记录"""

    step: Step
    unit: str | None
    state: str
    note: str
    tick: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as one reader sees it. 案卷

    Parameters
    ----------
    version
        The case's row, personal fields masked as the reader sees them.
    readings
        Every running of its clocks, the oldest first.
    hats
        As what the reader may act.
    """

    version: Version
    kind: CaseKind
    standing: Standing
    filed: tuple[Filed, ...]
    readings: tuple[Reading, ...]
    attachments: tuple[Version, ...]
    hats: frozenset[Hat]

    @property
    def number(self) -> str:
        """Its number."""
        return self.version.key

    @property
    def moves(self) -> tuple[Move, ...]:
        """What the reader may do now."""
        return moves_for(self.kind, self.standing, self.hats)

    @property
    def clock(self) -> Reading | None:
        """The running clock that is over first."""
        return nearest(self.readings)


def hats_of(
    actor: Actor, kind: CaseKind, standing: Standing | None, credit_code: object, tree: UnitTree
) -> frozenset[Hat]:
    """Return as what an actor may act in a case: an officer for the own unit and those below, an enterprise as applicant.

    The machine's operator and the house itself act for any unit, and stand in the chain as what they are.
    """
    if actor.kind in ("console", "system"):
        return frozenset(HATS) - {"applicant"}
    if actor.kind == "enterprise":
        return frozenset({"applicant"} if actor.owner and actor.owner == credit_code else ())
    reach = units_of(actor, tree)
    if standing is None:
        return frozenset({"office"} if kind.office in reach else ())
    return frozenset(hat for hat in HATS if set(standing.units(kind, hat)) & reach)


def units_of(actor: Actor, tree: UnitTree) -> frozenset[str]:
    """Return the units for which an actor acts as an officer: the own ones and all below them."""
    return frozenset(one for held in actor.roles if held.role == "officer" for one in tree.below(held.unit))


def hat_for(move: Move, hats: Collection[Hat]) -> Hat:
    """Return the hat under which a move is made: the first that the move names among those worn."""
    return next((one for one in move.who if one in hats), move.who[0])


def filed_of(versions: Iterable[Version]) -> tuple[Filed, ...]:
    """Read the steps of a case, in their order."""
    found = [
        Filed(
            step=Step(
                number=int(str(one.values["number"])),
                at=datetime.fromisoformat(str(one.values["at"])),
                move=str(one.values["move"]),
                actor=str(one.values["actor"]),
                hat=one.values["hat"],  # type: ignore[arg-type]  # checked by its kind
                answers=json.loads(str(one.values["answers"])),
            ),
            unit=None if one.values["unit"] is None else str(one.values["unit"]),
            state=str(one.values["state"]),
            note=str(one.values["note"] or ""),
            tick=one.recorded_at,
        )
        for one in versions
    ]
    return tuple(sorted(found, key=lambda one: one.step.number))


def standing_of(kind: CaseKind, filed: Iterable[Filed]) -> Standing:
    """Work out from its file where a case stands."""
    return after(kind, (one.step for one in filed))


def shown_to_applicant(kind: CaseKind, filed: Filed) -> bool:
    """Tell whether the applicant sees that a step was done."""
    if filed.step.move == COMMENT:
        return filed.step.hat == "applicant"
    move = kind.moves.get(filed.step.move, kind.opening)
    return move.public
