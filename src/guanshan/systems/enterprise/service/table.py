"""How does the list leave the house? 名单导出"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

from guanshan.assess.criterion import Criterion
from guanshan.assess.library import Library
from guanshan.assess.standard import TOTAL, Rulebook
from guanshan.document.table import Column, ColumnKind, Target, write_table
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.service.pipeline import Asked, Page, PipelineRow, pipeline

Language = Literal["zh", "en"]
Say = Callable[[str], str]

_KINDS: Final[dict[str, ColumnKind]] = {
    "credit_code": "code", "name": "text", "street": "code", "designation": "text", "verdict": "choice",
    "total_low": "number", "total_high": "number", "missing": "text", "shortfall": "number", "states": "text",
    "held_since": "day", "lapses_on": "day",
}  # fmt: skip


def columns(say: Say) -> list[Column]:
    """Return the columns of the list, named by the catalogue."""
    return [
        Column(label=say(f"enterprise.pipeline.columns.{name}"), kind=kind, places=2)
        for name, kind in _KINDS.items()
    ]


def cells(row: PipelineRow, book: Rulebook, say: Say, language: Language) -> list[object]:
    """Write one row for people, in the order of `columns`."""
    verdict = said_verdict(row.verdict, book, say, language)
    return [
        row.credit_code, row.name, row.street, book.title[language], verdict, row.total_low, row.total_high,
        "; ".join(said_condition(name, book, say, language) for name in row.missing), row.shortfall,
        "; ".join(say(f"enterprise.pipeline.states.{state}") for state in row.states), row.held_since, row.lapses_on,
    ]  # fmt: skip


def said_verdict(verdict: str | None, book: Rulebook, say: Say, language: Language) -> str:
    """Name a verdict, or a class, in words."""
    if book.classes and verdict is not None:
        return next(one.title[language] for one in book.classes if one.name == verdict)
    return say(f"enterprise.pipeline.verdicts.{verdict or 'undetermined'}")


def said_condition(name: str, book: Rulebook, say: Say, language: Language) -> str:
    """Name a condition of `PipelineRow.missing`: a criterion, a group of points, or the total."""
    if name == TOTAL:
        return say("enterprise.pipeline.total")
    named: Sequence[Criterion] = [one for one in book.criteria if one.name == name]
    if named:
        return f"{name} {named[0].title[language]}"
    return next((one.title[language] for one in book.groups if one.name == name), name)


def rows(page: Page, say: Say, language: Language) -> Iterator[list[object]]:
    """Write the rows of a page for people."""
    for row in page.rows:
        yield cells(row, page.books[row.designation], say, language)


def write(
    registry: Registry,
    actor: Actor,
    asked: Asked,
    target: Target,
    say: Say,
    language: Language,
    moment: Moment | None = None,
    books: Library | None = None,
) -> int:
    """Write the list as a workbook and return the number of rows; that it left the house stands in the audit chain.

    Raises
    ------
    NotSignedIn, Forbidden, RefusedInput
        As `guanshan.systems.enterprise.service.pipeline.pipeline` does.
    """
    page = pipeline(registry, actor, asked, moment, books)
    above = [say("enterprise.pipeline.title"), page.moment.on.isoformat()]
    written = write_table(target, above[0], columns(say), rows(page, say, language), above)
    with registry.store.write(actor, "export") as writing:
        detail = {"rows": written, "on": page.moment.on.isoformat()}
        writing.note("export", "enterprise.pipeline", detail)
    return written
