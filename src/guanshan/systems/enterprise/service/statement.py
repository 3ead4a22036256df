"""What may an enterprise or an office state, and what has been stated? 填报事项

Inputs of rulebooks that no register answers can be stated; what is stated is checked as the rulebooks in force read it, and it stays
visible who said it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from guanshan.assess.library import Library
from guanshan.assess.parameter import Input, Words
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry
from guanshan.register.store import Landed

Voice = Literal["enterprise", "office"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that rulebooks in force ask of an enterprise and that can be stated. 待填事项

    Parameters
    ----------
    fact
        Its name, under which it is stated.
    asked_by
        The inputs that ask for it: dated id of the rulebook, and the input's declaration (kind, unit, options, range, decimals).
    year
        The year to which an answer belongs; None where it belongs to the day.
    registered
        Whether a register answers it, so that a statement would not count.
    value, voice
        What is stated as of the moment, and by whom; None where nothing is.
    record
        The record of the statement that counts.
    """

    fact: str
    title: Words
    asked_by: Sequence[tuple[str, Input]]
    year: int | None
    registered: bool
    value: str | None
    voice: Voice | None
    record: str | None


def questions(
    registry: Registry,
    actor: Actor,
    credit_code: str,
    moment: Moment | None = None,
    library: Library | None = None,
) -> tuple[Question, ...]:
    """Return what rulebooks in force ask of an enterprise beside what registers can say, and what was answered.

    Raises
    ------
    NotFound
        If there is no such enterprise, or none that the actor may read.
    """
    raise NotImplementedError


def state(
    registry: Registry,
    actor: Actor,
    credit_code: str,
    fact: str,
    value: str,
    *,
    year: int | None = None,
    unit: str | None = None,
    document: str | None = None,
    reason: str = "",
) -> Landed:
    """State a fact, or correct one's own statement of it; refused with a reason where the rulebooks cannot read the value.

    An enterprise's account speaks as the enterprise, everybody else as an office.
    """
    raise NotImplementedError
