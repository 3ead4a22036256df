"""Where the registers lie: transactions that wait, see one state, and land whole or not at all."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from guanshan.refusal import Conflict, RefusedInput
from guanshan.register.actor import CONSOLE
from guanshan.register.database import Database
from guanshan.register.store import Store


def put(store: Store, code: str) -> None:
    with store.write(CONSOLE, "add") as writing:
        writing.put("site", {"code": code, "name": code}, keeper="north")


@pytest.mark.parametrize("url", ["mysql://x/y", "nothing", "", "oracle://x", "sqlite+nothing:///x"])
def test_an_address_that_names_no_database_is_refused(url: str) -> None:
    with pytest.raises(RefusedInput, match=r"^refusal\.database_url"):
        Database(url)


def test_a_password_is_not_repeated_in_a_refusal() -> None:
    with pytest.raises(RefusedInput) as refused:
        Database("mysql://user:secret@host/name")
    assert "secret" not in str(refused.value)


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b' / 'house.db'}")
    with database.reading() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
    database.close()
    assert (tmp_path / "a" / "b").is_dir()


def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    put(store, "a")
    with store.reading() as reading:
        assert reading.known_keys("site", ["a", "b"]) == {"a"}
        put(store, "b")
        assert reading.known_keys("site", ["a", "b"]) == {"a"}
    with store.reading() as reading:
        assert reading.known_keys("site", ["a", "b"]) == {"a", "b"}


def test_a_reader_cannot_write_on_postgresql(postgres_schema: str) -> None:
    database = Database(postgres_schema)
    with pytest.raises(DBAPIError, match="read-only"), database.reading() as connection:
        connection.execute(text("CREATE TABLE x (y int)"))
    database.close()


def test_writers_follow_one_another(store: Store) -> None:
    def work(name: str) -> None:
        for number in range(8):
            put(store, f"{name}{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.head().seq == 32
    with store.reading() as reading:
        keys = [f"{name}{number}" for name in "abcd" for number in range(8)]
        found = [reading.standing("site", [key])[key][0] for key in keys]
    by_entry = sorted(found, key=lambda one: one.entry)
    ticks = [one.recorded_at for one in by_entry]
    assert [one.entry for one in by_entry] == list(range(1, 33))
    assert ticks == sorted(set(ticks))


def test_a_writer_that_waits_too_long_is_told_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'house.db'}"
    first, second = Database(url), Database(url, wait=50)
    with first.writing():
        with pytest.raises(Conflict, match=r"^refusal\.busy"), second.writing():
            pass
        with second.reading() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
    with second.writing():
        pass
    first.close()
    second.close()


def test_what_fails_lands_in_no_part(store: Store) -> None:
    class Stop(Exception):
        pass

    def half() -> None:
        with store.write(CONSOLE, "add") as writing:
            writing.put("site", {"code": "a", "name": "A"}, keeper="north")
            writing.remember("x", "y")
            raise Stop

    with pytest.raises(Stop):
        half()
    with store.reading() as reading:
        assert reading.known_keys("site", ["a"]) == set()
        assert reading.connection.scalar(text("SELECT count(*) FROM register_setting")) == 0
    assert store.head().seq == 0
