"""Every screen photographed on a desk and a phone, in both languages, into docs/screens.

The pictures are for people to look at; the test sees to it that no page asks another host, breaks, or is wider than its window.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.proof, pytest.mark.browser]
PICTURES = Path(__file__).parents[2] / "docs" / "screens"
SIZES = {"desk": 1280, "phone": 390}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
ENTITY = "/desk/r/register.market_entity"

SCREENS: tuple[tuple[str, str | None, str], ...] = (
    ("home", None, "/"),
    ("briefing", None, "/briefing"),
    ("briefing-note", None, "/briefing#hnte_new.2023"),
    ("briefing-changes", None, "/briefing/2024-05-06-1/changes"),
    ("figures", None, "/figures"),
    ("figure", None, "/figures/hnte_new"),
    ("figure-reported", None, "/figures/rd_internal_growth"),
    ("editions", "wangtong", "/desk/s/briefing/editions"),
    ("indicators", "wangtong", "/desk/s/briefing/indicators"),
    ("press", "wangtong", "/desk/s/briefing/press"),
    ("press-checked", "wangtong", "checked"),
    ("system", None, "/systems/enterprise"),
    ("sign-in", None, "/sign-in"),
    ("residents", None, "/residents"),
    ("mine", "enterprise", "/mine"),
    ("start", "yanghua", "/desk/"),
    ("list", "yanghua", ENTITY),
    ("search", "yanghua", "/desk/search?text=zakj"),
    ("record", "yanghua", "zhongan"),
    ("edit", "zhaomin", "edit"),
    ("add", "yanghua", "/desk/r/enterprise.title/new"),
    ("import", "yanghua", "/desk/r/enterprise.title/import"),
    ("past", "yanghua", ENTITY + "?on=2022-12-31"),
    ("refused", "auditor", "/desk/r/enterprise.financial_year"),
    ("units", "sysadmin", "/desk/units"),
    ("appointments", "secadmin", "/desk/r/register.appointment"),
    ("audit", "auditor", "/desk/audit"),
    ("pipeline", "yanghua", "/desk/s/enterprise/pipeline"),
    (
        "pipeline-losing",
        "yanghua",
        "/desk/s/enterprise/pipeline?designation=srdi&state=losing&order=-total_low",
    ),
    ("standing", "yanghua", "/desk/s/enterprise/standing?code={holder}&designation=srdi"),
    ("plan", "yanghua", "/desk/s/enterprise/standing?code={planner}&designation=innovative#innovative"),
    ("note", "yanghua", "/desk/s/enterprise/note?code={holder}&designation=srdi"),
    ("printed-pipeline", "yanghua", "/print/s/enterprise/pipeline?designation=srdi&state=losing"),
    ("printed-standing", "yanghua", "/print/s/enterprise/standing?code={holder}"),
    ("mine-front", "holder", "/mine"),
    ("mine-standing", "holder", "/mine/enterprise/standing?designation=srdi"),
    ("mine-facts", "holder", "/mine/enterprise/facts?designation=little-giant"),
    ("mine-notes", "holder", "/mine/enterprise/notes"),
    ("rulebooks", "yanghua", "/desk/rulebooks"),
    ("rulebook", "yanghua", "/desk/rulebooks/srdi-2022"),
    ("amend", "yanghua", "/desk/rulebooks/srdi-2022/amend"),
    ("costs", "yanghua", "/desk/rulebooks/srdi-2022/costs"),
)
"""Name of the picture, who looks, and at what."""

WHOLE = ("home", "system", "plan", "mine-standing", "mine-facts")
"""Screens of which the whole length is shown."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_screen_is_photographed(window: Callable[..., Any], size: str, language: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    views: dict[str | None, Any] = {}
    for name, who, path in SCREENS:
        if who not in views:
            views[who] = window(SIZES[size], LANGUAGES[language])
            if who:
                views[who].sign_in(subject(views[who], who))
        view = views[who]
        page = view.go(address(view, path))
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(800)
        if path == "checked":
            check_a_draft(page)
        page.screenshot(path=str(PICTURES / f"{name}-{size}-{language}.png"), full_page=name in WHOLE)
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size], name
        assert view.foreign == [], name
        assert view.faults == [], name


def subject(view: Any, who: str) -> str:
    """Return whose link is made: of the enterprise, the one that the page writes about; of the holder, one that may lose its title."""
    codes = {"enterprise": lambda: zhongan(view).values["credit_code"], "holder": lambda: holder(view)}
    return f"enterprise:{codes[who]()}" if who in codes else who


def address(view: Any, path: str) -> str:
    path = path.replace("{holder}", holder(view)) if "{holder}" in path else path
    path = path.replace("{planner}", planner(view)) if "{planner}" in path else path
    if path == "checked":
        return "/desk/s/briefing/press"
    if path in ("zhongan", "edit"):
        return f"{ENTITY}/{zhongan(view).record}{'/edit' if path == 'edit' else ''}"
    return path


DRAFT = """观山湖区科技创新再上台阶
2023年，观山湖区新认定高新技术企业78家，区级银行机构为企业发放贷款超900亿元。
2022年，规模以上工业企业R&D内部经费支出达2.5亿元，同比增长15.33%。自2018年成立以来，中安科技先后获得荣誉108项。
2021年，规模以上工业企业R&D内部经费支出达2.1亿元，服务居民1200人。
"""


def check_a_draft(page: Any) -> None:
    """Paste a draft, have it checked, and open the figure that differs."""
    page.locator("#draft-words").fill(DRAFT)
    page.locator(".press-ask .form-actions button").click()
    page.locator(".press-list button").first.click()
    page.wait_for_selector(".press-detail dl")
    page.wait_for_timeout(400)


def zhongan(view: Any) -> Any:
    """Return the record of the enterprise that the page writes about."""
    from guanshan.register.actor import CONSOLE
    from guanshan.systems.enterprise.sample import ZHONGAN

    return view.served.house.registry.by_key(CONSOLE, "register.market_entity", ZHONGAN)


def holder(view: Any) -> str:
    """Return an enterprise that would lose its title soon, to which the office has written."""
    from guanshan.register.actor import Actor, Held
    from guanshan.systems.enterprise.service.note import notes, write_note
    from guanshan.systems.enterprise.service.pipeline import Asked, pipeline

    registry = view.served.house.registry
    officer = Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))
    asked = Asked(designation="srdi", state="losing", order="lapses_on", limit=1)
    code = pipeline(registry, officer, asked).rows[0].credit_code
    if not notes(registry, officer, code):
        write_note(
            registry, officer, [code], "贵单位的专精特新称号即将到期，请对照现行条件准备复核材料。", "srdi"
        )
    return code


def planner(view: Any) -> str:
    """Return an enterprise that could qualify after some changes, by points and by a direct route."""
    from guanshan.register.actor import CONSOLE
    from guanshan.systems.enterprise.service.pipeline import Asked, pipeline
    from guanshan.systems.enterprise.service.planning import plans_for

    registry = view.served.house.registry
    asked = Asked(designation="innovative", state="near", verdict="fail", order="-total_low", limit=40)
    codes = [row.credit_code for row in pipeline(registry, CONSOLE, asked).rows]
    found = [one for one in plans_for(registry, CONSOLE, codes, "innovative") if one.plan.status == "plan"]
    return max(found, key=lambda one: len(one.plan.best.changes or ()) if one.plan.best else 0).credit_code
