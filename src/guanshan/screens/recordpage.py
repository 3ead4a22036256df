"""What is known of one record, and how did it come to be known? 记录页

Facts on the left; on the right everything that was ever said of it: for when, known when, by whom, why and from where.
"""

import asyncio

from nicegui import ui

from guanshan.declaration import load
from guanshan.refusal import NotFound
from guanshan.register.query import Condition, Version
from guanshan.register.record import RecordType
from guanshan.screens.chain import entries
from guanshan.screens.frame import frame, html
from guanshan.screens.inputs import day_of
from guanshan.screens.lead import leads_for
from guanshan.screens.map import shapes_near, svg_of
from guanshan.screens.names import names_of
from guanshan.screens.view import cell_of, facts_of, holds, line_of, listed, said_of
from guanshan.screens.visit import Visit

_RELATED = 12
_RELATED_FIELDS = 5


async def record_page(visit: Visit, declared: RecordType, record: str) -> None:
    """Draw a record as it holds at the page's moment, with its whole history."""
    registry, words = visit.house.registry, visit.words
    history = await asyncio.to_thread(lambda: registry.history(visit.actor, declared.name, record))
    try:
        version = registry.get(visit.actor, declared.name, record, visit.moment)
    except NotFound:
        version = None
    shown = version or history[0]
    with frame(visit, shown.name, f"/desk/r/{declared.name}"):
        html(
            "record_head.html",
            visit,
            register=words.register(declared),
            back=visit.link(f"/desk/r/{declared.name}"),
            title=shown.name,
            holds=holds(words, shown),
            keeper=visit.house.office_name(shown.keeper),
            there=version is not None,
        )
        _actions(visit, declared, record, shown if version else None)
        with ui.element("div").classes("columns"):
            with ui.element("div"):
                if version is not None:
                    _facts(visit, version)
                    _map(visit, version)
                    await _parts(visit, version)
                    _related(visit, version)
                else:
                    html("empty.html", visit, said=words("screens.record.elsewhere"))
            with ui.element("div"), ui.element("section").classes("part"):
                html(
                    "history_part.html",
                    visit,
                    history=said_of(words, history),
                    entries=entries(visit.house, [one.entry for one in history]),
                    office=visit.house.office_name,
                )


def _actions(visit: Visit, declared: RecordType, record: str, version: Version | None) -> None:
    words, address = visit.words, f"/desk/r/{declared.name}/{record}"
    with ui.element("div").classes("form-actions"):
        writable = version is not None and visit.house.registry.may_write(visit.actor, version)
        if writable and not visit.is_elsewhen:
            _link(visit, words("screens.record.edit"), f"{address}/edit", "e", main=True)
            retract = ui.element("button").classes("action alarm").props('type="button"')
            with retract:
                ui.html(words("screens.record.retract"), sanitize=True, tag="span")
            retract.on("click", visit.guarded(lambda: _ask_retract(visit, declared, record)))
        _link(
            visit,
            words("screens.record.print"),
            visit.link(f"/print/{declared.name}/{record}"),
            "p",
            apart=True,
        )
        may_invite = visit.house.access.decide(visit.actor, "enterprise.invite").allowed
        if version is not None and declared.name == "register.market_entity" and may_invite:
            code = str(version.values["credit_code"])
            _link(visit, words("screens.record.invite"), visit.link("/desk/invite", code=code))


def _link(
    visit: Visit, text: str, address: str, key: str = "", *, main: bool = False, apart: bool = False
) -> None:
    html("action.html", visit, text=text, address=address, key=key, main=main, apart=apart)


def _ask_retract(visit: Visit, declared: RecordType, record: str) -> None:
    words = visit.words
    with visit.client, ui.dialog() as dialog, ui.card().style("min-width: min(460px, 90vw)"):
        ui.label(words("screens.record.retract_title")).classes("serif")
        ui.label(words("screens.record.retract_note")).classes("small quiet")
        since = None
        if declared.evolves:
            since = ui.input(words("screens.form.since"), value=visit.house.registry.today().isoformat())
            since.props("outlined dense type=date stack-label").classes("w-full")
        reason = ui.input(words("screens.form.reason"), placeholder=words("screens.form.reason_hint"))
        reason.props("outlined dense stack-label").classes("w-full")

        def retract() -> None:
            day = day_of(since.value) if since is not None else None
            visit.house.registry.retract(visit.actor, declared.name, record, reason.value or "", since=day)
            visit.go(f"/desk/r/{declared.name}/{record}")

        with ui.element("div").classes("form-actions"):
            ui.button(words("screens.act.retract"), on_click=visit.guarded(retract)).props(
                "color=negative unelevated"
            )
            ui.button(words("screens.form.cancel"), on_click=visit.guarded(dialog.close)).props("flat")
    dialog.open()


def _facts(visit: Visit, version: Version) -> None:
    leads = leads_for(visit.link, visit.house, visit.actor)
    words = visit.words
    with ui.element("section").classes("part"):
        html(
            "facts_part.html",
            visit,
            cells=facts_of(
                words, version, leads, names_of(visit.house, visit.actor, visit.moment, [version])
            ),
            title=words("screens.record.facts"),
        )
        owner = version.values.get(version.type.owner) if version.type.owner else None
        for name in sorted(version.masked):
            decision = visit.house.access.decide(
                visit.actor,
                "unmask",
                version.type,
                version.keeper,
                None if owner is None else str(owner),
                purpose="?",
            )
            if version.values.get(name) is None or not decision.allowed:
                continue
            _unmask_button(visit, version, name)


def _unmask_button(visit: Visit, version: Version, name: str) -> None:
    words = visit.words
    label = f"{words('screens.record.unmask')}{words.colon}{words.field(version.type, name)}"
    button = ui.button(label, on_click=visit.guarded(lambda: _ask_unmask(visit, version, name, button)))
    button.props("flat dense no-caps").classes("small")


def _ask_unmask(visit: Visit, version: Version, name: str, button: ui.button) -> None:
    words = visit.words
    with visit.client, ui.dialog() as dialog, ui.card().style("min-width: min(460px, 90vw)"):
        ui.label(words("screens.record.unmask_title")).classes("serif")
        ui.label(words("screens.record.unmask_note")).classes("small quiet")
        purpose = ui.input(words("screens.record.purpose"), placeholder=words("screens.record.purpose_hint"))
        purpose.props("outlined dense stack-label autofocus").classes("w-full")

        def show() -> None:
            value = visit.house.registry.unmask(
                visit.actor, version.type.name, version.record, name, purpose.value or "", visit.moment
            )
            text = words.value(version.type, version.type.field(name), value)
            button.set_text(
                f"{words.field(version.type, name)} {words('screens.record.shown')}{words.colon}{text}"
            )
            button.disable()
            dialog.close()

        with ui.element("div").classes("form-actions"):
            ui.button(words("screens.record.unmask"), on_click=visit.guarded(show)).props("unelevated")
            ui.button(words("screens.form.cancel"), on_click=visit.guarded(dialog.close)).props("flat")
    dialog.open()


def _map(visit: Visit, version: Version) -> None:
    shapes = shapes_near(visit.house, visit.actor, visit.moment, version)
    if shapes:
        html("map_part.html", visit, svg=svg_of(shapes), title=visit.words("screens.record.map"))


async def _parts(visit: Visit, version: Version) -> None:
    """Show what systems say of the record."""
    asking, name = visit.asking, version.type.name
    for system in visit.house.systems:
        if name in system.parts:
            part = load(system.parts[name])
            told = await asyncio.to_thread(part, asking, version)
            if told is not None:
                ui.html(str(told), sanitize=False).classes("part")


def _related(visit: Visit, version: Version) -> None:
    house, words = visit.house, visit.words
    for declared in house.registers():
        for one, to in declared.references:
            if to != version.type.name or not house.access.may_somewhere(visit.actor, "read", declared):
                continue
            where = (Condition(one.name, "eq", version.key),)
            count = house.registry.count(visit.actor, declared.name, visit.moment, where)
            if not count:
                continue
            found = house.registry.find(visit.actor, declared.name, visit.moment, where, limit=_RELATED)
            fields = [field for field in listed(declared) if field.name != one.name][:_RELATED_FIELDS]
            names = names_of(house, visit.actor, visit.moment, found)
            html(
                "related.html",
                visit,
                title=words.register(declared),
                count=f"{count:,}",
                more=visit.link(f"/desk/r/{declared.name}", **{one.name: version.key}),
                heads=[
                    (words.head(declared, field), cell_of(words, found[0], field).right) for field in fields
                ],
                lines=[line_of(words, each, fields, names=names) for each in found],
                href=f"/desk/r/{declared.name}/",
            ).classes("part")
