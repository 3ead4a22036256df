"""Which editions are there, and who signed them? 简报期次页"""

import asyncio
from datetime import date

from nicegui import ui

from guanshan.refusal import RefusedInput
from guanshan.screens.visit import Visit
from guanshan.systems.briefing.pages.drawn import drawn
from guanshan.systems.briefing.service.edition import build_edition, changes_of, editions, sign_edition


async def editions_page(visit: Visit) -> None:
    """Draw the editions: build one, read it, see what changed, sign it."""
    house, words = visit.house, visit.words
    found = await asyncio.to_thread(editions, house)
    changed = {
        one.number: len(await asyncio.to_thread(changes_of, house, one.number))
        for one in found[:20]
        if one.previous
    }
    drawn(
        visit,
        "desk_editions.html",
        editions=found,
        changed=changed,
        office=house.office_name,
        persons=_persons(visit),
    )
    if visit.is_elsewhen:
        return
    with ui.element("div").classes("form-actions"):
        day = ui.input(words("briefing.desk.day"), value=house.registry.today().isoformat())
        day.props('outlined dense type=date stack-label data-field="on"')

        async def build() -> None:
            try:
                on = date.fromisoformat(str(day.value))
            except ValueError:
                raise RefusedInput("refusal.not_day", value=day.value) from None
            made = await asyncio.to_thread(build_edition, house, visit.actor, on)
            visit.tell(words("briefing.desk.built", number=made.number))
            visit.go(visit.link("/desk/s/briefing/editions"))

        ui.button(words("briefing.desk.build")).props("unelevated").on("click", visit.guarded(build))
        if found:
            number = found[0].number

            async def sign() -> None:
                await asyncio.to_thread(sign_edition, house, visit.actor, number)
                visit.tell(words("briefing.desk.signed", number=number))
                visit.go(visit.link("/desk/s/briefing/editions"))

            ui.button(f"{words('briefing.desk.sign')} {number}").props("outline").on(
                "click", visit.guarded(sign)
            )
    drawn(visit, "desk_notes.html")


def _persons(visit: Visit) -> dict[str, str]:
    """Return the signers' names as far as this reader may see them, by login."""
    found = visit.house.registry
    if not visit.house.access.may_somewhere(visit.actor, "read", visit.house.store.types["register.person"]):
        return {}
    return {one.key: str(one.values["name"]) for one in found.find(visit.actor, "register.person")}
