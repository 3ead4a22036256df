"""How does an officer write to enterprises? 写培育提示

One text goes to those that were ticked in the list, or to all that the address asks for; each of them finds it at its own door.
"""

import asyncio
from dataclasses import replace
from typing import Final

from nicegui import ui

from guanshan.refusal import RefusedInput
from guanshan.screens.visit import Visit
from guanshan.screens.waiting import in_time
from guanshan.systems.enterprise.pages.asked import asked_of
from guanshan.systems.enterprise.pages.paper import PAPER
from guanshan.systems.enterprise.pages.pipeline import ADDRESS, ONE
from guanshan.systems.enterprise.service.designation import in_force
from guanshan.systems.enterprise.service.note import ENTITY, MOST, NOTE, write_note
from guanshan.systems.enterprise.service.pipeline import pipeline
from guanshan.systems.enterprise.service.verdict import verdict

_LONGEST: Final = 500


async def note_page(visit: Visit) -> None:
    """Draw the page on which a note is written."""
    house, words = visit.house, visit.words
    declared = house.store.types[NOTE]
    if not house.access.may_somewhere(visit.actor, "write", declared):
        house.access.require(visit.actor, "write", declared)
    found = await in_time(visit, lambda: _prepared(visit), words("enterprise.pipeline.waiting"))
    if found is None:
        return
    receivers, draft = found
    shown = PAPER.write(
        "note_head.html",
        words,
        receivers=list(receivers.values()),
        back=visit.link(ADDRESS),
        today=house.registry.today(),
    )
    ui.html(str(shown), sanitize=False).classes("page-body")
    designations = {
        one.book.family: one.book.title[words.language]
        for one in in_force(house.library, house.store.types, house.registry.today())
    }
    about = visit.query.get("designation")
    with ui.element("div").classes("note-form"):
        chosen = ui.select(
            {"": words("enterprise.note.about_none"), **designations},
            value=about if about in designations else "",
            label=words("enterprise.note.about"),
        )
        chosen.props("outlined dense stack-label options-dense").classes("w-full")
        text = ui.textarea(words("enterprise.note.text"), value=draft)
        text.props(f"outlined stack-label autogrow counter maxlength={_LONGEST} data-field=text").classes(
            "w-full"
        )

        async def send() -> None:
            codes, said, family = list(receivers), str(text.value or ""), str(chosen.value or "") or None
            button.disable()
            try:
                await asyncio.to_thread(write_note, house.registry, visit.actor, codes, said, family)
            except BaseException:
                button.enable()
                raise
            visit.tell(words("enterprise.note.written", count=len(codes)))
            visit.go(visit.link(ONE, code=codes[0]) if len(codes) == 1 else ADDRESS)

        with ui.element("div").classes("form-actions"):
            button = ui.button(
                words("enterprise.note.send", count=len(receivers)), on_click=visit.guarded(send)
            )
            button.props("unelevated")


def _prepared(visit: Visit) -> tuple[dict[str, str], str]:
    receivers = _receivers(visit)
    return receivers, _draft(visit, list(receivers))


def _receivers(visit: Visit) -> dict[str, str]:
    """Return the names of those to whom the note goes, by credit code."""
    registry, actor = visit.house.registry, visit.actor
    ticked = list(dict.fromkeys(visit.request.query_params.getlist("code")))
    if ticked:
        return {code: registry.by_key(actor, ENTITY, code).name for code in ticked[: MOST + 1]}
    if not any(name in visit.query for name in ("designation", "state", "verdict", "street", "q")):
        raise RefusedInput("enterprise.note.nobody")
    page = pipeline(
        registry, actor, replace(asked_of(visit.query, None), limit=MOST + 1), books=visit.house.library
    )
    if page.total > MOST:
        raise RefusedInput("enterprise.note.too_many", count=page.total, most=MOST)
    return {row.credit_code: row.name for row in page.rows}


def _draft(visit: Visit, codes: list[str]) -> str:
    """Draft a note to one enterprise whose title lapses; nothing otherwise."""
    family, words = visit.query.get("designation"), visit.words
    if len(codes) != 1 or not family:
        return ""
    explained = verdict(
        visit.house.registry, visit.actor, codes[0], rulebook=family, books=visit.house.library
    )
    title = explained.verdict.rulebook.title[words.language]
    lapses = next((one.lapses_on for one in explained.held if one.lapses_on), None)
    return "" if lapses is None else words("enterprise.note.draft", title=title, day=words.day(lapses))
