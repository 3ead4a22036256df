"""What the public sees."""

import re
from collections.abc import Callable

import pytest

from guanshan.screens.house import SYSTEMS_OF_THE_PAGE
from peopled import Peopled, TestClient


def test_the_home_page_tells_figures_and_systems_in_both_languages(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    client = browser("")
    chinese = client.get("/?lang=zh").text
    assert '<html lang="zh-CN">' in chinese
    assert "新认定高新技术企业" in chinese
    assert chinese.count("尚未建成</span>") == len(SYSTEMS_OF_THE_PAGE) - 3
    english = client.get("/?lang=en").text
    assert '<html lang="en">' in english
    assert english.count("not built yet</span>") == len(SYSTEMS_OF_THE_PAGE) - 3
    assert "新认定" not in english


def test_the_language_is_remembered_and_else_what_the_browser_wishes(
    browser: Callable[[str], TestClient],
) -> None:
    client = browser("")
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "en-GB,zh;q=0.5"}).text
    assert '<html lang="zh-CN">' in client.get("/", headers={"Accept-Language": "fr"}).text
    client.get("/?lang=en")
    assert '<html lang="en">' in client.get("/sign-in").text


def test_every_figure_opens_its_definition_conditions_and_rows(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    made = peopled.make("register.market_entity", "market")
    client = browser("")
    home = client.get("/").text
    for one in peopled.house.figures():
        assert f'href="/figures/{one.name}"' in home
        page = client.get(f"/figures/{one.name}")
        assert page.status_code == 200
        for word in (
            "口径",
            "计算条件",
            "数据单位",
            "由登记簿计算" if one.provenance == "computed" else "由文件报告",
        ):
            assert word in page.text
    assert made.mark in client.get("/figures/market_entities").text


def test_the_rows_behind_a_figure_show_nothing_personal(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    peopled.make("register.market_entity", "market")
    page = browser("").get("/figures/market_entities").text
    assert "王小明" not in page
    assert "13800138000" not in page


def test_plain_pages_have_no_script_no_inline_style_and_no_other_host(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    client = browser("")
    for path in (
        "/",
        "/figures/market_entities",
        "/systems/enterprise",
        "/sign-in",
        "/residents",
        "/nothing",
    ):
        text = client.get(path).text
        assert "<script" not in text
        assert " style=" not in text
        assert not re.search(r"(src|href|action)=\"(https?:)?//", text), path


def test_the_sample_band_stands_on_every_page(browser: Callable[[str], TestClient]) -> None:
    client = browser("")
    for path in ("/", "/sign-in", "/residents", "/figures/streets"):
        assert 'class="band"' in client.get(path).text


@pytest.mark.parametrize("path", ["/figures/nothing", "/systems/nothing", "/nothing", "/look/nothing.css"])
def test_what_is_not_there_is_told_in_words(browser: Callable[[str], TestClient], path: str) -> None:
    answer = browser("").get(path)
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "²", "x"])
def test_a_strange_page_number_is_taken_as_the_nearest(
    browser: Callable[[str], TestClient], page: str
) -> None:
    assert browser("").get("/figures/streets", params={"page": page}).status_code == 200


def test_healthz_answers(browser: Callable[[str], TestClient]) -> None:
    assert browser("").get("/healthz").json()["status"] == "ok"
