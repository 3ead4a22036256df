"""The folder of the official rulebooks."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def rulebooks() -> Path:
    return Path(__file__).parents[3] / "src/guanshan/systems/enterprise/rulebooks"
