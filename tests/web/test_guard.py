"""The guard before everything: origins, sessions, bodies, headers; over HTTP and WebSocket."""

from typing import Any

import pytest
from fastapi import FastAPI
from starlette.websockets import WebSocketDisconnect

from peopled import Peopled, TestClient, api_token, form_token

SOCKET = "ws://127.0.0.1:8080/desk/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
HOST = "127.0.0.1:8080"


def test_a_page_of_another_host_cannot_send_a_form(peopled: Peopled, app: FastAPI) -> None:
    client = peopled.client(app, "yanghua")
    token = form_token(client)
    answer = client.post("/sign-out", data={"form": token}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert client.get("/api/session").json()["actor"]["id"] == "yanghua"


@pytest.mark.parametrize("headers", [{"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_hidden_origin_is_a_foreign_one(peopled: Peopled, app: FastAPI, headers: dict[str, str]) -> None:
    client = peopled.client(app, "")
    assert client.post("/sign-in", data={}, headers=headers).status_code == 403


def test_a_form_without_its_token_does_nothing(peopled: Peopled, app: FastAPI) -> None:
    client = peopled.client(app, "yanghua")
    assert client.post("/sign-out", data={}).status_code == 403
    assert client.post("/sign-out", data={"form": "0" * 64}).status_code == 403
    assert client.get("/api/session").json()["actor"]["id"] == "yanghua"


def test_a_token_of_one_browser_is_no_good_in_another(peopled: Peopled, app: FastAPI) -> None:
    mine, other = peopled.client(app, "yanghua"), peopled.client(app, "yanghua")
    assert other.post("/sign-out", data={"form": form_token(mine)}).status_code == 403


def test_the_desk_sends_a_visitor_to_sign_in_and_knows_the_way_back(peopled: Peopled, app: FastAPI) -> None:
    answer = peopled.client(app, "").get("/desk/r/register.unit?kind=bureau")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?back=%2Fdesk%2Fr%2Fregister.unit%3Fkind%3Dbureau"


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example/desk", "javascript:1"]
)
def test_nobody_is_sent_to_another_host_after_signing_in(peopled: Peopled, app: FastAPI, back: str) -> None:
    client = peopled.client(app, "yanghua")
    assert client.get("/sign-in", params={"back": back}).headers["location"] == "/desk/"


def test_a_body_that_is_too_large_is_not_read(peopled: Peopled, app: FastAPI) -> None:
    client = peopled.client(app, "yanghua")
    body = b"x" * 1_100_000
    assert client.post("/api/registers/register.unit/rows", content=body).status_code == 413
    lying = client.post(
        "/api/registers/register.unit/rows",
        content=iter([body]),
        headers={"Content-Type": "application/json", **api_token(client)},
    )
    assert lying.status_code in (400, 413, 422)


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/residents", "/api/figures", "/nothing", "/look/guanshan.css"]
)
def test_public_pages_run_no_script_and_load_nothing_from_elsewhere(
    peopled: Peopled, app: FastAPI, path: str
) -> None:
    answer = peopled.client(app, "").get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_the_desk_has_the_looser_policy_and_still_no_other_host(peopled: Peopled, desk_app: FastAPI) -> None:
    with TestClient(desk_app, base_url=f"http://{HOST}", client=("127.0.0.1", 5)) as client:
        client.cookies = peopled.client(desk_app, "yanghua").cookies
        answer = client.get("/desk/")
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "'unsafe-eval'" in policy
    assert "http" not in policy
    assert "connect-src 'self'" in policy


def test_the_socket_opens_for_staff_of_this_host_alone(peopled: Peopled, desk_app: FastAPI) -> None:
    own = {"origin": f"http://{HOST}", "upgrade": "websocket"}
    with TestClient(desk_app, base_url=f"http://{HOST}", client=("127.0.0.1", 5)) as client:
        link = peopled.house.door.links.for_demo("yanghua")
        client.post(f"/link/{link.token}", data={"form": form_token(client, f"/link/{link.token}")})
        with client.websocket_connect(SOCKET, headers=own) as socket:
            assert socket.receive_text().startswith("0{")
        for headers in ({**own, "origin": "https://elsewhere.example"}, {"upgrade": "websocket"}):
            with pytest.raises(WebSocketDisconnect), client.websocket_connect(SOCKET, headers=headers):
                pass
        client.cookies.clear()
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(SOCKET, headers=own):
            pass


def test_an_open_socket_closes_at_the_next_message_after_sign_out(
    peopled: Peopled, desk_app: FastAPI
) -> None:
    own = {"origin": f"http://{HOST}", "upgrade": "websocket"}
    with TestClient(desk_app, base_url=f"http://{HOST}", client=("127.0.0.1", 5)) as client:
        link = peopled.house.door.links.for_demo("yanghua")
        client.post(f"/link/{link.token}", data={"form": form_token(client, f"/link/{link.token}")})
        with client.websocket_connect(SOCKET, headers=own) as socket:
            assert socket.receive_text().startswith("0{")
            socket.send_text("40")
            assert socket.receive_text().startswith("40")
            peopled.house.door.sessions.end(client.cookies["guanshan_session"])
            socket.send_text('42["event",{}]')
            with pytest.raises(WebSocketDisconnect):
                _read_on(socket)


def test_an_open_page_that_only_keeps_its_line_open_does_not_keep_the_session(peopled: Peopled) -> None:
    link = peopled.house.door.links.for_demo("yanghua")
    token = peopled.house.door.links.take_demo(link.token, source="127.0.0.1").token
    sessions = peopled.house.door.sessions
    before = dict(sessions._seen)
    sessions.actor(token, touch=False)
    assert sessions._seen == before
    sessions.actor(token)
    assert sessions._seen != before


def _read_on(socket: Any) -> None:
    for _ in range(5):
        socket.receive_text()
