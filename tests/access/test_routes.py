"""Every route of the application, asked by every role, for what the own unit, one below it and another one keep.

``routes.csv`` is kept by hand; a route that it does not name fails. Its words: *no* refused; *clear* personal fields stand in full;
*masked* they stand masked; *seen* the record stands in the answer and has nothing to hide; *done* answered, and nothing of the record
stands in it; *to /x* sent there.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from guanshan.register.actor import CONSOLE, Actor
from guanshan.register.audit.tables import AUDIT
from guanshan.screens.rulebook.office import content_of, keep
from guanshan.systems.briefing.service.edition import build_edition
from guanshan.web.shell import create_app
from peopled import (
    COLUMNS,
    MASKED_PHONE,
    SECRETS,
    Made,
    Peopled,
    TestClient,
    api_token,
    credit_code,
    form_token,
    peopled_house,
    text_of,
)

LINES = list(csv.DictReader((Path(__file__).parent / "routes.csv").read_text("utf-8").splitlines()))


@dataclass
class Town:
    """The application and everybody's browser."""

    peopled: Peopled
    app: FastAPI
    clients: dict[str, TestClient]

    def client(self, who: str, fresh: bool = False) -> TestClient:
        if fresh:
            return self.peopled.client(self.app, who)
        if who not in self.clients:
            self.clients[who] = self.peopled.client(self.app, who)
        return self.clients[who]

    def unmaskings(self) -> int:
        with self.peopled.house.store.database.reading() as connection:
            counted = select(func.count()).where(AUDIT.c.body.contains('"action":"unmask"'))
            return connection.scalar(counted) or 0


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    peopled = peopled_house(tmp_path_factory.mktemp("town"))
    assert build_edition(peopled.house, CONSOLE).number == EDITION
    peopled.open_office()
    yield Town(peopled, create_app(peopled.house, desk=False), {})
    peopled.house.store.database.close()


def routes_of(app: FastAPI) -> set[tuple[str, str]]:
    """Every method and path that the application answers, through included routers of any depth."""

    def walk(route: object) -> Iterator[object]:
        if hasattr(route, "effective_route_contexts"):
            yield from route.effective_route_contexts()
        elif hasattr(route, "path"):
            yield route

    return {
        (method, one.path)
        for route in app.routes
        for one in walk(route)
        for method in (one.methods or ()) - {"HEAD"}
    }


def test_the_table_names_every_route_and_no_other(town: Town) -> None:
    assert {(line["method"], route_of(line["path"])) for line in LINES} == routes_of(town.app)
    enterprise = town.peopled.house.system("enterprise")
    assert enterprise
    pages = {("GET", f"/mine/enterprise/{one.path}") for one in enterprise.own}
    pages |= {("POST", f"/mine/enterprise/{one.path}") for one in enterprise.own if one.act}
    pages |= {("GET", f"/print/s/enterprise/{one.path}") for one in enterprise.prints}
    assert pages == {
        (line["method"], line["path"]) for line in LINES if route_of(line["path"]) != line["path"]
    }


def route_of(path: str) -> str:
    """The route by which a path is answered: a system's own pages share one at each door."""
    door = next((one for one in ("/mine/", "/print/s/") if path.startswith(f"{one}enterprise/")), None)
    return f"{door}{{system}}/{{path}}" if door else path


def test_the_table_has_a_word_for_every_role() -> None:
    words = {"no", "clear", "masked", "seen", "done"}
    for line in LINES:
        for column in COLUMNS:
            assert line[column] in words or re.fullmatch(r"to /[a-z/-]*", line[column]), (line, column)


FRESH = ("/sign-out", "/sign-in", "/mine/erase", "/link/{token}")
"""Asking for these changes who stands at the browser."""

EDITION = "2024-05-06-1"

FIXED = {
    "/figures/{name}": "/figures/market_entities",
    "/api/figures/{name}": "/api/figures/titles",
    "/api/indicators/{name}": "/api/indicators/market_entities",
    "/briefing/{number}": f"/briefing/{EDITION}",
    "/briefing/{number}/changes": f"/briefing/{EDITION}/changes",
    "/briefing/{number}/{form}": f"/briefing/{EDITION}/docx",
    "/systems/{name}": "/systems/enterprise",
    "/cases/new/{family}": "/cases/new/appeal",
    "/look/{name}": "/look/guanshan.css",
    "/api/rulebooks/{name}": "/api/rulebooks/srdi-2022",
    "/api/rulebooks/{name}/text": "/api/rulebooks/srdi-2022/text",
}
"""What stands for the name in a path that asks for no record."""


@dataclass
class Question:
    """A call that is ready to be made, and what shows that the record stands in the answer."""

    method: str
    path: str
    mark: str
    options: dict[str, Any]


def question(town: Town, client: TestClient, line: dict[str, str], column: str) -> Question:
    """Prepare the call of one line for one role; what it needs stands in the house before."""
    method, path, register = line["method"], line["path"], line["register"]
    keeping = COLUMNS[column][1]
    made = town.peopled.make(register, keeping) if register else None
    asked = Question(
        method, FIXED.get(path, path).replace("{register}", register), made.mark if made else "", {}
    )
    if made:
        asked.path = asked.path.replace("{record}", made.record)
        asked.path = asked.path.replace("{credit_code}", str(made.values.get("credit_code")))
        asked.path = asked.path.replace("{number}", str(made.values.get("number")))
        asked.path = asked.path.replace("{move}", "comment").replace("{place}", "1")
    if path.startswith("/api/"):
        asked.options["headers"] = api_token(client)
    elif path.startswith("/link/"):
        asked.path = f"/link/{town.peopled.house.door.links.for_demo('yanghua').token}"
    if path.startswith("/api/rulebooks"):
        of_rulebook(asked, town)
    elif path.startswith("/api/imports"):
        of_import(asked, town, client, register, keeping)
    elif method != "GET" and path.startswith("/api/") and made:
        asked.options["json"] = body_of(asked.path.rpartition("/")[2], method, town, made, keeping)
    elif method == "POST":
        asked.options["data"] = {"form": form_token(client), **fields_of(path, town.peopled.next_number())}
    elif path == "/api/search":
        asked.options["params"] = {"q": asked.mark}
    elif path.startswith(("/print/s/", "/api/enterprise/")):
        code = str(made.values["credit_code"]) if made else ""
        whole = {"q": code[:-1], "code": code, "state": "all", "rulebook": "innovative"}
        of_rules = {"old": "srdi-2022", "new": "srdi-2026"}
        asked.options["params"] = of_rules if path.endswith("/moves") else whole
    elif (
        made
        and "{record}" not in path
        and "{credit_code}" not in path
        and not path.startswith(("/mine", "/cases"))
    ):
        asked.options["params"] = narrowed(made)
        asked.mark = '"count":1}' if path.endswith("/count") else asked.mark
    return asked


def of_rulebook(asked: Question, town: Town) -> None:
    """Prepare a call about a rulebook: an official text of the officer's unit with a line of the district's own."""
    house, number = town.peopled.house, town.peopled.next_number()
    text = content_of(house, "srdi-2022").decode() + f"# {number}\n"
    if asked.method == "POST":
        asked.options["json"] = {"text": text}
    elif asked.method == "PUT":
        asked.options["json"] = {"text": text, "reason": "核对"}
    elif asked.method == "DELETE":
        keep(house, CONSOLE, text, "核对")
        asked.options["params"] = {"reason": "核对"}


def narrowed(made: Made) -> dict[str, Any]:
    """Conditions under which a list holds this record alone."""
    names = {
        "register.person": "login",
        "register.document": "number",
        "enterprise.financial_year": "operating_revenue",
    }
    name = names.get(made.register, "credit_code")
    return {name: made.values[name]}


def body_of(last: str, method: str, town: Town, made: Made, keeping: str) -> dict[str, Any]:
    """What a call that writes to a register carries."""
    keeper = "market" if keeping == "own" else keeping
    if last == "rows":
        number = town.peopled.next_number()
        values, _ = town.peopled.draft(made.register, number, credit_code(number))
        if made.register.startswith("enterprise."):
            values |= {"credit_code": made.values["credit_code"], "year": 2022}
        return {"values": values, "reason": "核对", "keeper": keeper}
    if last == "unmask":
        return {"field": "contact_phone" if "entity" in made.register else "phone", "purpose": "核对联系方式"}
    if method == "PATCH":
        changed = {"register.person": {"unit": "shop"}, "register.market_entity": {"address": "观山东路1号"}}
        changed["enterprise.stated_fact"] = {"value": "7"}
        return {"changes": changed.get(made.register, {"audited": True}), "reason": "核对"}
    return {"reason": "核对"}


def fields_of(path: str, number: int) -> dict[str, str]:
    """What a plain form carries beside its token."""
    return {
        "/sign-in": {"login": f"nobody{number}", "password": "not the password"},
        "/cases/new/{family}": {"category": "help", "title": "占道", "text": "门口占道"},
        "/cases/{number}/{move}": {"text": "请尽快"},
        "/residents": {"phone": f"139{number:08d}"},
        "/api/briefing/press": {"text": "2023年，新认定高新技术企业79家。"},
    }.get(path, {})


def of_import(asked: Question, town: Town, client: TestClient, register: str, keeping: str) -> None:
    """Prepare a call about an import: the file waits for whoever asks, checked and landed by the operator where need be."""
    house, number = town.peopled.house, town.peopled.next_number()
    keeper = "market" if keeping == "own" else keeping
    content = f"统一社会信用代码,名称,类型\n{credit_code(number)},导入{number}号,公司\n".encode()
    what = asked.path.rpartition("/")[2]
    if what == "imports":
        if asked.method == "POST":
            asked.options |= {
                "data": {"register": register},
                "files": {"file": ("表.csv", io.BytesIO(content))},
            }
        else:
            staged = house.importer.stage(CONSOLE, register, content, "表.csv", keeper=keeper)
            asked.mark = house.importer.land(CONSOLE, staged, reason="核对").import_id or ""
        return
    if what == "undo":
        staged = house.importer.stage(CONSOLE, register, content, "表.csv", keeper=keeper)
        landed = house.importer.land(CONSOLE, staged, reason="核对")
        asked.path = asked.path.replace("{file}", landed.import_id or "")
    else:
        asker = client.get("/api/session").json()["actor"]
        waiting = house.bench.put(Actor(asker["id"], "", asker["kind"]), register, "表.csv", content)
        if what != "check":
            waiting.staged = house.importer.stage(CONSOLE, register, content, "表.csv", keeper=keeper)
        asked.path = asked.path.replace("{file}", waiting.number)
        asked.mark = f"导入{number}号"
    if what != "marked":
        asked.options["json"] = {"keeper": keeper} if what == "check" else {"reason": "核对"}
        asked.mark = ""


@pytest.mark.parametrize(
    "line", LINES, ids=lambda line: f"{line['method']} {line['path']} {line['register']}".strip()
)
def test_every_route_answers_every_role_as_the_table_says(town: Town, line: dict[str, str]) -> None:
    answered = {}
    for column, (who, _) in COLUMNS.items():
        client = town.client(who, fresh=line["path"] in FRESH and line["method"] == "POST")
        asked = question(town, client, line, column)
        head, unmasked = town.peopled.house.store.head(), town.unmaskings()
        answer = client.request(asked.method, asked.path, **asked.options)
        answered[column] = word_for(answer, asked.mark)
        if answered[column] == "no" and line["path"].startswith("/api/"):
            assert town.peopled.house.store.head() == head, "a refused call has written"
        shown = line["path"].endswith("/unmask") and answered[column] == "clear"
        assert town.unmaskings() == unmasked + shown
    assert answered == {column: line[column] for column in COLUMNS}


def word_for(answer: httpx.Response, mark: str) -> str:
    """Say in the table's words what was answered."""
    if answer.status_code in (401, 403, 404):
        return "no"
    if answer.status_code == 303:
        return "to " + re.sub(r"SQ[0-9-]+", "number", answer.headers["location"].partition("?")[0])
    assert answer.status_code in (200, 201), (answer.status_code, answer.text)
    told = text_of(answer.content)
    if any(secret in told for secret in SECRETS):
        return "clear"
    if mark and mark in told:
        return "masked" if MASKED_PHONE in told else "seen"
    return "done"
