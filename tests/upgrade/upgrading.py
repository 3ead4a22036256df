"""A process that opens houses, each in a child of its own that can be killed in the middle of the upgrade.

Reads a line for each, ``<url> <folder> <statement> <seconds>``: the child kills itself so long after that statement was begun (0: never).
It answers with a line of JSON: whether it was killed, how many statements it sent, how long it took, and what a house that was
opened is like.
"""

import json
import os
import signal
import sys
import time
from itertools import count
from pathlib import Path
from threading import Timer

from sqlalchemy import Engine, event

from guanshan.app import find_systems, open_house
from guanshan.register.actor import CONSOLE
from guanshan.register.audit.bundle import write_bundle
from guanshan.register.audit.chain import walk
from guanshan.register.replay import first_mismatch
from guanshan.settings import load_settings

SYSTEMS = Path(__file__).parent / "systems"


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def opened(url: str, folder: Path, stop: int, delay: float, told: int) -> None:
    """Open a house, look whether it holds together, and tell of it."""
    numbers = count(1)
    last = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def one_more(*_: object) -> None:
        nonlocal last
        last = next(numbers)
        if last == stop and delay:
            Timer(delay, end).start()
        elif last == stop:
            end()

    began = time.perf_counter()
    house = open_house(load_settings(data_dir=folder, database_url=url, systems_dir=SYSTEMS))
    answer: dict[str, object] = {"statements": last, "seconds": time.perf_counter() - began}
    with house.store.reading() as reading:
        answer["broken"] = walk(reading.connection)
        write_bundle(reading.connection, folder / f"bundle-{os.getpid()}")
        answer["bundle"] = str(folder / f"bundle-{os.getpid()}")
    mismatch = first_mismatch(house.store)
    answer["mismatch"] = None if mismatch is None else repr(mismatch)
    with house.store.write(CONSOLE, "after the upgrade") as writing:
        writing.note("upgrade", "register")
    house.store.database.close()
    os.write(told, json.dumps(answer).encode())


def in_a_child(url: str, folder: Path, stop: int, delay: float) -> dict[str, object]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            opened(url, folder, stop, delay, writing)
        except BaseException as fault:  # noqa: BLE001 (told to whoever asked, whatever it is)
            os.write(writing, json.dumps({"fault": repr(fault)}).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        answer = told.read()
    _, status = os.waitpid(child, 0)
    return {"killed": os.WIFSIGNALED(status), **(json.loads(answer) if answer else {})}


if __name__ == "__main__":
    find_systems(SYSTEMS)  # once for all children
    for line in sys.stdin:
        url, folder, stop, delay = line.split()
        print(json.dumps(in_a_child(url, Path(folder), int(stop), float(delay))), flush=True)
