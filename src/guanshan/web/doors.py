"""How do people come in and go out? 登录、开户与退出

Sign-in with a password, one-time links that set one or bind a person to an enterprise, residents' sign-up by
phone and code, and the way out. Plain forms; each carries a token, and each asks only for what its door
needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from guanshan.refusal import Forbidden, NotSignedIn, Refusal, RefusedInput
from guanshan.register.account.link import DEMO, ENTERPRISE, Offer
from guanshan.register.account.session import SignedIn
from guanshan.screens.house import House
from guanshan.screens.words import Words
from guanshan.web import cookie
from guanshan.web.site import Reader


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of a plain form."""

    name: str
    label: str
    type: str = "text"
    value: str = ""
    note: str = ""
    autocomplete: str = "off"


def routes(house: House) -> APIRouter:
    """Return the doors of a house."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sign-in")
    def sign_in_page(request: Request) -> Response:
        reader = Reader.of(house, request)
        if reader.actor.kind != "public":
            return reader.go(_within(request.query_params.get("back", ""), reader.actor.kind))
        ended = request.query_params.get("ended")
        told = reader.words("web.sign_in.ended") if ended == "1" else None
        if ended == "out":
            told = reader.words("web.sign_in.signed_out")
        return _sign_in_page(reader, told=told)

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        reader, form = await _posted(house, request)
        try:
            signed_in = await run_in_threadpool(
                lambda: house.door.credentials.sign_in(
                    _text(form, "login"),
                    _text(form, "password"),
                    source=cookie.source_of(request),
                    code=_text(form, "code") or None,
                    before=request.cookies.get(cookie.SESSION),
                )
            )
        except Refusal as refusal:
            return _sign_in_page(
                reader, refusal=refusal, login=_text(form, "login"), back=_text(form, "back")
            )
        return _come_in(reader, signed_in, _text(form, "back"))

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        reader, _ = await _posted(house, request)
        token = request.cookies.get(cookie.SESSION)
        if token:
            await run_in_threadpool(lambda: house.door.sessions.end(token))
        response = reader.go("/sign-in?ended=out")
        cookie.close_session(response)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    _links(router, house)
    _residents(router, house)
    _passwords(router, house)
    return router


def _passwords(router: APIRouter, house: House) -> None:
    @router.get("/password")
    def password_page(request: Request) -> Response:
        reader = Reader.of(house, request)
        refuse_unless(reader, "staff", "enterprise")
        told = reader.words("web.password.must") if request.query_params.get("must") == "1" else None
        return _password_page(reader, told)

    @router.post("/password")
    async def change_password(request: Request) -> Response:
        reader, form = await _posted(house, request)
        refuse_unless(reader, "staff", "enterprise")
        source = cookie.source_of(request)
        try:
            if _text(form, "password") != _text(form, "again"):
                raise RefusedInput("web.invitation.different")
            await run_in_threadpool(
                lambda: house.door.credentials.change(
                    reader.actor, _text(form, "old"), _text(form, "password"), source=source
                )
            )
        except Refusal as refusal:
            return _password_page(reader, refusal=refusal)
        return _password_page(reader, reader.words("web.password.changed"))


def _links(router: APIRouter, house: House) -> None:
    @router.get("/link/{token}")
    def link_page(request: Request, token: str) -> Response:
        reader = Reader.of(house, request)
        return _link_page(reader, token, house.door.links.offer(token))

    @router.post("/link/{token}")
    async def take_link(request: Request, token: str) -> Response:
        reader, form = await _posted(house, request)
        offer = await run_in_threadpool(lambda: house.door.links.offer(token))
        try:
            if offer.kind != DEMO and _text(form, "password") != _text(form, "again"):
                raise RefusedInput("web.invitation.different")
            signed_in = await run_in_threadpool(lambda: _take(house, request, token, offer, form))
        except Refusal as refusal:
            return _link_page(reader, token, offer, refusal, _text(form, "phone"))
        return _come_in(reader, signed_in, "")


def _residents(router: APIRouter, house: House) -> None:
    @router.get("/residents")
    def residents_page(request: Request) -> Response:
        return _resident_page(Reader.of(house, request))

    @router.post("/residents")
    async def residents(request: Request) -> Response:
        reader, form = await _posted(house, request)
        phone, code = _text(form, "phone").strip(), _text(form, "code").strip()
        source = cookie.source_of(request)
        try:
            if not code:
                await run_in_threadpool(
                    lambda: house.door.residents.send_code(
                        phone, source=source, language=reader.words.language
                    )
                )
                return _resident_page(reader, phone)
            before = request.cookies.get(cookie.SESSION)
            signed_in = await run_in_threadpool(
                lambda: house.door.residents.sign_in(phone, code, source=source, before=before)
            )
        except Refusal as refusal:
            return _resident_page(reader, phone if code else "", refusal)
        return _come_in(reader, signed_in, "")


async def _posted(house: House, request: Request) -> tuple[Reader, FormData]:
    form = await request.form(max_files=0, max_fields=40)
    reader = await run_in_threadpool(lambda: Reader.of(house, request))
    cookie.check_form(house, request, _text(form, "form"))
    return reader, form


def _text(form: FormData | Mapping[str, object], name: str) -> str:
    value = form.get(name, "")
    return value[:1000] if isinstance(value, str) else ""


def _take(house: House, request: Request, token: str, offer: Offer, form: FormData) -> SignedIn:
    source, before = cookie.source_of(request), request.cookies.get(cookie.SESSION)
    links, password = house.door.links, _text(form, "password")
    if offer.kind == DEMO:
        return links.take_demo(token, source=source, before=before)
    if offer.kind == ENTERPRISE:
        return house.door.bindings.take(
            token, _text(form, "phone").strip(), password, source=source, before=before
        )
    code = _text(form, "code") or None
    return links.take_password(token, password, source=source, code=code, before=before)


def _come_in(reader: Reader, signed_in: SignedIn, back: str) -> Response:
    where = "/password?must=1" if signed_in.must_change else _within(back, signed_in.actor.kind)
    response = reader.go(where)
    cookie.open_session(response, reader.request, signed_in)
    return response


def _within(back: str, kind: str) -> str:
    """Return the address to go to after signing in: the one asked for if it is one of our own, else the door's first page."""
    first = "/desk/" if kind == "staff" else "/mine"
    parts = urlsplit(back)
    own = (
        back.startswith("/") and not back.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    )
    return back if own and "\\" not in back and (kind == "staff") == back.startswith("/desk") else first


def _sign_in_page(
    reader: Reader,
    told: str | None = None,
    refusal: Refusal | None = None,
    login: str = "",
    back: str | None = None,
) -> Response:
    t = reader.words
    fields = [
        Blank("login", t("web.sign_in.login"), value=login, autocomplete="username"),
        Blank("password", t("web.sign_in.password"), "password", autocomplete="current-password"),
    ]
    if refusal is not None and refusal.key == "account.sign_in.second":
        fields.append(Blank("code", t("web.sign_in.code"), "tel", autocomplete="one-time-code"))
    return reader.page(
        "form.html",
        status=refusal.http_status if refusal else 200,
        title=t("web.sign_in.title"),
        told=told,
        refused=t.refusal(refusal) if refusal else None,
        note=None,
        action="/sign-in",
        hidden={"back": reader.request.query_params.get("back", "") if back is None else back},
        fields=fields,
        go=t("web.sign_in.go"),
        help=t("web.sign_in.help"),
    )


def _link_page(
    reader: Reader, token: str, offer: Offer, refusal: Refusal | None = None, phone: str = ""
) -> Response:
    t = reader.words
    fields: list[Blank] = []
    note = t("web.invitation.sample_note")
    if offer.kind == ENTERPRISE:
        note = t("web.invitation.enterprise", name=offer.name)
        fields.append(
            Blank("phone", t("web.resident.phone"), "tel", phone, t("web.invitation.phone_note"), "tel")
        )
    elif offer.kind != DEMO:
        note = t("web.invitation.staff", login=offer.subject)
    if offer.kind != DEMO:
        fields += [
            Blank(
                "password",
                t("web.invitation.password"),
                "password",
                note=t("web.invitation.password_note"),
                autocomplete="new-password",
            ),
            Blank("again", t("web.invitation.again"), "password", autocomplete="new-password"),
        ]
    if offer.second_proof:
        second = t("web.invitation.second_note", secret=offer.secret)
        fields.append(Blank("code", t("web.sign_in.code"), "tel", note=second, autocomplete="one-time-code"))
    return reader.page(
        "form.html",
        status=refusal.http_status if refusal else 200,
        title=_link_title(t, offer),
        told=None,
        refused=t.refusal(refusal) if refusal else None,
        note=note,
        action=f"/link/{token}",
        hidden={},
        fields=fields,
        go=t("web.invitation.sample_go" if offer.kind == DEMO else "web.invitation.go"),
        help=None,
    )


def _link_title(t: Words, offer: Offer) -> str:
    return offer.name if offer.kind == DEMO else t("web.invitation.title")


def _password_page(reader: Reader, told: str | None = None, refusal: Refusal | None = None) -> Response:
    t = reader.words
    again = "new-password"
    note = t("web.invitation.password_note")
    return reader.page(
        "form.html",
        status=refusal.http_status if refusal else 200,
        title=t("web.password.title"),
        told=told,
        refused=t.refusal(refusal) if refusal else None,
        note=t("web.password.note"),
        action="/password",
        hidden={},
        fields=[
            Blank("old", t("web.password.old"), "password", autocomplete="current-password"),
            Blank("password", t("web.password.new"), "password", note=note, autocomplete=again),
            Blank("again", t("web.invitation.again"), "password", autocomplete=again),
        ],
        go=t("web.password.go"),
        help=None,
    )


def _resident_page(reader: Reader, phone: str = "", refusal: Refusal | None = None) -> Response:
    t = reader.words
    fields = [Blank("phone", t("web.resident.phone"), "tel", phone, t("web.resident.phone_note"), "tel")]
    minutes = reader.house.door.accounts.policy.code_minutes
    if phone:
        fields.append(Blank("code", t("web.resident.code"), "tel", autocomplete="one-time-code"))
    return reader.page(
        "form.html",
        status=refusal.http_status if refusal else 200,
        title=t("web.resident.title"),
        told=t("web.resident.sent", minutes=minutes) if phone and refusal is None else None,
        refused=t.refusal(refusal) if refusal else None,
        note=None,
        action="/residents",
        hidden={},
        fields=fields,
        go=t("web.resident.go" if phone else "web.resident.send"),
        help=None,
    )


def refuse_unless(reader: Reader, *kinds: str) -> None:
    """Refuse a reader who came in by another door.

    Raises
    ------
    NotSignedIn, Forbidden
        If the reader has not signed in, or not as one of these kinds.
    """
    if reader.actor.kind == "public":
        raise NotSignedIn("account.session.none")
    if reader.actor.kind not in kinds:
        raise Forbidden("web.problem.forbidden")
