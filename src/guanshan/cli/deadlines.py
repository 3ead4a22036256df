"""By when, at the command line? 期限命令"""

import json
from fractions import Fraction
from pathlib import Path

import click

from guanshan.cli.assessing import FILE
from guanshan.refusal import RefusedInput


@click.command(epilog="Example: guanshan deadline 2024-04-26 --workdays 20")
@click.argument("start")
@click.option("--workdays", help="Working days, halves allowed: 5 or 2.5.")
@click.option("--days", help="Natural days.")
@click.option("--pauses", type=FILE, help='JSON: a list of {"from": ..., "to": ...}, days or moments.')
@click.option("--calendar", type=FILE, help="YAML: holidays and shifted working days of your own.")
def deadline(
    start: str, workdays: str | None, days: str | None, pauses: Path | None, calendar: Path | None
) -> None:
    """Tell when a term that begins after START (a day or a moment) is over. 期限计算"""
    from guanshan.act.deadline.calendar import NaturalDays, load_calendar
    from guanshan.act.deadline.due import due
    from guanshan.act.deadline.history import History, Term, pauses_of, wall_time

    if (workdays is None) == (days is None):
        raise RefusedInput("cli.one_term")
    try:
        begins, length = wall_time(start), Fraction(str(workdays or days))
    except (ValueError, ZeroDivisionError):
        raise RefusedInput("cli.no_term", start=start, days=workdays or days) from None
    term = Term.of("workdays" if workdays else "days", length)
    history = History(begins, term, pauses_of(_listed(pauses)) if pauses else ())
    found = due(history, load_calendar(calendar) if workdays else NaturalDays())
    told = {
        "due": found.day.isoformat() if found.day else None,
        "moment": found.moment.isoformat(timespec="minutes") if found.moment else None,
        "provisional": found.provisional,
    }
    click.echo(json.dumps(told))


def _listed(source: Path) -> list[object]:
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as wrong:
        raise RefusedInput("cli.not_json", file=source, problem=str(wrong)) from None
    if not isinstance(content, list):
        raise RefusedInput("act.deadline.pauses_file", number=0, given=str(source))
    return content
