"""What does an enterprise see and say at its own door? 企业自己的页面

Plain pages that work on an old phone: how it stands with every designation, what is missing and what it would take, the notes of the
offices, and the facts that nobody has stated yet, to be filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from guanshan.assess.parameter import Input, written
from guanshan.refusal import ManyRefusals, NotFound, Refusal, RefusedInput
from guanshan.screens.asking import Asking
from guanshan.screens.words import Words
from guanshan.systems.enterprise.pages.paper import PAPER
from guanshan.systems.enterprise.pages.standing import parts_of, titles_of, told_of
from guanshan.systems.enterprise.service.filling import fill, is_judged, name_of
from guanshan.systems.enterprise.service.near import near
from guanshan.systems.enterprise.service.note import confirm, notes
from guanshan.systems.enterprise.service.statement import Question, questions
from guanshan.systems.enterprise.service.verdict import verdicts

STANDING: Final = "/mine/enterprise/standing"
FACTS: Final = "/mine/enterprise/facts"
NOTES: Final = "/mine/enterprise/notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One unknown fact as a field of the form. 填报项

    Parameters
    ----------
    kind
        ``number``, ``flag`` or ``choice``.
    bounds
        What a number may look like, in words.
    asked_by
        The designations that ask for it.
    value
        What stands in the field: what was sent, or what is stated already.
    """

    name: str
    title: str
    kind: str
    unit: str
    year: int | None
    bounds: str
    options: tuple[tuple[str, str], ...]
    asked_by: str
    value: str
    refused: str


def front(asking: Asking) -> Markup | None:
    """Say on the first page of the door how the enterprise stands, in a line each, and what waits for it."""
    code = asking.actor.owner
    if not code or not (told := told_of(asking, code)):
        return None
    unread = [one for one in notes(asking.house.registry, asking.actor, code) if one.read_on is None]
    unknown = [one for one in _open(asking, code) if one.value is None]
    return PAPER.write(
        "own_front.html",
        asking.words,
        told=told,
        unread=unread,
        unknown=len(unknown),
        standing=STANDING,
        facts=FACTS,
        notes=NOTES,
    )


def standing(asking: Asking) -> Markup:
    """Show the enterprise every designation, clause by clause, and what it would take."""
    registry, actor = asking.house.registry, asking.actor
    code = _code(asking)
    explained = verdicts(registry, actor, code, asking.moment, asking.house.library)
    parts = parts_of(asking, explained, near(registry, actor, code, asking.moment, asking.house.library))
    chosen = asking.query.get("designation")
    shown = [one for one in parts if one.told.family == chosen] if chosen else parts
    if not shown:
        raise NotFound("web.problem.not_found")
    return PAPER.write(
        "own_standing.html", asking.words, parts=shown, chosen=chosen, standing=STANDING, facts=FACTS
    )


def facts(asking: Asking) -> Markup:
    """Show the form of what nobody has stated yet."""
    saved = asking.query.get("saved", "")
    return _form(asking, saved=saved if saved.isdecimal() and len(saved) < 4 else "")


def keep_facts(asking: Asking, sent: Mapping[str, str]) -> str | Markup:
    """Keep what was filled in; where something will not do, nothing is kept and the form says what, beside its field."""
    code = _code(asking)
    designation = sent.get("designation", "")
    asked = _open(asking, code)
    answers = {name.removeprefix("fact:"): value for name, value in sent.items() if name.startswith("fact:")}
    try:
        kept = fill(asking.house.registry, asking.actor, code, answers, asked, asking.house.library)
    except ManyRefusals as refused:
        said = {
            str(one.values["field"]): asking.words.refusal(one)
            for one in refused.refusals
            if "field" in one.values
        }
        return _form(asking, answers, said, designation)
    return asking.link(FACTS, designation=designation, saved=str(kept))


def notes_page(asking: Asking) -> Markup:
    """Show the notes of the offices, with a receipt to give for each."""
    return _notes(asking)


def confirm_note(asking: Asking, sent: Mapping[str, str]) -> str | Markup:
    """Give the receipt for a note."""
    answer = sent.get("answer", "").strip() or asking.words("enterprise.note.read")
    try:
        confirm(asking.house.registry, asking.actor, _code(asking), sent.get("number", ""), answer)
    except (ManyRefusals, RefusedInput) as refused:
        return _notes(asking, refused, sent)
    return NOTES


def _code(asking: Asking) -> str:
    if not asking.actor.owner:
        raise NotFound("web.problem.not_found")
    return asking.actor.owner


def _open(asking: Asking, code: str) -> list[Question]:
    """Return what the enterprise may state: what no register answers, no expert judges and no office has stated."""
    return [
        one
        for one in questions(asking.house.registry, asking.actor, code, books=asking.house.library)
        if not one.registered and one.voice != "office" and not is_judged(one, asking.house.library)
    ]


def _notes(asking: Asking, refused: Refusal | None = None, sent: Mapping[str, str] | None = None) -> Markup:
    code, registry = _code(asking), asking.house.registry
    explained = verdicts(registry, asking.actor, code, books=asking.house.library)
    return PAPER.write(
        "own_notes.html",
        asking.words,
        notes=notes(registry, asking.actor, code),
        titles=titles_of(explained, asking),
        form=asking.form,
        action=NOTES,
        refused=asking.words.refusal(refused) if refused else "",
        typed={sent.get("number", ""): sent.get("answer", "")} if sent else {},
    )


def _form(
    asking: Asking,
    answers: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
    designation: str | None = None,
    saved: str = "",
) -> Markup:
    code, words = _code(asking), asking.words
    asked = _open(asking, code)
    told = told_of(asking, code)
    titles = {one.family: one.title for one in told}
    family_of = {one.name: one.family for one in told}
    asking_for = {
        one.family: [question for question in asked if one.name in {book for book, _ in question.asked_by}]
        for one in told
    }
    chosen = asking.query.get("designation") if designation is None else designation
    chosen = (
        chosen
        if chosen and asking_for.get(chosen)
        else next((family for family, some in asking_for.items() if some), "")
    )
    blanks = [
        _blank(
            words,
            one,
            [titles[family_of[book]] for book, _ in one.asked_by if book in family_of],
            answers,
            refused,
        )
        for one in asking_for.get(chosen, [])
    ]
    counts = {family: sum(one.value is None for one in some) for family, some in asking_for.items() if some}
    return PAPER.write(
        "own_facts.html",
        words,
        chosen=chosen,
        told=next((one for one in told if one.family == chosen), None),
        tabs=[
            (family, titles[family], count, asking.link(FACTS, designation=family))
            for family, count in counts.items()
        ],
        blanks=blanks,
        refused=bool(refused),
        saved=saved,
        form=asking.form,
        action=FACTS,
        standing=asking.link(STANDING, designation=chosen),
    )


def _blank(
    words: Words,
    question: Question,
    asked_by: list[str],
    answers: Mapping[str, str] | None,
    refused: Mapping[str, str] | None,
) -> Blank:
    one, name = question.asked_by[0][1], name_of(question)
    return Blank(
        name=name,
        title=question.title[words.language],
        kind=one.kind,
        unit=words.unit(one.unit) if one.kind == "number" and one.unit != "1" else "",
        year=question.year,
        bounds=_bounds(words, one),
        options=_options(words, one),
        asked_by=("、" if words.language == "zh" else ", ").join(dict.fromkeys(asked_by)),
        value=(answers or {}).get(name, question.value or ""),
        refused=(refused or {}).get(name, ""),
    )


def _bounds(words: Words, one: Input) -> str:
    if one.kind != "number" or one.low is None or one.high is None:
        return ""
    key = "whole" if one.decimals == 0 else "decimals"
    return words(
        f"enterprise.fill.{key}", low=written(one.low), high=f"{float(one.high):,.15g}", decimals=one.decimals
    )


def _options(words: Words, one: Input) -> tuple[tuple[str, str], ...]:
    if one.kind == "flag":
        return ("true", words("screens.yes")), ("false", words("screens.no"))
    return tuple(
        (option, title[words.language]) for option, title in zip(one.options, one.option_titles, strict=True)
    )
