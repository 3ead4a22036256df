"""What does the browser keep for us? 会话与表单凭证

Three small cookies, none of which a script can read: the session's secret, the language chosen, and a random mark to which
the tokens of forms are bound, so that no other site can send a form in a reader's name.
"""

import hmac
import secrets
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from guanshan.i18n import LANGUAGES, Language
from guanshan.refusal import Forbidden, NotSignedIn
from guanshan.register.account.session import SignedIn
from guanshan.register.actor import PUBLIC, Actor
from guanshan.screens.house import House

SESSION: Final = "guanshan_session"
FORM: Final = "guanshan_form"
LANGUAGE: Final = "guanshan_language"
_YEAR: Final = 31_536_000


def source_of(connection: HTTPConnection) -> str:
    """Address from which a connection comes."""
    return connection.client.host if connection.client else ""


def who(house: House, connection: HTTPConnection, touch: bool = True) -> Actor:
    """Return who stands behind a connection now; PUBLIC where there is no session or it has ended."""
    try:
        return house.door.sessions.actor(connection.cookies.get(SESSION), source_of(connection), touch=touch)
    except NotSignedIn:
        return PUBLIC.coming_from(source_of(connection))


def language_of(connection: HTTPConnection) -> Language:
    """Return the reader's language: asked for in the address, chosen before, wished by the browser, else Chinese."""
    for wished in (connection.query_params.get("lang"), connection.cookies.get(LANGUAGE)):
        if wished in LANGUAGES:
            return wished
    for part in connection.headers.get("accept-language", "").split(","):
        named = part.split(";")[0].strip().lower()[:2]
        if named in LANGUAGES:
            return named
    return "zh"


def open_session(response: Response, connection: HTTPConnection, signed_in: SignedIn) -> None:
    """Hand a session's secret to the browser."""
    response.set_cookie(
        SESSION,
        signed_in.token,
        httponly=True,
        samesite="lax",
        secure=connection.url.scheme == "https",
        path="/",
    )


def close_session(response: Response) -> None:
    """Take the session's secret from the browser."""
    response.delete_cookie(SESSION, path="/", httponly=True, samesite="lax")


def form_mark(connection: HTTPConnection) -> str:
    """Return the browser's mark for forms, a new one where it has none."""
    kept = connection.cookies.get(FORM, "")
    return kept if 20 <= len(kept) <= 64 else secrets.token_urlsafe(24)


def form_token(house: House, connection: HTTPConnection, mark: str) -> str:
    """Return the token that a form of this browser and this session carries."""
    session = connection.cookies.get(SESSION, "")
    return house.door.accounts.keyed("form", f"{mark}\0{session}").hex()


def check_form(house: House, connection: HTTPConnection, token: str, key: str = "web.form.token") -> None:
    """Refuse a form whose token is not this browser's.

    Raises
    ------
    Forbidden
        If the token is missing or another's.
    """
    right = form_token(house, connection, connection.cookies.get(FORM, ""))
    if not connection.cookies.get(FORM) or not hmac.compare_digest(right.encode(), token.encode()):
        raise Forbidden(key)


def remember(response: Response, connection: HTTPConnection, mark: str) -> None:
    """Let the browser keep the mark for forms and the language that was asked for."""
    secure = connection.url.scheme == "https"
    if connection.cookies.get(FORM) != mark:
        response.set_cookie(FORM, mark, max_age=_YEAR, httponly=True, samesite="strict", secure=secure)
    wished = connection.query_params.get("lang")
    if wished in LANGUAGES and connection.cookies.get(LANGUAGE) != wished:
        response.set_cookie(LANGUAGE, wished, max_age=_YEAR, httponly=True, samesite="lax", secure=secure)
