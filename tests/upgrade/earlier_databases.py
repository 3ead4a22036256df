"""How does a database of an earlier issue come to be? By that issue's own code, or from the rows that it wrote, kept as text."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from earlier_issues import HERE, ROOT, Issue
from table_rows import put_back

from guanshan.app import find_systems
from guanshan.register.database import Database

CORE = ROOT / "src" / "guanshan" / "register" / "migrations"


def code_of(issue: Issue, folder: Path) -> Path:
    """Unpack the source of an issue's last commit; skip where the history is not there."""
    told = subprocess.run(["git", "archive", issue.commit, "src"], cwd=ROOT, capture_output=True, check=False)
    if told.returncode:
        pytest.skip(f"the history does not hold {issue.commit}: {told.stderr.decode().strip()[:80]}")
    with tarfile.open(fileobj=io.BytesIO(told.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "src"


def made_by_its_own_code(issue: Issue, url: str, entities: int, folder: Path) -> None:
    """Run an issue's code and make a house of it."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(code_of(issue, folder / "code")),
        "GUANSHAN_DATA_DIR": str(folder / "data"),
        "GUANSHAN_DATABASE_URL": url,
    }
    command_line = [sys.executable, str(HERE / "earlier_houses.py"), issue.name, str(entities)]
    done = subprocess.run(
        command_line, env=environment, cwd=folder, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr


def made_from_kept_rows(issue: Issue, url: str) -> None:
    """Make the tables by the issue's migrations, and put the rows into them that its own code wrote."""
    folders = [CORE / "versions", *(one.folder / "migrations" for one in find_systems())]
    config = Config()
    config.set_main_option("script_location", str(CORE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(one) for one in folders if one.is_dir()))
    database = Database(url)
    with database.writing() as connection:
        config.attributes["connection"] = connection
        for head in issue.heads:
            command.upgrade(config, head)
        put_back(connection, issue.kept.read_text(encoding="utf-8").splitlines())
    database.close()
