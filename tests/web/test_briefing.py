"""The briefing is public: a whole document, its own style allowed by its hash and nothing else, in both languages, as paper and as data."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from guanshan.register.actor import CONSOLE
from guanshan.systems.briefing.service.edition import build_edition
from peopled import Peopled, TestClient

NUMBER = "2024-05-06-1"


@pytest.fixture(scope="module")
def edition(peopled: Peopled) -> str:
    peopled.make("register.market_entity", "market")
    return build_edition(peopled.house, CONSOLE).number


def test_the_page_carries_its_style_and_the_policy_allows_just_that(
    browser: Callable[[str], TestClient], edition: str
) -> None:
    answer = browser("").get("/briefing?lang=zh")
    policy = answer.headers["content-security-policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.S)
    assert f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert not re.search(r"<script|<iframe|\sstyle=|\son\w+=|<link|<img", answer.text)
    assert not re.search(r"""(?:href|src)=["'](?:https?:)?//""", answer.text)


def test_it_is_read_in_both_languages_and_linked_from_the_home_page(
    browser: Callable[[str], TestClient], edition: str
) -> None:
    client = browser("")
    assert 'href="/briefing"' in client.get("/").text
    assert '<html lang="en">' in client.get("/briefing?lang=en").text
    assert '<html lang="zh-CN">' in client.get(f"/briefing/{edition}?lang=zh").text


@pytest.mark.parametrize(("form", "begins"), [("json", b"{"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_an_edition_is_handed_out_as_paper_and_data(
    browser: Callable[[str], TestClient], edition: str, form: str, begins: bytes
) -> None:
    answer = browser("").get(f"/briefing/{edition}/{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f"briefing-{edition}" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "path",
    [
        "/briefing/2020-01-01-1",
        f"/briefing/{NUMBER}/exe",
        "/briefing/x/changes",
        "/figures/hnte_new?period=x",
    ],
)
def test_what_is_not_there_is_told(browser: Callable[[str], TestClient], edition: str, path: str) -> None:
    answer = browser("").get(path)
    assert answer.status_code in (404, 422)
    assert 'role="alert"' in answer.text


def test_the_api_gives_the_catalogue_and_a_figure_down_to_its_rows(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    made = peopled.make("register.market_entity", "market")
    client = browser("")
    listed = client.get("/api/indicators").json()["indicators"]
    assert {one["name"] for one in listed} == {one.name for one in peopled.house.catalogue}
    told = client.get("/api/indicators/private_share").json()
    assert [one["name"] for one in told["figure"]["inputs"]] == ["private_entities", "market_entities"]
    rows = told["figure"]["inputs"][1]["rows"]
    assert Decimal(told["figure"]["inputs"][1]["value"]) == rows["count"] == len(rows["rows"])
    mine = next(one for one in rows["rows"] if one["record"] == made.record)
    assert (mine["source"]["act"], mine["source"]["note"], mine["source"]["actor"]) == ("test", "form", None)
    assert "13800138000" not in json.dumps(told)
    seen = browser("yanghua").get("/api/indicators/market_entities").json()["figure"]["rows"]["rows"]
    assert next(one for one in seen if one["record"] == made.record)["source"]["actor"] == "console"


@pytest.mark.parametrize("query", ["period=2023", "page=0", "on=x", "period=%00"])
def test_a_bad_question_is_refused(browser: Callable[[str], TestClient], query: str) -> None:
    answer = browser("").get(f"/api/indicators/market_entities?{query}")
    assert answer.status_code == 422
    assert answer.json()["error"]["text"]
