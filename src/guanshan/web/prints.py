"""How does a record or a list come onto paper? 打印

Plain pages made for the printer: facts, history, who printed it and when; opened from the desk in a tab of their own.
"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from guanshan.declaration import load
from guanshan.refusal import NotFound
from guanshan.screens.chain import entries
from guanshan.screens.conditions import say_condition
from guanshan.screens.house import House
from guanshan.screens.names import names_of
from guanshan.screens.view import facts_of, holds, line_of, listed, said_of
from guanshan.screens.words import is_figure
from guanshan.web.api_body import KnownAt, OnDay
from guanshan.web.api_records import asked
from guanshan.web.api_write import moment_from
from guanshan.web.doors import refuse_unless
from guanshan.web.site import Reader

MOST_ROWS = 1_000
"""Rows that a printed list holds at most; longer lists are exported."""


def routes(house: House) -> APIRouter:
    """Return the pages for the printer."""
    router = APIRouter(prefix="/print", include_in_schema=False)

    @router.get("/{register}")
    def listing(request: Request, register: str, on: OnDay = None, known_at: KnownAt = None) -> Response:
        reader = Reader.of(house, request)
        refuse_unless(reader, "staff")
        declared = house.store.types[register]
        moment, where = moment_from(house, on, known_at), asked(request, declared)
        order = request.query_params.get("order") or None
        found = house.registry.find(reader.actor, declared.name, moment, where, order=order, limit=MOST_ROWS)
        fields = listed(declared)
        names = names_of(house, reader.actor, moment, found)
        return reader.page(
            "print_list.html",
            title=reader.words.register(declared),
            count=house.registry.count(reader.actor, declared.name, moment, where),
            most=MOST_ROWS,
            on=moment.on,
            conditions=[say_condition(reader.words, declared, one) for one in where],
            heads=[(reader.words.head(declared, one), is_figure(one.kind)) for one in fields],
            lines=[line_of(reader.words, one, fields, names=names) for one in found],
        )

    @router.get("/s/{system}/{path}")
    def of_system(request: Request, system: str, path: str) -> Response:
        reader = Reader.of(house, request)
        refuse_unless(reader, "staff")
        declared = house.system(system)
        page = next((one for one in declared.prints if one.path == path), None) if declared else None
        if page is None:
            raise NotFound("web.problem.not_found")
        content = load(page.draw)(reader.asking)
        return reader.page("print_own.html", title=reader.words(page.label), content=content)

    @router.get("/{register}/{record}")
    def one(
        request: Request, register: str, record: str, on: OnDay = None, known_at: KnownAt = None
    ) -> Response:
        reader = Reader.of(house, request)
        refuse_unless(reader, "staff")
        declared = house.store.types[register]
        moment = moment_from(house, on, known_at)
        version = house.registry.get(reader.actor, declared.name, record, moment)
        history = house.registry.history(reader.actor, declared.name, record)
        return reader.page(
            "print_record.html",
            title=version.name,
            register=reader.words.register(declared),
            on=moment.on,
            holds=holds(reader.words, version),
            keeper=house.office_name(version.keeper),
            facts=facts_of(reader.words, version, names=names_of(house, reader.actor, moment, [version])),
            office=house.office_name,
            history=said_of(reader.words, history),
            entries=entries(house, [one.entry for one in history]),
        )

    return router
