"""What an officer, an administrator and an auditor see and do at the desk."""

import pytest

from guanshan.register.actor import CONSOLE
from opened import Town

pytestmark = pytest.mark.asyncio
ENTITY = "register.market_entity"


async def test_the_rail_shows_what_this_role_may_read(town: Town) -> None:
    officer = (await town.open("yanghua", "/desk/")).text
    assert "/desk/r/register.market_entity" in officer
    assert "/desk/audit" not in officer
    auditor = (await town.open("auditor", "/desk/")).text
    assert "/desk/audit" in auditor
    assert "/desk/imports" not in auditor


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("yanghua", "/desk/audit"),
        ("yanghua", "/desk/accounts"),
        ("auditor", f"/desk/r/{ENTITY}/new"),
        ("auditor", f"/desk/r/{ENTITY}/import"),
        ("sysadmin", "/desk/invite"),
        ("yanghua", "/desk/r/register.person"),
    ],
)
async def test_a_refused_page_says_who_could(town: Town, who: str, path: str) -> None:
    page = await town.open(who, path, status=403)
    assert "无权办理" in page.text
    assert "请" in page.text


@pytest.mark.parametrize(
    "path", ["/desk/nothing", "/desk/r/nothing", f"/desk/r/{ENTITY}/nothing", "/desk/s/enterprise/x"]
)
async def test_a_page_that_is_not_there_is_told_in_the_frame(town: Town, path: str) -> None:
    page = await town.open("yanghua", path, status=404)
    assert 'role="alert"' in page.text
    assert 'id="search"' in page.text


async def test_a_list_keeps_its_filters_in_the_address_and_shows_what_is_in_sight(town: Town) -> None:
    made = [town.peopled.make(ENTITY, "industry") for _ in range(3)]
    page = await town.open("yanghua", f"/desk/r/{ENTITY}?name.contains={made[0].mark}")
    assert made[0].mark in page.text
    assert made[1].mark not in page.text
    assert "符合条件 1 条" in page.text
    empty = await town.open("yanghua", f"/desk/r/{ENTITY}?status=revoked")
    assert "没有符合条件的记录" in empty.text
    wrong = await town.open("yanghua", f"/desk/r/{ENTITY}?status=x", status=422)
    assert 'role="alert"' in wrong.text


async def test_a_long_list_reads_the_stretch_in_sight(town: Town) -> None:
    house = town.peopled.house
    with house.store.write(CONSOLE, "test") as writing:
        for number in range(300):
            place = {"code": f"p{number:04d}", "name": f"地块{number:04d}", "kind": "site"}
            writing.put("register.place", place, keeper="industry")
    page = await town.open("yanghua", "/desk/r/register.place")
    assert "地块0000" in page.text
    assert "地块0250" not in page.text
    window = next(one for one in page.client.elements.values() if "window" in one.classes)
    await page.act(window, "scroll", ["240"])
    assert "地块0250" in page.text
    assert "地块0000" not in page.text


async def test_a_record_shows_facts_masked_and_its_whole_history(town: Town) -> None:
    made = town.peopled.make(ENTITY, "industry")
    with town.peopled.house.store.write(CONSOLE, "edit", "名称变更通知书") as writing:
        writing.amend(ENTITY, made.record, {"name": "新名称"}, throughout=True)
    page = await town.open("yanghua", f"/desk/r/{ENTITY}/{made.record}")
    assert "138****8000" in page.text
    assert "13800138000" not in page.text
    assert made.mark in page.text
    assert "新名称" in page.text
    assert "名称变更通知书" in page.text


async def test_a_personal_field_is_shown_in_full_for_a_purpose(town: Town) -> None:
    made = town.peopled.make(ENTITY, "industry")
    page = await town.open("yanghua", f"/desk/r/{ENTITY}/{made.record}")
    await page.act(page.button("查看全文：联系电话"))
    await page.act(page.button("查看全文"))
    assert "13800138000" not in page.text, "no purpose, no number"
    page.input("查看目的").value = "核对来函"
    await page.act(page.button("查看全文"))
    assert "13800138000" in page.text


async def test_an_edit_lands_with_its_reason_and_a_bad_value_is_said_at_its_field(town: Town) -> None:
    made = town.peopled.make(ENTITY, "industry")
    page = await town.open("yanghua", f"/desk/r/{ENTITY}/{made.record}/edit")
    page.input("registered_capital").value = "abc"
    page.input("修改理由 *").value = "企业来函"
    await page.act(page.button("保存"))
    assert "不是数" in str(page.input("registered_capital").props["error-message"])
    page.input("registered_capital").value = "3,000,000"
    await page.act(page.button("保存"))
    version = town.peopled.house.registry.get(CONSOLE, ENTITY, made.record)
    assert str(version.values["registered_capital"]) == "3000000.00"
    assert page.left_for == f"/r/{ENTITY}/{made.record}"


async def test_a_record_is_added_in_the_name_of_ones_unit(town: Town) -> None:
    page = await town.open("yanghua", "/desk/r/register.document/new")
    for name, value in {
        "number": "区工信〔2024〕9号",
        "title": "通知",
        "kind": "notice",
        "issuer": "区工信局",
    }.items():
        page.input(name).value = value
    page.input("登记依据 *").value = "发文登记簿"
    await page.act(page.button("保存"))
    version = town.peopled.house.registry.by_key(CONSOLE, "register.document", "区工信〔2024〕9号")
    assert version.keeper == "industry"


async def test_another_day_is_shown_with_a_band_and_nothing_to_change(town: Town) -> None:
    made = town.peopled.make(ENTITY, "industry")
    page = await town.open("yanghua", f"/desk/r/{ENTITY}/{made.record}?on=2024-05-05")
    assert "此处不能修改" in page.text
    assert f"{made.record}/edit" not in page.text
    assert "/edit" in (await town.open("yanghua", f"/desk/r/{ENTITY}/{made.record}")).text


async def test_search_finds_by_name_code_and_initials(town: Town) -> None:
    made = town.peopled.make(ENTITY, "industry")
    for text in (made.mark, str(made.values["credit_code"]), "bj"):
        page = await town.open("yanghua", f"/desk/search?text={text}")
        assert made.mark in page.text
    assert "没有找到" in (await town.open("yanghua", "/desk/search?text=不存在的名字")).text


async def test_the_system_administrator_makes_a_link_that_is_shown_once(town: Town) -> None:
    page = await town.open("sysadmin", "/desk/accounts")
    page.input("登录名").value = "yanghua"
    await page.act(page.button("发放一次性登录链接"))
    assert "http://127.0.0.1:8080/link/" in page.text


async def test_the_auditor_reads_the_chain_and_filters_it(town: Town) -> None:
    await town.open("yanghua", "/desk/")
    head = town.peopled.house.store.head()
    page = await town.open("auditor", "/desk/audit?actor=yanghua")
    assert head.digest[:8] in page.text or "链头" in page.text
    assert "yanghua" in page.text
    assert "没有符合条件的事件" in (await town.open("auditor", "/desk/audit?actor=nobody")).text


async def test_the_units_stand_as_a_tree(town: Town) -> None:
    page = await town.open("sysadmin", "/desk/units")
    text = page.text
    assert text.index("观山湖区") < text.index("industry单位") < text.index("shop单位")
