"""How is the briefing made at the command line? 简报命令"""

from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from guanshan.clock import tick_of
from guanshan.declaration import OPENS
from guanshan.refusal import RefusedInput
from guanshan.register.query import Moment
from guanshan.screens.house import House
from guanshan.systems.briefing.service.edition import Form, build_edition, kept_copy, made
from guanshan.systems.briefing.service.paper import write_paper

FORMS: Final = ("html", "json", "docx", "pdf")


@click.command(epilog="Example: guanshan briefing build --on 2024-05-06 --lang zh --format pdf -o out")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Data of this day; else the district's day.")
@click.option("--known-at", help="As known at this time, such as 2024-05-06T12:00, or a tick; else now.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="Language of the page.")
@click.option("--format", "form", type=click.Choice(FORMS), default="html", help="What is written.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Folder to write into.",
)
@click.option("--template", type=click.Path(dir_okay=False, path_type=Path), help="Your own Word template.")
@click.option("--edition", help="Write what this edition says instead.")
@click.option("--keep", is_flag=True, help="Keep it as an edition.")
@click.pass_context
def build(
    context: click.Context,
    on: datetime | None,
    known_at: str | None,
    lang: str,
    form: str,
    output: Path,
    template: Path | None,
    edition: str | None,
    keep: bool,
) -> None:
    """Make the briefing of a day from the registers, as HTML, JSON, DOCX or PDF. 生成简报"""
    house, actor = context.meta[OPENS]()
    day = on.date() if on else house.registry.today()
    if keep:
        edition = build_edition(house, actor, day).number
    content = _content(house, _moment(house, day, known_at), edition, lang, form, template)
    target = output / f"briefing-{edition or day.isoformat()}{'' if form == 'json' else f'-{lang}'}.{form}"
    try:
        output.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as fault:
        raise RefusedInput("cli.unwritable", file=target, reason=fault.strerror or fault) from fault
    click.echo(str(target))


def _content(
    house: House, moment: Moment, edition: str | None, language: str, form: str, template: Path | None
) -> bytes:
    kept: Form = "json" if form != "html" else "html_zh" if language == "zh" else "html_en"
    content = kept_copy(house, edition, kept) if edition else made(house, moment)[kept]
    if form in ("html", "json"):
        return content.encode()
    return write_paper(house.words("zh" if language == "zh" else "en"), content, form, template)


def _moment(house: House, day: date, known_at: str | None) -> Moment:
    try:
        tick = (
            None
            if known_at is None
            else int(known_at)
            if known_at.isdecimal()
            else tick_of(datetime.fromisoformat(known_at))
        )
    except ValueError:
        raise RefusedInput("cli.not_a_moment", value=known_at) from None
    return house.reporter.pinned(house.registry.moment(day, tick))
