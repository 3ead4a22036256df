"""A small rulebook on which everything is tried."""

from pathlib import Path

import pytest

from guanshan.assess.reading import read_text
from guanshan.assess.rulebook import Rulebook, rulebook_of


@pytest.fixture(scope="session")
def small_text() -> str:
    return (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def small(small_text) -> Rulebook:
    return rulebook_of(read_text(small_text, "small.yaml"))
