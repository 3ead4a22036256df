"""What does everybody see without signing in? 公开页面

The home page with the district's key figures and its systems, and for each figure its definition, its
conditions and the rows or the document behind it. Plain HTML without script, for old phones too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from guanshan.refusal import Forbidden, NotFound, NotSignedIn
from guanshan.register.actor import PUBLIC
from guanshan.register.field import Geometry
from guanshan.register.record import Field, RecordType, record_type
from guanshan.screens.conditions import formula_of
from guanshan.screens.house import SYSTEMS_OF_THE_PAGE, House, ShownFigure
from guanshan.screens.names import names_of
from guanshan.screens.view import Cell, Line, facts_of, line_of, listed
from guanshan.screens.words import Words, amount, is_figure
from guanshan.web.site import LOOK, Reader

ROWS_ON_A_PAGE = 50
"""Rows behind a figure that one page lists."""

_MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one system."""

    title: str
    lead: tuple[tuple[ShownFigure, tuple[str, str]], ...]
    plain: tuple[tuple[ShownFigure, tuple[str, str]], ...]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """A system as the home page tells it."""

    name: str
    title: str
    words: str
    ready: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of the rows behind a figure."""

    count: int
    page: int
    pages: int
    heads: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    closed: bool = False


def routes(house: House) -> APIRouter:
    """Return the public pages of a house."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def home(request: Request) -> Response:
        reader = Reader.of(house, request)
        return reader.page(
            "home.html", groups=groups_of(house, reader.words), systems=systems_of(house, reader.words)
        )

    @router.get("/figures/{name}")
    def figure(request: Request, name: str, page: str = "1") -> Response:
        reader = Reader.of(house, request)
        shown = house.figure(name)
        rows = shown.figure.rows
        return reader.page(
            "figure.html",
            shown=shown,
            group=house.system_title(reader.words, shown.system),
            value=value_of(reader.words, shown),
            exact=_exact(reader.words, shown),
            office=house.office_name(shown.figure.office),
            formula=formula_of(house, reader.words, rows) if rows else None,
            document=_document(house, reader.words, shown),
            rows=_behind(house, reader.words, shown, page) if rows else None,
        )

    @router.get("/systems/{name}")
    def system(request: Request, name: str) -> Response:
        reader = Reader.of(house, request)
        declared = house.system(name)
        if declared is None:
            raise NotFound("web.system.not_found", name=name)
        return reader.page(
            "system.html",
            title=house.system_title(reader.words, name),
            office=house.office_name(declared.office),
            words=reader.words.maybe(f"district.systems.{name}.words"),
            registers=[reader.words.register(record_type(one)) for one in declared.records],
            figures=[(one, value_of(reader.words, one)) for one in house.figures() if one.system == name],
        )

    @router.get("/look/{name}")
    def look(name: str) -> Response:
        path = LOOK / name
        if path.parent != LOOK or path.suffix not in _MEDIA or not path.is_file():
            raise NotFound("web.problem.not_found")
        return FileResponse(
            path, media_type=_MEDIA[path.suffix], headers={"Cache-Control": "public, max-age=86400"}
        )

    @router.get("/favicon.ico")
    def favicon() -> Response:
        return FileResponse(LOOK / "mark.svg", media_type="image/svg+xml")

    return router


def value_of(words: Words, shown: ShownFigure) -> tuple[str, str]:
    """Return a figure's value and unit as people read them."""
    if shown.figure.value is None:
        return words("screens.figure.unknown"), ""
    return amount(words, shown.figure.value, shown.figure.unit)


def groups_of(house: House, words: Words) -> list[Group]:
    """Return the public figures by system, in the order in which the systems give them."""
    by_system: dict[str, list[ShownFigure]] = {}
    for shown in house.figures():
        by_system.setdefault(shown.system, []).append(shown)
    return [
        Group(
            title=house.system_title(words, name),
            lead=tuple((one, value_of(words, one)) for one in figures if is_of_a_year(one)),
            plain=tuple((one, value_of(words, one)) for one in figures if not is_of_a_year(one)),
            as_of=max((one.figure.as_of for one in figures if one.figure.as_of), default=None),
        )
        for name, figures in by_system.items()
    ]


def is_of_a_year(shown: ShownFigure) -> bool:
    """Tell whether a figure tells what a year brought: those lead the page, what stands today follows."""
    return len(shown.figure.period) == 4


def systems_of(house: House, words: Words) -> list[Told]:
    """Return every system that the district is to have, told plainly whether it is there, and any others found."""
    names = list(dict.fromkeys([*SYSTEMS_OF_THE_PAGE, *(one.name for one in house.systems)]))
    return [
        Told(
            name=name,
            title=house.system_title(words, name),
            words=words.maybe(f"district.systems.{name}.words") or words.maybe(f"{name}.note") or "",
            ready=house.system(name) is not None,
        )
        for name in names
    ]


def _exact(words: Words, shown: ShownFigure) -> str | None:
    if shown.figure.unit != "CNY" or shown.figure.value is None:
        return None
    return words("screens.exact_yuan", value=f"{shown.figure.value:,.2f}")


def _open_fields(declared: RecordType) -> Sequence[Field]:
    return [one for one in listed(declared) if not one.personal and not isinstance(one.kind, Geometry)]


def _behind(house: House, words: Words, shown: ShownFigure, wanted: str) -> Behind:
    rows = shown.figure.rows
    assert rows is not None
    declared = house.store.types[rows.register]
    fields = _open_fields(declared)
    heads = tuple((words.head(declared, one), is_figure(one.kind)) for one in fields)
    moment = house.registry.moment(shown.figure.as_of)
    try:
        count = house.registry.count(PUBLIC, rows.register, moment, rows.where)
    except (Forbidden, NotSignedIn):
        return Behind(0, 1, 1, heads, (), closed=True)
    pages = max(1, -(-count // ROWS_ON_A_PAGE))
    page = min(max(int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 1, 1), pages)
    found = house.registry.find(
        PUBLIC,
        rows.register,
        moment,
        rows.where,
        limit=ROWS_ON_A_PAGE,
        offset=(page - 1) * ROWS_ON_A_PAGE,
    )
    names = names_of(house, PUBLIC, moment, found)
    lines = tuple(line_of(words, one, fields, names=names) for one in found)
    return Behind(count, page, pages, heads, lines)


def _document(house: House, words: Words, shown: ShownFigure) -> tuple[Cell, ...] | None:
    if not shown.figure.document:
        return None
    try:
        version = house.registry.by_key(PUBLIC, "register.document", shown.figure.document)
    except (NotFound, Forbidden, NotSignedIn):
        return None
    return facts_of(words, version)
