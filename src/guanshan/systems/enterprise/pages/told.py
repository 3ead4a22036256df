"""How does one enterprise's standing read, designation by designation? 一家企业的评定

Puts what an authority gave beside what our rulebook says, every clause with the rows behind it, and what it would take, into the words and
addresses of a reader: the desk leads to every row, a page on paper or at the enterprise's own door leads nowhere.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from guanshan.assess.criterion import Threshold
from guanshan.assess.parameter import written
from guanshan.assess.standard import TOTAL, Rulebook
from guanshan.register.query import Version
from guanshan.screens.asking import Asking
from guanshan.systems.enterprise.service.listing import judged_in_words
from guanshan.systems.enterprise.service.verdict import Explained, Held

Address = Callable[[str, str], str | None]
"""Address of a record by register and number; None where it is not to be opened from here."""
SOURCES: Final = 6
"""Rows behind a value that are named; of more, only their number is said."""
_VOICES: Final = "enterprise.records.stated_fact.fields.voice.options"
UNVERIFIED: Final = ("M", "C")
"""Evidence marks of what was not seen in any text."""


def nowhere(register: str, record: str) -> None:
    """Open nothing: for paper, and for the enterprise's own door."""
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A row behind a value. 数据来源"""

    text: str
    address: str | None
    voice: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One criterion: what was found, what is asked, what it earns, where that is written, and which rows say so. 逐条说明

    Parameters
    ----------
    cite, mark
        The article, and how well its text was seen.
    verified, numbered
        Whether its text was seen at all, and whether the number of the article was.
    unknown
        Inputs that nobody has stated.
    more
        Rows behind it beyond those that are named.
    """

    title: str
    outcome: str
    value: str
    unit: str
    threshold: str
    points: str
    most: str
    better: str
    cite: str
    mark: str
    verified: bool
    numbered: bool
    unknown: tuple[str, ...]
    sources: tuple[Source, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title held. 称号"""

    name: str
    level: str
    given: str
    until: str
    soon: bool
    address: str | None
    issuer: str
    document: str
    sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One designation of one enterprise. 一类认定

    Parameters
    ----------
    open
        Whether it stands open: there is something to do with it.
    losing
        Whether a title is held though the figures fail.
    plannable
        Whether there is something to plan for.
    titled
        Whether authorities give a title for it at all.
    """

    family: str
    name: str
    title: str
    judged: str
    verdict: str
    points: str
    groups: tuple[tuple[str, str], ...]
    routes: tuple[tuple[str, str], ...]
    document: str
    in_force: str
    checked: bool
    held: tuple[Title, ...]
    clauses: tuple[Clause, ...]
    open: bool
    losing: bool
    plannable: bool
    titled: bool


class Teller:
    """Says what was found in a reader's words. 说明"""

    def __init__(self, asking: Asking, address: Address = nowhere) -> None:
        """Take who reads, and where records are to be opened."""
        self._asking = asking
        self._words = asking.words
        self._office = asking.house.office_name
        self._address = address

    def _label(self, register: str) -> str:
        return self._words.register(self._asking.house.store.types[register])

    def _paper(self, record: str) -> Version:
        """Return the title as it is registered: with its issuer and document."""
        asking = self._asking
        return asking.house.registry.get(asking.actor, "enterprise.title", record, asking.moment)

    def tell(self, explained: Explained, near: bool = False, months: int = 6) -> Told:
        """Tell one designation; ``near`` opens it, and titles that lapse within so many months are marked."""
        verdict, book = explained.verdict, explained.verdict.rulebook
        told: Mapping[str, Any] = explained.told(self._words.language)
        held = tuple(self._title(one, explained.moment.on, months) for one in explained.held)
        ready = verdict.verdict == "pass" and not held and not book.classes
        losing = bool(held) and verdict.verdict == "fail"
        return Told(
            family=book.family,
            name=book.name,
            title=book.title[self._words.language],
            judged=judged_in_words(self._words, book, verdict.size if book.classes else verdict.verdict),
            verdict="" if book.classes else verdict.verdict,
            points=_span(told["total"]),
            groups=tuple((self._group(book, name), _span(points)) for name, points in told["groups"].items()),
            routes=tuple(
                (one["title"], self._words(f"assess.outcome.{one['outcome']}")) for one in told["routes"]
            ),
            document=f"{book.document.title}（{book.document.number}）",
            in_force=self._in_force(book),
            checked=explained.case.checked,
            held=held,
            clauses=tuple(self._clause(one, book, explained.credit_code) for one in told["criteria"]),
            open=near or ready or losing or any(one.soon for one in held),
            losing=losing,
            titled=not book.classes,
            plannable=not book.classes and verdict.verdict != "pass",
        )

    def _group(self, book: Rulebook, name: str) -> str:
        return next(one.title for one in book.groups if one.name == name)[self._words.language]

    def _in_force(self, book: Rulebook) -> str:
        start = self._words.day(book.in_force_from)
        if book.in_force_until is None:
            return self._words("screens.interval_endless", start=start)
        return self._words("screens.interval_open", start=start, end=self._words.day(book.in_force_until))

    def _title(self, held: Held, on: date, months: int) -> Title:
        words, lapses = self._words, held.lapses_on
        paper = self._paper(held.record)
        return Title(
            name=held.name,
            level=words.maybe(f"enterprise.records.title.fields.level.options.{held.level}") or "",
            given=words.day(held.recognised_on),
            until=words("enterprise.pipeline.for_good")
            if lapses is None
            else words.day(lapses - timedelta(days=1)),
            soon=lapses is not None and (lapses - on).days <= months * 31,
            address=self._address("enterprise.title", held.record),
            issuer=str(paper.values["issuer"] or self._office(held.keeper)),
            document=str(paper.values["document"] or ""),
            sample=held.sample,
        )

    def _clause(self, criterion: Mapping[str, Any], book: Rulebook, code: str) -> Clause:
        words, citation = self._words, criterion["citation"]
        sources = list(self._sources(criterion["sources"], code))
        article = citation["article"]
        is_open = criterion["outcome"] in ("unknown", "expert")
        return Clause(
            title=criterion["title"],
            outcome=criterion["outcome"],
            value=criterion["shown"] or "",
            unit=words.unit(criterion["unit"]) if criterion["unit"] not in (None, "1") else "",
            threshold=self._threshold(criterion, book),
            points="" if criterion["points"] is None else _span(criterion["points"]),
            most="" if criterion["most"] is None else str(criterion["most"]),
            better=self._better(criterion),
            cite=article
            if citation["document"] == book.document.title
            else f"{citation['document']} {article}",
            mark=words(f"assess.mark.{citation['mark']}"),
            verified=citation["mark"] not in UNVERIFIED,
            numbered=citation["article_mark"] not in UNVERIFIED,
            unknown=tuple(one["title"] for one in criterion["inputs"] if one["value"] is None and is_open),
            sources=tuple(sources[:SOURCES]),
            more=max(0, len(sources) - SOURCES),
        )

    def _threshold(self, criterion: Mapping[str, Any], book: Rulebook) -> str:
        """Say what is asked; of points, in the names of the groups."""
        rule = book.criterion(criterion["id"]).rule
        if not isinstance(rule, Threshold):
            return criterion["threshold"] or ""
        named = (
            self._words("assess.words.total") if name == TOTAL else self._group(book, name)
            for name, _ in rule.minimums
        )
        return ", ".join(
            f"{name} ≥ {written(least)}" for name, (_, least) in zip(named, rule.minimums, strict=True)
        )

    def _better(self, criterion: Mapping[str, Any]) -> str:
        better = criterion["better"]
        if better is None or isinstance(better["value"], list):
            return ""
        return self._words(
            "enterprise.standing.better", value=better["value"], points=_span(better["points"])
        )

    def _sources(self, grounds: list[Mapping[str, Any]], code: str) -> Iterator[Source]:
        seen: set[str] = set()
        for one in grounds:
            if one["record"] in seen:
                continue
            seen.add(one["record"])
            voice = one["voice"] and self._words(f"{_VOICES}.{one['voice']}")
            first = next((part for part in one["key"].split("|") if part != code), "")
            text = self._label(one["register"])
            yield Source(
                text=f"{text} {first}" if first and not voice else text,
                address=self._address(one["register"], one["record"]),
                voice=voice or None,
            )


def _span(points: object) -> str:
    """Write points: a number, or from the fewest to the most."""
    if isinstance(points, list):
        return f"{points[0]}–{points[1]}"
    return "" if points is None else str(points)
