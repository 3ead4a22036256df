"""The newspaper page, where it lies beside the checkout."""

from pathlib import Path

import pytest

PAGE = Path(__file__).parents[4] / "shared" / "press" / "guanshanhu-2024.txt"


@pytest.fixture(scope="session")
def page_text() -> str:
    if not PAGE.exists():
        pytest.skip(
            "the page is not beside this checkout (../shared/press/guanshanhu-2024.txt): it is not free to copy"
        )
    return PAGE.open(encoding="utf-8", newline="").read()
