"""What does liaison do at the command line? 命令"""

from pathlib import Path

import click

from guanshan.declaration import OPENS
from guanshan.i18n import Language
from guanshan.refusal import RefusedInput


@click.command("import-12345", epilog="Example: guanshan liaison import-12345 工单.xlsx")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--good-rows", is_flag=True, help="Take the good rows although others are bad.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), envvar="GUANSHAN_LANGUAGE", default="zh", help="Of the answer."
)
@click.pass_context
def import_12345(context: click.Context, file: Path, good_rows: bool, lang: Language) -> None:
    """Bring an export of the 12345 hotline in and open a case of every new order. 导入12345工单"""
    from guanshan.systems.liaison.service.hotline import take

    try:
        content = file.read_bytes()
    except OSError as fault:
        raise RefusedInput("cli.unreadable", file=file, reason=fault.strerror or fault) from fault
    house, actor = context.meta[OPENS]()
    taken = take(
        house.importer,
        house.casebook,
        actor,
        content,
        file.name,
        good_rows=good_rows,
        keeper="private-economy",
    )
    told = {
        "rows": taken.landed,
        "refused": taken.refused,
        "opened": len(taken.opened),
        "alike": len(taken.alike),
    }
    click.echo(house.texts.say("liaison.command.taken", lang, **told))
    for number in taken.alike:
        click.echo(f"{number}  {house.casebook.file(actor, number).filed[0].note}")
