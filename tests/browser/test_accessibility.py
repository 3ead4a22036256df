"""The briefing and the pages of its figures keep the rules of accessibility (WCAG 2 A and AA, by axe), on a desk and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
PAGES = (
    "/briefing",
    "/briefing/2024-05-06-1/changes",
    "/figures",
    "/figures/market_entities",
    "/figures/rd_internal_growth",
    "/",
)
SIZES = {1280: "zh-CN", 390: "en-GB"}


@pytest.mark.parametrize("width", SIZES)
def test_the_public_pages_of_figures_are_accessible_and_ask_no_other_host(
    window: Callable[..., Any], width: int
) -> None:
    view = window(width, SIZES[width])
    for path in PAGES:
        page = view.go(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(page).response["violations"]
        told = [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
        assert told == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert view.foreign == []
    assert view.faults == []


def test_a_figure_of_the_page_opens_its_note_and_from_there_its_rows(window: Callable[..., Any]) -> None:
    page = window(1280, "zh-CN").go("/briefing")
    page.click("h2 a.figure >> nth=0")
    page.wait_for_function("location.hash.length > 2")
    note = page.locator("li:target")
    assert "由登记簿计算" in note.inner_text()
    note.get_by_role("link", name="打开全部数据行和来源").click()
    page.wait_for_url("**/figures/**")
    assert page.locator("table.cards tbody tr").count() > 0
    assert "样例数据" in page.locator("table.cards tbody tr").first.inner_text()
