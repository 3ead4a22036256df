"""What a page may load: plain pages run no script, the desk may do what its library needs, and nothing comes from another host."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from guanshan.web.policy import DESK, PLAIN
from guanshan.web.shell import create_app
from peopled import Peopled, TestClient, form_token, peopled_house

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
    assert not re.search(r"<script|\son\w+=|javascript:|<iframe|<style|\sstyle=", answer.text)


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
