"""Who gets past the guard: over HTTP and over the desk's WebSocket, with a foreign origin, without a session, with a session that ended."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.websockets import WebSocket, WebSocketDisconnect

from guanshan.refusal import NotSignedIn
from guanshan.web.guard import Guard
from guanshan.web.shell import create_app
from peopled import Peopled, TestClient, api_token, form_token, peopled_house

HOST = "127.0.0.1:8080"
OWN, FOREIGN = f"http://{HOST}", "http://elsewhere.example"
SOCKET = "/desk/_nicegui_ws/socket.io/?EIO=4&transport=websocket"


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    peopled = peopled_house(tmp_path_factory.mktemp("guard"))
    yield peopled
    peopled.house.store.database.close()


@pytest.fixture(scope="module")
def app(peopled: Peopled) -> FastAPI:
    """The application, with a small echo where the desk's socket is, so that what passes the guard can be told."""
    app = create_app(peopled.house, desk=False)

    @app.websocket("/desk/_nicegui_ws/socket.io/")
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        async for text in socket.iter_text():
            await socket.send_text(text)

    @app.get("/desk/")
    def desk() -> str:
        return "the desk"

    return app


@pytest.fixture
def officer(peopled: Peopled, app: FastAPI) -> TestClient:
    return peopled.client(app, "yanghua")


@pytest.fixture
def visitor(peopled: Peopled, app: FastAPI) -> TestClient:
    return peopled.client(app, "")


def is_refused(client: TestClient, **headers: str) -> bool:
    try:
        with client.websocket_connect(f"ws://{HOST}{SOCKET}", headers=headers) as socket:
            socket.send_text("hello")
            return socket.receive_text() != "hello"
    except WebSocketDisconnect as closed:
        return closed.code == 1008


def test_the_socket_opens_for_the_staff_on_the_own_page(officer):
    assert not is_refused(officer, origin=OWN)


@pytest.mark.parametrize(
    "origin", [FOREIGN, "null", "", f"https://{HOST}.elsewhere.example", "http://127.0.0.1:9"]
)
def test_the_socket_refuses_a_foreign_origin(officer, origin):
    assert is_refused(officer, origin=origin)


def test_the_socket_refuses_who_names_no_origin(officer):
    assert is_refused(officer)


def test_the_socket_refuses_who_has_no_session(visitor):
    assert is_refused(visitor, origin=OWN)


def test_the_socket_refuses_a_made_up_session(visitor):
    visitor.cookies.set("guanshan_session", "x" * 43)
    assert is_refused(visitor, origin=OWN)


@pytest.mark.parametrize("who", ["enterprise:", "resident:"])
def test_the_socket_refuses_outsiders(peopled, app, who):
    assert is_refused(peopled.client(app, who), origin=OWN)


def test_an_ended_session_is_refused_and_an_open_socket_hears_no_more(peopled, officer):
    with officer.websocket_connect(f"ws://{HOST}{SOCKET}", headers={"origin": OWN}) as socket:
        socket.send_text('42["event",{}]')
        assert socket.receive_text() == '42["event",{}]'
        peopled.house.door.sessions.end(officer.cookies["guanshan_session"])
        socket.send_text('42["event",{}]')
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
    assert is_refused(officer, origin=OWN)


def test_another_socket_than_the_desk_s_is_refused(officer):
    with (
        pytest.raises(WebSocketDisconnect),
        officer.websocket_connect(f"ws://{HOST}/api", headers={"origin": OWN}),
    ):
        pass


def test_the_desk_sends_a_visitor_to_the_door_and_back(visitor):
    answer = visitor.get("/desk/r/register.unit?on=2024-05-06")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?back=%2Fdesk%2Fr%2Fregister.unit%3Fon%3D2024-05-06"


@pytest.mark.parametrize(
    "path", ["/desk/_nicegui/anything", "/desk/_nicegui_ws/socket.io/?EIO=4&transport=polling"]
)
def test_parts_of_the_desk_are_refused_to_a_visitor(visitor, path):
    assert visitor.get(path).status_code == 401


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/residents", "/mine/erase", "/api/registers/register.unit/rows"]
)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": FOREIGN},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_foreign_page_sends_no_form_and_no_call(officer, path, headers):
    token = form_token(officer)
    answer = officer.post(path, data={"form": token}, headers=headers)
    assert (answer.status_code, answer.text) == (403, "403: foreign origin")


FORMS = {
    "/sign-in": {"login": "yanghua", "password": "x"},
    "/sign-out": {},
    "/residents": {"phone": "13900001111"},
    "/mine/erase": {},
}


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_its_token_is_refused(peopled, officer, path):
    form_token(officer)
    for token in ("", "0" * 64, "标"):
        assert officer.post(path, data={**FORMS[path], "form": token}).status_code == 403
    assert peopled.house.door.sessions.actor(officer.cookies["guanshan_session"]).id == "yanghua"


def test_a_form_s_token_is_good_for_the_own_browser_and_session_alone(peopled, app, officer):
    other = peopled.client(app, "sysadmin")
    assert officer.post("/sign-out", data={"form": form_token(other)}).status_code == 403
    before = form_token(officer)
    officer.cookies.set("guanshan_session", other.cookies["guanshan_session"])
    assert officer.post("/sign-out", data={"form": before}).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_call_that_writes_needs_the_token(peopled, officer, method):
    made = peopled.make("register.market_entity", "industry")
    path = f"/api/registers/register.market_entity/rows{'' if method == 'POST' else '/' + made.record}"
    told = {"values": {}} if method == "POST" else {"changes": {"address": "观山东路"}}
    head = peopled.house.store.head()
    for headers in ({}, {"X-Guanshan-Form": "0" * 64}):
        answer = officer.request(method, path, json={**told, "reason": "核对"}, headers=headers)
        assert (answer.status_code, answer.json()["error"]["key"]) == (403, "web.api.csrf")
    assert peopled.house.store.head() == head
    if method == "PATCH":
        assert (
            officer.request(
                method, path, json={**told, "reason": "核对"}, headers=api_token(officer)
            ).status_code
            == 200
        )


def test_a_body_that_is_too_large_is_not_read(visitor):
    assert visitor.post("/sign-in", content=b"x" * 1_000_001).status_code == 413
    assert visitor.post("/sign-in", content=b"", headers={"content-length": "many"}).status_code in (400, 413)


def test_a_body_that_turns_out_too_large_is_cut_off(officer):
    def endless() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    headers = {**api_token(officer), "content-type": "application/json"}
    answer = officer.post("/api/registers/register.unit/rows", content=endless(), headers=headers)
    assert answer.status_code in (400, 413)


def test_an_upload_may_be_larger_and_has_its_own_limit(peopled, app):
    kept = []

    async def inner(scope, receive, send) -> None:
        while (message := await receive())["type"] == "http.request" and message.get("more_body"):
            pass
        kept.append(message["type"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    guarded = Guard(inner, who=lambda connection, active: None, most_body=10, most_upload=100)
    client = TestClient(guarded, base_url=OWN)
    assert client.post("/api/imports", content=b"x" * 100).status_code == 200
    assert client.post("/api/imports", content=b"x" * 101).status_code == 413
    assert client.post("/api/other", content=b"x" * 11).status_code == 413
    assert kept == ["http.request"]


def test_signing_out_ends_the_session_for_good(peopled, officer):
    secret = officer.cookies["guanshan_session"]
    told: list[str] = []
    peopled.house.door.sessions.watch(told.append)
    number = peopled.house.door.sessions.actor(secret).session
    answer = officer.post("/sign-out", data={"form": form_token(officer)})
    assert answer.headers["location"] == "/sign-in?ended=out"
    assert "guanshan_session" not in officer.cookies
    assert told == [number]
    with pytest.raises(NotSignedIn):
        peopled.house.door.sessions.actor(secret)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(peopled, app):
    client = peopled.client(app, "")
    path = f"/link/{peopled.house.door.links.for_demo('yanghua').token}"
    answer = client.post(path, data={"form": form_token(client, path)})
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("guanshan_session="))
    assert re.search(r"; HttpOnly; Path=/; SameSite=lax$", cookie)


@pytest.mark.parametrize(
    "back",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "https://elsewhere.example/desk",
        "/desk\\..",
        "javascript:alert(1)",
    ],
)
def test_signing_in_leads_nowhere_else(officer, back):
    assert officer.get("/sign-in", params={"back": back}).headers["location"] == "/desk/"
