"""The application of a small house with people in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from guanshan.web.shell import create_app
from peopled import Peopled, TestClient, peopled_house


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    found = peopled_house(Path(tmp_path_factory.mktemp("house")))
    yield found
    found.house.store.database.close()


@pytest.fixture(scope="module")
def app(peopled: Peopled) -> FastAPI:
    return create_app(peopled.house, desk=False)


@pytest.fixture(scope="module")
def desk_app(peopled: Peopled) -> FastAPI:
    return create_app(peopled.house)


@pytest.fixture
def browser(peopled: Peopled, app: FastAPI) -> Callable[[str], TestClient]:
    """A browser of somebody, signed in; of a visitor for an empty name."""
    return lambda who="": peopled.client(app, who)
