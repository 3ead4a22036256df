"""How do programs read and write registers? 登记簿接口"""

import io
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from guanshan.observe.form import template_of
from guanshan.register.query import Condition, Moment
from guanshan.register.record import RecordType
from guanshan.screens.conditions import read_conditions, read_search
from guanshan.screens.export import Wanted, write_export
from guanshan.screens.house import House
from guanshan.web.api_body import (
    Addition,
    Change,
    KnownAt,
    Limit,
    OnDay,
    Plain,
    RecordId,
    RegisterName,
    Retraction,
    Unmasking,
)
from guanshan.web.api_write import moment_from, read_cursor, type_json, version_json, write_cursor
from guanshan.web.site import Reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Media type of a workbook."""


def routes(house: House) -> APIRouter:
    """Return the routes over registers and their records."""
    router = APIRouter(prefix="/registers", tags=["registers"])
    registry = house.registry

    @router.get("", summary="The registers that this reader may read")
    def registers(request: Request) -> Plain:
        reader = Reader.of(house, request)
        return {
            "registers": [
                {"name": one.name, "title": reader.words.register(one), "system": one.system}
                for one in house.registers()
                if house.access.may_somewhere(reader.actor, "read", one)
            ]
        }

    @router.get("/{register}", summary="What a register holds")
    def register_type(request: Request, register: RegisterName) -> Plain:
        return type_json(Reader.of(house, request).words, house.store.types[register])

    @router.get("/{register}/rows", summary="Records that hold at a moment")
    def rows(
        request: Request,
        register: RegisterName,
        on: OnDay = None,
        known_at: KnownAt = None,
        order: Annotated[
            str | None, Query(max_length=80, description="A field; `-field` for descending")
        ] = None,
        limit: Limit = 100,
        cursor: Annotated[str | None, Query(max_length=100, description="`next` of the page before")] = None,
        q: Annotated[str, Query(max_length=100, description="Name, code or pinyin initials")] = "",
    ) -> Plain:
        reader = Reader.of(house, request)
        declared = house.store.types[register]
        where = asked(request, declared)
        moment, offset = moment_from(house, on, known_at), 0
        pinned = moment.known_at
        if cursor:
            offset, pinned = read_cursor(cursor)
            moment = _as_known(house, moment.on, pinned)
        elif known_at is None:
            pinned = house.store.head().tick
        found = registry.find(
            reader.actor, declared.name, moment, where, order=order or None, limit=limit + 1, offset=offset
        )
        more = len(found) > limit
        return {
            "rows": [version_json(one) for one in found[:limit]],
            "next": write_cursor(offset + limit, pinned) if more else None,
        }

    @router.get("/{register}/count", summary="How many records hold at a moment")
    def count(
        request: Request,
        register: RegisterName,
        on: OnDay = None,
        known_at: KnownAt = None,
        q: Annotated[str, Query(max_length=100)] = "",
    ) -> Plain:
        reader = Reader.of(house, request)
        declared = house.store.types[register]
        moment = moment_from(house, on, known_at)
        return {"count": registry.count(reader.actor, declared.name, moment, asked(request, declared))}

    @router.get("/{register}/rows/{record}", summary="One record as it holds at a moment")
    def one(
        request: Request, register: RegisterName, record: RecordId, on: OnDay = None, known_at: KnownAt = None
    ) -> Plain:
        reader = Reader.of(house, request)
        return version_json(registry.get(reader.actor, register, record, moment_from(house, on, known_at)))

    @router.get("/{register}/rows/{record}/history", summary="Everything ever said of a record")
    def history(request: Request, register: RegisterName, record: RecordId) -> Plain:
        reader = Reader.of(house, request)
        declared = house.store.types[register]
        return {
            "versions": [version_json(one) for one in registry.history(reader.actor, declared.name, record)]
        }

    _writing(router, house)
    _workbooks(router, house)
    return router


def _writing(router: APIRouter, house: House) -> None:
    registry = house.registry

    @router.post("/{register}/rows", status_code=201, summary="Add a record")
    def add(request: Request, register: RegisterName, body: Addition) -> Plain:
        reader = Reader.of(house, request)
        landed = registry.add(
            reader.actor, register, body.values, body.reason, keeper=body.keeper, since=body.since
        )
        return {"record": landed.record, "changed": landed.changed}

    @router.patch("/{register}/rows/{record}", summary="Change a record")
    def edit(request: Request, register: RegisterName, record: RecordId, body: Change) -> Plain:
        reader = Reader.of(house, request)
        landed = registry.edit(
            reader.actor,
            register,
            record,
            body.changes,
            body.reason,
            since=body.since,
            throughout=body.throughout,
            seen_entry=body.seen_entry,
        )
        return {"record": landed.record, "changed": landed.changed}

    @router.post("/{register}/rows/{record}/retract", summary="Let a record hold no more")
    def retract(request: Request, register: RegisterName, record: RecordId, body: Retraction) -> Plain:
        reader = Reader.of(house, request)
        registry.retract(reader.actor, register, record, body.reason, since=body.since)
        return {"record": record}

    @router.post(
        "/{register}/rows/{record}/unmask", summary="See a personal field in full; it is written down"
    )
    def unmask(request: Request, register: RegisterName, record: RecordId, body: Unmasking) -> Plain:
        reader = Reader.of(house, request)
        declared = house.store.types[register]
        value = registry.unmask(reader.actor, register, record, body.field, body.purpose)
        return {"field": body.field, "value": declared.field(body.field).kind.to_json(value)}


def _workbooks(router: APIRouter, house: House) -> None:
    @router.get(
        "/{register}/template",
        summary="An empty workbook to fill in",
        response_class=Response,
        responses={200: {"content": {XLSX: {}}}},
    )
    def template(request: Request, register: RegisterName) -> Response:
        reader = Reader.of(house, request)
        declared = house.store.types[register]
        house.access.require(reader.actor, "figures.read")
        content = template_of(declared, house.texts, reader.words.language)
        return workbook(content, f"{reader.words.register(declared)}.xlsx", declared.table)

    @router.get(
        "/{register}/export",
        summary="The register as a workbook",
        response_class=Response,
        responses={200: {"content": {XLSX: {}}}},
    )
    def export(
        request: Request,
        register: RegisterName,
        on: OnDay = None,
        known_at: KnownAt = None,
        q: Annotated[str, Query(max_length=100)] = "",
    ) -> Response:
        reader = Reader.of(house, request)
        declared = house.store.types[register]
        wanted = Wanted(declared, moment_from(house, on, known_at), asked(request, declared))
        target = io.BytesIO()
        write_export(house, reader.words, reader.actor, wanted, target)
        name = f"{reader.words.register(declared)}-{wanted.moment.on.isoformat()}.xlsx"
        return workbook(target.getvalue(), name, declared.table)


def _as_known(house: House, on: date, tick: int) -> Moment:
    """Return the moment of a page; while nothing was written since the first page, what stands now is the same and read faster."""
    return house.registry.moment(on, None if tick >= house.store.head().tick else tick)


def asked(request: Request, declared: RecordType) -> tuple[Condition, ...]:
    """Read the conditions of a list from the address of a call."""
    pairs = request.query_params.multi_items()
    return (*read_conditions(declared, pairs), *read_search(dict(pairs)))


def workbook(content: bytes, name: str, plain: str) -> Response:
    """Answer with a workbook under a name; ``plain`` is the name for programs that read ASCII alone."""
    disposition = f"attachment; filename=\"{plain}.xlsx\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})
