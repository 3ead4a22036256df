"""What every test may ask for: the real databases and the shared reference material."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from services import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """URL of an empty PostgreSQL database of this test's own, dropped afterwards."""
    server = os.environ.get("GUANSHAN_TEST_POSTGRES")
    if not server:
        lacking("GUANSHAN_TEST_POSTGRES names no PostgreSQL server")
    url = make_url(str(server))
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    name = f"guanshan_test_{os.getpid()}_{secrets.token_hex(4)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        engine.dispose()


@pytest.fixture
def postgres_schema() -> Iterator[str]:
    """URL of an empty schema of this test's own: a tenth of the time that a database takes."""
    server = os.environ.get("GUANSHAN_TEST_POSTGRES")
    if not server:
        lacking("GUANSHAN_TEST_POSTGRES names no PostgreSQL server")
    url = make_url(str(server)).set(drivername="postgresql+psycopg")
    name = f"guanshan_test_{secrets.token_hex(6)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        options = {"options": f"-csearch_path={name}"}
        yield url.update_query_dict(options).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the shared reference material beside the repository; where it is not there, its tests are skipped."""
    folder = Path(os.environ.get("GUANSHAN_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the reference material is not at {folder}")
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A real headless Chromium; whoever opens a page in it sees to it that nothing else is asked than this machine.

    It ends with the module: as long as it lives, its event loop runs, and no test with a loop of its own can.
    """
    found = os.environ.get("GUANSHAN_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not found:
        lacking("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*quiet, "--no-first-run"])
        yield browser
        browser.close()
