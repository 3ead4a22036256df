"""How does a row of the pipeline read? 名单的文字

The same words on the desk, on paper and in an exported table: the title held, our verdict, the points, and what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from guanshan.assess.criterion import Threshold
from guanshan.assess.standard import TOTAL, Rulebook
from guanshan.register.actor import Actor
from guanshan.register.query import Condition, Moment
from guanshan.register.registry import Registry
from guanshan.screens.words import Words
from guanshan.systems.enterprise.service.pipeline import PipelineRow, State

_NAMED: Final = 3
"""Missing conditions that are named; of more, only their number is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the pipeline in a reader's words. 名单行

    Parameters
    ----------
    judged
        The verdict, or the class, as the rulebook names it; None where the class is not known.
    held
        Until when a title is valid; empty where none is held.
    gap
        What is missing on the best way; empty where nothing is, or nothing is known of it.
    """

    row: PipelineRow
    street: str
    designation: str
    judged: str
    points: str
    held: str
    gap: str
    states: tuple[tuple[State, str], ...]


def streets(registry: Registry, actor: Actor, moment: Moment | None = None) -> dict[str, str]:
    """Return the names of streets and towns by their code, as far as the actor may read them."""
    declared = registry.store.types["register.place"]
    if not registry.access.may_somewhere(actor, "read", declared):
        return {}
    where = [Condition("kind", "in", ("street", "town"))]
    return {one.key: one.name for one in registry.find(actor, declared.name, moment, where)}


def line_of(words: Words, row: PipelineRow, book: Rulebook, named: Mapping[str, str]) -> Line:
    """Say a row in words.

    Parameters
    ----------
    named
        Names of streets by their code.
    """
    return Line(
        row=row,
        street=named.get(row.street or "", row.street or ""),
        designation=book.title[words.language],
        judged=judged_in_words(words, book, row.verdict),
        points=_points(row),
        held=_held(words, row),
        gap=gap(words, book, row),
        states=tuple((state, words(f"enterprise.pipeline.states.{state}")) for state in row.states),
    )


def judged_in_words(words: Words, book: Rulebook, judged: str | None) -> str:
    """Name a verdict, or a class of a rulebook that has classes."""
    if not book.classes:
        return words(f"assess.verdict.{judged}")
    title = next((one.title for one in book.classes if one.name == judged), None)
    return title[words.language] if title else words("assess.verdict.undetermined")


def gap(words: Words, book: Rulebook, row: PipelineRow) -> str:
    """Say which conditions are missing, and how many points where points are."""
    if not row.missing:
        return ""
    scored = [name for name in row.missing if _is_scored(book, name)]
    named = [_condition(words, book, name) for name in row.missing[:_NAMED]]
    if row.shortfall and len(scored) == 1 and scored[0] in row.missing[:_NAMED]:
        place = row.missing.index(scored[0])
        named[place] = words("enterprise.pipeline.short", what=named[place], points=f"{row.shortfall:g}")
    many = len(row.missing) > _NAMED
    key = "one_missing" if len(row.missing) == 1 else "more_missing" if many else "some_missing"
    what = ("、" if words.language == "zh" else "; ").join(named)
    return words(f"enterprise.pipeline.{key}", what=what, count=len(row.missing))


def _condition(words: Words, book: Rulebook, name: str) -> str:
    if name == TOTAL:
        return words("assess.words.total")
    titles = {one.name: one.title for one in book.criteria} | {one.name: one.title for one in book.groups}
    return titles[name][words.language]


def _is_scored(book: Rulebook, name: str) -> bool:
    if name == TOTAL or any(one.name == name for one in book.groups):
        return True
    return isinstance(book.criterion(name).rule, Threshold)


def _points(row: PipelineRow) -> str:
    if row.total_low is None or row.total_high is None:
        return ""
    low, high = f"{row.total_low:g}", f"{row.total_high:g}"
    return low if low == high else f"{low}–{high}"


def _held(words: Words, row: PipelineRow) -> str:
    if row.held_since is None:
        return ""
    if row.lapses_on is None:
        return words("enterprise.pipeline.for_good")
    return words.day(row.lapses_on - timedelta(days=1))
