"""How is a house kept safe? 备份与恢复"""

from pathlib import Path

import click

from guanshan.cli.opening import acting, opened
from guanshan.cli.words import say
from guanshan.register import backup as backups

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog="Example: guanshan backup guanshan-2024-05-06.zip")
@click.argument("file", type=_FILE)
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write registers, audit chain and files into FILE, while others go on working. 备份"""
    settings, house = opened()
    actor = acting(context, house)
    house.access.require(actor, "backup")
    backups.backup(house.store, settings.data_dir, file, actor)
    say("written", file=file)


@click.command(epilog="Example: guanshan restore guanshan-2024-05-06.zip")
@click.argument("file", type=_FILE)
@click.option("--overwrite", is_flag=True, help="Replace what the house holds now.")
@click.pass_context
def restore(context: click.Context, file: Path, overwrite: bool) -> None:
    """Bring everything in FILE back into an empty house. 恢复"""
    settings, house = opened(founded=False)
    actor = acting(context, house)
    house.access.require(actor, "restore")
    backups.restore(file, house.store, settings.data_dir, actor, overwrite=overwrite)
    say("restored", file=file)
