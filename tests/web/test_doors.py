"""How people come in by the page, and go out."""

import re
from collections.abc import Callable
from pathlib import Path

from guanshan.register.actor import CONSOLE
from peopled import Peopled, TestClient, form_token

PASSWORD = "Guan-shan-2024!"


def _accept(client: TestClient, token: str, **fields: str) -> object:
    path = f"/link/{token}"
    return client.post(path, data={"form": form_token(client, path), **fields})


def test_a_link_sets_a_password_and_the_password_signs_in(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    link = peopled.house.door.links.for_password(CONSOLE, "yanghua")
    client = browser("")
    page = client.get(f"/link/{link.token}").text
    assert "yanghua" in page
    assert 'autocomplete="new-password"' in page
    differing = _accept(client, link.token, password=PASSWORD, again=PASSWORD + "x")
    assert differing.status_code == 422
    weak = _accept(client, link.token, password="123", again="123")
    assert weak.status_code == 422
    done = _accept(client, link.token, password=PASSWORD, again=PASSWORD)
    assert done.status_code == 303
    assert done.headers["location"] == "/desk/"
    cookie = done.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert client.get(f"/link/{link.token}").status_code == 401, "a link opens once"

    again = browser("")
    wrong = again.post("/sign-in", data={"form": form_token(again), "login": "yanghua", "password": "wrong"})
    assert wrong.status_code == 401
    assert "wrong" not in wrong.text
    right = again.post("/sign-in", data={"form": form_token(again), "login": "yanghua", "password": PASSWORD})
    assert right.headers["location"] == "/desk/"


def test_sign_out_ends_the_session(browser: Callable[[str], TestClient]) -> None:
    client = browser("yanghua")
    secret = client.cookies["guanshan_session"]
    assert client.post("/sign-out", data={"form": form_token(client)}).status_code == 303
    client.cookies.set("guanshan_session", secret)
    assert client.get("/api/session").json()["actor"]["kind"] == "public"


def test_an_enterprise_is_bound_by_an_officers_link_and_sees_its_own_alone(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    mine = peopled.make("register.market_entity", "market")
    other = peopled.make("register.market_entity", "market")
    officer = peopled.house.door.sessions.actor(browser("yanghua").cookies["guanshan_session"])
    link = peopled.house.door.bindings.invite(officer, str(mine.values["credit_code"]))
    client = browser("")
    assert mine.mark in client.get(f"/link/{link.token}").text
    done = _accept(client, link.token, phone="13912345678", password=PASSWORD, again=PASSWORD)
    assert done.headers["location"] == "/mine"
    page = client.get("/mine").text
    assert mine.mark in page
    assert other.mark not in page
    assert client.get("/desk/").status_code == 303


def test_a_resident_signs_up_with_phone_and_code(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    client = browser("")
    phone = "13711112222"
    refused = client.post("/residents", data={"form": form_token(client), "phone": "12345"})
    assert refused.status_code == 422
    asked = client.post("/residents", data={"form": form_token(client), "phone": phone})
    assert asked.status_code == 200
    assert 'name="code"' in asked.text
    wrong = client.post("/residents", data={"form": form_token(client), "phone": phone, "code": "000000x"})
    assert wrong.status_code == 401
    code = _code_sent(peopled.folder)
    done = client.post("/residents", data={"form": form_token(client), "phone": phone, "code": code})
    assert done.headers["location"] == "/mine"
    assert "137****2222" in client.get("/mine").text
    erased = client.post("/mine/erase", data={"form": form_token(client, "/mine")})
    assert erased.status_code == 303
    assert client.get("/mine").headers["location"] == "/sign-in"


def _code_sent(folder: Path) -> str:
    newest = max(
        (path for path in (folder / "outbox").rglob("*") if path.is_file()),
        key=lambda p: p.stat().st_mtime_ns,
    )
    return re.findall(r"\b\d{6}\b", newest.read_text("utf-8"))[-1]
