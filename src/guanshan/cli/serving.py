"""How is a house served? 启动服务"""

import click

from guanshan.cli.founding import address, found
from guanshan.cli.opening import opened
from guanshan.cli.words import language, say
from guanshan.declaration import load
from guanshan.screens.house import House
from guanshan.settings import Settings

DEMO_DOORS = (
    "yanghua",
    "chenlin",
    "likai",
    "zhaomin",
    "wangtong",
    "sunli",
    "sysadmin",
    "secadmin",
    "auditor",
)
"""Whoever signs in to the sample by a printed link."""


@click.command(epilog="Example: guanshan serve")
@click.option(
    "--demo-links/--no-demo-links", default=True, help="Print a sign-in link for each role of the sample."
)
def serve(demo_links: bool) -> None:
    """Serve pages, desk and API on this machine; a house that is not there yet is made with the sample. 启动服务"""
    settings, house = opened(founded=False)
    if not house.store.head().seq:
        found(settings, house, empty=False)
        settings, house = opened()
    for system in house.systems:
        if system.opens:
            load(system.opens)(house)
    from guanshan.web.server import run  # loads the whole web

    run(house, settings, lambda: _tell(settings, house, demo_links))


def _tell(settings: Settings, house: House, demo_links: bool) -> None:
    say("serving", link=address(settings, "/"))
    for page in (page for one in house.systems for page in one.public if page.label):
        click.echo(f"  {house.texts.say(str(page.label), language())}: {address(settings, page.path)}")
    if not (demo_links and house.sample and settings.is_loopback):
        return
    say("demo_links")
    enterprise = _an_enterprise(house)
    for subject in (*DEMO_DOORS, f"enterprise:{enterprise}", "resident:13800000000"):
        made = house.door.links.for_demo(subject)
        click.echo(f"  {subject:32} {address(settings, f'/link/{made.token}')}  {_role(house, subject)}")


def _role(house: House, subject: str) -> str:
    """Say as whom a link signs in: unit and role of staff, or which kind of outsider."""
    with house.store.reading() as reading:
        actor = house.door.accounts.actor(reading, subject)
    held = [
        f"{house.office_name(one.unit)} {house.texts.say(f'access.roles.{one.role}', language())}"
        for one in (actor.roles if actor else ())
    ]
    return "; ".join(held) or house.texts.say(f"access.roles.{subject.partition(':')[0]}", language())


def _an_enterprise(house: House) -> str:
    """Choose an enterprise of the sample that has something to show: the first that holds a title."""
    with house.store.reading() as reading:
        titles = reading.find("enterprise.title", house.registry.moment(), limit=1)
    return str(titles[0].values["credit_code"])
