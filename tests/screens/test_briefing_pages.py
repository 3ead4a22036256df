"""An officer builds an edition, reads what changed, signs it; another day is only looked at."""

import pytest

from guanshan.systems.briefing.service.edition import editions
from opened import Town

pytestmark = pytest.mark.asyncio
EDITIONS = "/desk/s/briefing/editions"


async def test_an_edition_is_built_and_signed_at_the_desk(town: Town) -> None:
    house = town.peopled.house
    page = await town.open("yanghua", EDITIONS)
    assert "还没有任何一期" in page.text
    await page.act(page.button("生成一期"))
    assert [one.number for one in editions(house)] == ["2024-05-06-1"]
    page = await town.open("yanghua", EDITIONS)
    assert "/briefing/2024-05-06-1" in page.text
    await page.act(page.button("签发 2024-05-06-1"))
    assert [one.person for one in editions(house)[0].signatures] == ["yanghua"]
    page = await town.open("yanghua", EDITIONS)
    await page.act(page.button("生成一期"))
    assert "没有任何变化" in page.notes
    await page.act(page.button("签发 2024-05-06-1"))
    assert "已签发" in page.notes


async def test_a_bad_day_is_refused_and_another_moment_offers_nothing(town: Town) -> None:
    page = await town.open("yanghua", EDITIONS)
    page.input("on").value = "2024-13-01"
    await page.act(page.button("生成一期"))
    assert "2024-13-01" in page.notes
    page = await town.open("yanghua", f"{EDITIONS}?on=2024-01-01")
    assert "生成一期" not in page.text


async def test_the_catalogue_shows_value_definition_and_formula(town: Town) -> None:
    town.peopled.make("register.market_entity", "market")
    page = await town.open("yanghua", "/desk/s/briefing/indicators")
    count = town.peopled.house.figure("market_entities").value
    assert count >= 1
    for text in ("市场主体", "登记状态", "增速", f"{count}户"):
        assert text in page.text


async def test_others_are_told_who_may(town: Town) -> None:
    assert "无权办理" in (await town.open("auditor", EDITIONS, status=403)).text
