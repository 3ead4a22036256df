"""An open page acts for nobody who may not: every handler looks up session and access again."""

import ast
from pathlib import Path

import pytest
from nicegui import ui

import guanshan.screens
import guanshan.systems
from guanshan.register.actor import CONSOLE
from guanshan.register.query import Condition
from opened import Town

SCREENS = Path(next(iter(guanshan.screens.__path__)))
SYSTEMS = Path(next(iter(guanshan.systems.__path__)))
HANDLERS = {
    "on_click",
    "on_change",
    "on_upload",
    "on_value_change",
    "on_multi_upload",
    "on_rejected",
    "on_select",
}


def _hangs_handlers(tree: ast.AST) -> list[tuple[int, ast.expr]]:
    found: list[tuple[int, ast.expr]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        found += [(node.lineno, one.value) for one in node.keywords if one.arg in HANDLERS]
        named = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if named == "on" and len(node.args) > 1:
            found.append((node.lineno, node.args[1]))
        if named in HANDLERS and node.args:
            found.append((node.lineno, node.args[0]))
        if named == "timer":
            found += [(node.lineno, one) for one in node.args[1:2]]
    return found


def test_no_handler_is_hung_on_an_event_but_through_the_guard() -> None:
    checked = 0
    for path in (
        *sorted(SCREENS.rglob("*.py")),
        *sorted(SYSTEMS.glob("*/pages/*.py")),
        *sorted(SYSTEMS.glob("*/pages.py")),
    ):
        for line, handler in _hangs_handlers(ast.parse(path.read_text("utf-8"))):
            checked += 1
            guarded = (
                isinstance(handler, ast.Call)
                and isinstance(handler.func, ast.Attribute)
                and handler.func.attr == "guarded"
            )
            assert guarded, f"{path.name}:{line}"
    assert checked > 15


@pytest.mark.asyncio
async def test_every_listener_on_a_page_asks_again_after_sign_out(town: Town) -> None:
    made = town.peopled.make("register.market_entity", "industry")
    page = await town.open("yanghua", f"/desk/r/register.market_entity/{made.record}/edit")
    page.input("name").value = "改过的名字"
    page.input("修改理由 *").value = "企业来函"
    town.peopled.house.door.sessions.end(town.secret("yanghua"))
    await page.act(page.button("保存"))
    read = town.peopled.house.registry.get(CONSOLE, "register.market_entity", made.record)
    assert read.name == made.mark, "nothing was written"
    assert page.left_for == "/sign-in?ended=1"


@pytest.mark.asyncio
async def test_sign_out_closes_every_open_page_of_the_session(town: Town) -> None:
    first = await town.open("yanghua", "/desk/")
    second = await town.open("yanghua", "/desk/r/register.unit")
    other = await town.open("auditor", "/desk/")
    town.peopled.house.door.sessions.end(town.secret("yanghua"))
    await first.act(next(iter(first.client.elements.values())), "nothing")
    assert first.left_for == second.left_for == "/sign-in?ended=1"
    assert other.left_for is None


@pytest.mark.asyncio
async def test_a_role_taken_away_stops_the_open_page(town: Town) -> None:
    made = town.peopled.make("register.market_entity", "industry")
    page = await town.open("yanghua", f"/desk/r/register.market_entity/{made.record}/edit")
    page.input("name").value = "改过的名字"
    page.input("修改理由 *").value = "企业来函"
    house = town.peopled.house
    role = house.registry.find(CONSOLE, "register.appointment", None, [Condition("person", "eq", "yanghua")])[
        0
    ]
    with house.store.write(CONSOLE, "test") as writing:
        writing.retract("register.appointment", role.record)
    try:
        await page.act(page.button("保存"))
        assert house.registry.get(CONSOLE, "register.market_entity", made.record).name == made.mark
        assert page.left_for is not None
    finally:
        with house.store.write(CONSOLE, "test") as writing:
            writing.put("register.appointment", dict(role.values), keeper="guanshanhu")


@pytest.mark.asyncio
async def test_a_handler_that_refuses_tells_it_and_the_page_lives_on(town: Town) -> None:
    page = await town.open("yanghua", "/desk/invite")
    page.input("统一社会信用代码").value = "91520115MA6H000010"
    await page.act(page.button("发放链接"))
    assert "91520115MA6H000010" in page.notes
    assert page.left_for is None
    assert page.elements(ui.button)
