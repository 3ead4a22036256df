"""A small sample district with the registers of enterprise, on SQLite."""

from datetime import UTC, datetime

import pytest

from guanshan.app import guards_of
from guanshan.assess.library import Library
from guanshan.clock import DistrictClock, TrueTime, tick_of
from guanshan.register import sample as core_sample
from guanshan.register.access import Access, UnitTree
from guanshan.register.actor import Actor, Held
from guanshan.register.database import Database
from guanshan.register.document import Document
from guanshan.register.party import MarketEntity
from guanshan.register.person import Appointment, Person
from guanshan.register.place import Place
from guanshan.register.record import RecordTypes
from guanshan.register.registry import Registry
from guanshan.register.store import Store
from guanshan.register.unit import Unit
from guanshan.systems.enterprise import sample
from guanshan.systems.enterprise.system import SYSTEM

ENTITIES = 6_000
ENTERPRISES = 450

LIBRARY = Library([SYSTEM.folder / "rulebooks"])


def open_store(path):
    types = RecordTypes([Unit, Place, Document, Person, Appointment, MarketEntity, *SYSTEM.records])
    store = Store(Database(f"sqlite:///{path}"), types, TrueTime(), guards_of((SYSTEM,), types, LIBRARY))
    store.create()
    return store


def registry_of(store):
    names = {"guanshanhu": None} | dict.fromkeys(
        ["industry", "market", "statistics", "science"], "guanshanhu"
    )
    clock = DistrictClock(lambda: tick_of(datetime(2024, 5, 6, 1, tzinfo=UTC)))
    return Registry(store, Access(UnitTree(names)), lambda: clock)


@pytest.fixture(scope="session")
def told():
    return []


@pytest.fixture(scope="session")
def store(tmp_path_factory, told):
    store = open_store(tmp_path_factory.mktemp("enterprise") / "sample.db")
    core_sample.load(store, lambda *step: told.append(step), ENTITIES)
    sample.load(store, lambda *step: told.append(step), ENTITIES, ENTERPRISES)
    return store


@pytest.fixture(scope="session")
def registry(store):
    return registry_of(store)


@pytest.fixture
def empty(tmp_path):
    return open_store(tmp_path / "empty.db")


@pytest.fixture(scope="session")
def officer():
    return Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))


@pytest.fixture(scope="session")
def registry_over():
    return registry_of
