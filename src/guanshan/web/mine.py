"""What does an outsider see of its own? 企业与居民自己的页面

An enterprise sees what the registers hold of it and what the systems tell it on pages of their own; a resident sees the own account.
Access decides, as everywhere: a register that yields nothing to this actor is simply not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from guanshan.declaration import PlainPage, load
from guanshan.refusal import NotFound
from guanshan.register.query import Condition
from guanshan.screens.house import House
from guanshan.screens.names import names_of
from guanshan.screens.view import Cell, Line, facts_of, line_of, listed
from guanshan.screens.words import is_figure
from guanshan.web import cookie
from guanshan.web.doors import refuse_unless
from guanshan.web.site import Reader

_MOST = 200


@dataclass(frozen=True, slots=True)
class Own:
    """The own records of one register."""

    title: str
    heads: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]


def routes(house: House) -> APIRouter:
    """Return the outsiders' own pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/mine")
    def mine(request: Request) -> Response:
        reader = Reader.of(house, request)
        if reader.actor.kind not in ("enterprise", "resident"):
            return reader.go("/desk/" if reader.actor.kind == "staff" else "/sign-in")
        facts, title = _entity(reader)
        fronts = [load(one.front)(reader.asking) for one in house.systems if one.front]
        shown = [one for one in fronts if one is not None]
        return reader.page("mine.html", title=title, facts=facts, fronts=shown, groups=_groups(reader))

    @router.get("/mine/{system}/{path}")
    def own(request: Request, system: str, path: str) -> Response:
        reader = Reader.of(house, request)
        page = _own(reader, system, path)
        return _drawn(reader, page, load(page.draw)(reader.asking))

    @router.post("/mine/{system}/{path}")
    async def act(request: Request, system: str, path: str) -> Response:
        form = await request.form(max_files=0, max_fields=_MOST)
        reader = await run_in_threadpool(lambda: Reader.of(house, request))
        cookie.check_form(house, request, str(form.get("form", "")))
        fields = {name: value[:1000] for name, value in form.items() if isinstance(value, str)}
        return await run_in_threadpool(lambda: _acted(reader, system, path, fields))

    @router.post("/mine/erase")
    async def erase(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=10)
        reader = await run_in_threadpool(lambda: Reader.of(house, request))
        cookie.check_form(house, request, str(form.get("form", "")))
        await run_in_threadpool(lambda: house.door.residents.erase(reader.actor))
        response = reader.go("/")
        cookie.close_session(response)
        return response

    return router


def _own(reader: Reader, system: str, path: str) -> PlainPage:
    """Return a system's page at this door."""
    refuse_unless(reader, "enterprise", "resident")
    declared = reader.house.system(system)
    page = next((one for one in declared.own if one.path == path), None) if declared else None
    if page is None:
        raise NotFound("web.problem.not_found")
    return page


def _acted(reader: Reader, system: str, path: str, fields: Mapping[str, str]) -> Response:
    page = _own(reader, system, path)
    if page.act is None:
        raise NotFound("web.problem.not_found")
    answered = load(page.act)(reader.asking, fields)
    if isinstance(answered, Markup):
        return _drawn(reader, page, answered, 422)
    return reader.go(str(answered))


def _drawn(reader: Reader, page: PlainPage, content: Markup, status: int = 200) -> Response:
    return reader.page("own.html", status=status, title=reader.words(page.label), content=content)


def _entity(reader: Reader) -> tuple[tuple[Cell, ...], str]:
    house, actor, words = reader.house, reader.actor, reader.words
    if not actor.owner:
        return (), words("web.mine.resident")
    try:
        version = house.registry.by_key(actor, "register.market_entity", actor.owner)
    except NotFound:
        return (), actor.owner
    return facts_of(words, version), version.name


def _groups(reader: Reader) -> list[Own]:
    house, actor = reader.house, reader.actor
    groups: list[Own] = []
    if not actor.owner:
        return groups
    for declared in house.registers():
        own = declared.owner and declared.name != "register.market_entity"
        if not own or not house.access.may_somewhere(actor, "read", declared):
            continue
        fields = [one for one in listed(declared) if one.name != declared.owner]
        mine = Condition(str(declared.owner), "eq", actor.owner)
        found = house.registry.find(actor, declared.name, where=[mine], limit=_MOST)
        if found:
            names = names_of(house, actor, house.registry.moment(), found)
            groups.append(
                Own(
                    title=reader.words.register(declared),
                    heads=tuple((reader.words.head(declared, one), is_figure(one.kind)) for one in fields),
                    lines=tuple(line_of(reader.words, one, fields, names=names) for one in found),
                )
            )
    return groups
