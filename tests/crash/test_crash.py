"""Writers are killed at random moments while others write: nothing half-landed, nothing confirmed is lost, the chain holds."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from crash_writer import ROWS
from sqlalchemy import select, text

from guanshan.clock import TrueTime
from guanshan.register.actor import CONSOLE
from guanshan.register.audit import walk
from guanshan.register.audit_tables import AUDIT
from guanshan.register.database import Database
from guanshan.register.replay import first_mismatch
from guanshan.register.schema import table_of
from guanshan.register.store import Store
from trial.records import trial_types

SCRIPT = Path(__file__).with_name("crash_writer.py")
PATIENCE = 60.0
"""How long anything may take before the test gives up [s]."""


@contextlib.contextmanager
def a_process(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of the writer's script, ended with all that it has made."""
    here = Path(__file__).parents[1]
    paths = os.pathsep.join([str(here), str(here.parent / "src")])
    with (folder / f"{arguments[0]}.err").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def confirmed(ledger: Path) -> list[dict]:
    """What a writer has confirmed; a line that it was killed in is none."""
    lines = ledger.read_bytes().split(b"\n")[:-1] if ledger.exists() else []
    return [json.loads(line) for line in lines]


def wait_for(what, reason: str) -> None:
    limit = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < limit, reason
        time.sleep(0.002)


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def crash(url: str, folder: Path, kills: int, seed: int) -> tuple[list[dict], list[dict]]:
    """Kill writers while another one writes; return what was confirmed by those killed and by the other."""
    chance = random.Random(seed)
    told: list[dict] = []
    steady = folder / "steady.ledger"
    with (
        a_process("serve", url, folder=folder) as maker,
        a_process("write", url, "steady", str(steady), folder=folder) as other,
    ):
        for number in range(kills):
            ledger = folder / f"{number}.ledger"
            maker.stdin.write(f"w{number} {ledger}\n")
            maker.stdin.flush()
            child = int(maker.stdout.readline())
            wait_for(lambda: confirmed(ledger), "the writer does not begin")  # noqa: B023 (called at once)
            time.sleep(chance.uniform(0, 0.8))
            assert not is_gone(child), (folder / "serve.err").read_text()
            os.kill(child, signal.SIGKILL)
            wait_for(lambda: is_gone(child), "the writer does not end")  # noqa: B023
            told += [one for one in confirmed(ledger) if one["kind"] != "ready"]
        before = len(confirmed(steady))
        wait_for(lambda: len(confirmed(steady)) > before, "the other writer is stuck")
        assert other.poll() is None, (folder / "write.err").read_text()
    return told, [one for one in confirmed(steady) if one["kind"] != "ready"]


def check(store: Store, told: list[dict]) -> str:
    """Check all that must hold of the database afterwards."""
    with store.reading() as reading:
        assert walk(reading.connection) is None
    assert first_mismatch(store) is None
    site, firm = table_of(store.types["site"]), table_of(store.types["firm"])
    with store.reading() as reading:
        sites = reading.connection.execute(select(site.c.entry, site.c.natural_key, site.c.f_name)).all()
        firms = reading.connection.execute(select(firm.c.entry, firm.c.natural_key, firm.c.f_staff)).all()
        bodies = reading.connection.execute(select(AUDIT.c.seq, AUDIT.c.body)).all()
        indexed = reading.connection.scalar(
            text("SELECT count(*) FROM register_search WHERE type = 'trial.site'")
        )
    imported = Counter((row.entry, row.f_name) for row in sites if not row.natural_key.endswith("-edited"))
    assert set(imported.values()) <= {ROWS}, "an import has half-landed"
    edits = {
        (row.entry, row.natural_key, int(row.f_name)) for row in sites if row.natural_key.endswith("-edited")
    }
    assert edits == {tuple(row) for row in firms}, "an edit has half-landed"
    details = {seq: json.loads(body)["detail"] for seq, body in bodies}
    by_entry: dict[int, int] = defaultdict(int)
    for row in (*sites, *firms):
        by_entry[row.entry] += 1
    assert {seq: detail["rows"] for seq, detail in details.items()} == dict(by_entry)
    for one in told:
        assert details[one["entry"]]["tag"] == one["tag"], "a confirmed event is lost"
        if one["kind"] == "import":
            assert imported[one["entry"], one["tag"]] == ROWS, "a confirmed import is lost"
        else:
            assert (one["entry"], f"{one['tag']}-edited", one["number"]) in edits, "a confirmed edit is lost"
    assert indexed == len({row.natural_key for row in sites})
    return f"{len(imported)} imports, {len(edits)} edits, of them {len(told)} confirmed"


def run(url: str, folder: Path, kills: int, seed: int) -> None:
    store = Store(Database(url), trial_types(), TrueTime())
    store.create()
    try:
        killed, steady = crash(url, folder, kills, seed)
        assert killed
        assert steady
        print(f"{store.database.dialect}: {kills} kills, {check(store, [*killed, *steady])}")
        if store.database.dialect == "sqlite":
            with store.database.reading() as connection:
                assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        with store.write(CONSOLE, "after") as writing:
            writing.put("site", {"code": "after", "name": "after"}, keeper="north")
        assert first_mismatch(store) is None
    finally:
        store.database.close()


def test_20_kills_on_sqlite(tmp_path: Path) -> None:
    run(f"sqlite:///{tmp_path / 'house.db'}", tmp_path, 20, seed=1)


def test_20_kills_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    run(postgres_url, tmp_path, 20, seed=2)


@pytest.mark.proof
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_200_kills(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = (
        f"sqlite:///{tmp_path / 'house.db'}"
        if dialect == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    run(url, tmp_path, 200, seed=3)
