"""What of a case stands on a page, in the reader's words? 事项的呈现"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from guanshan.act.case.kind import CaseKind, Question
from guanshan.act.case.standing import COMMENT
from guanshan.act.case.timing import Reading
from guanshan.act.casefile import CaseFile, Filed, shown_to_applicant
from guanshan.act.notice import Notice
from guanshan.screens.house import House
from guanshan.screens.words import Words


@dataclass(frozen=True, slots=True)
class Clocked:
    """One running of a clock on the page."""

    title: str
    light: str
    said: str
    due: str
    since: str
    pauses: tuple[str, ...]
    runs: bool


@dataclass(frozen=True, slots=True)
class Done:
    """One step on the page: what was done, by whom and when, and how the form was filled in."""

    title: str
    when: str
    who: str
    answers: tuple[tuple[str, str], ...]
    note: str
    state: str


def clocks_of(words: Words, file: CaseFile) -> tuple[Clocked, ...]:
    """Tell the clocks of a case: those that run first, then what has been."""
    told = [_clocked(words, one) for one in file.readings]
    return tuple(sorted(told, key=lambda one: not one.runs))


def _clocked(words: Words, reading: Reading) -> Clocked:
    due = words.day(reading.due.day) if reading.due.day else words("act.screen.stands")
    if reading.due.provisional:
        due = words("act.screen.provisional", day=due)
    return Clocked(
        title=reading.clock.title[words.language],
        light=reading.light,
        said=words(f"act.light.{reading.light}"),
        due=due,
        since=minute(words, reading.run.history.start),
        pauses=tuple(
            words(
                "act.screen.paused" if one.ends else "act.screen.paused_still",
                begins=minute(words, one.begins),
                ends=minute(words, one.ends) if one.ends else "",
            )
            for one in reading.run.history.pauses
        ),
        runs=reading.run.runs,
    )


def steps_of(house: House, words: Words, file: CaseFile, *, applicant: bool = False) -> tuple[Done, ...]:
    """Tell the steps of a case, the newest first; to the applicant only what is meant for the applicant."""
    shown = (one for one in file.filed if not applicant or shown_to_applicant(file.kind, one))
    return tuple(_done(house, words, file.kind, one, applicant) for one in shown)[::-1]


def _done(house: House, words: Words, kind: CaseKind, filed: Filed, applicant: bool) -> Done:
    step = filed.step
    move = kind.opening if step.number == 1 else kind.moves.get(step.move)
    hat = words(f"act.hats.{step.hat}")
    unit = house.office_name(filed.unit) if filed.unit else ""
    who = f"{unit} {hat}" if unit else hat
    asked = move.asks if move else ()
    return Done(
        title=words("act.screen.comment")
        if step.move == COMMENT or move is None
        else move.title[words.language],
        when=minute(words, step.at),
        who=who if applicant or step.hat == "applicant" else f"{who} · {step.actor}",
        answers=tuple(
            (one.title[words.language], answer_of(house, words, kind, one, step.answers[one.name]))
            for one in asked
            if one.name in step.answers and (one.public or not applicant)
        ),
        note=_note(words, filed, applicant),
        state=kind.states[filed.state].title[words.language],
    )


def _note(words: Words, filed: Filed, applicant: bool) -> str:
    """Return the note of a step; the applicant sees the own comments, and not what the offices were shown."""
    if applicant and (filed.step.hat != "applicant" or filed.step.move != COMMENT):
        return ""
    opened = filed.step.number == 1 and filed.note
    return words("act.screen.alike", found=filed.note) if opened else filed.note


def answer_of(house: House, words: Words, kind: CaseKind, question: Question, answer: str) -> str:
    """Say an answer in words."""
    match question.asks:
        case "flag":
            return words("screens.yes" if answer == "yes" else "screens.no")
        case "choice":
            options = question.options or {}
            return options[answer][words.language] if answer in options else answer
        case "category":
            return kind.categories[answer][words.language] if answer in kind.categories else answer
        case "unit" | "units":
            return words("act.screen.and").join(house.office_name(one) for one in answer.split(","))
    return answer


def options_of(house: House, words: Words, kind: CaseKind, question: Question) -> dict[str, str] | None:
    """Return what a question can be answered with; None where it takes any text."""
    match question.asks:
        case "flag":
            return {"yes": words("screens.yes"), "no": words("screens.no")}
        case "choice":
            return {name: told[words.language] for name, told in (question.options or {}).items()}
        case "category":
            return {name: told[words.language] for name, told in kind.categories.items()}
        case "unit" | "units":
            return house.access.tree.names()
    return None


def parts_of(house: House, words: Words, file: CaseFile) -> tuple[tuple[str, str], ...]:
    """Tell which units have which part: 牵头, 承办, 配合."""
    joined = words("act.screen.and")
    return tuple(
        (words(f"act.hats.{hat}"), joined.join(house.office_name(one) for one in units))
        for hat in ("office", "lead", "executing", "supporting")
        if (units := file.standing.units(file.kind, hat))
    )


def notices_of(words: Words, notices: Iterable[Notice]) -> list[tuple[Notice, str, str]]:
    """Tell notices: each with what happened, and when."""
    return [
        (
            one,
            words("act.screen.notice", **{
                name: value[words.language] if isinstance(value, dict) else value for name, value in one.told.items()
            }),
            words.time(one.tick),
        )
        for one in notices
    ]  # fmt: skip


def minute(words: Words, at: datetime | str) -> str:
    """Say a moment to the minute."""
    told = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{words.day(told.date())} {told:%H:%M}"


def last_day(words: Words, due_at: object) -> str:
    """Say the last day of a term that is over at a moment; nothing where the clock stands."""
    if due_at is None:
        return words("act.screen.stands")
    moment = datetime.fromisoformat(str(due_at))
    day = (
        moment.date() if moment.hour or moment.minute else datetime.fromordinal(moment.toordinal() - 1).date()
    )
    return words.day(day)
