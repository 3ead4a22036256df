"""What has an office laid down for a kind of case? 事项类型

Everything here is read from a YAML file of the office's (`guanshan.act.case.reading`) and sound by the time it exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from guanshan.act.deadline.history import Kind as DayKind
from guanshan.act.deadline.history import Term

Both = Mapping[str, str]
"""A text in both languages, by ``zh`` and ``en``."""

Hat = Literal["office", "lead", "executing", "supporting", "applicant"]
"""As what somebody acts in a case: 受理单位, 牵头单位, 承办单位, 配合单位, 申请人."""
HATS: Final[tuple[Hat, ...]] = ("office", "lead", "executing", "supporting", "applicant")

Sets = Literal[
    "category", "lead", "executing", "supporting", "released", "extension", "solved", "satisfaction", "merged_into"
]  # fmt: skip
"""What an answer changes of the case itself."""
SETS: Final[Mapping[Sets, str]] = {
    "category": "category", "lead": "unit", "executing": "units", "supporting": "units", "released": "units",
    "extension": "days", "solved": "flag", "satisfaction": "choice", "merged_into": "case",
}  # fmt: skip
"""Which kind of question may set it."""
ASKED: Final = ("text", "flag", "choice", "category", "unit", "units", "days", "case")
"""Kinds of question."""


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the form that a move asks to be filled in. 表单项

    Parameters
    ----------
    sets
        What of the case the answer changes; None where it only stands in the file.
    public
        Whether the applicant may read the answer.
    """

    name: str
    title: Both
    asks: str
    required: bool
    sets: Sets | None = None
    options: Mapping[str, Both] | None = None
    public: bool = False
    most: int = 2_000


@dataclass(frozen=True, slots=True)
class Clock:
    """A term that runs while the case is in some states. 时限

    Parameters
    ----------
    states
        It starts when the case comes into one of them and ends when it leaves them all.
    paused
        Those of them in which it stands (等待申请人).
    until
        The move that keeps it; None where leaving the states does.
    days, by_category
        Working or natural days, the same for all or by category.
    warn
        How long before the end it warns [days of its kind].
    extensions
        How often it can be extended, each time by at most its own length.
    ask_before
        How long before the end an extension must be asked for [days of its kind].
    """

    name: str
    title: Both
    states: frozenset[str]
    paused: frozenset[str]
    until: str | None
    kind: DayKind
    days: Fraction | None
    by_category: Mapping[str, Fraction]
    warn: Fraction
    extensions: int = 0
    ask_before: Fraction = Fraction(0)

    def term(self, category: str, extension: Fraction = Fraction(0)) -> Term:
        """Return the term for a category, with what it was extended by."""
        return Term.of(self.kind, self.length(category) + extension)

    def length(self, category: str) -> Fraction:
        """Return the days that are given for a category, before any extension."""
        return self.by_category[category] if self.days is None else self.days


@dataclass(frozen=True, slots=True)
class State:
    """Where a case can stand. 状态

    Parameters
    ----------
    owner
        Whose turn it is; None where the case is over.
    """

    name: str
    title: Both
    owner: Hat | None

    @property
    def is_final(self) -> bool:
        """Whether nothing more is awaited here."""
        return self.owner is None


@dataclass(frozen=True, slots=True)
class Move:
    """What can be done with a case. 办理动作

    Parameters
    ----------
    sources
        States in which it is possible; empty for the opening.
    to
        The state after it; None: the case stays where it is.
    who
        Hats that may do it.
    takes
        Whether who does it becomes the one who handles the case.
    within
        A clock that must not be over; a late return is no return.
    most
        How often in one case; 0: as often as needed.
    extends
        The clock to which an answer that sets ``extension`` adds.
    public
        Whether the applicant sees in the file that it was done.
    """

    name: str
    title: Both
    sources: frozenset[str]
    to: str | None
    who: tuple[Hat, ...]
    asks: tuple[Question, ...]
    takes: bool = False
    within: str | None = None
    most: int = 0
    extends: str | None = None
    public: bool = False
    tells: tuple[Hat, ...] = ()

    def question(self, sets: Sets) -> Question | None:
        """Return the question whose answer sets something, if there is one."""
        return next((one for one in self.asks if one.sets == sets), None)


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case, as dated data. 事项类型

    Parameters
    ----------
    name
        Dated id, such as ``appeal-2024``; a case keeps the kind by which it was opened.
    family
        What all its dated versions have in common.
    office
        Code of the unit that receives such cases and answers for them.
    prefix
        Beginning of a case's number.
    mark
        How well the facts were seen, as in rulebooks: ``2+``, ``1``, ``M``, ``C``.
    """

    name: str
    family: str
    title: Both
    office: str
    prefix: str
    document: str
    mark: str
    first: date
    last: date | None
    categories: Mapping[str, Both]
    states: Mapping[str, State]
    clocks: Mapping[str, Clock]
    opening: Move
    moves: Mapping[str, Move]

    def holds_on(self, day: date) -> bool:
        """Tell whether new cases are opened by it on a day."""
        return self.first <= day and (self.last is None or day <= self.last)
