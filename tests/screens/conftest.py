"""The desk of a small house, without a browser."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from guanshan.web.shell import create_app
from opened import Town
from peopled import Peopled, peopled_house


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    found = peopled_house(Path(tmp_path_factory.mktemp("house")))
    yield found
    found.house.store.database.close()


@pytest_asyncio.fixture
async def town(peopled: Peopled) -> AsyncIterator[Town]:
    app = create_app(peopled.house)
    async with app.router.lifespan_context(app):
        found = Town(peopled, app)
        yield found
        for client in found.browsers.values():
            await client.aclose()
