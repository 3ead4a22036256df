"""What stands around every page of the desk? 办公桌框架

Bands, the one search box, the rail by system, the choice of a moment; then the page itself. All of it is
plain HTML: links and forms work without waiting for anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nicegui import ui

from guanshan.register.actor import Actor
from guanshan.screens.house import House
from guanshan.screens.paper import Paper
from guanshan.screens.visit import Visit

PAPER = Paper()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail."""

    title: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the rail: a system with its registers, or the administration."""

    title: str
    entries: tuple[Entry, ...]


@contextmanager
def frame(visit: Visit, title: str, here: str = "") -> Iterator[ui.element]:
    """Draw the frame and open the place where the page stands.

    Parameters
    ----------
    title
        Title of the page, for the browser's tab.
    here
        Address of the rail's entry at which the page stands.
    """
    words, house = visit.words, visit.house
    ui.page_title(f"{title} · {words('screens.brand')}")
    ui.add_head_html(
        f'<link rel="stylesheet" href="/look/guanshan.css?{visit.desk.look}">'
        f'<link rel="stylesheet" href="/look/desk.css?{visit.desk.look}">'
        f'<script defer src="/look/desk.js?{visit.desk.look}"></script>'
    )
    ui.colors(primary="#0b5d4e", negative="#b23a2e", positive="#0b5d4e", info="#2b6ca3", warning="#b0812e")
    html(
        "frame.html",
        visit,
        parts=rail(house, visit, here),
        today=house.registry.today(),
        actor=visit.actor,
        roles=_roles(visit.actor, visit),
        sample=house.sample,
        form=visit.desk.form_token(visit.request),
        on=visit.on,
        known_at=visit.known_at,
        path=visit.request.url.path,
        search=visit.query.get("text", ""),
        switch=visit.link(visit.request.url.path, **{**visit.query, "lang": words.other}),
    ).classes("desk-frame")
    with ui.element("main").classes("desk-main").props('id="content" tabindex="-1"') as place:
        yield place


def html(template: str, visit: Visit, /, **values: object) -> ui.html:
    """Put a template on the page; Jinja has escaped it, so the browser need not clean it."""
    return ui.html(str(PAPER.write(template, visit.words, **values)), sanitize=False)


def rail(house: House, visit: Visit, here: str) -> list[Part]:
    """Return the parts of the rail that this actor may see."""
    words, actor = visit.words, visit.actor
    parts = []
    shown_by: dict[str, list[str]] = {}
    for declared in house.registers():
        if house.access.may_somewhere(actor, "read", declared):
            shown_by.setdefault(declared.system, []).append(declared.name)

    def entry(title: str, address: str) -> Entry:
        return Entry(title, visit.link(address), address == here)

    if house.access.may_somewhere(actor, "read", house.store.types["act.case"]):
        unread = house.casebook.inbox.unread(actor)
        work = words("act.screen.work_unread", count=unread) if unread else words("act.screen.work")
        shown_by.pop("act", None)
        cases = house.store.types["act.case"]
        parts.append(
            Part(
                words("act.title"),
                (entry(work, "/desk/cases"), entry(words.register(cases), f"/desk/r/{cases.name}")),
            )
        )
    for system in house.systems:
        own = [
            entry(words.register(house.store.types[name]), f"/desk/r/{name}")
            for name in shown_by.pop(system.name, [])
        ]
        shown = [one for one in system.pages if one.listed]
        pages = [entry(words(one.label), f"/desk/s/{system.name}/{one.path}") for one in shown]
        if own or (pages and actor.has_role("officer")):
            parts.append(Part(house.system_title(words, system.name), (*pages, *own)))
    if actor.kind == "staff":
        parts.append(
            Part(words("assess.title"), (entry(words("screens.rail.rulebooks"), "/desk/rulebooks"),))
        )
    core = [
        entry(words.register(house.store.types[name]), f"/desk/r/{name}")
        for name in shown_by.pop("register", [])
    ]
    if core:
        parts.append(Part(words("register.title"), tuple(core)))
    if administration := [entry(words(key), address) for key, address in _administration(house, actor)]:
        parts.append(Part(words("screens.rail.house"), tuple(administration)))
    return parts


def _administration(house: House, actor: Actor) -> Iterator[tuple[str, str]]:
    if any(house.access.may_somewhere(actor, "import", declared) for declared in house.registers()):
        yield "screens.rail.imports", "/desk/imports"
    if house.access.may_somewhere(actor, "read", house.store.types["register.unit"]):
        yield "screens.rail.units", "/desk/units"
    if any(
        house.access.decide(actor, act).allowed
        for act in ("account.invite", "account.sessions", "account.unlock")
    ):
        yield "screens.rail.accounts", "/desk/accounts"
    if house.access.decide(actor, "enterprise.invite").allowed:
        yield "screens.rail.invite", "/desk/invite"
    if house.access.decide(actor, "audit.read").allowed:
        yield "screens.rail.audit", "/desk/audit"


def _roles(actor: Actor, visit: Visit) -> str:
    said = [
        f"{visit.house.office_name(held.unit)} {visit.words(f'access.roles.{held.role}')}"
        for held in actor.roles
    ]
    return "；".join(said[:2])
