"""Every step of a tutorial is run as it stands, and answers what the tutorial says; both languages walk the same steps."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import guanshan

TUTORIALS = Path(__file__).parents[2] / "docs" / "tutorials"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(name: str) -> list[tuple[str, str, str]]:
    return BLOCK.findall((TUTORIALS / name).read_text(encoding="utf-8"))


def steps(console: str) -> list[tuple[str, str]]:
    """Commands of a console and what each answers."""
    return [
        (command, answer)
        for command, _, answer in (part.partition("\n") for part in ("\n" + console).split("\n$ ")[1:])
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in TUTORIALS.glob("*.md")))
def test_every_step_answers_as_the_tutorial_says(name: str, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUANSHAN_")}
    kept["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    kept["PYTHONPATH"] = str(Path(guanshan.__file__).parents[1])
    started, run = time.monotonic(), 0
    for kind, file, content in blocks(name):
        if file:
            (tmp_path / file).write_text(content, encoding="utf-8")
            continue
        assert kind == "console"
        for command, answer in steps(content):
            if command.startswith("export "):
                variable, _, value = command.removeprefix("export ").partition("=")
                kept[variable] = value
                continue
            done = subprocess.run(
                ["bash", "-c", command], cwd=tmp_path, env=kept, capture_output=True, text=True, timeout=60
            )
            assert (done.stdout + done.stderr).strip() == answer.strip(), command
            run += 1
    assert run >= 15
    assert time.monotonic() - started < 15 * 60


def test_both_languages_walk_the_same_steps() -> None:
    english, chinese = blocks("new-rulebook.md"), blocks("new-rulebook.zh-CN.md")
    assert [one for one in english if one[1]] == [one for one in chinese if one[1]]
    commands = [
        [command for kind, _, content in each if kind == "console" for command, _ in steps(content)]
        for each in (english, chinese)
    ]
    assert [one for one in commands[0] if not one.startswith("export ")] == commands[1]
