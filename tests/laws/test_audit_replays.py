"""The registers say what the audit chain says of them; whatever is changed behind the chain's back is found."""

import hashlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update
from test_two_time_axes import House, Replay, history, refusal_of

from guanshan.clock import SetTime
from guanshan.i18n import LANGUAGES, load_texts
from guanshan.register.actor import CONSOLE
from guanshan.register.audit.chain import walk
from guanshan.register.database import Database
from guanshan.register.query import Source
from guanshan.register.replay import Mismatch, first_mismatch
from guanshan.register.schema import OPEN, table_of
from guanshan.register.store import Row, Store
from trial.records import trial_types


@pytest.fixture(params=["sqlite", "postgresql"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Store]]:
    made: list[Store] = []

    def make(algorithm: str = "sha256") -> Store:
        url = (
            f"sqlite:///{tmp_path / 'house.db'}"
            if request.param == "sqlite"
            else request.getfixturevalue("postgres_schema")
        )
        made.append(Store(Database(url), trial_types(), SetTime()))
        made[-1].create(algorithm)
        return made[-1]

    yield make
    for store in made:
        store.database.close()


def fill(store: Store, seeds: range) -> None:
    """Tell random histories, an import of two registers in one transaction, and an act that writes no row."""
    with store.write(CONSOLE, "import") as writing:
        rows = [
            Row(writing.reading.types["site"].check({"code": f"s{n}", "name": "S"}), Source(row=n))
            for n in range(7)
        ]
        writing.put_many("site", rows, keeper="north")
        writing.put("firm", {"code": "f", "name": "F", "contact": "13812345678"}, keeper="north")
        writing.note("sign-in", "person/x", {"rows": 3})
    for seed in seeds:
        chance = random.Random(seed)
        house, replay = House(store, evolves=seed % 3 > 0), Replay(seed % 3 > 0)
        for told in history(chance, [f"{seed}-{letter}" for letter in "abc"]):
            if told.record is None or told.record in house.names:
                trial = Replay(replay.evolves)
                trial.records = [list(days) for days in replay.records]
                if refusal_of(trial, told) is None:
                    house.names[trial.number] = house.tell(told, trial.number)
                    replay = trial


def test_the_registers_replay_to_the_chain(make_store: Callable[..., Store]) -> None:
    store = make_store()
    assert first_mismatch(store) is None
    fill(store, range(20))
    told: list[tuple[int, int]] = []
    assert first_mismatch(store, lambda done, total: told.append((done, total))) is None
    assert told[-1] == (store.head().seq, store.head().seq)


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")
def test_a_chain_of_the_other_hash_replays(make_store: Callable[..., Store]) -> None:
    store = make_store("sm3")
    fill(store, range(3))
    with store.reading() as reading:
        assert walk(reading.connection) is None
    assert first_mismatch(store) is None


def test_every_stored_value_that_is_changed_is_found(make_store: Callable[..., Store]) -> None:
    store = make_store()
    fill(store, range(4))
    chance = random.Random(5)
    for _ in range(30):
        declared = chance.choice([store.types[name] for name in ("site", "firm", "works")])
        table = table_of(declared)
        with store.database.writing() as connection:
            rows = connection.execute(select(table).order_by(table.c.entry, table.c.item)).all()
            row = chance.choice(rows)
            column, value = chance.choice(
                [
                    ("f_name", "changed"),
                    ("f_code", "changed"),
                    ("natural_key", "changed"),
                    ("keeper", "nobody"),
                    ("record", "0" * 32),
                    ("valid_from", row.valid_to),
                    ("valid_to", row.valid_from),
                    ("recorded_at", row.recorded_at + 1),
                    ("superseded_at", row.superseded_at - 1),
                    ("superseded_by", row.entry + 1),
                    ("leaf", "0" * 64),
                    ("item", row.item + 1_000),
                    ("entry", row.entry + 10_000),
                ]
            )
            here = (table.c.entry == row.entry) & (table.c.item == row.item)
            connection.execute(update(table).where(here).values(**{column: value}))
        if getattr(row, column) != value:
            found = first_mismatch(store)
            assert found is not None, (column, value, row)
            for language in LANGUAGES:
                words = {"seq": found.seq, "type": found.type, "record": found.record}
                assert load_texts().say(f"replay.{found.what}", language, **words)
        with store.database.writing() as connection:
            moved = {"item": row.item + 1_000, "entry": row.entry + 10_000}
            key = {name: moved[name] if column == name else getattr(row, name) for name in ("entry", "item")}
            here = (table.c.entry == key["entry"]) & (table.c.item == key["item"])
            connection.execute(update(table).where(here).values(**{column: getattr(row, column)}))
        assert first_mismatch(store) is None, column


def test_a_personal_value_and_its_salt_are_held_too(make_store: Callable[..., Store]) -> None:
    store = make_store()
    fill(store, range(0))
    table = table_of(store.types["firm"])
    for change in ({"f_contact": "13812345679"}, {"salt": "0" * 32}, {"salt": "broken"}):
        before = None
        with store.database.writing() as connection:
            before = connection.execute(select(table.c.f_contact, table.c.salt)).one()
            connection.execute(update(table).values(**change))
        found = first_mismatch(store)
        assert found is not None
        assert (found.seq, found.what, found.type) == (1, "altered", "trial.firm")
        with store.database.writing() as connection:
            connection.execute(update(table).values(f_contact=before.f_contact, salt=before.salt))


def test_rows_that_are_added_or_taken_away_are_found(make_store: Callable[..., Store]) -> None:
    store = make_store()
    fill(store, range(0))
    table = table_of(store.types["site"])
    with store.database.writing() as connection:
        last = dict(connection.execute(select(table).order_by(table.c.item.desc())).first()._mapping)
        connection.execute(
            table.insert().values({**last, "item": last["item"] + 2, "f_code": "x", "natural_key": "x"})
        )
    assert first_mismatch(store).what in ("altered", "number")
    with store.database.writing() as connection:
        connection.execute(table.delete().where(table.c.item == last["item"] + 2))
    assert first_mismatch(store) is None
    with store.database.writing() as connection:
        connection.execute(
            table.update().where(table.c.item == 0).values(superseded_by=2, superseded_at=OPEN - 1)
        )
    assert first_mismatch(store).seq == 2
    with store.database.writing() as connection:
        connection.execute(table.update().values(superseded_by=None, superseded_at=OPEN))
        connection.execute(table.delete().where(table.c.item == 6))
        assert connection.scalar(select(func.count()).select_from(table)) == 6
    assert first_mismatch(store).what == "number"


def test_a_row_that_cannot_be_read_is_told_not_raised(tmp_path: Path) -> None:
    store = Store(Database(f"sqlite:///{tmp_path / 'house.db'}"), trial_types(), SetTime())
    store.create()
    fill(store, range(0))
    with store.database.writing() as connection:
        connection.execute(text("UPDATE trial_site SET valid_from = 'no day' WHERE item = 3"))
    assert first_mismatch(store) == Mismatch(0, "unreadable", "trial.site")
    store.database.close()
