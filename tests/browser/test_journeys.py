"""A dozen walks through a real browser: the public, the officer, the auditor, by mouse and by keyboard."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from guanshan.register.actor import CONSOLE
from guanshan.register.identifier import credit_code_check
from guanshan.register.query import Condition

pytestmark = pytest.mark.browser
ENTITY = "/desk/r/register.market_entity"
Open = Callable[..., Any]


def test_the_public_opens_a_figure_and_the_rows_behind_it(window: Open) -> None:
    view = window()
    page = view.go("/")
    expect(page.locator(".band")).to_be_visible()
    page.locator(".figures.lead a.figure").nth(2).click()
    expect(page.get_by_role("heading", name="新认定高新技术企业")).to_be_visible()
    assert page.locator("tbody tr").count() > 0
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("The records behind it")).to_be_visible()
    assert view.foreign == []


def test_a_phone_shows_one_column_and_nothing_wider_than_itself(window: Open) -> None:
    view = window(390)
    for path in ("/", "/figures/hnte_new", "/sign-in", "/residents"):
        page = view.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    view.sign_in("zhaomin")
    for path in ("/desk/", ENTITY, "/desk/search?text=gy"):
        page = view.go(path)
        page.wait_for_selector(".desk-main h1")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    assert view.foreign == []


def test_an_officer_finds_by_keyboard_and_edits_with_a_reason(window: Open) -> None:
    view = window()
    view.sign_in("zhaomin")
    page = view.page
    page.wait_for_selector("#search")
    page.keyboard.press("/")
    page.keyboard.type("zhongan")
    page.keyboard.press("Control+a")
    page.keyboard.type("中安")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/search**")
    page.locator("a[href*='/register.market_entity/']", has_text="贵阳中安科技集团有限公司").click()
    page.wait_for_selector(".history li")
    page.keyboard.press("e")
    page.wait_for_url("**/edit")
    page.wait_for_selector(".form-grid")
    page.get_by_label("住所").fill("观山湖区金朱东路 9 号")
    page.get_by_label("修改理由").fill("变更登记通知书")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(lambda address: not address.endswith("/edit"))
    expect(page.locator(".history li")).not_to_have_count(1)
    expect(page.locator(".history")).to_contain_text("变更登记通知书")
    assert view.foreign == []
    assert view.faults == []


def test_a_long_list_scrolls_and_shows_what_is_in_sight(window: Open) -> None:
    view = window()
    view.sign_in("zhaomin")
    page = view.go(ENTITY)
    page.wait_for_selector(".window tr:nth-child(9)")
    page.wait_for_timeout(500)
    page.evaluate("document.querySelector('.window').scrollTop = 37 * 2500")
    page.wait_for_selector("tr[aria-rowindex='2505']")
    assert page.locator(".window tbody tr").count() < 100


def test_a_filter_stands_in_the_address(window: Open) -> None:
    view = window()
    view.sign_in("zhaomin")
    page = view.go(ENTITY)
    page.get_by_label("登记状态").select_option("abnormal")
    page.get_by_role("button", name="筛选").click()
    page.wait_for_url("**?status=abnormal")
    expect(page.locator(".head .count")).to_contain_text("符合条件")


def test_a_sheet_comes_in_with_its_bad_rows_told_and_is_taken_back(window: Open, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["统一社会信用代码", "企业名称", "企业类型", "注册资本（万元）"])
    for number in range(6):
        body = f"91520115MA9Q{number:05d}"
        sheet.append([body + credit_code_check(body), f"甲{number}公司", "公司", 100])
    sheet.append(["915201150000000000", "坏公司", "公司", 100])
    book.save(tmp_path / "企业.xlsx")
    view = window()
    view.sign_in("zhaomin")
    page = view.go(f"{ENTITY}/import")
    page.wait_for_selector(".q-uploader")
    page.set_input_files("input[type=file]", tmp_path / "企业.xlsx")
    page.wait_for_selector("table.mapping select, table.mapping .q-select")
    page.get_by_role("button", name="检查").click()
    expect(page.locator(".errors tbody tr")).to_have_count(1)
    expect(page.get_by_role("button", name="全部落库")).to_be_disabled()
    with page.expect_download() as waiting:
        page.get_by_text("下载标注错误的工作簿").click()
    assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"
    page.get_by_label("导入依据").fill("企业来表")
    page.get_by_role("button", name="只落库合格的行").click()
    page.wait_for_url("**landed=**")
    page.get_by_role("button", name="撤销这次导入").first.click()
    page.get_by_role("dialog").get_by_label("修改理由").fill("错表")
    page.get_by_role("dialog").get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_text("已撤销").first).to_be_visible()
    assert view.foreign == []


def test_sign_out_in_one_window_closes_the_page_in_another(window: Open) -> None:
    view = window()
    view.sign_in("zhaomin")
    first = view.go(ENTITY)
    first.wait_for_selector(".window")
    first.wait_for_timeout(700)
    second = first.context.new_page()
    second.goto(view.served.address + "/desk/")
    second.get_by_role("button", name="退出").click()
    first.wait_for_url("**/sign-in**", timeout=10_000)


def test_the_auditor_takes_the_bundle_away(window: Open) -> None:
    view = window()
    view.sign_in("auditor")
    page = view.go("/desk/audit?action=sign_in")
    page.wait_for_selector("tbody tr")
    with page.expect_download() as waiting:
        page.keyboard.press("e")
    assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"


def test_an_enterprise_sees_its_own_page_alone(window: Open) -> None:
    view = window(390)
    title = view.served.house.registry.find(CONSOLE, "enterprise.title", limit=1)[0]
    view.sign_in(f"enterprise:{title.values['credit_code']}")
    expect(view.page.get_by_role("heading", name="登记事项")).to_be_visible()
    page = view.go("/desk/")
    assert "/sign-in" in page.url or "/mine" in page.url


def test_text_stays_readable_on_its_ground(window: Open) -> None:
    page = window().go("/")
    pairs = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(e => e.childNodes.length && [...e.childNodes].some(n =>
        n.nodeType === 3 && n.textContent.trim())).map(e => { let g = e; while (g && getComputedStyle(g).backgroundColor ===
        'rgba(0, 0, 0, 0)') g = g.parentElement; return [getComputedStyle(e).color, g ? getComputedStyle(g).backgroundColor :
        'rgb(255, 255, 255)', e.className]; })"""
    )
    assert pairs
    for ink, ground, name in pairs:
        assert _contrast(_channels(ink), _channels(ground)) >= 4.5, (ink, ground, name)


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3])


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    def light(colour: tuple[float, ...]) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_an_officer_works_the_pipeline(window: Open) -> None:
    view = window()
    view.sign_in("yanghua")
    page = view.go("/desk/s/enterprise/pipeline")
    page.wait_for_selector("table.pipeline tbody tr")
    page.get_by_label("认定类别").select_option("srdi")
    page.get_by_label("状态").select_option("losing")
    page.get_by_role("button", name="筛选").click()
    page.wait_for_url("**designation=srdi**")
    page.wait_for_selector("table.pipeline tbody tr")
    rows = page.locator("table.pipeline tbody tr")
    count, name = rows.count(), rows.first.locator(".who a").inner_text()
    assert 0 < count <= 50
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("details.designation[open]")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    part = page.locator("details#srdi")
    expect(part).to_have_attribute("open", "")
    expect(part.locator(".title-held")).to_contain_text("专精特新中小企业")
    expect(part.locator(".clause-table .mark.bad").first).to_be_visible()
    expect(part.locator(".clause-table .from a").first).to_be_visible()
    expect(part.locator(".plan")).to_contain_text("怎样才能符合")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/s/enterprise/note**")
    text = page.get_by_label("提示内容")
    expect(text).to_have_value(re.compile("失效"))
    text.fill("贵单位的称号难以保持，请来局里商量。")
    page.get_by_role("button", name="写给 1 家企业").click()
    page.wait_for_url("**/desk/s/enterprise/standing**")
    expect(page.locator(".notes li").first).to_contain_text("请来局里商量")
    expect(page.locator(".notes .mark.warn").first).to_have_text("未签收")
    page = view.go("/desk/s/enterprise/pipeline?designation=srdi&state=losing&order=-total_low")
    page.wait_for_selector("table.pipeline tbody tr")
    with page.expect_download() as waiting:
        page.keyboard.press("e")
    sheet = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).active
    codes = [row[0].value for row in sheet.iter_rows() if len(str(row[0].value)) == 18]
    assert len(codes) == count
    assert view.foreign == []
    assert view.faults == []


def test_a_note_goes_to_those_who_are_ticked(window: Open) -> None:
    view = window()
    view.sign_in("yanghua")
    page = view.go("/desk/s/enterprise/pipeline?designation=tech-sme&state=lapsing")
    page.wait_for_selector("table.pipeline tbody tr")
    for place in (0, 2):
        page.locator("table.pipeline input[name=code]").nth(place).check()
    page.get_by_role("button", name="给选中的企业写提示").click()
    page.wait_for_selector(".receivers li")
    assert page.locator(".receivers li").count() == 2
    page.get_by_label("提示内容").fill("科技型中小企业每年须重新评价。")
    page.get_by_role("button", name="写给 2 家企业").click()
    page.wait_for_url("**/desk/s/enterprise/pipeline")
    assert view.faults == []


def test_an_enterprise_fills_in_an_unknown_on_a_phone_and_its_verdict_changes(window: Open) -> None:
    from guanshan.systems.enterprise.service.pipeline import Asked, pipeline

    view = window(390)
    registry = view.served.house.registry
    rows = pipeline(registry, CONSOLE, Asked(designation="srdi", verdict="undetermined", limit=None)).rows
    figures = registry.find(CONSOLE, "enterprise.financial_year", where=[Condition("year", "eq", 2023)])
    known = {str(one.values["credit_code"]) for one in figures}
    code = next(row.credit_code for row in rows if row.credit_code in known and "C1" in row.missing)
    view.sign_in(f"enterprise:{code}")
    page = view.page
    page.get_by_role("link", name="专精特新中小企业", exact=True).click()
    expect(page.locator("details.designation summary .mark").last).to_have_text("待定")
    page.get_by_role("link", name="补充未知事项").click()
    page.get_by_label("从事特定细分市场时间").fill("一年")
    page.get_by_role("button", name="保存并重新评定").click()
    expect(page.locator(".wrong .why")).to_contain_text("不是数字")
    expect(page.get_by_label("从事特定细分市场时间")).to_have_value("一年")
    page.get_by_label("从事特定细分市场时间").fill("1")
    page.get_by_role("button", name="保存并重新评定").click()
    expect(page.get_by_text("已保存 1 项")).to_be_visible()
    page.get_by_role("link", name="查看逐条说明").click()
    expect(page.locator("details.designation summary .mark").last).to_have_text("不符合")
    for path in ("/mine", "/mine/enterprise/facts", "/mine/enterprise/standing", "/mine/enterprise/notes"):
        page = view.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    assert view.foreign == []


def test_a_draft_is_checked_read_figure_by_figure_and_taken_away(window: Open, tmp_path: Path) -> None:
    view = window()
    view.sign_in("wangtong")
    page = view.go("/desk/s/briefing/press")
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_text("还没有文稿").first).to_be_visible()
    page.get_by_label("或者把文稿贴在这里").fill("2023年，观山湖区新认定高新技术企业78家，服务居民1200人。")
    page.get_by_role("button", name="核对", exact=True).click()
    mark = page.locator(".paper button.differs")
    expect(mark).to_have_text(re.compile("✗.*78家"))
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".press-detail dl")).to_contain_text("79家")
    expect(page.locator(".press-detail a")).to_have_attribute("href", re.compile("^/figures/hnte_new"))
    expect(mark).to_be_focused()
    page.get_by_role("button", name="? 未登记 1").click()
    expect(page.locator(".press-list button")).to_have_text([re.compile("1200人")])
    for name, begins in (("下载 JSON", b"["), ("下载批注 DOCX", b"PK")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        assert Path(waiting.value.path()).read_bytes().startswith(begins)
    page.get_by_role("button", name="改后再核").click()
    broken = tmp_path / "稿.docx"
    broken.write_bytes(b"PK\x03\x04 no document")
    page.set_input_files("input[type=file]", broken)
    expect(page.locator(".press-place .refused")).to_contain_text("已损坏")
    expect(page.get_by_label("或者把文稿贴在这里")).to_have_value(re.compile("78家"))
    assert view.foreign == []
    assert view.faults == []
