"""What can a program ask of the house? HTTP 接口

About a dozen generic routes under ``/api``, for every register alike; what the registers hold is derived from
their record types. The session is the browser's cookie; a call that writes carries the form token of ``GET
/api/session`` in the header ``X-Guanshan-Form``.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from guanshan.declaration import load
from guanshan.refusal import Refusal
from guanshan.register.actor import Actor
from guanshan.screens.house import House
from guanshan.screens.words import Words
from guanshan.web import api_audit, api_figures, api_imports, api_records, api_rulebooks, cookie
from guanshan.web.api_body import Limit, Plain
from guanshan.web.api_write import refusal_json, schema_of
from guanshan.web.site import Reader

ABOUT = (
    "Registers, figures, imports, rulebooks and the audit chain of a district. Sign in on the page; the session cookie signs in "
    "calls too. Calls that write need the header X-Guanshan-Form with the value of `form` from GET /api/session. Lists take "
    "conditions as further query parameters: `field=value` or `field.op=value`. Decimals and days are texts. "
    'Refusals are `{"error": {key, text, field, row}}` in the reader\'s language.'
)


def routes(house: House) -> APIRouter:
    """Return the API of a house."""
    router = APIRouter(prefix="/api", responses=_refusals())

    def needs_form(request: Request) -> None:
        if request.method not in ("GET", "HEAD"):
            cookie.check_form(house, request, request.headers.get("x-guanshan-form", ""), "web.api.csrf")

    def asking(request: Request) -> tuple[Actor, Words]:
        reader = Reader.of(house, request)
        return reader.actor, reader.words

    @router.get("/openapi.json", include_in_schema=False)
    def description(request: Request) -> Response:
        return JSONResponse(request.app.openapi())

    @router.get("/session", tags=["session"], summary="Who is asking, and the form token")
    def session(request: Request) -> Response:
        reader = Reader.of(house, request)
        actor, mark = reader.actor, cookie.form_mark(request)
        response = JSONResponse(
            {
                "actor": {
                    "id": actor.id,
                    "name": actor.name,
                    "kind": actor.kind,
                    "owner": actor.owner,
                    "roles": [
                        {"role": one.role, "unit": one.unit, "capacity": one.capacity} for one in actor.roles
                    ],
                },
                "form": cookie.form_token(house, request, mark),
                "language": reader.words.language,
                "today": house.registry.today().isoformat(),
                "sample": house.sample,
            }
        )
        cookie.remember(response, request, mark)
        return response

    @router.get("/search", tags=["registers"], summary="Names, codes, pinyin initials, over every register")
    def search(
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=100)],
        limit: Limit = 20,
    ) -> Plain:
        reader = Reader.of(house, request)
        hits = house.registry.search(reader.actor, q.replace("\0", ""), limit)
        return {
            "hits": [
                {"register": hit.type, "record": hit.record, "code": hit.code, "label": hit.label}
                for hit in hits
            ]
        }

    parts = (api_figures, api_records, api_imports, api_rulebooks, api_audit)
    for part in (one.routes for one in parts):
        router.include_router(part(house), dependencies=[Depends(needs_form)])
    for system in house.systems:
        if system.api:
            own: APIRouter = load(system.api)(house, asking)
            router.include_router(own, prefix=f"/{system.name}", dependencies=[Depends(needs_form)])
    return router


def refused(house: House, request: Request, refusal: Refusal, status: int | None = None) -> Response:
    """Answer a refusal as JSON in the reader's language."""
    words = house.words(cookie.language_of(request))
    return JSONResponse({"error": refusal_json(words, refusal)}, status or refusal.http_status)


def openapi(app: FastAPI, house: House) -> dict[str, Any]:
    """Describe the API, with the schema of every register's values derived from its record type."""
    if app.openapi_schema is None:
        described = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        schemas = described.setdefault("components", {}).setdefault("schemas", {})
        for declared in house.registers():
            schemas[declared.name] = schema_of(declared)
        schemas["Refusal"] = _REFUSAL
        app.openapi_schema = described
    return app.openapi_schema


_REFUSAL: Plain = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["key", "text"],
            "properties": {
                "key": {"type": "string"},
                "text": {"type": "string"},
                "field": {"type": ["string", "null"]},
                "row": {"type": ["integer", "string", "null"]},
                "errors": {"type": "array", "items": {"type": "object"}},
            },
        }
    },
}


def _refusals() -> dict[int | str, dict[str, Any]]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    said = {
        400: "Not readable",
        401: "Not signed in",
        403: "Not for this role",
        404: "Not here",
        409: "Somebody else's change",
        413: "Too large",
        422: "Will not do",
        429: "Too often",
    }
    return {status: {"description": text, "content": content} for status, text in said.items()}
