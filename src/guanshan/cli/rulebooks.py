"""How does an office keep its rulebooks? 规则维护命令"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from guanshan.assess.difference import Change, changes
from guanshan.assess.evaluate import evaluate
from guanshan.assess.library import Library, Volume
from guanshan.assess.standard import Rulebook
from guanshan.assess.template import is_family, template_text
from guanshan.assess.worked import refusals
from guanshan.cli.assessing import DAY, day_of
from guanshan.cli.narrating import narrated
from guanshan.cli.shelf import FOLDER, RULEBOOKS, found, library, today
from guanshan.cli.words import language, say
from guanshan.refusal import ManyRefusals, Refusal, RefusedInput


@click.group(epilog="Example: guanshan rulebook check")
def rulebook() -> None:
    """Check, compare and begin rulebooks. 规则维护"""


@rulebook.command(epilog="Example: guanshan rulebook check talent-subsidy.yaml")
@click.argument("path", type=click.Path(path_type=Path, exists=True), required=False)
@RULEBOOKS
def check(path: Path | None, rulebooks: Path | None) -> None:
    """Check a rulebook's file, a folder of them, or all that there are, and work through their cases. 核对"""
    refused: list[Refusal] = []
    volumes = _volumes(path, rulebooks)
    for one in volumes:
        if one.fault:
            refused.append(one.fault)
            continue
        book = one.rulebook()
        if wrong := refusals(book, one.path.name):
            refused += wrong
            continue
        say("rulebook_sound", rulebook=book.name, criteria=len(book.criteria), cases=_cases(book))
        if len(volumes) == 1 and book.cases:
            click.echo(narrated(evaluate(book, book.cases[0].given), language()))
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise ManyRefusals(refused)


def _volumes(path: Path | None, own: Path | None) -> tuple[Volume, ...]:
    if path is None:
        return library(own).volumes
    return Library([path]).volumes if path.is_dir() else (Volume(path, own=True),)


def _cases(book: Rulebook) -> int:
    return len(book.cases) + sum(map(_cases, book.parts.values()))


@rulebook.command(epilog="Example: guanshan rulebook diff srdi-2022 srdi-2026 --input enterprises.parquet")
@click.argument("before")
@click.argument("after")
@click.option(
    "--input", "source", type=click.Path(path_type=Path, exists=True), help="Parquet: who would gain or lose."
)
@click.option("--on", type=DAY, help="Day on which a family's version is chosen.")
@RULEBOOKS
def diff(before: str, after: str, source: Path | None, on: datetime | None, rulebooks: Path | None) -> None:
    """Tell what changed from BEFORE to AFTER, and over a table who would gain or lose. 比较"""
    old, new = (found(name, day_of(on), rulebooks)[0] for name in (before, after))
    for change in changes(old, new):
        click.echo(_told(change))
    if source:
        _moves(old, new, source)


def _told(change: Change) -> str:
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.how]
    return f"{sign} {change.piece} {change.name}"


def _moves(old: Rulebook, new: Rulebook, source: Path) -> None:
    import polars as pl

    from guanshan.assess.bulk.on_polars import evaluate_polars

    frame = pl.read_parquet(source)
    pairs: Iterable[tuple[Any, Any, Any]] = zip(
        *_answers(evaluate_polars(old, frame)), _answers(evaluate_polars(new, frame))[1], strict=True
    )
    moved = [pair for pair in pairs if pair[1] != pair[2]]
    for (was, becomes), number in sorted(_counted(moved).items()):
        say("moves", before=was, after=becomes, number=number)
    for subject, was, becomes in moved[:50]:
        click.echo(f"  {subject}: {was} -> {becomes}")


def _answers(frame: Any) -> tuple[list[Any], list[Any]]:
    return frame["id"].to_list(), frame.to_series(1).cast(str).to_list()


def _counted(moved: list[tuple[Any, Any, Any]]) -> Mapping[tuple[str, str], int]:
    return Counter((str(was), str(becomes)) for _, was, becomes in moved)


@rulebook.command(epilog="Example: guanshan rulebook new talent-subsidy")
@click.argument("name")
@click.option(
    "--folder", type=FOLDER, default=".", help="Where the file is written; here where it is not said."
)
def new(name: str, folder: Path) -> None:
    """Begin a rulebook NAME: a file with every entry written and a comment beside each, sound as it stands. 新建"""
    if not is_family(name):
        raise RefusedInput("cli.no_name", name=name)
    target = folder / f"{name}.yaml"
    if target.exists():
        raise RefusedInput("cli.there_already", file=target)
    target.write_text(template_text(name, today()), encoding="utf-8")
    say("written", file=target)
