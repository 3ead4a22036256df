"""A server is killed under load while phones open cases: what was confirmed is there once, and everybody was told once."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from guanshan.act.casefile import EVER, filed_of
from guanshan.act.notice import notices
from guanshan.app import open_house
from guanshan.register.actor import CONSOLE
from guanshan.register.query import Condition
from guanshan.settings import load_settings
from peopled import OWN, form_token, peopled_house

HERE = Path(__file__).parent
KILLS = int(os.environ.get("GUANSHAN_CASE_KILLS", "1"))
CLIENTS = 2
PATIENCE = 40.0


@contextlib.contextmanager
def a_process(script: str, *arguments: str, errors: Path) -> Iterator[subprocess.Popen[bytes]]:
    paths = os.pathsep.join([str(HERE.parent), str(HERE.parents[1] / "src")])
    with errors.open("ab") as told:
        process = subprocess.Popen(
            [sys.executable, str(HERE / script), *arguments],
            stdout=told,
            stderr=told,
            env={**os.environ, "PYTHONPATH": paths},
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def wait_for(what, reason: str) -> None:
    limit = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < limit, reason
        time.sleep(0.05)


def told_in(ledgers: list[Path]) -> list[dict]:
    lines = (line for one in ledgers if one.exists() for line in one.read_bytes().split(b"\n")[:-1])
    return [json.loads(line) for line in lines]


def prepare(folder: Path, url: str) -> tuple[str, str]:
    """Found the house with an officer for appeals; return the cookies and the form token of an enterprise's phone."""
    peopled = peopled_house(folder, url)
    today = peopled.house.registry.today()
    with peopled.house.store.write(CONSOLE, "test") as writing:
        for register, values in (
            (
                "register.unit",
                {"code": "private-economy", "name": "民营局", "kind": "bureau", "parent": "guanshanhu"},
            ),
            ("register.person", {"login": "li", "name": "李", "unit": "private-economy", "joined_on": today}),
            (
                "register.appointment",
                {"person": "li", "role": "officer", "unit": "private-economy", "from_day": today},
            ),
        ):
            writing.put(register, values, keeper="guanshanhu")
    peopled.make("register.market_entity", "own")
    from guanshan.web.shell import create_app

    client = peopled.client(create_app(peopled.house, desk=False), f"enterprise:{OWN}")
    form = form_token(client, "/cases/new/appeal")
    cookies = json.dumps(dict(client.cookies))
    peopled.house.store.database.close()
    return cookies, form


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_was_confirmed_is_there_once_and_everybody_was_told_once(database, tmp_path, request):
    folder = tmp_path / "data"
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else ""
    cookies, form = prepare(folder, url)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address, errors, chance = f"http://127.0.0.1:{port}", tmp_path / "errors", random.Random(7)
    ledgers = [tmp_path / f"ledger-{number}" for number in range(CLIENTS)]
    with contextlib.ExitStack() as clients:
        for number, ledger in enumerate(ledgers):
            arguments = (address, cookies, form, f"phone{number}", str(ledger))
            clients.enter_context(a_process("case_client.py", *arguments, errors=errors))
        for _ in range(KILLS + 1):
            before = len(told_in(ledgers))
            with a_process("case_server.py", str(folder), url, port, errors=errors):
                wait_for(lambda: answers(address), "no server")
                wait_for(lambda seen=before: len(told_in(ledgers)) >= seen + 6, errors.read_text()[-2000:])
                time.sleep(chance.uniform(0, 0.3))
    house = open_house(load_settings(data_dir=folder, database_url=url))
    try:
        check(house, told_in(ledgers))
    finally:
        house.store.database.close()


def check(house, confirmed: list[dict]) -> None:
    with house.store.reading() as reading:
        cases = {one.key: one for one in reading.find("act.case", EVER)}
        steps = {
            number: [
                one.step.move
                for one in filed_of(reading.find("act.step", EVER, [Condition("case", "eq", number)]))
            ]
            for number in cases
        }
        told = Counter((row.cause, row.recipient) for row in reading.connection.execute(select(notices)))
    titles = Counter(str(one.values["title"]) for one in cases.values())
    assert set(titles.values()) == {1}
    for line in confirmed:
        if "case" in line:
            assert cases[line["case"]].values["title"] == line["title"]
        else:
            assert cases[line["withdrawn"]].values["state"] == "withdrawn"
    for number, moves in steps.items():
        assert moves in (["open"], ["open", "withdraw"])
        assert cases[number].values["steps"] == len(moves)
    wanted = {
        (f"act.case/{number}/{place}", "li"): 1
        for number, moves in steps.items()
        for place in range(1, len(moves) + 1)
    }
    assert dict(told) == wanted
    assert len(confirmed) >= 6 * (KILLS + 1)
