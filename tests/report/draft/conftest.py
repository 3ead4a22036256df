"""The newspaper page, where it lies beside the checkout."""

from pathlib import Path

import pytest

PAGE = Path("shared") / "press" / "guanshanhu-2024.txt"


@pytest.fixture(scope="session")
def page_text() -> str:
    found = next((above / PAGE for above in Path(__file__).parents if (above / PAGE).exists()), None)
    if found is None:
        pytest.skip(f"the page is not beside this checkout (../{PAGE}): it is not free to copy")
    return found.read_bytes().decode("utf-8")
