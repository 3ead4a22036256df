"""How fast is the audit chain? Appended in batches, walked, exported and verified, on SQLite and PostgreSQL.

Run ``python -m benchmarks.audit [--events N] [--batch N]``; PostgreSQL too where GUANSHAN_TEST_POSTGRES names a server.
Reports events a second, seconds and peak memory (of that process so far).
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url, text

from benchmarks.figure import report
from guanshan.register.audit.bundle import write_bundle
from guanshan.register.audit.chain import Event, append, create_chain, lock_head, walk
from guanshan.register.audit.tables import AUDIT, HEAD
from guanshan.register.database import Database

START = 1_714_957_200_000_000


def an_event(number: int) -> Event:
    return Event(
        actor=f"staff-{number % 97}",
        role="officer",
        unit="unit-7",
        action="edit",
        object=f"register.market_entity/{number:032x}",
        reason="按年度报告更正名称",
        decision="allowed",
        detail={"rows": 1, "root": f"{number:064x}", "closed": 1},
        source="127.0.0.1",
    )


def fill(database: Database, events: int, batch: int) -> None:
    done = 0
    while done < events:
        with database.writing() as connection:
            head = lock_head(connection)
            count = min(batch, events - done)
            append(connection, head, START + done, (an_event(number) for number in range(done, done + count)))
        done += count


def measure(
    what: str, database: Database, events: int, work: Callable[[], Any], whose: int = resource.RUSAGE_SELF
) -> float:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    told = (
        f"{events:,} events in {seconds:.1f} s, peak memory {resource.getrusage(whose).ru_maxrss // 1024} MiB"
    )
    least = 50_000 if what.startswith("append") else None
    report(f"{what} ({database.dialect})", events / seconds, "events/s", least=least, note=told)
    return seconds


def run(database: Database, folder: Path, events: int, batch: int) -> None:
    AUDIT.metadata.create_all(database.engine, tables=[AUDIT, HEAD])
    with database.writing() as connection:
        create_chain(connection)
    measure(f"append, {batch:,} a transaction", database, events, lambda: fill(database, events, batch))
    bundle, head_file = folder / "bundle", folder / "head.json"

    def export() -> None:
        with database.reading() as connection:
            head_file.write_bytes(write_bundle(connection, bundle).published())

    def verify() -> None:
        command = [
            sys.executable,
            "-I",
            str(bundle / "verify_audit.py"),
            str(bundle),
            "--head",
            str(head_file),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def walk_all() -> None:
        with database.reading() as connection:
            assert walk(connection) is None

    exporting = measure("export", database, events, export)
    verifying = measure("verify in a process of its own", database, events, verify, resource.RUSAGE_CHILDREN)
    report(f"export and verify ({database.dialect})", exporting + verifying, "s", most=60)
    measure("walk in the database", database, events, walk_all)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--batch", type=int, default=10_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/chain.db")
        run(database, Path(folder), given.events, given.batch)
        database.close()
    server = os.environ.get("GUANSHAN_TEST_POSTGRES")
    if not server:
        print("PostgreSQL left out: GUANSHAN_TEST_POSTGRES names no server")
        return
    name = f"guanshan_audit_{uuid.uuid4().hex[:8]}"
    engine = create_engine(make_url(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = make_url(server).set(database=name).render_as_string(hide_password=False)
            database = Database(url)
            run(database, Path(folder), given.events, given.batch)
            database.close()
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))


if __name__ == "__main__":
    main()
