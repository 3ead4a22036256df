"""How do tables go in and out at the command line? 导入导出"""

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path

import click

from guanshan.cli.opening import acting, opened, read_file, write_file
from guanshan.cli.words import Progress, language, say
from guanshan.clock import tick_of
from guanshan.observe.mapping import read_mapping
from guanshan.refusal import RefusedInput
from guanshan.screens.export import Wanted, write_export

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import", epilog="Example: guanshan import title 名单.xlsx --report errors.json")
@click.argument("register")
@click.argument("file", type=_FILE)
@click.option("--mapping", type=_FILE, help="YAML that says which column is which field.")
@click.option("--good-rows", is_flag=True, help="Land the good rows although others are bad.")
@click.option("--report", type=_FILE, help="Write what was found wrong as JSON.")
@click.option("--marked", type=_FILE, help="Write the workbook back with its bad cells marked.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From which day the values hold.")
@click.option("--keeper", help="Code of the unit that keeps new records.")
@click.option("--reason", default="", help="Why, for the audit chain.")
@click.pass_context
def import_file(
    context: click.Context,
    register: str,
    file: Path,
    mapping: Path | None,
    good_rows: bool,
    report: Path | None,
    marked: Path | None,
    since: datetime | None,
    keeper: str | None,
    reason: str,
) -> None:
    """Bring FILE (.xlsx, .xls, .csv) into REGISTER: all of it, or with --good-rows what is right. 导入"""
    content = read_file(file)
    _, house = opened()
    actor = acting(context, house)
    importer = house.importer
    progress = Progress()
    staged = importer.stage(
        actor,
        register,
        content,
        file.name,
        mapping=read_mapping(read_file(mapping).decode("utf-8-sig", "replace")) if mapping else None,
        keeper=keeper,
        since=since.date() if since else None,
        progress=lambda done, total: progress("check", done, total),
    )
    if report:
        told = importer.report(staged)
        write_file(report, json.dumps(told, ensure_ascii=False, indent=2, default=str).encode() + b"\n")
    if marked:
        write_file(marked, importer.marked(staged, language()))
    landing = importer.land(
        actor,
        staged,
        good_rows=good_rows,
        reason=reason,
        language=language(),
        progress=lambda done, total: progress("land", done, total),
    )
    if landing.import_id is None:
        say("import_changed_nothing", rows=landing.counts.unchanged, refused=landing.refused)
        return
    counts = landing.counts
    say(
        "imported",
        id=landing.import_id,
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        refused=landing.refused,
    )
    if landing.repair:
        say("repair", file=landing.repair)


@click.command(epilog="Example: guanshan undo 3f2a... --reason 重复导入")
@click.argument("import_id", metavar="IMPORT")
@click.option("--reason", default="undo", help="Why, for the audit chain.")
@click.pass_context
def undo(context: click.Context, import_id: str, reason: str) -> None:
    """Take the whole of IMPORT back: its records are as they were before. 撤销导入"""
    _, house = opened()
    undone = house.importer.undo(acting(context, house), import_id, reason)
    say("undone", removed=undone.removed, restored=undone.restored)


@click.command(epilog="Example: guanshan export title titles.xlsx --on 2023-12-31")
@click.argument("register")
@click.argument("file", type=_FILE)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it holds; else the district's day."
)
@click.option("--known-at", help="As known at this time, such as 2024-05-06T12:00.")
@click.pass_context
def export(
    context: click.Context, register: str, file: Path, on: datetime | None, known_at: str | None
) -> None:
    """Write REGISTER as the workbook FILE, as it holds on a day and was known at a time. 导出"""
    _, house = opened()
    actor = acting(context, house)
    day = on.date() if on else house.registry.today()
    wanted = Wanted(house.store.types[register], house.registry.moment(day, tick_said(known_at)))
    with BytesIO() as target:
        rows = write_export(house, house.words(language()), actor, wanted, target)
        write_file(file, target.getvalue())
    say("exported", rows=rows, file=file)


@click.command(epilog="Example: guanshan template title 称号模板.xlsx")
@click.argument("register")
@click.argument("file", type=_FILE)
def template(register: str, file: Path) -> None:
    """Write the empty workbook that an office fills in for REGISTER. 导入模板"""
    _, house = opened()
    write_file(file, house.importer.template(register, language()))
    say("written", file=file)


@click.command(epilog="Example: guanshan registers")
@click.pass_context
def registers(context: click.Context) -> None:
    """List the registers with the number of their records today. 列出登记簿"""
    _, house = opened()
    actor = acting(context, house)
    for declared in house.registry.types:
        if house.access.may_somewhere(actor, "read", declared):
            count = house.registry.count(actor, declared.name)
            click.echo(f"{declared.name:40} {count:>9,}  {house.texts.say(declared.label, language())}")


def tick_said(moment: str | None) -> int | None:
    """Read a time that a command names as a tick; None where it names none.

    Raises
    ------
    RefusedInput
        If it is no time.
    """
    if moment is None:
        return None
    try:
        return tick_of(datetime.fromisoformat(moment))
    except ValueError:
        raise RefusedInput("cli.not_a_moment", value=moment) from None
