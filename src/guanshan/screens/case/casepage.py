"""Where does this case stand, and what can I do? 事项页

What is asked and the clocks on the left, with the moves as buttons; on the right everything that was done.
"""

from functools import partial

from nicegui import events, ui

from guanshan.act.attachment import KINDS, MOST_BYTES
from guanshan.act.case.kind import Move
from guanshan.act.casefile import CaseFile
from guanshan.refusal import Refusal
from guanshan.register.query import Condition
from guanshan.screens.case.form import MoveForm
from guanshan.screens.case.listpage import ADDRESS
from guanshan.screens.case.told import clocks_of, parts_of, steps_of
from guanshan.screens.frame import frame, html
from guanshan.screens.lead import leads_for
from guanshan.screens.names import names_of
from guanshan.screens.view import cell_of
from guanshan.screens.visit import Visit

_SHOWN = ("credit_code", "contact_name", "contact_phone", "channel", "reference", "opened_at")


def case_page(visit: Visit, number: str) -> None:
    """Draw a case as it is at the page's moment; what was told of it counts as read."""
    house, words = visit.house, visit.words
    moment = visit.moment if visit.is_elsewhen else None
    file = house.casebook.file(visit.actor, number, moment)
    house.casebook.inbox.read(visit.actor, f"act.case/{number}")
    clock = file.clock
    with frame(visit, f"{number} {file.version.name}", ADDRESS):
        html(
            "case_head.html",
            visit,
            back=visit.link(ADDRESS),
            file=file,
            state=file.kind.states[file.standing.state].title[words.language],
            category=file.kind.categories[file.standing.category][words.language],
            kind=file.kind.title[words.language],
            light=clock.light if clock else "over",
        )
        if not visit.is_elsewhen:
            _moves(visit, file)
        with ui.element("div").classes("columns"):
            with ui.element("div"):
                _asked(visit, file)
                html("case_clocks.html", visit, clocks=clocks_of(words, file)).classes("part")
                _files(visit, file)
            with ui.element("div"):
                _comment(visit, file)
                html("case_steps.html", visit, steps=steps_of(house, words, file)).classes("part")


def _asked(visit: Visit, file: CaseFile) -> None:
    house, words, version = visit.house, visit.words, file.version
    leads = leads_for(visit.link, house, visit.actor)
    names = names_of(house, visit.actor, visit.moment, [version])
    cells = [
        cell_of(words, version, version.type.field(name), leads, names)
        for name in _SHOWN
        if version.values.get(name) is not None
    ]
    html(
        "case_asked.html",
        visit,
        file=file,
        cells=cells,
        parts=parts_of(house, words, file),
        person=file.standing.person,
        merged=_merged(visit, file),
        record=visit.record_link("act.case", version.record),
    ).classes("part")


def _merged(visit: Visit, file: CaseFile) -> list[str]:
    """Name the case into which this one was merged, or those merged into this one."""
    if file.standing.merged_into:
        return [file.standing.merged_into]
    where = [
        Condition("state", "eq", "merged"),
        Condition("credit_code", "eq", file.version.values["credit_code"]),
    ]
    if file.version.values["credit_code"] is None:
        return []
    found = visit.house.registry.find(visit.actor, "act.case", visit.moment, where, limit=20)
    files = (visit.house.casebook.file(visit.actor, one.key) for one in found)
    return [one.number for one in files if one.standing.merged_into == file.number]


def _moves(visit: Visit, file: CaseFile) -> None:
    words = visit.words
    with ui.element("div").classes("form-actions"):
        for place, move in enumerate(file.moves):
            button = (
                ui.element("button").classes("action main" if place == 0 else "action").props('type="button"')
            )
            with button:
                ui.html(move.title[words.language], sanitize=True, tag="span")
            button.on("click", visit.guarded(partial(_ask, visit, file, move)))
        if not file.moves:
            html("case_nothing.html", visit, over=not file.version.values["open"])


def _ask(visit: Visit, file: CaseFile, move: Move) -> None:
    words, book = visit.words, visit.house.casebook
    with visit.client, ui.dialog() as dialog, ui.card().style("min-width: min(520px, 92vw)"):
        ui.label(move.title[words.language]).classes("serif")
        form = MoveForm(visit, file.kind, move)

        def carry_out() -> None:
            try:
                book.move(
                    visit.actor,
                    file.number,
                    move.name,
                    form.answers(),
                    note=form.note,
                    seen=file.standing.steps,
                )
            except Refusal as refusal:
                form.refuse(refusal)
                return
            visit.go(f"{ADDRESS}/{file.number}")

        with ui.element("div").classes("form-actions"):
            ui.button(move.title[words.language], on_click=visit.guarded(carry_out)).props("unelevated")
            ui.button(words("screens.form.cancel"), on_click=visit.guarded(dialog.close)).props("flat")
    dialog.open()


def _comment(visit: Visit, file: CaseFile) -> None:
    if not file.hats or visit.is_elsewhen:
        return
    words = visit.words
    with ui.element("section").classes("part"):
        text = ui.textarea(words("act.screen.comment_label"))
        text.props("outlined dense stack-label autogrow maxlength=2000").classes("w-full")

        def write() -> None:
            visit.house.casebook.comment(visit.actor, file.number, str(text.value or ""))
            visit.go(f"{ADDRESS}/{file.number}")

        ui.button(words("act.screen.comment_go"), on_click=visit.guarded(write)).props("outline dense")


def _files(visit: Visit, file: CaseFile) -> None:
    words, book = visit.words, visit.house.casebook
    with ui.element("section").classes("part"):
        html("case_files.html", visit, number=file.number, files=[one.values for one in file.attachments])
        if not file.hats or visit.is_elsewhen:
            return
        public = ui.checkbox(words("act.screen.file_public"))

        async def uploaded(event: events.UploadEventArguments) -> None:
            content = await event.file.read()
            upload.reset()
            book.attach(visit.actor, file.number, event.file.name, content, public=bool(public.value))
            visit.go(f"{ADDRESS}/{file.number}")

        upload = ui.upload(
            label=words("act.screen.file_add"),
            auto_upload=True,
            max_files=1,
            max_file_size=MOST_BYTES,
            on_upload=visit.guarded(uploaded),
        )
        upload.props(f'accept="{",".join(f".{one}" for one in KINDS)}"')
