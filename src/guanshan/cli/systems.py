"""Which commands does a system bring? 系统命令"""

import click

from guanshan.app import find_systems
from guanshan.cli.opening import acting, opened
from guanshan.cli.words import language, texts
from guanshan.declaration import OPENS, load
from guanshan.register.actor import Actor
from guanshan.screens.house import House
from guanshan.settings import load_settings


def group(name: str) -> click.Group:
    """Build the group of a system's commands from its declaration; each is handed what opens the house."""
    system = next(one for one in find_systems(load_settings().systems_dir) if one.name == name)
    commands = {command: load(reference) for command, reference in system.commands.items()}
    return click.Group(name, commands, callback=_hand_over, help=texts().say(system.label, language()))


@click.pass_context
def _hand_over(context: click.Context) -> None:
    """Let the command find the house: a system knows nothing of the command line around it."""

    def opens() -> tuple[House, Actor]:
        _, house = opened()
        return house, acting(context, house)

    context.meta[OPENS] = opens
