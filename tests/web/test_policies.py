"""What a page may load: plain pages run no script, the desk may do what its library needs, and nothing comes from another host."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from guanshan.register.actor import CONSOLE
from guanshan.web.policy import DESK, PLAIN
from guanshan.web.shell import create_app
from peopled import Peopled, TestClient, api_token, form_token, peopled_house

PAGES = {
    "": [
        "/",
        "/figures/market_entities",
        "/figures/srdi_new",
        "/systems/enterprise",
        "/sign-in",
        "/residents",
        "/nowhere",
        "/mine",
    ],
    "enterprise:": ["/mine", "/"],
    "resident:": ["/mine"],
    "yanghua": ["/print/register.market_entity", "/"],
}
"""Pages of plain HTML, by who opens them."""

SAFE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    peopled = peopled_house(tmp_path_factory.mktemp("policies"))
    for register in ("register.market_entity", "enterprise.financial_year"):
        peopled.make(register, "own")
    yield peopled
    peopled.house.store.database.close()


@pytest.fixture(scope="module")
def app(peopled: Peopled) -> FastAPI:
    return create_app(peopled.house, desk=False)


@pytest.mark.parametrize(("who", "path"), [(who, path) for who, paths in PAGES.items() for path in paths])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_plain_page_runs_no_script_and_loads_nothing_from_elsewhere(peopled, app, who, path, language):
    answer = peopled.client(app, who).get(path, params={"lang": language})
    assert answer.headers["content-security-policy"] == PLAIN
    assert loads(answer.text) == []
    assert not re.search(r"<script|javascript:|<iframe|<style", answer.text)
    tags = re.sub(r'"[^"]*"', '""', "".join(re.findall(r"<[^>]*>", answer.text)))
    assert not re.search(r"\s(?:on\w+|style)=", tags)


def loads(html: str) -> list[str]:
    """What a page would fetch, or send forms to, on another host."""
    asked = re.findall(r"""(?:src|href|action|srcset|poster|data)\s*=\s*["']?([^"'\s>]+)""", html)
    asked += re.findall(r"url\(([^)]+)\)|@import\s+(\S+)", html) and ["a style"]
    return [one for one in asked if re.match(r"(?:[a-z]+:)?//|data:text|a style", one)]


def test_the_plain_policy_lets_no_script_no_frame_and_no_other_host(app):
    directives = dict(part.split(" ", 1) for part in PLAIN.split("; "))
    assert directives["default-src"] == "'none'"
    assert "script-src" not in directives
    assert "unsafe" not in PLAIN
    for policy in (PLAIN, DESK):
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert "form-action 'self'" in policy
        assert not re.search(r"https?:|ws:|\*", policy)


@pytest.mark.parametrize("path", ["/desk", "/desk/", "/desk/r/register.unit"])
def test_the_desk_alone_has_the_looser_policy(peopled, app, path):
    assert peopled.client(app, "yanghua").get(path).headers["content-security-policy"] == DESK


@pytest.mark.parametrize(
    "path", ["/deskly", "/api/session", "/api/openapi.json", "/look/guanshan.css", "/healthz", "/api/nothing"]
)
def test_everything_else_has_the_strict_one(peopled, app, path):
    assert peopled.client(app, "yanghua").get(path).headers["content-security-policy"] == PLAIN


@pytest.mark.parametrize(
    "path", ["/", "/desk/", "/api/session", "/api/nothing", "/look/guanshan.css", "/nowhere", "/healthz"]
)
def test_every_answer_carries_the_safe_headers(peopled, app, path):
    answer = peopled.client(app, "").get(path)
    assert {name: answer.headers[name] for name in SAFE} == SAFE


def test_refusals_of_the_guard_carry_them_too(peopled, app):
    answer = peopled.client(app, "").post("/sign-in", headers={"origin": "http://elsewhere.example"})
    assert answer.status_code == 403
    assert {name: answer.headers[name] for name in SAFE} == SAFE


def test_pages_are_not_kept_by_browsers_and_style_sheets_are(peopled, app):
    client = peopled.client(app, "enterprise:")
    for path in ("/", "/mine", "/api/session"):
        assert client.get(path).headers["cache-control"] == "no-store"
    assert client.get("/look/guanshan.css").headers["cache-control"] == "public, max-age=86400"


def test_strict_transport_and_secure_cookies_are_said_over_https_alone(peopled, app):
    assert "strict-transport-security" not in peopled.client(app, "").get("/").headers
    safe = TestClient(
        app, base_url="https://guanshan.example", client=("127.0.0.1", 1), follow_redirects=False
    )
    assert safe.get("/").headers["strict-transport-security"] == "max-age=31536000"
    path = f"/link/{peopled.house.door.links.for_demo('yanghua').token}"
    answer = safe.post(path, data={"form": form_token(safe, path)})
    assert all("; Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


def test_style_sheets_and_scripts_of_our_own_load_nothing_from_elsewhere():
    import guanshan.screens

    for path in (Path(guanshan.screens.__path__[0]) / "look").iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|url\(\s*[\"']?//|@import|fetch\(|XMLHttpRequest|eval\(", text), (
            path.name
        )


def test_the_description_of_the_api_is_said_once_and_has_no_page_that_runs_scripts(peopled, app):
    client = peopled.client(app, "")
    assert [client.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 404]
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3.")


def test_what_a_register_holds_is_shown_and_never_run(peopled, app):
    made = peopled.make("register.market_entity", "industry")
    name = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    with peopled.house.store.write(CONSOLE, "test") as writing:
        writing.amend("register.market_entity", made.record, {"name": name}, throughout=True)
    officer = peopled.client(app, "yanghua")
    for path in (f"/print/register.market_entity/{made.record}", "/print/register.market_entity"):
        answer = officer.get(path)
        assert "&lt;script&gt;alert(1)" in answer.text
        assert "<script" not in answer.text
        assert "<img" not in answer.text


@pytest.mark.parametrize("limit", [0, -1, 501, 10**9])
def test_no_list_is_longer_than_a_page(peopled, app, limit):
    client = peopled.client(app, "auditor")
    for path in ("/api/registers/register.unit/rows", "/api/audit/events"):
        assert client.get(path, params={"limit": limit}).status_code == 422


def test_what_a_call_does_not_name_cannot_be_set(peopled, app):
    made = peopled.make("register.market_entity", "industry")
    officer, path = peopled.client(app, "yanghua"), "/api/registers/register.market_entity/rows"
    token, head = api_token(officer), peopled.house.store.head()
    for body in (
        {"changes": {"address": "x"}, "reason": "核对", "keeper": "market"},
        {"changes": {"keeper": "market"}, "reason": "核对"},
        {"changes": {"record": "0", "entry": 1}, "reason": "核对"},
    ):
        answer = officer.patch(f"{path}/{made.record}", json=body, headers=token)
        assert answer.status_code in (404, 422), answer.text
    assert peopled.house.store.head() == head


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PROPFIND"])
def test_a_method_that_no_route_names_is_refused(peopled, app, method):
    officer = peopled.client(app, "yanghua")
    for path in ("/api/registers/register.unit/rows", "/", "/sign-in"):
        assert officer.request(method, path).status_code in (404, 405)
