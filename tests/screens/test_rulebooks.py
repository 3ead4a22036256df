"""An officer reads, tries, amends and adds rulebooks at the desk; nothing is overwritten and everything stands in the chain."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from nicegui import ui
from sqlalchemy import select

from guanshan.register.actor import CONSOLE
from guanshan.register.audit.tables import AUDIT
from guanshan.screens.rulebook.folder import digest_of
from guanshan.screens.rulebook.office import past_of
from opened import OpenPage, Town

pytestmark = pytest.mark.asyncio
SMALL = (Path(__file__).parents[1] / "assess" / "small.yaml").read_text(encoding="utf-8")
OFFICIAL = Path(__file__).parents[2] / "src/guanshan/systems/enterprise/rulebooks"


@pytest.fixture(autouse=True)
def empty_folder(peopled) -> Iterator[Path]:
    """The district's folder, emptied after each test."""
    own = peopled.house.library.own
    own.mkdir(exist_ok=True)
    yield own
    shutil.rmtree(own)


def events(town: Town, action: str) -> list[dict]:
    with town.peopled.house.store.database.reading() as connection:
        bodies = [json.loads(row.body) for row in connection.execute(select(AUDIT).order_by(AUDIT.c.seq))]
    return [body for body in bodies if body["action"] == action]


async def tried(town: Town, text: str, name: str = "-", who: str = "yanghua") -> OpenPage:
    page = await town.open(who, f"/desk/rulebooks/{name}/amend")
    page.elements(ui.codemirror)[0].value = text
    await page.act(page.button("核对"))
    return page


async def keep(page: OpenPage, reason: str = "局务会议定") -> None:
    page.input("理由").value = reason
    await page.act(page.button("留存"))


async def test_the_shelf_shows_every_rulebook_with_its_state_on_the_day_and_what_is_unverified(
    town: Town,
) -> None:
    page = await town.open("yanghua", "/desk/rulebooks")
    for path in OFFICIAL.glob("*.yaml"):
        assert f"/desk/rulebooks/{path.stem}" in page.text
    assert "处未核对" in page.text
    assert "incubator-2025" in page.text
    assert "尚未施行" in page.text  # srdi-2026
    later = await town.open("yanghua", "/desk/rulebooks?on=2026-11-01")
    assert "尚未施行" not in later.text


@pytest.mark.parametrize("name", [path.stem for path in sorted(OFFICIAL.glob("*.yaml"))])
async def test_every_rulebook_is_readable_by_a_person(town: Town, name: str) -> None:
    page = await town.open("yanghua", f"/desk/rulebooks/{name}")
    book = town.peopled.house.library.find(name)
    for one in (*book.inputs, *book.criteria, *book.routes, *book.classes):
        assert one.title["zh"].replace("<", "&lt;") in page.text or one.title["zh"] in page.text
    for one in book.criteria:
        assert one.citation.article in page.text
    for case in book.cases:
        assert case.name in page.text


async def test_a_faulty_text_is_told_with_its_line_beside_the_text_and_cannot_be_kept(town: Town) -> None:
    page = await tried(town, SMALL.replace("{from: 10, to: 100, points: 4}", "{from: 10, to: 99, points: 4}"))
    line = SMALL[: SMALL.index("{from: 100, points: 10}")].count("\n") + 1
    assert f"第 {line} 行：两档之间有缺口" in page.text
    assert '<li class="wrong"><code>      - {from: 100, points: 10}' in page.text
    assert not page.button("留存").enabled
    await keep(page)
    assert not list(town.peopled.house.library.own.glob("*.yaml"))


async def test_worked_cases_that_come_out_otherwise_are_told_and_the_text_is_not_kept(town: Town) -> None:
    case = "cases:\n  one: {given: {listed: true, revenue_wan: 20, staff: 5}, expect: {verdict: pass}}\n"
    page = await tried(town, SMALL + case)
    assert "算例“one”的“verdict”写明 pass，算出的是 undetermined" in page.text
    assert not page.button("留存").enabled


async def test_a_new_rulebook_is_kept_and_amended_and_removed_and_every_text_stays_readable(
    town: Town, empty_folder: Path
) -> None:
    house = town.peopled.house
    page = await tried(town, SMALL)
    assert "没有算例" in page.text
    await keep(page)
    assert page.left_for == "/rulebooks/small-2024"
    assert house.library.find("small-2024").in_force_mark == "C"
    first = digest_of(SMALL.encode())
    kept = events(town, "rulebook.keep")[-1]
    assert kept["object"] == "rulebook:small-2024"
    assert kept["actor"] == "yanghua"
    assert kept["reason"] == "局务会议定"
    assert kept["detail"]["sha256"] == first

    amended = SMALL.replace("minimums: {total: 9}", "minimums: {total: 10}")
    page = await tried(town, amended, "small-2024")
    assert "与 small-2024 相比" in page.text
    assert "总分 不低于 9 分" in page.text
    assert "总分 不低于 10 分" in page.text
    await keep(page, "提高门槛")
    assert house.library.find("small-2024").routes[0].minimums[0][1] == 10
    assert events(town, "rulebook.keep")[-1]["detail"]["before"] == first

    page = await town.open("yanghua", "/desk/rulebooks/small-2024")
    assert "提高门槛" in page.text
    assert first in page.text
    page = await town.open("yanghua", "/desk/rulebooks/small-2024?number=1")
    assert "总分 不低于 9 分" in page.text
    assert "这是第 1 稿" in page.text

    page = await town.open("yanghua", "/desk/rulebooks/small-2024/amend")
    page.input("理由").value = "政策到期"
    await page.act(page.button("撤下本区文本"))
    assert "small-2024" not in house.library.names
    assert "政策到期" in (await town.open("yanghua", "/desk/rulebooks")).text
    assert "总分 不低于 10 分" in (await town.open("yanghua", "/desk/rulebooks/small-2024?number=2")).text
    await town.open("yanghua", "/desk/rulebooks/small-2024", status=404)
    await town.open("yanghua", "/desk/rulebooks/small-2024?number=9", status=404)
    assert events(town, "rulebook.remove")[-1]["detail"]["sha256"] == digest_of(amended.encode())
    past = past_of(house, "small-2024")
    assert [one.how for one in past.history()] == ["kept", "kept", "removed"]
    assert (past.earlier(1), past.earlier(2)) == (SMALL.encode(), amended.encode())


async def test_a_text_changed_by_hand_is_shown_as_such_and_kept_before_it_is_replaced(
    town: Town, empty_folder: Path
) -> None:
    await keep(await tried(town, SMALL))
    by_hand = SMALL.replace("小规则", "手改规则")
    (empty_folder / "small-2024.yaml").write_text(by_hand, encoding="utf-8")
    page = await town.open("yanghua", "/desk/rulebooks/small-2024")
    assert "手改规则" in page.text
    assert "可能有人直接改了文件" in page.text
    await keep(await tried(town, SMALL, "small-2024"), "恢复")
    past = past_of(town.peopled.house, "small-2024")
    assert [one.how for one in past.history()] == ["kept", "found", "kept"]
    assert past.earlier(2) == by_hand.encode()
    assert events(town, "rulebook.keep")[-1]["detail"]["by_hand"] is True


async def test_an_official_text_is_stood_in_for_and_never_touched(town: Town, empty_folder: Path) -> None:
    house = town.peopled.house
    official = (OFFICIAL / "makerspace-2017.yaml").read_text(encoding="utf-8")
    text = official + "# 本区\n"
    await keep(await tried(town, text, "makerspace-2017"), "本区采用")
    assert house.library.volume("makerspace-2017").own
    assert "代替官方文本" in (await town.open("yanghua", "/desk/rulebooks")).text
    assert (OFFICIAL / "makerspace-2017.yaml").read_text(encoding="utf-8") == official
    page = await town.open("yanghua", "/desk/rulebooks/makerspace-2017/amend")
    page.input("理由").value = "恢复官方文本"
    await page.act(page.button("撤下本区文本"))
    assert not house.library.volume("makerspace-2017").own


async def test_who_comes_second_is_told_and_nothing_is_lost(town: Town, empty_folder: Path) -> None:
    await keep(await tried(town, SMALL))
    late = await tried(town, SMALL.replace("total: 9", "total: 8"), "small-2024")
    await keep(await tried(town, SMALL.replace("total: 9", "total: 10"), "small-2024"), "先到")
    await keep(late, "后到")
    assert "已被他人改动" in late.notes
    assert "total: 10" in (empty_folder / "small-2024.yaml").read_text(encoding="utf-8")


async def test_a_broken_file_is_listed_and_stops_nobody_else(town: Town, empty_folder: Path) -> None:
    (empty_folder / "broken.yaml").write_text(
        "rulebook: broken-2024\nfamily: broken\ntitle: x\n", encoding="utf-8"
    )
    (empty_folder / "noise.yaml").write_bytes(b"\xff\xfe")
    page = await town.open("yanghua", "/desk/rulebooks")
    assert "broken.yaml 第 " in page.text
    assert "noise.yaml 第 1 行：文字编码不是 UTF-8" in page.text
    assert "/desk/rulebooks/srdi-2022" in page.text
    page = await town.open("yanghua", "/desk/rulebooks/broken-2024", status=422)
    assert "broken.yaml" in page.text


async def test_only_the_unit_that_answers_for_a_family_keeps_it(town: Town) -> None:
    house = town.peopled.house
    today = house.registry.today()
    with house.store.write(CONSOLE, "test") as writing:
        person = {"login": "marketer", "name": "马克", "unit": "market", "joined_on": today}
        writing.put("register.person", person, keeper="guanshanhu")
        role = {"person": "marketer", "role": "officer", "unit": "market", "from_day": today}
        writing.put("register.appointment", role, keeper="guanshanhu")
    await town.open("marketer", "/desk/rulebooks/srdi-2022/amend", status=403)
    official = (OFFICIAL / "srdi-2022.yaml").read_text(encoding="utf-8")
    page = await tried(town, official + "# 改\n", who="marketer")
    await keep(page)
    assert "industry单位" in page.notes
    assert not house.library.volume("srdi-2022").own
    await town.open("auditor", "/desk/rulebooks/srdi-2022")
    await town.open("auditor", "/desk/rulebooks/srdi-2022/amend", status=403)


async def test_no_reason_no_keeping_and_an_id_keeps_its_family(town: Town, empty_folder: Path) -> None:
    page = await tried(town, SMALL)
    await keep(page, " ")
    assert "没有说明理由" in page.notes
    page = await tried(town, SMALL.replace("rulebook: small-2024", "rulebook: srdi-2022"))
    assert "属于“srdi”一类" in page.text


async def test_an_office_changes_costs_alone_and_the_rulebook_stays_as_it_is(
    town: Town, empty_folder: Path
) -> None:
    house = town.peopled.house
    book = house.library.find("srdi-2022")
    page = await town.open("yanghua", "/desk/rulebooks/srdi-2022/costs")
    forbidden = next(iter(book.forbidden))
    page.elements(ui.codemirror)[
        0
    ].value = f"levers:\n  rd_wan: {{cost: 3}}\n  {forbidden}: {{move: up, cost: 1}}\n"
    await page.act(page.button("核对"))
    assert "srdi-2022.yaml 第 3 行" in page.text
    await keep(page, "试")
    assert house.library.levers(book) == book.levers

    page.elements(ui.codemirror)[0].value = "levers:\n  rd_wan: {cost: 3, most: 500}\n"
    await page.act(page.button("核对"))
    assert "本区代价" in page.text
    await keep(page, "按本区人工成本")
    lever = next(one for one in house.library.levers(book) if one.name == "rd_wan")
    assert (lever.cost, lever.most) == (3, 500)
    assert house.library.find("srdi-2022") == book
    assert not house.library.volume("srdi-2022").own
    assert events(town, "costs.keep")[-1]["object"] == "costs:srdi-2022"
    assert "本区代价" in (await town.open("yanghua", "/desk/rulebooks/srdi-2022")).text

    page = await town.open("yanghua", "/desk/rulebooks/srdi-2022/costs")
    page.elements(ui.codemirror)[0].value = ""
    await keep(page, "恢复")
    assert house.library.levers(book) == book.levers
    assert events(town, "costs.remove")


@dataclass(frozen=True)
class Move:
    credit_code: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Moves:
    gains: tuple[Move, ...]
    losses: tuple[Move, ...]
    changed: tuple[Move, ...]


def judged(registry, actor, old, new, moment, library) -> Moves:
    """Stand in for a system that tells who gains and loses: it reads both rulebooks from the library it is given."""
    least = [library.find(name, moment.on).routes[0].minimums[0][1] for name in (old, new)]
    moved = (Move("91520115MA6H000018", f"公司{actor.id}", "pass", "fail"),) if least[1] > least[0] else ()
    return Moves((), moved, moved)


async def test_who_would_gain_or_lose_is_told_by_the_system_of_the_family(
    town: Town, empty_folder: Path
) -> None:
    house = town.peopled.house
    systems = house.systems
    object.__setattr__(house, "systems", (replace(systems[0], moves=f"{__name__}:judged"), *systems[1:]))
    try:
        official = (OFFICIAL / "srdi-2022.yaml").read_text(encoding="utf-8")
        page = await tried(
            town, official.replace("minimums: {total: 60}", "minimums: {total: 61}"), "srdi-2022"
        )
        assert "1 家由此不再符合" in page.text
        assert "公司yanghua" in page.text
        page = await tried(town, official + "# 注\n", "srdi-2022")
        assert "没有企业的结论因此改变" in page.text
    finally:
        object.__setattr__(house, "systems", systems)


async def test_what_fails_after_the_file_is_in_place_leaves_everything_as_it_was(
    town: Town, empty_folder: Path
) -> None:
    await keep(await tried(town, SMALL))
    past = past_of(town.peopled.house, "small-2024")
    before = past.history()
    replaced = past.replaced(b"other", [replace(before[0], number=2)])
    replaced.__enter__()
    assert past.content() == b"other"
    assert not replaced.__exit__(RuntimeError, RuntimeError("the database is gone"), None)
    assert past.content() == SMALL.encode()
    assert past.history() == before
    assert past.earlier(2) is None
