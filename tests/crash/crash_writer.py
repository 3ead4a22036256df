"""A writer of its own process: imports and edits through the real store, and confirms each to a ledger once it is committed.

Started once, it makes a new writing process for each line that it reads (``<tag> <ledger>``) and answers with its number, so that a test
can end that process at any moment without waiting for Python to start again. ``write DATABASE TAG LEDGER`` is one such process, for ever.
"""

import json
import os
import signal
import sys
from datetime import date
from pathlib import Path

from guanshan.clock import TrueTime
from guanshan.register.actor import CONSOLE
from guanshan.register.database import Database
from guanshan.register.query import Source
from guanshan.register.store import Row, Store
from trial.records import trial_types

ROWS = 1_200
"""Rows of one import: two batches of the store."""
EDITS = 12
"""Edits between two imports."""
SINCE = date(2024, 5, 6)


class Ledger:
    """What was confirmed: a line is on the disk before the next thing is begun."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def confirm(self, **told: object) -> None:
        os.write(self._file, json.dumps(told).encode() + b"\n")
        os.fsync(self._file)


def write(url: str, tag: str, path: Path) -> None:
    """Import, edit, import ... until somebody ends this process."""
    store = Store(Database(url), trial_types(), TrueTime())
    ledger = Ledger(path)
    ledger.confirm(kind="ready")
    number = 0
    while True:
        number += 1
        land_import(store, ledger, f"{tag}-{number}")
        for edit in range(number * EDITS, (number + 1) * EDITS):
            land_edit(store, ledger, tag, edit)


def land_import(store: Store, ledger: Ledger, tag: str) -> None:
    rows = (
        Row(
            {"code": f"{tag}-{row}", "name": tag, "height": None, "open": None, "parent": None},
            Source(row=row),
        )
        for row in range(ROWS)
    )
    with store.write(CONSOLE, "import", detail={"tag": tag}) as writing:
        writing.put_many("site", rows, keeper="north", since=SINCE)
        entry = writing.entry
    ledger.confirm(kind="import", tag=tag, entry=entry)


def land_edit(store: Store, ledger: Ledger, tag: str, number: int) -> None:
    """Change two records of two registers together."""
    with store.write(CONSOLE, "edit", detail={"tag": tag, "number": number}) as writing:
        writing.put("site", {"code": f"{tag}-edited", "name": str(number)}, keeper="north", since=SINCE)
        values = {"code": f"{tag}-edited", "name": "F", "staff": number, "contact": "13812345678"}
        writing.put("firm", values, keeper="north", since=SINCE)
        entry = writing.entry
    ledger.confirm(kind="edit", tag=tag, number=number, entry=entry)


def serve(url: str) -> None:
    """Make a writing process for each line read."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        tag, path = line.split()
        child = os.fork()
        if child == 0:
            try:
                write(url, tag, Path(path))
            finally:
                os._exit(1)
        print(child, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        write(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
