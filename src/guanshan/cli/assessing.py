"""Who qualifies, and why, at the command line? 评定命令"""

import json
import os
import sys
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import click

from guanshan.assess.evaluate import Verdict, evaluate
from guanshan.assess.explain import explain as told_of
from guanshan.assess.standard import Rulebook
from guanshan.cli.narrating import narrated
from guanshan.cli.shelf import RULEBOOKS, found
from guanshan.cli.words import language, say
from guanshan.refusal import RefusedInput

FILE = click.Path(dir_okay=False, path_type=Path, exists=True)
DAY = click.DateTime(["%Y-%m-%d"])


def day_of(on: datetime | None) -> date | None:
    """Return the day of an option."""
    return on.date() if on else None


@click.command(
    epilog="Example: guanshan assess innovative --on 2024-04-30 --input enterprises.parquet --output verdicts.parquet"
)
@click.argument("rulebook")
@click.option(
    "--input",
    "source",
    type=click.Path(path_type=Path, exists=True),
    required=True,
    help="Parquet of inputs by name.",
)
@click.option(
    "--output", "target", type=click.Path(path_type=Path), required=True, help="Parquet of verdicts."
)
@click.option(
    "--engine", type=click.Choice(["polars", "duckdb", "pyspark"]), default="polars", show_default=True
)
@click.option("--on", type=DAY, help="Day on which a family's version is chosen; today where it is not said.")
@RULEBOOKS
def assess(
    rulebook: str, source: Path, target: Path, engine: str, on: datetime | None, rulebooks: Path | None
) -> None:
    """Assess every row of a table by RULEBOOK (an id, a family, or a file). 批量评定"""
    book, _ = found(rulebook, day_of(on), rulebooks)
    rows = {"polars": _on_polars, "duckdb": _on_duckdb, "pyspark": _on_pyspark}[engine](book, source, target)
    say("assessed", rulebook=book.name, rows=rows, file=target)


def _on_polars(book: Rulebook, source: Path, target: Path) -> int:
    import polars as pl

    from guanshan.assess.bulk.on_polars import evaluate_polars

    try:
        frame = pl.read_parquet(source)
    except (pl.exceptions.PolarsError, OSError) as wrong:
        raise RefusedInput("cli.not_parquet", file=source, problem=str(wrong).splitlines()[0]) from None
    answered = evaluate_polars(book, frame)
    answered.write_parquet(target)
    return answered.height


def _on_duckdb(book: Rulebook, source: Path, target: Path) -> int:
    import duckdb

    from guanshan.assess.bulk.on_duckdb import evaluate_duckdb

    with duckdb.connect() as connection:
        try:
            relation = connection.read_parquet(str(source))
        except duckdb.Error as wrong:
            raise RefusedInput("cli.not_parquet", file=source, problem=str(wrong).splitlines()[0]) from None
        evaluate_duckdb(book, relation, connection).write_parquet(str(target))
        return int(connection.read_parquet(str(target)).aggregate("count(*)").fetchall()[0][0])


def _on_pyspark(book: Rulebook, source: Path, target: Path) -> int:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise RefusedInput("cli.no_pyspark") from None
    from guanshan.assess.bulk.on_pyspark import evaluate_pyspark

    os.environ.setdefault(
        "PYSPARK_PYTHON", sys.executable
    )  # on this machine workers find what this process finds
    spark = SparkSession.builder.appName("guanshan").getOrCreate()
    evaluate_pyspark(book, spark.read.parquet(str(source))).write.mode("overwrite").parquet(str(target))
    return int(spark.read.parquet(str(target)).count())


@click.command(epilog="Example: guanshan explain innovative-2022 --input case.json --format text")
@click.argument("rulebook")
@click.option(
    "--input",
    "source",
    type=FILE,
    required=True,
    help="JSON: an object of inputs by name, or a list of them.",
)
@click.option("--on", type=DAY, help="Day on which a family's version is chosen; today where it is not said.")
@click.option("--format", "form", type=click.Choice(["json", "text"]), default="text", show_default=True)
@RULEBOOKS
def explain(rulebook: str, source: Path, on: datetime | None, form: str, rulebooks: Path | None) -> None:
    """Say of one case, or of each of a list, whether it qualifies by RULEBOOK and why. 逐条说明"""
    book, day = found(rulebook, day_of(on), rulebooks)
    content = cases_in(source)
    verdicts = [evaluate(book, case) for case in (content if isinstance(content, list) else [content])]
    if form == "text":
        click.echo("\n\n".join(narrated(verdict, language(), day) for verdict in verdicts))
        return
    told = [_told(verdict, day) for verdict in verdicts]
    click.echo(json.dumps(told if isinstance(content, list) else told[0], ensure_ascii=False, indent=2))


def _told(verdict: Verdict, day: date | None) -> Mapping[str, object]:
    return told_of(verdict, language(), day)


def cases_in(source: Path) -> dict[str, object] | list[dict[str, object]]:
    """Read a case, or a list of cases, from JSON; numbers stay the decimals that they are.

    Raises
    ------
    RefusedInput
        If it is no JSON, or neither an object nor a list of objects.
    """
    try:
        content = json.loads(source.read_text(encoding="utf-8"), parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError) as wrong:
        raise RefusedInput("cli.not_json", file=source, problem=str(wrong)) from None
    cases = content if isinstance(content, list) else [content]
    if not all(isinstance(case, dict) for case in cases):
        raise RefusedInput("cli.not_a_case", file=source)
    return content  # type: ignore[no-any-return]
