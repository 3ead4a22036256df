"""What does everybody see without signing in? 公开页面

The home page with the district's key figures and its systems. Plain HTML without script, for old phones too.
"""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from guanshan.refusal import NotFound
from guanshan.register.record import record_type
from guanshan.report.figure import Figure
from guanshan.screens.house import SYSTEMS_OF_THE_PAGE, House
from guanshan.screens.words import Words
from guanshan.web.site import LOOK, Reader

_MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one system: those that tell what a year brought lead, what stands today follows."""

    title: str
    lead: tuple[Figure, ...]
    plain: tuple[Figure, ...]
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """A system as the home page tells it."""

    name: str
    title: str
    words: str
    ready: bool


def routes(house: House) -> APIRouter:
    """Return the public pages of a house."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def home(request: Request) -> Response:
        reader = Reader.of(house, request)
        return reader.page(
            "home.html",
            groups=groups_of(house, reader.words),
            systems=systems_of(house, reader.words),
            papers=[page for one in house.systems for page in one.public if page.label],
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
            figures=[one for one in house.figures() if one.indicator.system == name],
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


def groups_of(house: House, words: Words) -> list[Group]:
    """Return the figures of the home page by system, in the order in which the systems declare them."""
    by_system: dict[str, list[Figure]] = {}
    for one in house.figures():
        by_system.setdefault(one.indicator.system, []).append(one)
    return [
        Group(
            title=house.system_title(words, name),
            lead=tuple(one for one in figures if one.period.kind == "year"),
            plain=tuple(one for one in figures if one.period.kind != "year"),
            as_of=max((one.as_of for one in figures if one.as_of), default=None),
        )
        for name, figures in by_system.items()
    ]


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
