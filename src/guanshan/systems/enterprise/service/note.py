"""What does an office tell an enterprise, and was it read? 培育提示

A note is a record of this system: an office writes it to one enterprise or to several, each of them sees its own at its own door, and by a
receipt it says that it has read it. Notices by telephone or letter are another matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from guanshan.assess.library import Library
from guanshan.refusal import NotFound, RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.field import Value
from guanshan.register.query import Condition, Moment, Version
from guanshan.register.query import Reading as Registers
from guanshan.register.record import RecordType, RecordTypes
from guanshan.register.registry import Registry
from guanshan.register.store import Guard, Landed

NOTE: Final = "enterprise.cultivation_note"
ENTITY: Final = "register.market_entity"
MOST: Final = 200
"""Enterprises to which one note is written at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note to an enterprise, and its receipt. 提示与回执

    Parameters
    ----------
    number
        Its number among the notes to the enterprise.
    designation
        Family of the rulebook of which it speaks; None where it speaks of none.
    read_on, answer
        When the enterprise said that it has read it, and what it answered; None where it has not.
    """

    credit_code: str
    number: str
    record: str
    designation: str | None
    text: str
    author: str
    written_on: date
    read_on: date | None
    answer: str | None


def write_note(
    registry: Registry, actor: Actor, credit_codes: Sequence[str], text: str, designation: str | None = None
) -> list[Landed]:
    """Write a note to some enterprises, to each by itself; none is written unless all of them are there.

    Raises
    ------
    RefusedInput
        If no enterprise is named, or too many are.
    NotFound, ManyRefusals, Forbidden, NotSignedIn
        If there is no such enterprise, the text will not do, or the actor may not write notes.
    """
    codes = list(dict.fromkeys(credit_codes))
    if not codes:
        raise RefusedInput("enterprise.note.nobody", field="credit_code")
    if len(codes) > MOST:
        raise RefusedInput("enterprise.note.too_many", field="credit_code", count=len(codes), most=MOST)
    today, declared = registry.today(), registry.store.types[NOTE]
    unit = registry.keeper_for(actor, "write", declared)
    for code in codes:
        registry.by_key(actor, ENTITY, code)
    drafts = [
        {
            "credit_code": code,
            "number": f"{today:%Y%m%d}-{_written_today(registry, actor, code, today) + 1}",
            "voice": "office",
            "designation": designation,
            "text": text.strip(),
            "author": f"{registry.access.tree.name(unit)} {actor.name}".strip(),
            "written_on": today,
        }
        for code in codes
    ]
    for draft in drafts:
        declared.check(draft)
    return [registry.add(actor, NOTE, draft, str(draft["number"]), keeper=unit) for draft in drafts]


def confirm(registry: Registry, actor: Actor, credit_code: str, number: str, answer: str) -> Landed:
    """Say for an enterprise that it has read a note, with an answer.

    Raises
    ------
    Conflict
        If it has said so already.
    NotFound, ManyRefusals, Forbidden, NotSignedIn
        If there is no such note, the answer will not do, or the actor may not speak for the enterprise.
    """
    note = registry.by_key(actor, NOTE, f"{credit_code}|{number}|office")
    receipt = {
        "credit_code": credit_code,
        "number": number,
        "voice": "enterprise",
        "designation": note.values["designation"],
        "text": answer.strip(),
        "author": registry.by_key(actor, ENTITY, credit_code).name,
        "written_on": registry.today(),
    }
    return registry.add(actor, NOTE, receipt, number)


def notes(
    registry: Registry, actor: Actor, credit_code: str, moment: Moment | None = None
) -> tuple[Note, ...]:
    """Return the notes to an enterprise that the actor may read, the newest first."""
    rows = registry.find(actor, NOTE, moment, [Condition("credit_code", "eq", credit_code)])
    receipts = {str(one.values["number"]): one for one in rows if one.values["voice"] == "enterprise"}
    found = [
        _note(one, receipts.get(str(one.values["number"]))) for one in rows if one.values["voice"] == "office"
    ]
    return tuple(sorted(found, key=lambda one: (one.written_on, _place(one.number)), reverse=True))


def guard(_types: RecordTypes, _books: Library) -> Guard:
    """Build the check that a store makes of every receipt: it is for a note that is there."""

    def guarded(reading: Registers, declared: RecordType, values: Mapping[str, Value]) -> None:
        if values["voice"] == "office":
            return
        key = declared.key_of({**values, "voice": "office"})
        if not reading.known_keys(declared.name, [key]):
            raise NotFound("enterprise.note.no_note", number=values["number"])

    return guarded


def _written_today(registry: Registry, actor: Actor, code: str, today: date) -> int:
    """Return the last number of today's notes to an enterprise, whether they still hold or not."""
    where = [Condition("credit_code", "eq", code), Condition("written_on", "eq", today)]
    return max(
        (_place(str(one.values["number"])) for one in registry.find(actor, NOTE, where=where)), default=0
    )


def _place(number: str) -> int:
    return int(number.rpartition("-")[2])


def _note(note: Version, receipt: Version | None) -> Note:
    designation, written_on = note.values["designation"], note.values["written_on"]
    read_on = receipt.values["written_on"] if receipt else None
    assert isinstance(written_on, date)
    return Note(
        credit_code=str(note.values["credit_code"]),
        number=str(note.values["number"]),
        record=note.record,
        designation=None if designation is None else str(designation),
        text=str(note.values["text"]),
        author=str(note.values["author"]),
        written_on=written_on,
        read_on=read_on if isinstance(read_on, date) else None,
        answer=str(receipt.values["text"]) if receipt else None,
    )
