"""How does the list leave the house? 名单导出

Writes what was asked for as a workbook or as text, under the conditions and both times; every export is an event in the audit chain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import IO, Final, Literal

from guanshan.assess.library import Library
from guanshan.clock import moment_of
from guanshan.document.table import Column, write_csv, write_table
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry
from guanshan.register.schema import OPEN
from guanshan.screens.words import Words
from guanshan.systems.enterprise.service.listing import Line, line_of, streets
from guanshan.systems.enterprise.service.note import ENTITY
from guanshan.systems.enterprise.service.pipeline import ANY, Asked, Page, pipeline

Form = Literal["xlsx", "csv"]
_COLUMNS: Final = (
    ("credit_code", "code"), ("name", "text"), ("street", "text"), ("designation", "text"), ("rulebook", "text"),
    ("held_since", "day"), ("lapses_on", "day"), ("verdict", "text"), ("total_low", "number"), ("total_high", "number"),
    ("gap", "text"), ("states", "text"),
)  # fmt: skip


def export(
    registry: Registry,
    words: Words,
    actor: Actor,
    asked: Asked,
    form: Form,
    target: IO[bytes],
    moment: Moment | None = None,
    books: Library | None = None,
    sample: bool = False,
) -> int:
    """Write every row that is asked for, and return how many there were.

    Parameters
    ----------
    sample
        Whether all of it is sample data, which is said above the table.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor may export none of it.
    """
    registry.access.require(actor, "export", registry.store.types[ENTITY], None, actor.owner)
    page = pipeline(registry, actor, replace(asked, limit=None, offset=0), moment, books)
    columns = [
        Column(label=words(f"enterprise.pipeline.cells.{name}"), kind=kind, places=2)  # type: ignore[arg-type]
        for name, kind in _COLUMNS
    ]
    named = streets(registry, actor, page.moment)
    rows = (_row(line_of(words, one, page.books[one.designation], named)) for one in page.rows)
    if form == "csv":
        for text in write_csv(columns, rows):
            target.write(text.encode())
    else:
        write_table(
            target,
            words("enterprise.pipeline.title"),
            columns,
            rows,
            _above(registry, words, actor, asked, page, sample),
        )
    with registry.store.write(actor, "export") as writing:
        writing.note("export", "enterprise.pipeline", {"rows": page.total, "on": page.moment.on.isoformat()})
    return page.total


def conditions(words: Words, asked: Asked, page: Page, named: dict[str, str]) -> Iterator[str]:
    """Say in words what was asked for."""
    if asked.designation:
        yield page.books[asked.designation].title[words.language]
    if asked.state:
        key = "any_state" if asked.state == ANY else f"states.{asked.state}"
        yield words(f"enterprise.pipeline.{key}")
    if asked.state == "lapsing":
        yield words("enterprise.pipeline.within", months=asked.months)
    if asked.verdict and words.maybe(f"assess.verdict.{asked.verdict}"):
        yield words(f"assess.verdict.{asked.verdict}")
    if asked.street:
        yield named.get(asked.street, asked.street)
    if asked.text.strip():
        yield words("enterprise.pipeline.with_text", text=asked.text.strip())


def _above(
    registry: Registry, words: Words, actor: Actor, asked: Asked, page: Page, sample: bool
) -> Sequence[str]:
    known = page.moment.known_at
    said = words("screens.time.known_now") if known >= OPEN - 1 else words.time(moment_of(known))
    return [
        words("enterprise.pipeline.title"),
        words("screens.export.moment", on=words.day(page.moment.on), known_at=said),
        *conditions(words, asked, page, streets(registry, actor, page.moment)),
        words("enterprise.pipeline.verdict_note"),
        words("screens.export.by", name=actor.name, day=words.day(registry.today())),
        *([words("screens.frame.sample")] if sample else []),
    ]


def _row(line: Line) -> list[object]:
    row = line.row
    return [
        row.credit_code, row.name, line.street, line.designation, row.rulebook, row.held_since, row.lapses_on, line.judged,
        row.total_low, row.total_high, line.gap, "、".join(text for _, text in line.states),
    ]  # fmt: skip
