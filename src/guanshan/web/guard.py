"""Who may knock at all? 门卫

One piece of ASGI middleware before everything else, over HTTP and WebSocket alike: it refuses foreign
origins, bodies that are too large, and anybody without a living session at the desk; it looks at the session
again for every message of an open socket; and it sets the content policy and the other safe headers on every
answer.
"""

from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from guanshan.register.actor import Actor
from guanshan.web.policy import SAFE_HEADERS, STRICT_TRANSPORT, policy_for

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
UPLOADS = ("/api/imports", "/desk/_nicegui/client/", "/cases/")
_SOCKET = "/desk/_nicegui_ws"
_PARTS = "/desk/_nicegui/"
_EVENT = '42["event"'


class Guard:
    """Stands before the whole application. 门卫

    Parameters
    ----------
    app
        What is guarded.
    who
        Returns whoever a connection's session cookie belongs to, PUBLIC where there is none or it has ended; told whether
        somebody is active just now, or a page only keeps its line open.
    most_body
        Largest body of a request [bytes]; uploads have a larger one.
    most_upload
        Largest body on the paths that take a file [bytes].
    uploads
        Beginnings of the paths that take a file.
    """

    def __init__(
        self,
        app: ASGIApp,
        who: Callable[[HTTPConnection, bool], Actor],
        most_body: int = 1_000_000,
        most_upload: int = 200_000_000,
        uploads: Iterable[str] = UPLOADS,
    ) -> None:
        self._app = app
        self._who = who
        self._most_body = most_body
        self._most_upload = most_upload
        self._uploads = tuple(uploads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a connection through, or answer it here."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy_for(scope["path"]))
                for name, value in SAFE_HEADERS:
                    headers[name] = value
                if scope.get("scheme") == "https":
                    headers["Strict-Transport-Security"] = STRICT_TRANSPORT
                if not _is_asset(scope["path"]):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, dressed)
            return
        most = self._most_upload if scope["path"].startswith(self._uploads) else self._most_body
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > most:
            await PlainTextResponse("413: body too large", 413)(scope, receive, dressed)
            return
        await self._app(scope, _measured(receive, most), dressed)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        needs_own_origin = scope["method"] not in SAFE_METHODS or scope["path"].startswith(_SOCKET)
        if needs_own_origin and not is_own_origin(headers):
            return PlainTextResponse("403: foreign origin", 403)
        if not _is_desk(scope["path"]):
            return None
        if self._who(HTTPConnection(scope), not scope["path"].startswith((_SOCKET, _PARTS))).kind == "staff":
            return None
        if scope["path"].startswith((_SOCKET, _PARTS)) or scope["method"] not in SAFE_METHODS:
            return PlainTextResponse("401: not signed in", 401)
        query = scope["query_string"].decode("latin-1")
        back = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"/sign-in?back={quote(back, safe='')}", 303)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        connection = HTTPConnection(scope)
        allowed = (
            scope["path"].startswith(_SOCKET)
            and is_own_origin(headers, needed=True)
            and self._who(connection, False).kind == "staff"
        )
        if not allowed:
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
            return

        ended = False

        async def checked() -> Message:
            nonlocal ended
            message = await receive()
            if message["type"] == "websocket.receive":
                active = (message.get("text") or "").startswith(_EVENT)
                if self._who(connection, active).kind != "staff":
                    ended = True
                    await send({"type": "websocket.close", "code": 1008, "reason": "signed out"})
                    return {"type": "websocket.disconnect", "code": 1008}
            return message

        async def passed(message: Message) -> None:
            if not ended:
                await send(message)

        await self._app(scope, checked, passed)


def is_own_origin(headers: Headers, *, needed: bool = False) -> bool:
    """Tell whether a request comes from a page of this very host.

    A browser names the origin of every request that changes something; where no origin is named, the request does not come from a
    page, unless ``Sec-Fetch-Site`` says so. A WebSocket must name it (``needed``).
    """
    origin = headers.get("origin")
    if origin is not None:
        return origin != "null" and urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    return not needed and headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _is_desk(path: str) -> bool:
    return path == "/desk" or path.startswith("/desk/")


def _is_asset(path: str) -> bool:
    return path.startswith((_PARTS, "/look/"))


def _measured(receive: Receive, most: int) -> Callable[[], Awaitable[Message]]:
    """Cut a body that turns out longer than allowed: the rest is not read, the request is seen as broken off."""
    seen = 0

    async def measured() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > most:
                return {"type": "http.disconnect"}
        return message

    return measured
