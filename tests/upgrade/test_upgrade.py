"""The database of every earlier issue becomes today's with every row and audit proof intact; an interrupted upgrade leaves it as it was."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from benchmarks.figure import report
from earlier_databases import made_by_its_own_code, made_from_kept_rows
from earlier_issues import HERE, ISSUES, ROOT
from table_rows import rows_of, shape_of

from guanshan.register.audit.bundle import write_bundle
from guanshan.register.database import Database
from guanshan.register.sample import ENTITIES

BY_NAME = pytest.mark.parametrize("issue", ISSUES, ids=[issue.name for issue in ISSUES])


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/house.db"


class Upgrading:
    """The process in whose children houses are opened."""

    def __init__(self, process: "subprocess.Popen[str]", url: str, folder: Path) -> None:
        self.process, self.url, self.folder = process, url, folder

    def open(self, statement: int = 0, delay: float = 0) -> dict[str, Any]:
        """Open the house in a child that is killed so long after a statement was begun (0: never)."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{self.url} {self.folder} {statement} {delay}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "fault" not in answer, answer
        return answer


@pytest.fixture
def upgrading(url: str, tmp_path: Path) -> Iterator[Upgrading]:
    paths = os.pathsep.join([str(ROOT / "src"), str(HERE)])
    with (tmp_path / "upgrading.err").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "upgrading.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,
        )
        try:
            yield Upgrading(process, url, tmp_path / "data")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def seen(url: str, like: Any = None) -> tuple[Any, Any]:
    """Tell the shape and all rows of a database."""
    database = Database(url)
    with database.reading() as connection:
        found = shape_of(connection), rows_of(connection, like)
    database.close()
    return found


def bundle_of(url: str, folder: Path) -> Path:
    """Export the audit chain, and have it verified by a process that knows nothing of the program."""
    database = Database(url)
    with database.reading() as connection:
        write_bundle(connection, folder)
    database.close()
    verified(folder)
    return folder


def verified(bundle: Path) -> None:
    command = [sys.executable, "-I", str(bundle / "verify_audit.py"), str(bundle)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def events_of(bundle: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(bundle.glob("*events*")))


def check_taken_over(answer: dict[str, Any], url: str, rows: Any, bundle: Path) -> None:
    """Check a house that was opened: every row and event of before is there as it was, and all proofs hold."""
    assert (answer["broken"], answer["mismatch"]) == (None, None)
    after = Path(answer["bundle"])
    verified(after)
    assert events_of(bundle)
    assert events_of(after) == events_of(bundle)
    _, now = seen(url, like=rows)
    for table, (columns, before) in rows.items():
        kept = now[table][1]
        if table == "register_audit":  # opened, it wrote one event more
            assert len(kept) == len(before) + 1
            assert set(before) < set(kept)
        elif table != "register_head":
            assert kept == before, (table, columns)


def interrupted(upgrading: Upgrading, before: Any, moments: Iterable[tuple[int, float]]) -> int:
    """Kill upgrades at some moments; return how many left the database exactly as it was, until one had been committed."""
    kills = 0
    for statement, delay in moments:
        answer = upgrading.open(statement, delay)
        found = seen(upgrading.url)
        if found != before:
            assert found[0][0] != before[0][0], "rows or tables changed, and the heads did not"
            break
        assert answer["killed"]
        kills += 1
    return kills


@BY_NAME
def test_every_row_and_proof_is_taken_over(issue, url, upgrading, tmp_path):
    made_from_kept_rows(issue, url)
    before, bundle = seen(url), bundle_of(url, tmp_path / "before")
    assert sum(len(rows) for _, rows in before[1].values()) > 300
    answer = upgrading.open()
    assert not answer["killed"]
    check_taken_over(answer, url, before[1], bundle)
    assert set(before[0][0]) <= set(issue.heads)
    assert "slow_0002" in seen(url)[0][0]
    again = upgrading.open()
    assert again["statements"] < answer["statements"] / 4


@BY_NAME
def test_killed_before_any_statement_it_rolls_back_and_then_goes_through(issue, url, upgrading, tmp_path):
    made_from_kept_rows(issue, url)
    before, bundle = seen(url), bundle_of(url, tmp_path / "before")
    chance = random.Random(issue.name)
    moments = [
        (statement, chance.choice((0, 0.002))) for statement in [*chance.sample(range(2, 180), 6), 205]
    ]
    assert interrupted(upgrading, before, moments) == len(moments)
    check_taken_over(upgrading.open(), url, before[1], bundle)


@pytest.mark.proof
@BY_NAME
def test_killed_at_every_statement_and_at_random_moments(issue, url, upgrading, tmp_path):
    made_from_kept_rows(issue, url)
    before, bundle = seen(url), bundle_of(url, tmp_path / "before")
    by_statement = interrupted(upgrading, before, ((statement, 0) for statement in count(1)))
    assert by_statement > 200
    check_taken_over(upgrading.open(), url, before[1], bundle)
    database = url.partition("+")[0].partition(":")[0]
    report(
        f"{issue.name} on {database}: killed at each statement of an upgrade, not as before",
        0,
        "of " + str(by_statement),
        most=0,
    )


@pytest.mark.proof
@BY_NAME
def test_a_whole_house_made_by_the_code_of_its_time(issue, url, upgrading, tmp_path):
    made_by_its_own_code(issue, url, ENTITIES, tmp_path)
    before, bundle = seen(url), bundle_of(url, tmp_path / "before")
    chance = random.Random(7)
    among_many = [(chance.randrange(2, 5_000), chance.uniform(0, 0.01)) for _ in range(12)]
    in_long_ones = [(chance.randrange(5_008, 5_016), chance.uniform(0, 0.3)) for _ in range(8)]
    kills = interrupted(upgrading, before, [*among_many, *in_long_ones])
    assert kills >= len(among_many)
    answer = upgrading.open()
    check_taken_over(answer, url, before[1], bundle)
    rows = sum(len(rows) for _, rows in before[1].values())
    database = url.partition("+")[0].partition(":")[0]
    report(f"{issue.name} on {database}: rows lost or changed by the upgrade", 0, f"of {rows:,}", most=0)
    report(
        f"{issue.name} on {database}: kills at random moments before it, all without a trace", kills, "kills"
    )
    report(f"{issue.name} on {database}: opened, upgraded", answer["seconds"], "s")
