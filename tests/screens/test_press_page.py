"""An officer has a draft checked, without a browser."""

import asyncio
import json
import threading
from typing import Any

import pytest
from nicegui import ui
from nicegui.elements.upload_files import SmallFileUpload
from nicegui.events import UploadEventArguments

from guanshan.systems.briefing.pages import press
from opened import OpenPage, Town

pytestmark = pytest.mark.asyncio
PRESS = "/desk/s/briefing/press"
DRAFT = "2023年，新认定高新技术企业79家。\n服务居民1200人，其中老人300人。\n"


async def bring(page: OpenPage, content: bytes, name: str = "稿.txt") -> None:
    """Bring a file to the page, as the browser's upload does."""
    upload = page.elements(ui.upload)[0]
    event = UploadEventArguments(sender=upload, client=page.client, file=SmallFileUpload(name, "", content))
    with page.client:
        for handler in upload._upload_handlers:
            await handler(event)


def press_place(page: OpenPage) -> Any:
    return next(one for one in page.client.elements.values() if "press" in one.classes)


async def test_a_draft_is_drawn_with_its_marks_and_a_figure_opens(town: Town) -> None:
    page = await town.open("yanghua", PRESS)
    assert "文稿不留存" in page.text
    await bring(page, DRAFT.encode("gb18030"))
    assert "统计数据 3 处" in page.text
    assert 'class="not-registered"' in page.text
    await page.act(press_place(page), args=["0"])
    assert "文稿写作" in page.text
    assert "/figures/hnte_new?on=" in page.text
    await page.act(page.button("收起"))
    assert "文稿写作" not in page.text


async def test_nothing_opens_for_a_number_that_is_not_there(town: Town) -> None:
    page = await town.open("yanghua", PRESS)
    await bring(page, DRAFT.encode())
    for odd in (99, -1, "x", None):
        await page.act(press_place(page), args=[json.dumps(odd)])
        assert "文稿写作" not in page.text


async def test_a_filter_leaves_one_kind_in_the_list(town: Town) -> None:
    page = await town.open("yanghua", PRESS)
    await bring(page, DRAFT.encode())
    await page.act(page.button("✓ 一致 0"))
    assert "没有这一类" in page.text
    assert "only-agrees" in page.text


async def test_a_long_draft_lies_on_sheets(town: Town) -> None:
    page = await town.open("yanghua", PRESS)
    lines = [f"第{number}段说明。" for number in range(2 * press.SHEET // 8)]
    await bring(page, "\n".join([*lines, "服务居民1200人。"]).encode())
    assert "1200人</button></p>" not in page.text
    await page.act(press_place(page), args=["0"])
    assert "1200人</button>" in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文稿是空的"),
        (b" \n", "文稿是空的"),
        (b"PK\x03\x04 no document", "文件已损坏"),
        (b"\xd0\xcf\x11\xe0 old", "旧格式"),
        (b"\xff\xfe\x00", "编码无法识别"),
        (b"a\x00b", "不是文字"),
        (b"a" * 4_000_001, "请拆开分别核对"),
    ],
)
async def test_what_cannot_be_read_is_told_and_the_draft_can_be_brought_again(
    town: Town, content: bytes, said: str
) -> None:
    page = await town.open("yanghua", PRESS)
    await bring(page, content)
    assert said in page.text
    await bring(page, DRAFT.encode())
    assert "统计数据 3 处" in page.text


async def test_a_check_that_takes_long_says_so_meanwhile(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await town.open("yanghua", PRESS)
    monkeypatch.setattr("guanshan.screens.waiting.PATIENCE", 0.0)
    told, real = threading.Event(), press.check_draft

    def waiting(*asked: Any) -> Any:
        assert told.wait(10)
        return real(*asked)

    monkeypatch.setattr(press, "check_draft", waiting)
    bringing = asyncio.create_task(bring(page, DRAFT.encode()))
    while "正在核对“稿.txt”" not in page.text:
        assert not bringing.done()
        await asyncio.sleep(0.01)
    told.set()
    await bringing
    assert "正在核对" not in page.text
    assert "统计数据 3 处" in page.text


async def test_both_papers_can_be_taken_more_than_once(town: Town) -> None:
    page = await town.open("yanghua", PRESS)
    await bring(page, DRAFT.encode())
    for name in ("下载 JSON", "下载批注 DOCX", "下载批注 DOCX"):
        await page.act(page.button(name))
    taken = [data for kind, data in page.told if kind == "download"]
    assert [one["filename"] for one in taken] == ["稿.核对.json", "稿.核对.docx", "稿.核对.docx"]
    found = json.loads(taken[0]["src"])
    assert {one["status"] for one in found} == {None, "differs", "not registered"}


async def test_others_are_told_who_may(town: Town) -> None:
    assert "无权办理" in (await town.open("auditor", PRESS, status=403)).text
