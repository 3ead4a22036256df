from pathlib import Path

import pytest
from proving.house import proving_importer
from proving.sheets import soffice

from guanshan.observe.importing import Importer
from services import lacking


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    return proving_importer(tmp_path)


@pytest.fixture
def office() -> None:
    """LibreOffice, for what only it can write or judge."""
    if soffice() is None:
        lacking("LibreOffice (soffice) is not installed")
