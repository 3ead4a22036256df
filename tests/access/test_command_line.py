"""Every command, run as every role, for what the own unit, one below it and another one keep.

``commands.csv`` is kept by hand; a command that it does not name fails. *no* is exit status 2 with one sentence; *masked*: the file that
was written shows personal fields masked. Of ``restore`` the refusal is compared: whoever may is told that the file is no backup.
``serve`` is not asked: it answers whoever starts it, and everybody else by their session.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import polars
import pytest

from guanshan.cli import COMMANDS, guanshan, main
from guanshan.register.actor import CONSOLE
from peopled import COLUMNS, MASKED_PHONE, SECRETS, Peopled, credit_code, peopled_house, text_of

LINES = list(csv.DictReader((Path(__file__).parent / "commands.csv").read_text("utf-8").splitlines()))
ROLES = ["console", *(column for column in COLUMNS if column in LINES[0])]


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    found = peopled_house(tmp_path_factory.mktemp("commands"))
    yield found
    found.house.store.database.close()


def test_the_table_names_every_command_and_no_other() -> None:
    commands = set()
    for name in COMMANDS:
        command = guanshan.get_command(click.Context(guanshan), name)
        commands |= {f"{name} {child}" for child in getattr(command, "commands", {})} or {name}
    assert {line["command"] for line in LINES} == commands - {"serve"}


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['command']} {line['register']}".strip())
def test_every_command_answers_every_role_as_the_table_says(
    peopled: Peopled,
    line: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("GUANSHAN_DATA_DIR", str(peopled.folder))
    answered = {}
    for role in ROLES:
        login, keeping = COLUMNS.get(role, ("", "market"))
        made = tmp_path / role.replace(" ", "-")
        words = asked(peopled, line, keeping, made)
        monkeypatch.setattr(sys, "argv", ["guanshan", *(["--as", login] if login else []), *words])
        head, status = peopled.house.store.head(), 0
        try:
            main()
        except SystemExit as left:
            status = int(left.code or 0)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        answered[role] = "yes"
        if status:
            assert (status, told.out) == (2, "")
            answered[role] = "yes" if line["command"] == "restore" and "broken.zip" in told.err else "no"
            assert peopled.house.store.head() == head, "a refused command has written"
        elif made.is_file() and line["command"] == "export":
            written = text_of(made.read_bytes())
            assert not any(secret in written for secret in SECRETS)
            answered[role] = "masked" if MASKED_PHONE in written else "yes"
    assert answered == {role: line[role] for role in ROLES}


def asked(peopled: Peopled, line: dict[str, str], keeping: str, target: Path) -> list[str]:
    """Return the words of a command over a fresh record or file."""
    command, register, number = line["command"], line["register"], peopled.next_number()
    sheet = target.with_suffix(".csv")
    if register == "act.case":
        case = str(peopled.make(register, keeping).values["number"])
        return [*command.split(), case, *(["accept"] if command == "case move" else [])]
    if register == "register.person":
        peopled.make(register, keeping)
        sheet.write_text(f"登录名,姓名,所在单位\nnew{number},新人,market\n", encoding="utf-8")
    elif register:
        peopled.make(register, keeping)
        sheet.write_text(
            f"统一社会信用代码,名称,类型\n{credit_code(number)},公司{number},公司\n", encoding="utf-8"
        )
    if command == "import":
        return ["import", register, str(sheet), "--keeper", keeping]
    if command == "undo":
        importer = peopled.house.importer
        staged = importer.stage(CONSOLE, register, sheet.read_bytes(), sheet.name, keeper=keeping)
        return ["undo", str(importer.land(CONSOLE, staged).import_id)]
    if command in ("export", "template"):
        return [command, register, str(target)]
    if command == "restore":
        kept = target.parent / "broken.zip"
        kept.write_bytes(b"PK")
        return ["restore", str(kept)]
    if command in ("assess", "explain", "plan"):
        case = target.with_suffix(".parquet" if command == "assess" else ".json")
        case.write_text('{"debt_pct": "50"}', encoding="utf-8")
        if command == "assess":
            polars.DataFrame({"debt_pct": [50.0]}).write_parquet(case)
        words = [command, "innovative-2022", "--input", str(case)]
        return [*words, "--output", str(target)] if command == "assess" else words
    if command == "press check":
        draft = target.with_suffix(".txt")
        draft.write_text("2023年,新增企业12家。", encoding="utf-8")
        return ["press", "check", str(draft)]
    more = {
        "indicator show": ["market_entities"],
        "rulebook diff": ["srdi-2022", "srdi-2026"],
        "rulebook new": [f"mine-{number}", "--folder", str(target.parent)],
        "audit export": [str(target)],
        "backup": [str(target)],
        "link": ["yanghua"],
        "clock": ["2024-05-06T09:00"],
        "deadline": ["2024-04-26", "--workdays", "20"],
        "init": ["--empty"],
    }
    return [*command.split(), *more.get(command, [])]
