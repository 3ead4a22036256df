"""What does an indicator say, and on which rows does it stand? 指标命令"""

import json
from collections.abc import Iterator
from datetime import datetime

import click

from guanshan.cli.opening import acting, opened
from guanshan.cli.tables import tick_said
from guanshan.cli.words import language
from guanshan.report.indicator import DISTRICT
from guanshan.report.lineage import leaves
from guanshan.screens.figurejson import figure_json, indicator_json, lineage_json
from guanshan.screens.figures import say_formula, told_figure
from guanshan.screens.house import House

_DAY = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="On this day; else the district's day.")
_KNOWN = click.option("--known-at", help="As known at this time, such as 2024-05-06T12:00.")
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed."
)
_LIST_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How it is printed.",
)


@click.group(epilog="Example: guanshan indicator list")
def indicator() -> None:
    """List indicators, show one down to its rows. 指标"""


@indicator.command("list", epilog="Example: guanshan indicator list --on 2024-05-06 --format json")
@_DAY
@_KNOWN
@_LIST_FORMAT
def list_(on: datetime | None, known_at: str | None, form: str) -> None:
    """List every indicator of the district with its value. 指标目录"""
    _, house = opened()
    words = house.words(language())
    moment = house.registry.moment(on.date() if on else None, tick_said(known_at))
    with house.reporter.at(moment) as sight:
        figures = sight.all()
    if form == "json":
        told = [
            {**indicator_json(house, words, one.indicator), "figure": figure_json(house, words, one)}
            for one in figures
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    if form == "markdown":
        for line in _markdown(house):
            click.echo(line)
        return
    for one in figures:
        said = f"{words.figure(one).text} ({words.period(one.period)})"
        click.echo(f"{one.name:34} {one.provenance:9} {said:28} {one.indicator.title[words.language]}")


@indicator.command(epilog="Example: guanshan indicator show hnte_new --on 2024-05-06 --format json")
@click.argument("name")
@_DAY
@_KNOWN
@click.option(
    "--period", default="", help="2023, 2023-H1, 2023-Q3, 2023-09 or 2024-05-06; else the last one."
)
@click.option("--subject", default=DISTRICT, help="An enterprise's credit code; else the district.")
@click.option("--page", type=click.IntRange(1), default=1, help="Page of the rows, 50 on each.")
@_FORMAT
@click.pass_context
def show(
    context: click.Context,
    name: str,
    on: datetime | None,
    known_at: str | None,
    period: str,
    subject: str,
    page: int,
    form: str,
) -> None:
    """Show the indicator NAME: value, definition, formula, base, documents, and its rows with their sources. 打开指标"""
    _, house = opened()
    words, actor = house.words(language()), acting(context, house)
    moment = house.registry.moment(on.date() if on else None, tick_said(known_at))
    figure = house.figure(name, moment, period, subject)
    if form == "json":
        told = {
            **indicator_json(house, words, figure.indicator),
            "figure": lineage_json(house, words, actor, figure, page),
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    one = told_figure(words, house.store.types, house.catalogue, house.office_name, figure)
    click.echo(
        f"{one.title} {one.said.text} ({one.period}; {words(f'screens.provenance.{figure.provenance}')})"
    )
    for line in (one.definition, one.formula, one.office, *one.base, *one.restated, figure.document or ""):
        if line:
            click.echo(f"  {line}")
    for leaf in leaves(figure):
        if leaf.rows:
            click.echo(f"  {words.register(house.store.types[leaf.rows.register])}: {leaf.rows.count:,}")


def _markdown(house: House) -> Iterator[str]:
    """Write the catalogue as the table of the docs."""
    words = house.words("en")
    yield "| indicator | 指标 | in English | unit | period | office | from | how |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in house.catalogue:
        formula = say_formula(words, house.store.types, house.catalogue, one).replace("|", "\\|")
        yield (
            f"| `{one.name}` | {one.title['zh']} | {one.title['en']} | {one.unit} | {one.period} | {one.office} | "
            f"{one.provenance} | {formula} |"
        )
