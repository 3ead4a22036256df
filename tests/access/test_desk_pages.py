"""Every page of the officers' desk, opened by every role, for what the own unit, one below it and another one keep.

``pages.csv`` is kept by hand, in the words of ``routes.csv``; a page that it does not name fails.
"""

import csv
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from nicegui import Client

from guanshan.web.shell import create_app
from opened import OpenPage, Town
from peopled import COLUMNS, MASKED_PHONE, OWN, SECRETS, Made, Peopled, peopled_house

LINES = list(csv.DictReader((Path(__file__).parent / "pages.csv").read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    found = peopled_house(tmp_path_factory.mktemp("pages"))
    yield found
    found.house.store.database.close()


@pytest_asyncio.fixture
async def town(peopled: Peopled) -> AsyncIterator[Town]:
    app = create_app(peopled.house)
    async with app.router.lifespan_context(app):
        found = Town(peopled, app)
        yield found
        for client in found.browsers.values():
            await client.aclose()


async def browser(town: Town, who: str) -> httpx.AsyncClient:
    if who:
        named = {"enterprise:": f"enterprise:{OWN}", "resident:": "resident:13700137000"}
        return await town.browser(named.get(who, who))
    if who not in town.browsers:
        transport = httpx.ASGITransport(town.app, client=("127.0.0.1", 50000))
        town.browsers[who] = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080")
    return town.browsers[who]


@pytest.mark.asyncio
async def test_the_table_names_every_page_and_no_other(town: Town) -> None:
    assert {route_of(line["path"]) for line in LINES} == set(Client.page_routes.values())
    named = {
        line["path"].removeprefix("/s/enterprise/")
        for line in LINES
        if line["path"].startswith("/s/enterprise/")
    }
    enterprise = town.peopled.house.system("enterprise")
    assert enterprise
    assert named == {page.path for page in enterprise.pages}


def route_of(path: str) -> str:
    """The route by which a path is answered: a system's own pages share one."""
    return "/s/{system}/{path}" if path.startswith("/s/") else path


@pytest.mark.asyncio
@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['path']} {line['register']}".strip())
async def test_every_page_opens_to_every_role_as_the_table_says(town: Town, line: dict[str, str]) -> None:
    answered = {}
    for column, (who, keeping) in COLUMNS.items():
        kept = line["register"] and line["register"] != "register.appointment"
        made = town.peopled.make(line["register"], keeping) if kept else None
        path, asked, mark = address(line, made)
        answer = await (await browser(town, who)).get(path, params=asked)
        answered[column] = word_for(answer, mark)
    assert answered == {column: line[column] for column in COLUMNS}


def address(line: dict[str, str], made: Made | None) -> tuple[str, dict[str, str], str]:
    """Where a line's page is for a record, and what shows that the record stands on it."""
    path = f"/desk{line['path']}".replace("{register}", line["register"]).replace(
        "{record}", made.record if made else ""
    )
    path = path.replace("{number}", str(made.values.get("number")) if made else "")
    path = (
        path.replace("{system}", "enterprise")
        .replace("{path}", "nothing")
        .replace("{name}", "srdi-2022")
        .replace("{path:path}", "nothing")
    )
    if made is None:
        return path, {}, ""
    key = str(made.values.get("credit_code") or made.values.get("login"))
    if path == "/desk/s/enterprise/pipeline":
        return path, {"q": key[:-1], "state": "all"}, key
    if path.startswith("/desk/s/enterprise/"):
        return path, {"code": key}, made.mark
    if "/k/" in path:
        return path, {"key": f"{key}|2023" if "year" in made.values else key}, ""
    if path == "/desk/search":
        return path, {"text": key}, made.mark if made.mark != key else "no mark"
    return path, {}, made.mark


def word_for(answer: httpx.Response, mark: str) -> str:
    """Say in the table's words what was answered."""
    if answer.status_code in (401, 403, 404):
        return "no"
    if answer.status_code == 303:
        return "to " + answer.headers["location"].partition("?")[0]
    assert answer.status_code == 200, (answer.status_code, answer.text[:400])
    number = re.search(r"'client_id': '([0-9a-f-]+)'", answer.text)
    assert number
    told = answer.text + OpenPage(Client.instances[number[1]]).text
    if any(secret in told for secret in SECRETS):
        return "clear"
    if mark and mark in told:
        return "masked" if MASKED_PHONE in told else "seen"
    return "done"
