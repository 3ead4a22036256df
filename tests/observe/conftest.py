import os
from pathlib import Path

import pytest
from proving.house import proving_importer
from proving.sheets import soffice

from guanshan.observe.importing import Importer


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return proving_importer(tmp_path)


@pytest.fixture
def office() -> None:
    """LibreOffice, for what only it can write or judge."""
    if soffice() is None:
        reason = "LibreOffice (soffice) is not installed"
        if os.environ.get("GUANSHAN_REQUIRE_SERVICES") == "1":
            pytest.fail(f"{reason}, and GUANSHAN_REQUIRE_SERVICES=1 asks for it")
        pytest.skip(reason)
