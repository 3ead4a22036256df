"""How is everything that is served put together? 应用外壳

Builds the one FastAPI application of a house: the public pages, the doors, the outsiders' own pages, the HTTP
API, the officers' desk below ``/desk`` and the guard before all of them.
"""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

import guanshan
from guanshan.refusal import Conflict, Forbidden, NotFound, Refusal, RefusedInput
from guanshan.register.actor import Actor
from guanshan.screens.house import House
from guanshan.web import api, cases, cookie, doors, figures, mine, own, prints, public
from guanshan.web.guard import UPLOADS, Guard
from guanshan.web.site import Reader, look_version


def create_app(house: House, *, desk: bool = True) -> FastAPI:
    """Build the application of a house.

    Parameters
    ----------
    desk
        Whether the officers' desk is mounted; its library takes two seconds to load and keeps global state.
    """
    app = FastAPI(
        title="观山 Guanshan",
        version=guanshan.__version__,
        description=api.ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )

    def who(connection: HTTPConnection, touch: bool) -> Actor:
        return cookie.who(house, connection, touch)

    def token(connection: HTTPConnection) -> str:
        return cookie.form_token(house, connection, connection.cookies.get(cookie.FORM, ""))

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> JSONResponse:
        head = house.store.head()
        return JSONResponse({"status": "ok", "version": guanshan.__version__, "entries": head.seq})

    for routes in (
        public.routes,
        figures.routes,
        own.routes,
        doors.routes,
        mine.routes,
        cases.routes,
        prints.routes,
        api.routes,
    ):
        app.include_router(routes(house))
    _answer_refusals(app, house)
    app.openapi = lambda: api.openapi(app, house)  # type: ignore[method-assign]
    if desk:
        from guanshan.screens.desk import mount_desk
        from guanshan.screens.visit import Desk

        mount_desk(app, Desk(house, who, cookie.language_of, token, look_version()))
    app.add_middleware(_Compressed)
    uploads = (f"/api/{system.name}/{path}" for system in house.systems for path in system.uploads)
    app.add_middleware(
        Guard, who=who, most_upload=house.most_upload + 1_000_000, uploads=(*UPLOADS, *uploads)
    )
    return app


class _Compressed:
    """Compresses what is served, but for the desk, which does so itself. 压缩"""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._compressed = GZipMiddleware(app, minimum_size=1_000)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        desk = scope.get("path", "").startswith("/desk")
        await (self._plain if desk else self._compressed)(scope, receive, send)


def _answer_refusals(app: FastAPI, house: House) -> None:
    async def refused(request: Request, refusal: Exception) -> Response:
        assert isinstance(refusal, Refusal)
        return await run_in_threadpool(lambda: _told(house, request, refusal))

    async def http(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, HTTPException)
        refusal = _of_status(fault.status_code, str(fault.detail))
        response = await run_in_threadpool(lambda: _told(house, request, refusal, fault.status_code))
        for name, value in (fault.headers or {}).items():
            response.headers[name] = value
        return response

    async def invalid(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, RequestValidationError)
        why = "; ".join(".".join(map(str, one["loc"])) + ": " + one["msg"] for one in fault.errors()[:5])
        refusal = RefusedInput("web.problem.broken", why=why)
        return await run_in_threadpool(lambda: _told(house, request, refusal))

    async def failed(request: Request, fault: Exception) -> Response:
        refusal = Refusal("web.problem.unexpected")
        return await run_in_threadpool(lambda: _told(house, request, refusal, 500))

    async def gone(request: Request, fault: Exception) -> Response:
        return Response(status_code=413)

    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(ClientDisconnect, gone)
    app.add_exception_handler(Exception, failed)


def _of_status(status: int, detail: str) -> Refusal:
    if status == 404:
        return NotFound("web.problem.not_found")
    if status == 405:
        return Conflict("web.problem.method")
    if status == 403:
        return Forbidden("web.problem.forbidden")
    return RefusedInput("web.problem.broken", why=detail)


def _told(house: House, request: Request, refusal: Refusal, status: int | None = None) -> Response:
    if request.url.path == "/api" or request.url.path.startswith("/api/"):
        return api.refused(house, request, refusal, status)
    reader = Reader.of(house, request)
    if refusal.http_status == 401 and request.method == "GET":
        return reader.go("/sign-in") if not request.url.path.startswith("/link/") else reader.problem(refusal)
    return reader.problem(refusal, status)
