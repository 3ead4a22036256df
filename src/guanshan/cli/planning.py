"""What would it take, at the command line? 达标路径命令"""

import json
from datetime import datetime
from pathlib import Path

import click

from guanshan.cli.assessing import DAY, FILE, cases_in, day_of
from guanshan.cli.narrating import narrated_plan
from guanshan.cli.shelf import RULEBOOKS, found, library
from guanshan.cli.words import language


@click.command(
    epilog="Example: guanshan plan innovative-2022 --input case.json --costs costs.yaml --format text"
)
@click.argument("rulebook")
@click.option(
    "--input",
    "source",
    type=FILE,
    required=True,
    help="JSON: an object of inputs by name, or a list of them.",
)
@click.option(
    "--costs",
    type=FILE,
    help="YAML: levers and costs of your own, where they differ from the rulebook's; left out: those that the office keeps.",
)
@click.option("--on", type=DAY, help="Day on which a family's version is chosen; today where it is not said.")
@click.option("--format", "form", type=click.Choice(["json", "text"]), default="text", show_default=True)
@RULEBOOKS
def plan(
    rulebook: str, source: Path, costs: Path | None, on: datetime | None, form: str, rulebooks: Path | None
) -> None:
    """Find the cheapest allowed changes after which a case, or each of a list, qualifies by RULEBOOK. 达标路径"""
    from guanshan.assess.plan.costs import load_costs
    from guanshan.assess.plan.planning import plan as planned
    from guanshan.assess.plan.telling import told_plan

    book, _ = found(rulebook, day_of(on), rulebooks)
    levers = load_costs(costs, book) if costs else library(rulebooks).levers(book)
    content = cases_in(source)
    plans = [planned(book, case, levers) for case in (content if isinstance(content, list) else [content])]
    if form == "text":
        click.echo("\n\n".join(narrated_plan(one, language()) for one in plans))
        return
    told = [told_plan(one, language()) for one in plans]
    click.echo(json.dumps(told if isinstance(content, list) else told[0], ensure_ascii=False, indent=2))
