"""As whom, and on which house, does a command act? 打开

Whoever runs a command on the machine acts as its operator (``console``), or with ``--as`` with the rights of a member of
staff. Both stand in the audit chain as what they are.
"""

from pathlib import Path

import click
from sqlalchemy import make_url

from guanshan.app import open_house
from guanshan.refusal import NotFound, RefusedInput
from guanshan.register.actor import CONSOLE, Actor
from guanshan.screens.house import House
from guanshan.settings import Settings, load_settings


def opened(*, founded: bool = True) -> tuple[Settings, House]:
    """Open the house that the settings name.

    Raises
    ------
    RefusedInput
        If there is none yet and ``founded`` asks for one.
    """
    settings = load_settings()
    house = open_house(settings)
    if founded and not house.store.head().seq:
        raise RefusedInput("cli.not_founded", folder=settings.data_dir)
    return settings, house


def is_founded(settings: Settings) -> bool:
    """Tell whether there is a house to open: on SQLite its file, elsewhere always."""
    url = make_url(settings.database)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


def acting(context: click.Context, house: House) -> Actor:
    """Return the actor of a command.

    Raises
    ------
    NotFound
        If ``--as`` names nobody who is on the staff today.
    """
    login = context.find_root().obj
    if login is None:
        return CONSOLE
    with house.store.reading() as reading:
        actor = house.door.accounts.actor(reading, login)
    if actor is None:
        raise NotFound("cli.no_such_person", login=login)
    return actor.coming_from("console")


def read_file(path: Path) -> bytes:
    """Read a file whole.

    Raises
    ------
    RefusedInput
        If it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as fault:
        raise RefusedInput("cli.unreadable", file=path, reason=fault.strerror or fault) from fault


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all.

    Raises
    ------
    RefusedInput
        If it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.part")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    except OSError as fault:
        fresh.unlink(missing_ok=True)
        raise RefusedInput("cli.unwritable", file=path, reason=fault.strerror or fault) from fault
