"""Which pages does the officers' desk have? 办公桌的页面

The routes of the desk. Each is one generic screen over any register; a page that refuses tells why in the
frame of the desk, in the reader's words. NiceGUI draws them; it is mounted below ``/desk`` and nowhere else.
"""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from nicegui import Client, core, ui

from guanshan.declaration import load
from guanshan.refusal import Forbidden, NotFound, NotSignedIn, Refusal
from guanshan.register.actor import Actor
from guanshan.register.record import RecordType
from guanshan.screens import accounts, auditpage, form, imports, listing, recordpage, search, start, units
from guanshan.screens.case import casepage, listpage
from guanshan.screens.frame import frame, html
from guanshan.screens.rulebook import costs, draft, page
from guanshan.screens.visit import Desk, May, Visit

Draw = Callable[..., Any]


def mount_desk(app: FastAPI, desk: Desk) -> None:
    """Mount the desk below ``/desk`` and let it close its pages when a session ends.

    NiceGUI keeps one application for the whole process: where several are built one after the other, the last one's pages stand.
    """
    core.app.middleware_stack = None
    core.app.user_middleware.clear()
    _pages(desk)
    desk.house.door.sessions.watch(desk.close_session)
    ui.run_with(
        app,
        mount_path="/desk",
        title="观山",
        favicon=None,
        language="zh-CN",
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=10.0,
    )
    core.app.config.socket_io_js_transports = ["websocket"]


def _pages(desk: Desk) -> None:
    plain: dict[str, tuple[May, Draw]] = {
        "/": (_staff, start.start_page),
        "/search": (_staff, search.search_page),
        "/imports": (_staff, imports.past_page),
        "/units": (_may(desk, "read", desk.house.store.types["register.unit"]), units.units_page),
        "/accounts": (
            _acts(desk, "account.invite", "account.sessions", "account.unlock"),
            accounts.accounts_page,
        ),
        "/invite": (_acts(desk, "enterprise.invite"), accounts.invite_page),
        "/audit": (_acts(desk, "audit.read"), auditpage.audit_page),
        "/rulebooks": (_staff, page.rulebooks_page),
        "/cases": (_may(desk, "read", desk.house.store.types["act.case"]), listpage.cases_page),
    }
    for path, (may, draw) in plain.items():
        ui.page(path)(_plain(desk, may, draw))
    ui.page("/rulebooks/{name}")(_of_rulebook(desk, _staff, page.rulebook_page))
    ui.page("/rulebooks/{name}/costs")(_of_rulebook(desk, _keeps(desk), costs.costs_page))
    ui.page("/rulebooks/{name}/amend")(_of_rulebook(desk, _keeps(desk), draft.amend_page))
    ui.page("/cases/{number}")(
        _of_case(desk, _may(desk, "read", desk.house.store.types["act.case"]), casepage.case_page)
    )
    over: dict[str, tuple[str, Draw]] = {
        "/k/{register}": ("read", _to_record),
        "/r/{register}": ("read", listing.list_page),
        "/r/{register}/new": ("write", form.add_page),
        "/r/{register}/import": ("import", imports.import_page),
    }
    for path, (action, draw) in over.items():
        ui.page(path)(_over(desk, action, draw))
    ui.page("/r/{register}/{record}")(_of_record(desk, "read", recordpage.record_page))
    ui.page("/r/{register}/{record}/edit")(_of_record(desk, "write", form.edit_page))

    @ui.page("/s/{system}/{path}")
    async def system_page(client: Client, system: str, path: str) -> None:
        await _draw(desk, client, _staff, _system_page, system, path)

    @ui.page("/{path:path}")
    async def nowhere(client: Client, path: str) -> None:
        await _draw(desk, client, _staff, _nowhere)


def _staff(actor: Actor) -> None:
    if actor.kind != "staff":
        raise NotSignedIn("account.session.none")


def _may(desk: Desk, action: str, declared: RecordType) -> May:
    """Return a check that the actor may do something somewhere in a register."""
    access = desk.house.access

    def check(actor: Actor) -> None:
        if not access.may_somewhere(actor, action, declared):
            access.require(actor, action, declared)

    return check


def _acts(desk: Desk, *actions: str) -> May:
    """Return a check that the actor may do one of some acts on the house."""
    access = desk.house.access

    def check(actor: Actor) -> None:
        if not any(access.decide(actor, one).allowed for one in actions):
            access.require(actor, actions[0])

    return check


def _keeps(desk: Desk) -> May:
    """Return a check that the actor keeps rulebooks at all; of which family is asked where one is kept."""
    access = desk.house.access

    def check(actor: Actor) -> None:
        if not access.may_somewhere(actor, "rulebook.keep"):
            access.require(actor, "rulebook.keep")

    return check


def _of_rulebook(desk: Desk, may: May, draw: Draw) -> Draw:
    async def page(client: Client, name: str) -> None:
        await _draw(desk, client, may, draw, name)

    return page


def _of_case(desk: Desk, may: May, draw: Draw) -> Draw:
    async def page(client: Client, number: str) -> None:
        await _draw(desk, client, may, draw, number)

    return page


def _plain(desk: Desk, may: May, draw: Draw) -> Draw:
    async def page(client: Client) -> None:
        await _draw(desk, client, may, draw)

    return page


def _over(desk: Desk, action: str, draw: Draw) -> Draw:
    async def page(client: Client, register: str) -> None:
        await _on_register(desk, client, register, action, draw)

    return page


def _of_record(desk: Desk, action: str, draw: Draw) -> Draw:
    async def page(client: Client, register: str, record: str) -> None:
        await _on_register(desk, client, register, action, draw, record)

    return page


def _nowhere(visit: Visit) -> None:
    raise NotFound("web.problem.not_found")


async def _on_register(
    desk: Desk, client: Client, register: str, action: str, draw: Draw, *rest: str
) -> None:
    """Draw a page over a register, whose name is checked in the frame of the desk like everything else."""
    if register not in desk.house.store.types:
        await _draw(desk, client, _staff, _nowhere)
        return
    declared = desk.house.store.types[register]
    await _draw(desk, client, _may(desk, action, declared), draw, declared, *rest)


async def _draw(desk: Desk, client: Client, may: May, draw: Draw, *rest: object) -> None:
    """Draw a page for whoever is there, or say in its place why not."""
    try:
        visit = Visit(desk, client, may)
    except Refusal as refusal:
        client.status_code = refusal.http_status
        ui.label(desk.house.words(desk.language_of(client.request)).refusal(refusal))
        return
    try:
        visit.check()
        drawn = draw(visit, *rest)
        if inspect.isawaitable(drawn):
            await drawn
    except NotSignedIn:
        client.status_code = 401
        visit.close()
    except Refusal as refusal:
        client.status_code = refusal.http_status
        _refused(visit, refusal)


def _refused(visit: Visit, refusal: Refusal) -> None:
    words = visit.words
    kinds = {Forbidden: "refused", NotFound: "missing"}
    title = words(f"screens.{kinds.get(type(refusal), 'error_input')}.title")
    visit.client.content.clear()
    with visit.client.content, frame(visit, title):
        html("refused.html", visit, title=title, said=words.refusal(refusal))


def _to_record(visit: Visit, declared: RecordType) -> None:
    version = visit.house.registry.by_key(
        visit.actor, declared.name, visit.query.get("key", "")[:400], visit.moment
    )
    visit.go(visit.record_link(declared.name, version.record))


async def _system_page(visit: Visit, system: str, path: str) -> None:
    declared = visit.house.system(system)
    page = next((one for one in declared.pages if one.path == path), None) if declared else None
    if page is None:
        raise NotFound("web.problem.not_found")
    if not visit.actor.has_role("officer"):
        raise Forbidden("access.needs.officer")
    with frame(visit, visit.words(page.label), f"/desk/s/{system}/{path}"):
        drawn = load(page.builder)(visit)
        if isinstance(drawn, Awaitable):
            await drawn
