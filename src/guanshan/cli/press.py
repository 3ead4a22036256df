"""Are the figures of a press draft those of the register? 新闻稿核对命令"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from guanshan.cli.opening import is_founded, opened, read_file, write_file
from guanshan.cli.words import language, say, texts
from guanshan.refusal import RefusedInput
from guanshan.report.draft.extract import extract
from guanshan.report.draft.judging import judge
from guanshan.report.draft.known import Known, KnownTable
from guanshan.report.draft.listed import read_indicators
from guanshan.report.draft.reading import LARGEST, read_draft
from guanshan.report.draft.telling import Teller, as_data
from guanshan.report.registered import RegisteredFigures
from guanshan.settings import load_settings

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(epilog="Example: guanshan press check draft.docx --format docx -o checked.docx")
def press() -> None:
    """Check press drafts. 新闻稿核对"""


@press.command(epilog="Example: guanshan press check draft.txt --format json")
@click.argument("path", metavar="FILE", type=_FILE)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "docx"]),
    default="text",
    show_default=True,
    help="How the findings are told.",
)
@click.option("--indicators", type=_FILE, help="YAML of indicators and their registered values.")
@click.option("-o", "--output", "target", type=_FILE, help="Where it is written; needed for docx.")
def check(path: Path, form: str, indicators: Path | None, target: Path | None) -> None:
    """Find every figure of the draft FILE (text or Word) and hold it against what is registered. 核对"""
    if form == "docx" and target is None:
        raise RefusedInput("cli.press_needs_output")
    if path.exists() and path.stat().st_size > LARGEST:
        raise RefusedInput("draft.too_large", found=path.stat().st_size >> 20, most=LARGEST >> 20)
    draft = read_draft(read_file(path))
    with _known(indicators) as known:
        findings = judge(extract(draft.text), known, draft.text)
    teller = Teller(texts(), language())
    if form == "docx" and target:
        write_file(target, teller.commented(draft.text, draft.word, findings))
        click.echo(teller.summary(findings))
        say("written", file=target)
        return
    told = (
        json.dumps([as_data(one) for one in findings], ensure_ascii=False, indent=1)
        if form == "json"
        else teller.marked(draft.text, findings)
    )
    if target is None:
        click.echo(told)
    else:
        write_file(target, (told + "\n").encode())
        say("written", file=target)


@contextmanager
def _known(indicators: Path | None) -> Iterator[Known]:
    """Open the indicators that a draft is held against: those of a file, else the house's, where there is one."""
    if indicators:
        yield read_indicators(indicators)
        return
    settings = load_settings()
    if not is_founded(settings):
        yield KnownTable((), {})
        return
    _, house = opened()
    with house.reporter.at(house.registry.moment()) as sight:
        yield RegisteredFigures(sight)
