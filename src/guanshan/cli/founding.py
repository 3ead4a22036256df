"""How does a house begin? 建立"""

from datetime import datetime

import click

from guanshan.app import SHIFT, load_sample
from guanshan.cli.opening import acting, opened
from guanshan.cli.words import Progress, language, say
from guanshan.clock import tick_of
from guanshan.refusal import RefusedInput
from guanshan.register.actor import CONSOLE
from guanshan.screens.house import House
from guanshan.settings import Settings


@click.command(epilog="Example: guanshan init --empty")
@click.option("--empty", is_flag=True, help="Without the sample district.")
def init(empty: bool) -> None:
    """Make the database in the data folder: with the sample district, or empty. 建立数据目录"""
    settings, house = opened(founded=False)
    if house.store.head().seq:
        say("founded_already", folder=settings.data_dir)
        return
    found(settings, house, empty=empty)


def found(settings: Settings, house: House, *, empty: bool) -> None:
    """Fill a new house, and print the one-time links of its administrators where it is empty."""
    if not empty:
        say("loading_sample")
        load_sample(house, Progress())
        say("sample_loaded", folder=settings.data_dir)
        return
    name = house.texts.say("cli.district", language())
    for link in house.door.first_start("district", name):
        say("first_link", who=link.subject, link=address(settings, f"/link/{link.token}"))


def address(settings: Settings, path: str) -> str:
    """Write the address under which a page of this house is found."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 (compared, not bound)
    return f"http://{host}:{settings.port}{path}"


@click.command(epilog="Example: guanshan link zhaomin")
@click.argument("login")
@click.pass_context
def link(context: click.Context, login: str) -> None:
    """Print a one-time link by which LOGIN sets a password. 一次性链接"""
    settings, house = opened()
    made = house.door.links.for_password(acting(context, house), login)
    say("first_link", who=login, link=address(settings, f"/link/{made.token}"))


@click.command(epilog="Example: guanshan clock 2024-05-06T09:00")
@click.argument("moment", required=False)
@click.pass_context
def clock(context: click.Context, moment: str | None) -> None:
    """Print the district's time, or move its clock to MOMENT; a running server takes it up at its next start. 业务时钟"""
    _, house = opened()
    if moment is None:
        click.echo(house.clock().now().isoformat(timespec="seconds"))
        return
    try:
        wanted = datetime.fromisoformat(moment)
    except ValueError:
        raise RefusedInput("cli.not_a_moment", value=moment) from None
    actor = acting(context, house)
    house.access.require(actor, "settings.write")
    with house.store.write(CONSOLE, "clock") as writing:
        writing.remember(SHIFT, str(tick_of(wanted) - writing.tick))
        writing.note("clock", "settings", {"moment": wanted.isoformat()})
    say("clock_moved", moment=wanted.isoformat())
