"""How do all enterprises stand, and with whom is there something to do? 梯度培育名单页

The head counts who holds, nears or may lose what, each count a list; below stand the rows that are asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from nicegui import ui

from guanshan.screens.visit import Visit
from guanshan.screens.waiting import in_time
from guanshan.systems.enterprise.pages.asked import EVERYBODY, ON_A_PAGE, asked_of, kept
from guanshan.systems.enterprise.pages.paper import PAPER
from guanshan.systems.enterprise.service.exporting import conditions
from guanshan.systems.enterprise.service.listing import judged_in_words, line_of, streets
from guanshan.systems.enterprise.service.note import MOST, NOTE
from guanshan.systems.enterprise.service.pipeline import (
    ANY,
    STATES,
    Asked,
    DesignationCount,
    Page,
    counts,
    pipeline,
)

ADDRESS: Final = "/desk/s/enterprise/pipeline"
ONE: Final = "/desk/s/enterprise/standing"
_VERDICTS: Final = ("pass", "undetermined", "fail")
_COLUMNS: Final = ("name", "designation", "lapses_on", "verdict", "total_low", "missing")


@dataclass(frozen=True, slots=True)
class Count:
    """One count of the head and the list that it opens."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the head: a designation, with its counts."""

    title: str
    address: str
    here: bool
    counts: tuple[Count, ...]
    recognised: Count | None


async def pipeline_page(visit: Visit) -> None:
    """Draw the head and the list that the address asks for."""
    registry, actor, moment, books = visit.house.registry, visit.actor, visit.moment, visit.house.library
    asked = asked_of(visit.query)
    found = await in_time(
        visit,
        lambda: (
            pipeline(registry, actor, asked, moment, books),
            counts(registry, actor, moment, books, asked.months),
            streets(registry, actor, moment),
        ),
        visit.words("enterprise.pipeline.waiting"),
    )
    if found is None:
        return
    page, counted, named = found
    markup = PAPER.write("pipeline.html", visit.words, **_shown(visit, asked, page, counted, named))
    ui.html(str(markup), sanitize=False).classes("page-body")


def _shown(
    visit: Visit, asked: Asked, page: Page, counted: tuple[DesignationCount, ...], named: dict[str, str]
) -> Mapping[str, Any]:
    words, query = visit.words, visit.query
    at = 1 + asked.offset // ON_A_PAGE
    pages = max(1, -(-page.total // ON_A_PAGE))
    may_write = visit.house.access.may_somewhere(visit.actor, "write", visit.house.store.types[NOTE])
    exported = {**kept(query), "state": query.get("state") or ANY}
    return {
        "year": counted[0].recognised_year if counted else visit.moment.on.year - 1,
        "standings": [_standing(visit, asked, one) for one in counted],
        "verdicts": _VERDICTS,
        "states": STATES,
        "asked": asked,
        "state": query.get("state") or ANY,
        "designations": [(one.designation, one.title[words.language]) for one in counted],
        "judgements": _judgements(visit, asked, page, counted),
        "streets": sorted(named.items()),
        "said": list(conditions(words, asked, page, named)),
        "total": page.total,
        "lines": [line_of(words, row, page.books[row.designation], named) for row in page.rows],
        "heads": [
            _head(visit, asked, name) for name in _COLUMNS if name != "designation" or not asked.designation
        ],
        "one": lambda row: visit.link(ONE, code=row.credit_code, designation=row.designation),
        "moment": {name: query[name] for name in ("on", "known_at") if query.get(name)},
        "order": query.get("order", ""),
        "address": ADDRESS,
        "clear": visit.link(ADDRESS),
        "may_write": may_write and not visit.is_elsewhen,
        "note_all": visit.link(f"{ADDRESS.rpartition('/')[0]}/note", **exported)
        if 0 < page.total <= MOST
        else "",
        "actions": [
            (
                "export_xlsx",
                visit.link("/api/enterprise/pipeline/export", format="xlsx", **exported),
                "e",
                False,
            ),
            (
                "export_csv",
                visit.link("/api/enterprise/pipeline/export", format="csv", **exported),
                "c",
                False,
            ),
            ("print", visit.link("/print/s/enterprise/pipeline", **exported), "p", True),
        ],
        "at": at,
        "pages": pages,
        "previous": visit.link(ADDRESS, **kept(query), page=at - 1) if at > 1 else "",
        "next": visit.link(ADDRESS, **kept(query), page=at + 1) if at < pages else "",
        "sample": any(row.sample for row in page.rows),
    }


def _standing(visit: Visit, asked: Asked, one: DesignationCount) -> Standing:
    def leading(number: int, **query: str) -> Count:
        months = str(asked.months) if visit.query.get("months") else ""
        return Count(number, visit.link(ADDRESS, designation=one.designation, months=months, **query))

    judged = [leading(one.verdicts.get(name, 0), state=EVERYBODY, verdict=name) for name in _VERDICTS]
    classes = not set(one.verdicts) <= {*_VERDICTS}
    return Standing(
        title=one.title[visit.words.language],
        address=visit.link(ADDRESS, designation=one.designation, state=EVERYBODY),
        here=asked.designation == one.designation,
        counts=() if classes else (*(leading(one.states[state], state=state) for state in STATES), *judged),
        recognised=_recognised(visit, one),
    )


def _recognised(visit: Visit, one: DesignationCount) -> Count | None:
    """Lead from the state's own statistics to the titles that are counted, as they stood on the year's last day."""
    if one.recognised is None:
        return None
    year = one.recognised_year
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = {
        "kind": one.designation.replace("-", "_"),
        "recognised_on.ge": first.isoformat(),
        "recognised_on.le": last.isoformat(),
    }
    address = visit.link("/desk/r/enterprise.title", **{**query, "on": last.isoformat()})
    return Count(one.recognised, address)


def _judgements(
    visit: Visit, asked: Asked, page: Page, counted: tuple[DesignationCount, ...]
) -> list[tuple[str, str]]:
    """Return what can be asked of the verdict: classes where the designation has some."""
    if asked.designation is None:
        return [(name, visit.words(f"assess.verdict.{name}")) for name in _VERDICTS]
    book = page.books[asked.designation]
    known = next(one.verdicts for one in counted if one.designation == asked.designation)
    return [(name, judged_in_words(visit.words, book, name)) for name in known if name]


def _head(visit: Visit, asked: Asked, name: str) -> tuple[str, str, str, str]:
    """Return name, label, address and order of a column's head."""
    label = visit.words(f"enterprise.pipeline.columns.{name}")
    if name == "designation":
        return name, label, "", "none"
    ordered = {name: "ascending", f"-{name}": "descending"}.get(asked.order, "none")
    wanted = f"-{name}" if asked.order == name else name
    return name, label, visit.link(ADDRESS, **kept(visit.query, "order"), order=wanted), ordered
