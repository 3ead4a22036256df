"""One appeal from a phone to its outcome, handled by three offices, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from guanshan.register.actor import CONSOLE

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def move(page: Any, name: str, **filled: str) -> None:
    """Press the button of a move, fill its form in, carry it out."""
    page.locator(".desk-main button.action", has_text=name).first.click()
    dialog = page.locator(".q-dialog")
    for label, value in filled.items():
        field = dialog.locator(f'[data-field="{label}"]').first
        if field.evaluate("one => one.closest('.q-select') !== null"):
            field.click()
            page.locator(".q-menu .q-item", has_text=value).first.click()
            page.keyboard.press("Tab")
            expect(page.locator(".q-menu")).to_have_count(0)
        else:
            field.fill(value)
    before = page.locator(".history li").count()
    dialog.get_by_role("button", name=name).click()
    page.wait_for_function(f"document.querySelectorAll('.history li').length > {before}")


def test_an_appeal_from_a_phone_to_its_outcome(window: Open, served: Any) -> None:
    code = served.house.registry.find(CONSOLE, "register.market_entity", limit=1)[0].key
    phone = window(390)
    phone.sign_in(f"enterprise:{code}")
    page = phone.go("/cases")
    page.get_by_role("link", name="提出诉求").click()
    page.select_option("#category", "help")
    page.fill("#title", "装卸区夜间照明不足")
    page.fill("#text", "园区装卸区夜间照明不足，存在安全隐患。")
    page.fill("#contact_phone", "12")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".refused")).to_contain_text("手机")
    expect(page.locator("#text")).to_have_value("园区装卸区夜间照明不足，存在安全隐患。")
    page.fill("#contact_phone", "13800138000")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("待分办").first).to_be_visible()
    number = page.url.split("/cases/")[1].split("?")[0]

    desk = window()
    desk.sign_in("chenlin")
    office = desk.go("/desk/cases")
    office.get_by_role("link", name=number, exact=True).click()
    move(office, "分办", lead="工业和信息化局", executing="市场监督管理局")

    lead = window()
    lead.sign_in("yanghua")
    hand = lead.go(f"/desk/cases/{number}")
    move(hand, "签收")
    move(hand, "请企业补充材料", question="请说明具体位置")

    page = phone.go(f"/cases/{number}")
    expect(page.get_by_text("请说明具体位置")).to_be_visible()
    page.fill("#reply-reply", "3号库东侧")
    page.get_by_role("button", name="补充材料").click()
    expect(page.locator("b", has_text="办理中").first).to_be_visible()

    joint = window(390)
    joint.sign_in("zhaomin")
    other = joint.go(f"/desk/cases/{number}")
    move(other, "反馈办理意见", opinion="已约谈物业")
    assert other.evaluate("document.documentElement.scrollWidth") <= 390

    hand = lead.go(f"/desk/cases/{number}")
    expect(hand.get_by_text("已约谈物业")).to_be_visible()
    move(hand, "答复", answer="已加装照明", solved="是")
    office = desk.go(f"/desk/cases/{number}")
    move(office, "回访并办结", satisfaction="满意", solved="是")
    expect(office.locator("b", has_text="已办结").first).to_be_visible()

    page = phone.go(f"/cases/{number}?lang=en")
    expect(page.get_by_text("Closed").first).to_be_visible()
    assert "已约谈物业" not in page.content()  # what the offices say to each other
    for one in (phone, desk, lead, joint):
        assert one.foreign == []
        assert one.faults == []
