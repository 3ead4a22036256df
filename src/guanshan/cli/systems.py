"""Which commands does a system bring? 系统命令"""

import click

from guanshan.app import find_systems
from guanshan.cli.words import language, texts
from guanshan.declaration import load
from guanshan.settings import load_settings


def group(name: str) -> click.Group:
    """Build the group of a system's commands from its declaration."""
    system = next(one for one in find_systems(load_settings().systems_dir) if one.name == name)
    commands = {command: load(reference) for command, reference in system.commands.items()}
    return click.Group(name, commands, help=texts().say(system.label, language()))
