"""The command line as a person meets it: what it prints, and with which status it ends."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from guanshan.cli import main


@dataclass(frozen=True)
class Told:
    """What a command answered."""

    status: int
    out: str
    err: str


Run = Callable[..., Told]


@pytest.fixture
def guanshan(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command over a data folder of this test's own."""
    for name in ("CONFIG", "SYSTEMS_DIR", "RULEBOOKS_DIR", "DATABASE_URL", "LANGUAGE", "HOST", "PORT"):
        monkeypatch.delenv(f"GUANSHAN_{name}", raising=False)
    monkeypatch.setenv("GUANSHAN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)  # what is typed at random may name a file to write

    def run(*words: str | Path, language: str = "zh") -> Told:
        monkeypatch.setenv("GUANSHAN_LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["guanshan", *map(str, words)])
        status: object = 0
        try:
            main()
        except SystemExit as left:
            status = left.code
        printed = capsys.readouterr()
        return Told(status if isinstance(status, int) else 0, printed.out, printed.err)

    return run


@pytest.fixture
def founded(guanshan: Run) -> Run:
    """The same over a house without sample data."""
    assert guanshan("init", "--empty").status == 0
    return guanshan
