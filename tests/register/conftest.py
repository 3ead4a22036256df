"""A store of the trial system's registers, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from guanshan.clock import SetTime
from guanshan.register.database import Database
from guanshan.register.store import Store
from trial.records import trial_types


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of the trial system, its clock one second further at every transaction."""
    url = (
        f"sqlite:///{tmp_path / 'house.db'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_schema")
    )
    made = Store(Database(url), trial_types(), SetTime())
    made.create()
    yield made
    made.database.close()
