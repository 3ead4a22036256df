"""The newspaper page, where the shared reference material lies beside the checkout; it is not free to copy."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def page_text(shared: Path) -> str:
    return (shared / "press" / "guanshanhu-2024.txt").read_bytes().decode("utf-8")
