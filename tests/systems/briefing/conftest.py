"""A small sample district with its briefing, opened as a whole house."""

import itertools
import shutil

import pytest

from guanshan.app import SAMPLE, SAMPLE_TIME, SHIFT, open_house
from guanshan.clock import tick_of
from guanshan.register import sample as core
from guanshan.register.actor import CONSOLE, Actor, Held
from guanshan.settings import load_settings
from guanshan.systems.briefing import sample
from guanshan.systems.enterprise import sample as enterprises

ENTITIES, ENTERPRISES = 6_000, 450


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """The data folder of a sample district, made once."""
    folder = tmp_path_factory.mktemp("briefing")
    house = open_house(load_settings(data_dir=folder))
    core.load(house.store, count=ENTITIES)
    enterprises.load(house.store, count=ENTITIES, most=ENTERPRISES)
    sample.load(house.store)
    with house.store.write(CONSOLE, "sample") as writing:
        writing.remember(SAMPLE, "yes")
        writing.remember(SHIFT, str(tick_of(SAMPLE_TIME) - writing.tick))
        writing.note("sample", "register")
    house.store.database.close()
    return folder


@pytest.fixture(scope="session")
def house(kept):
    """The sample district, which no test changes."""
    house = open_house(load_settings(data_dir=kept))
    yield house
    house.store.database.close()


@pytest.fixture
def own_house(kept, tmp_path):
    """A sample district of a test's own."""
    shutil.copytree(kept, tmp_path / "own")
    house = open_house(load_settings(data_dir=tmp_path / "own"))
    yield house
    house.store.database.close()


@pytest.fixture
def wangtong():
    """The officer of the statistics office."""
    return Actor("wangtong", "王彤", "staff", (Held("officer", "statistics"),))


@pytest.fixture
def yanghua():
    """An officer of another office."""
    return Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))


@pytest.fixture
def correct():
    """Correct one row by its natural key, as an officer of its keeper would."""
    numbers = itertools.count()

    def corrected(house, register, key, **changes):
        record = house.registry.by_key(CONSOLE, register, key).record
        with house.store.write(CONSOLE, "edit", f"核对{next(numbers)}") as writing:
            writing.amend(register, record, changes, throughout=True)

    return corrected
