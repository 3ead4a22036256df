"""What stands behind a public figure? 公开数字

The catalogue of indicators, and for each figure its definition, formula, base, documents, and page by page the rows from which it is
counted, each with its origin. Plain HTML without script.
"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from guanshan.clock import tick_of
from guanshan.refusal import Forbidden, NotSignedIn, RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.field import Geometry
from guanshan.register.query import Moment
from guanshan.report.figure import Figure
from guanshan.report.indicator import DISTRICT
from guanshan.report.lineage import PAGE, Origin, leaves, origins
from guanshan.screens.figures import told_figure
from guanshan.screens.house import House
from guanshan.screens.names import names_of
from guanshan.screens.view import Cell, Line, facts_of, line_of, listed
from guanshan.screens.words import Words, is_figure
from guanshan.web.site import Reader


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of the rows behind a figure."""

    title: str
    count: int
    page: int
    pages: int
    heads: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """The figures of one system in the catalogue."""

    title: str
    figures: tuple[Figure, ...]


def routes(house: House) -> APIRouter:
    """Return the pages of the figures."""
    router = APIRouter(include_in_schema=False)

    @router.get("/figures")
    def catalogue(request: Request) -> Response:
        reader = Reader.of(house, request)
        with house.reporter.at(_moment(house, request)) as sight:
            found = sight.all()
        systems = dict.fromkeys(one.indicator.system for one in found)
        chapters = [
            Chapter(
                house.system_title(reader.words, system),
                tuple(one for one in found if one.indicator.system == system),
            )
            for system in systems
        ]
        return reader.page("figures.html", groups=chapters, count=len(found), offices=house.office_name)

    @router.get("/figures/{name}")
    def figure(
        request: Request, name: str, page: str = "1", period: str = "", subject: str = DISTRICT
    ) -> Response:
        reader, moment = Reader.of(house, request), _moment(house, request)
        found = house.figure(name, moment, period, subject)
        told = told_figure(reader.words, house.store.types, house.catalogue, house.office_name, found)
        asked = {
            key: value for key, value in request.query_params.items() if key in ("on", "known_at", "subject")
        }
        paged = {**asked, **({"period": period} if period else {})}
        return reader.page(
            "figure.html",
            told=told,
            group=house.system_title(reader.words, found.indicator.system),
            document=_document(house, reader.words, found, moment),
            parts=[
                behind(house, reader.actor, reader.words, one, _page_number(page))
                for one in leaves(found)
                if one.rows
            ],
            asked=f"&{urlencode(asked)}" if asked else "",
            paging=f"&{urlencode(paged)}" if paged else "",
        )

    return router


def behind(house: House, actor: Actor, words: Words, figure: Figure, wanted: int) -> Behind:
    """Read one page of the rows behind a figure, as far as the actor may read them, each with its origin."""
    rows = figure.rows
    assert rows is not None
    title = figure.indicator.title[words.language]
    declared = house.store.types[rows.register]
    fields = [one for one in listed(declared) if not one.personal and not isinstance(one.kind, Geometry)]
    heads = (
        *((words.head(declared, one), is_figure(one.kind)) for one in fields),
        (words("screens.figure.act"), False),
    )
    pages = max(1, -(-rows.count // PAGE))
    page = min(max(wanted, 1), pages)
    try:
        found = house.registry.find(
            actor, rows.register, rows.moment, rows.where, limit=PAGE, offset=(page - 1) * PAGE
        )
    except (Forbidden, NotSignedIn):
        return Behind(title, rows.count, 1, 1, heads, (), closed=True)
    with house.store.reading() as reading:
        came = origins(reading, found)
    names = names_of(house, actor, rows.moment, found)
    lines = tuple(
        Line(
            line.record,
            line.title,
            (*line.cells, Cell("", words("screens.figure.act"), say_origin(house, words, actor, origin))),
        )
        for line, origin in zip(
            (line_of(words, one, fields, names=names) for one in found), came, strict=True
        )
    )
    return Behind(title, rows.count, page, pages, heads, lines)


def say_origin(house: House, words: Words, actor: Actor, origin: Origin) -> str:
    """Say where a row comes from: file, sheet and row, or how it was entered; when; the unit, and to staff the person too."""
    if origin.file:
        what = words("report.origin.file", file=origin.file, sheet=origin.sheet or "", row=origin.row or "")
    else:
        note = origin.note or "form"
        what = words.maybe(f"screens.source.{note}") or note
    who = [house.office_name(origin.unit)] if origin.unit else []
    if actor.kind == "staff":
        who.append(words.actor(origin.actor, origin.actor))
    return " · ".join((what, *who, words.time(origin.at)))


def _moment(house: House, request: Request) -> Moment:
    on, known_at = (request.query_params.get(name, "") for name in ("on", "known_at"))
    try:
        day = date.fromisoformat(on) if on else None
        tick = None
        if known_at:
            tick = int(known_at) if known_at.isdecimal() else tick_of(datetime.fromisoformat(known_at))
    except ValueError:
        raise RefusedInput("web.api.time", value=(on or known_at)[:40]) from None
    return house.registry.moment(day, None if tick is None else min(max(tick, 0), 2**62))


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _document(house: House, words: Words, figure: Figure, moment: Moment) -> tuple[Cell, ...] | None:
    if not figure.document:
        return None
    with house.store.reading() as reading:
        version = reading.by_key("register.document", figure.document, moment)
    return facts_of(words, version) if version else None
