"""How does a case come about, and how does it go on? 办件台

Everything that is done with a case goes through here: one transaction that reads where the case stands, asks whether the step may be done,
writes step, case, parts and notices, and appends one event to the audit chain.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from guanshan.act import notice
from guanshan.act.attachment import Files, check_file
from guanshan.act.case.asking import check_answers, require
from guanshan.act.case.kind import CaseKind, Hat, Move
from guanshan.act.case.standing import COMMENT, OPEN, Standing, Step, fold
from guanshan.act.case.timing import read
from guanshan.act.casefile import EVER, CaseFile, filed_of, hat_for, hats_of, standing_of, units_of
from guanshan.act.deadline.calendar import Calendar
from guanshan.act.filing import NOTE, Filing, written
from guanshan.act.kinds import Kinds
from guanshan.clock import DistrictClock
from guanshan.refusal import Conflict, Forbidden, NotFound, Refusal, RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.query import Condition, Moment, Reading, Version
from guanshan.register.registry import Registry
from guanshan.register.schema import table_of
from guanshan.register.store import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """Who asks for what, as it came in. 来件

    Parameters
    ----------
    reference
        Its number where it came from, such as that of the hotline's order: one case for each.
    received_at
        When it came in, where that was before it is opened; its clocks start then.
    """

    title: str
    text: str
    credit_code: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    channel: str = "desk"
    reference: str | None = None
    received_at: datetime | None = None


Advise = Callable[[Reading, Petition], str]
"""What an office should see of a petition when it comes in; empty where that is nothing."""


class Casebook:
    """The cases of a house. 办件台

    Parameters
    ----------
    kinds
        Every kind of case.
    calendar
        The working days by which terms are counted.
    clock
        Returns the district clock as it stands.
    files
        Where the contents of attachments lie.
    advises
        What is looked up when a petition comes in, by family of cases.
    mails
        Whether staff are told by mail, too.
    """

    def __init__(
        self,
        registry: Registry,
        kinds: Kinds,
        calendar: Calendar,
        clock: Callable[[], DistrictClock],
        files: Files,
        *,
        advises: Mapping[str, Advise] | None = None,
        mails: bool = False,
    ) -> None:
        self.registry = registry
        self.kinds = kinds
        self.calendar = calendar
        self.files = files
        self._clock = clock
        self._advises = dict(advises or {})
        self._filing = Filing(registry.access, calendar, mails=mails)
        self.inbox = notice.Inbox(registry.store, lambda actor: units_of(actor, registry.access.tree))

    def now(self) -> datetime:
        """Return the district's time, to the minute."""
        return self._clock().now().replace(tzinfo=None, second=0, microsecond=0)

    def file(self, actor: Actor, number: str, moment: Moment | None = None) -> CaseFile:
        """Return a case's file as it held at a moment.

        Raises
        ------
        NotFound, NotSignedIn, Forbidden
            If there is none, or none that the actor may read.
        """
        version = self.registry.by_key(actor, "act.case", number, moment or EVER)
        with self.registry.store.reading() as reading:
            return self._file(actor, reading, version, moment or EVER)

    def open(self, actor: Actor, family: str, petition: Petition, answers: Mapping[str, str]) -> str:
        """Open a case and return its number.

        Raises
        ------
        NotFound, Forbidden, Conflict, ManyRefusals, RefusedInput
            If no such kind is in force, the actor may not open one, it has come in before, or form or petition will not do.
        """
        with self.registry.store.write(actor, "case.open") as writing:
            return self.opened_in(writing, actor, family, petition, answers)

    def opened_in(
        self, writing: Writing, actor: Actor, family: str, petition: Petition, answers: Mapping[str, str]
    ) -> str:
        """Open a case within a transaction of a service's own; see `open`."""
        now = self.now()
        at = min(now, petition.received_at or now)
        kind = self.kinds.in_force(family, at.date())
        hats = hats_of(actor, kind, None, petition.credit_code, self.registry.access.tree)
        move = kind.opening
        if not set(move.who) & hats:
            raise Forbidden(f"act.case.needs.{move.who[-1]}", move=move.title)
        self._require_new(writing.reading, petition)
        check_answers(kind, move, answers)
        number = self._next_number(writing, kind, at)
        step = Step(1, at, OPEN, actor.id, hat_for(move, hats), dict(answers))
        case: dict[str, object] = {
            "number": number,
            "kind": kind.name,
            "title": petition.title,
            "text": petition.text,
            "credit_code": petition.credit_code,
            "applicant": actor.id if actor.kind == "enterprise" else None,
            "contact_name": petition.contact_name,
            "contact_phone": petition.contact_phone,
            "channel": petition.channel,
            "reference": petition.reference,
            "opened_on": at.date(),
            "opened_at": written(at),
        }
        advise = self._advises.get(family)
        note = advise(writing.reading, petition) if advise else ""
        self._filing.land(writing, kind, case, None, fold(kind, None, step), step, note)
        return number

    def move(
        self,
        actor: Actor,
        number: str,
        name: str,
        answers: Mapping[str, str],
        *,
        note: str = "",
        seen: int | None = None,
    ) -> CaseFile:
        """Make a move and return the file as it is then.

        Parameters
        ----------
        seen
            How many steps the person saw: refused if something was done since.

        Raises
        ------
        NotFound, Forbidden, Conflict, ManyRefusals, RefusedInput
            If there is no such case or move, or it may not be made.
        """
        with self.registry.store.write(
            actor, "case.move", note[:500], {"case": number, "move": name}
        ) as writing:
            self.moved_in(writing, actor, number, name, answers, note=note, seen=seen)
        return self.file(actor, number)

    def moved_in(
        self,
        writing: Writing,
        actor: Actor,
        number: str,
        name: str,
        answers: Mapping[str, str],
        *,
        note: str = "",
        seen: int | None = None,
    ) -> Standing:
        """Make a move within a transaction of a service's own; see `move`."""
        before = self._writable(actor, writing.reading, number, seen)
        kind = before.kind
        move = kind.moves.get(name)
        hat: Hat = hat_for(move, before.hats) if move else "office"
        at = max(self.now(), before.filed[-1].step.at)
        filled = {one: answer for one, answer in answers.items() if answer.strip()}
        step = Step(before.standing.steps + 1, at, name, actor.id, hat, filled)
        found = require(kind, before.standing, step, before.hats, self.calendar)
        self._check_named(writing.reading, kind.moves[name], step, number)
        self._filing.land(writing, kind, dict(before.version.values), before.standing, found, step, note)
        return found

    def move_many(
        self, actor: Actor, numbers: Iterable[str], name: str, answers: Mapping[str, str], *, note: str = ""
    ) -> dict[str, Refusal | None]:
        """Make the same move in many cases, each in a transaction of its own; return why not where it may not be made."""
        found: dict[str, Refusal | None] = {}
        for number in dict.fromkeys(numbers):
            try:
                self.move(actor, number, name, answers, note=note)
                found[number] = None
            except Refusal as refusal:
                found[number] = refusal
        return found

    def comment(self, actor: Actor, number: str, text: str) -> None:
        """Write a comment into the file; the applicant sees the own ones alone.

        Raises
        ------
        NotFound, Forbidden, RefusedInput
            If there is no such case, the actor has no part in it, or the text will not do.
        """
        said = NOTE.check(text)
        with self.registry.store.write(actor, "case.comment", "", {"case": number}) as writing:
            before = self._writable(actor, writing.reading, number, None)
            if not before.hats:
                raise Forbidden("act.case.no_part")
            hat = sorted(before.hats, key=("lead", "executing", "supporting", "office", "applicant").index)[0]
            at = max(self.now(), before.filed[-1].step.at)
            step = Step(before.standing.steps + 1, at, COMMENT, actor.id, hat)
            found = fold(before.kind, before.standing, step)
            self._filing.land(
                writing, before.kind, dict(before.version.values), before.standing, found, step, said
            )

    def attach(self, actor: Actor, number: str, name: str, content: bytes, *, public: bool = False) -> int:
        """Put a file into a case and return its number there; what the applicant attaches, the applicant sees.

        Raises
        ------
        NotFound, Forbidden, RefusedInput
            If there is no such case, the actor has no part in it, or the file will not do.
        """
        digest = self.files.keep(content) if check_file(name, content, 0) else ""
        with self.registry.store.write(actor, "case.attach", "", {"case": number}) as writing:
            before = self._writable(actor, writing.reading, number, None)
            if not before.hats:
                raise Forbidden("act.case.no_part")
            at = max(self.now(), before.filed[-1].step.at)
            place = len(before.attachments) + 1
            told = {
                "case": number,
                "number": place,
                "name": check_file(name, content, len(before.attachments)),
                "size": len(content),
                "sha256": digest,
                "at": written(at),
                "actor": actor.id,
                "public": public or "applicant" in before.hats,
                "on_day": at.date(),
            }
            writing.put("act.attachment", told, keeper=before.version.keeper)
        return place

    def attached(self, actor: Actor, number: str, place: int) -> tuple[str, bytes]:
        """Return name and content of a file of a case.

        Raises
        ------
        NotFound, NotSignedIn, Forbidden
            If there is none, or none that the actor may see.
        """
        file = self.file(actor, number)
        for one in file.attachments:
            if one.values["number"] == place and (actor.kind != "enterprise" or one.values["public"]):
                return str(one.values["name"]), self.files.content(str(one.values["sha256"]))
        raise NotFound("act.case.no_file")

    def _file(self, actor: Actor, reading: Reading, version: Version, moment: Moment) -> CaseFile:
        kind = self.kinds[str(version.values["kind"])]
        of_case = [Condition("case", "eq", version.key)]
        filed = filed_of(reading.find("act.step", moment, of_case))
        standing = standing_of(kind, filed)
        at = max(self.now(), filed[-1].step.at)
        tree = self.registry.access.tree
        return CaseFile(
            version=version,
            kind=kind,
            standing=standing,
            filed=filed,
            readings=tuple(read(kind, run, self.calendar, at) for run in standing.runs),
            attachments=tuple(reading.find("act.attachment", moment, of_case)),
            hats=hats_of(actor, kind, standing, version.values["credit_code"], tree),
        )

    def _writable(self, actor: Actor, reading: Reading, number: str, seen: int | None) -> CaseFile:
        version = reading.by_key("act.case", number, EVER)
        declared = reading.types["act.case"]
        owner = None if version is None else version.values["credit_code"]
        may = version is not None and self.registry.access.decide(
            actor, "read", declared, version.keeper, None if owner is None else str(owner)
        )
        if version is None or not may or not may.allowed:
            raise NotFound("act.case.none", number=number)
        found = self._file(actor, reading, version, EVER)
        if seen is not None and seen != found.standing.steps:
            raise Conflict("act.case.changed_meanwhile", number=number)
        return found

    def _require_new(self, reading: Reading, petition: Petition) -> None:
        if petition.reference is None:
            return
        same = [
            Condition("reference", "eq", petition.reference),
            Condition("channel", "eq", petition.channel),
        ]
        known = reading.find("act.case", EVER, same, limit=1)
        if known:
            raise Conflict("act.case.came_before", reference=petition.reference, number=known[0].key)

    def _next_number(self, writing: Writing, kind: CaseKind, at: datetime) -> str:
        day = f"{kind.prefix}{at:%Y%m%d}-"
        column = table_of(writing.reading.types["act.case"]).c.natural_key
        last = writing.connection.scalar(
            select(func.max(column)).where(column >= day, column < f"{kind.prefix}{at:%Y%m%d}.")
        )
        return f"{day}{int(last.rpartition('-')[2]) + 1 if last else 1:05d}"

    def _check_named(self, reading: Reading, move: Move, step: Step, number: str) -> None:
        """Refuse units and cases that are not there."""
        tree = self.registry.access.tree
        for one in (one for one in move.asks if one.name in step.answers):
            answer = step.answers[one.name]
            if one.asks in ("unit", "units"):
                for unit in answer.split(","):
                    if not tree.holds(unit):
                        raise RefusedInput("refusal.no_unit", code=unit, field=one.name)
            if one.asks == "case" and (answer == number or not reading.known_keys("act.case", [answer])):
                raise RefusedInput("act.case.no_other", field=one.name, number=answer)
