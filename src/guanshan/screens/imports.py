"""How does a sheet come in through the desk? 导入页

Template, upload, the columns matched, the rows checked, then landed as a whole or, on an explicit choice, the
good rows alone. Until it lands nothing of it is in the register; whatever landed can be taken back as a
whole.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nicegui import events, ui

from guanshan.observe.mapping import ColumnUse, Mapping
from guanshan.observe.staged import Import, Staged
from guanshan.refusal import Refusal
from guanshan.register.field import Number, Whole
from guanshan.register.record import RecordType
from guanshan.screens.bench import Waiting
from guanshan.screens.frame import frame, html
from guanshan.screens.inputs import day_of, keepers_for
from guanshan.screens.start import counts
from guanshan.screens.visit import Visit

_FAULTS_SHOWN = 300
_SAMPLES = 3
_SKIP = ""
_UNITS = ("", "元", "千元", "万元", "百万元", "亿元")


def import_page(visit: Visit, declared: RecordType) -> None:
    """Draw the import of a register."""
    words = visit.words
    title = words("screens.import.title", register=words.register(declared))
    with frame(visit, title, f"/desk/r/{declared.name}"):
        html(
            "import_head.html",
            visit,
            title=title,
            register=words.register(declared),
            back=f"/desk/r/{declared.name}",
            template=f"/api/registers/{declared.name}/template?lang={words.language}",
            most=visit.house.most_upload // 1_000_000,
        )
        _Import(visit, declared).draw()
        with ui.element("section").classes("part"):
            _past(visit, visit.house.importer.imports(visit.actor, declared.name, 20))


def past_page(visit: Visit) -> None:
    """Draw every import that this actor may see, each with its way back."""
    with frame(visit, visit.words("screens.rail.imports"), "/desk/imports"):
        html("title.html", visit, title=visit.words("screens.rail.imports"), note="")
        _past(visit, visit.house.importer.imports(visit.actor), several=True)


class _Import:
    """One import, from the upload to the landing."""

    def __init__(self, visit: Visit, declared: RecordType) -> None:
        self._visit = visit
        self._declared = declared
        self._waiting: Waiting | None = None
        self._columns: list[tuple[ColumnUse, Any, Any]] = []
        self._mapping: Mapping | None = None

    def draw(self) -> None:
        words = self._visit.words
        self._upload = ui.upload(
            label=words("screens.import.upload"),
            auto_upload=True,
            max_files=1,
            max_file_size=self._visit.house.most_upload,
            on_upload=self._visit.guarded(self._uploaded),
        ).props('accept=".xlsx,.xls,.csv"')
        self._place = (
            ui.element("div").classes("w-full").style("display: flex; flex-direction: column; gap: 16px")
        )

    async def _uploaded(self, event: events.UploadEventArguments) -> None:
        visit, importer = self._visit, self._visit.house.importer
        content, name = await event.file.read(), event.file.name
        self._upload.reset()
        self._place.clear()
        try:
            sheet, head, mapping, remembered = await asyncio.to_thread(
                lambda: importer.look(visit.actor, self._declared.name, content)
            )
        except Refusal as refusal:
            with self._place:
                html("refused_part.html", visit, said=visit.words.refusal(refusal))
            return
        self._waiting = visit.house.bench.put(visit.actor, self._declared.name, name, content)
        self._mapping = mapping
        rows = sheet.head(head.first_row + _SAMPLES)[head.first_row :]
        samples = {
            heading.text: [
                str(row[heading.column])
                for row in rows
                if heading.column < len(row) and row[heading.column] not in (None, "")
            ]
            for heading in head.headings
        }
        with self._place:
            self._draw_mapping(sheet.name, name, mapping, samples, remembered)

    def _draw_mapping(
        self, sheet: str, name: str, mapping: Mapping, samples: dict[str, list[str]], remembered: bool
    ) -> None:
        visit, words, declared = self._visit, self._visit.words, self._declared
        html("mapping_head.html", visit, sheet=sheet, file=name, remembered=remembered)
        fields = {_SKIP: words("screens.import.skip")} | {
            one.name: words.field(declared, one.name) + (" *" if one.required and one.default is None else "")
            for one in declared.fields
        }
        self._columns = []
        with ui.element("table").classes("mapping"):
            with ui.element("thead"), ui.element("tr"):
                for key in ("column", "sample", "field", "unit"):
                    with ui.element("th"):
                        ui.html(words(f"screens.import.{key}"), tag="span")
            with ui.element("tbody"):
                for use in mapping.columns:
                    self._draw_column(use, samples.get(use.heading, []), fields)
        with ui.element("div").classes("form-grid"):
            keepers = keepers_for(visit, "import", declared)
            self._keeper = ui.select(
                keepers,
                value=next(iter(keepers), None),
                label=words("screens.import.keeper"),
                with_input=True,
            )
            self._keeper.props("outlined dense stack-label").classes("w-full")
            self._since = None
            if declared.evolves:
                today = visit.house.registry.today().isoformat()
                self._since = ui.input(words("screens.import.since"), value=today)
                self._since.props("outlined dense stack-label type=date").classes("w-full")
        with ui.element("div").classes("form-actions"):
            ui.button(words("screens.import.check"), on_click=visit.guarded(self._check)).props("unelevated")
            self._progress = ui.label("").classes("quiet small")
        self._result = (
            ui.element("div").classes("w-full").style("display:flex;flex-direction:column;gap:16px")
        )

    def _draw_column(self, use: ColumnUse, samples: list[str], fields: dict[str, str]) -> None:
        with ui.element("tr"):
            with ui.element("td"):
                ui.label(use.heading)
            with ui.element("td"):
                ui.label("、".join(samples)[:60]).classes("quiet small")
            with ui.element("td"):
                field = ui.select(fields, value=use.field or _SKIP, with_input=True)
                field.props("outlined dense options-dense").style("min-width: 220px")
            with ui.element("td"):
                unit = None
                if use.field and isinstance(self._declared.field(use.field).kind, Number | Whole):
                    offered = list(dict.fromkeys([use.unit, *_UNITS]))
                    unit = (
                        ui.select(offered, value=use.unit)
                        .props("outlined dense options-dense")
                        .style("width: 110px")
                    )
        self._columns.append((use, field, unit))

    def _mapped(self) -> Mapping:
        assert self._mapping is not None
        columns = tuple(
            ColumnUse(use.heading, field.value or None, unit.value if unit is not None else use.unit)
            for use, field, unit in self._columns
        )
        return replace(self._mapping, columns=columns)

    async def _check(self) -> None:
        visit, waiting = self._visit, self._waiting
        assert waiting is not None
        visit.house.bench.get(visit.actor, waiting.number)
        self._result.clear()
        mapping, keeper = self._mapped(), self._keeper.value
        since = day_of(self._since.value) if self._since else None
        tell = self._teller("screens.import.checking")
        try:
            waiting.staged = await asyncio.to_thread(
                lambda: visit.house.importer.stage(
                    visit.actor,
                    self._declared.name,
                    waiting.content,
                    waiting.file_name,
                    mapping=mapping,
                    keeper=keeper,
                    since=since,
                    progress=tell,
                )
            )
        except Refusal as refusal:
            with self._result:
                html("refused_part.html", visit, said=visit.words.refusal(refusal))
            return
        finally:
            self._seen = ""
            self._progress.set_text("")
        with self._result:
            self._draw_checked(waiting.staged)

    def _teller(self, key: str) -> Callable[[int, int], None]:
        """Return what the worker tells its progress to; the page takes it over from the event loop."""
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int) -> None:
            text = self._visit.words(key, done=f"{done:,}", total=f"{total:,}")
            loop.call_soon_threadsafe(self._progress.set_text, text)

        return tell

    def _draw_checked(self, staged: Staged) -> None:
        visit, words = self._visit, self._visit.words
        faults = staged.faults
        html(
            "checked.html",
            visit,
            rows=f"{staged.rows:,}",
            good=f"{staged.rows - staged.bad_rows:,}",
            bad=staged.bad_rows,
            faults=len(faults),
            shown=_FAULTS_SHOWN,
            lines=[
                (
                    one.sheet,
                    one.row,
                    one.letters,
                    one.label(self._declared, visit.house.texts, words.language),
                    one.value,
                    one.reason(visit.house.texts, words.language),
                )
                for one in faults[:_FAULTS_SHOWN]
            ],
            marked=f"/api/imports/{self._waiting.number}/marked" if self._waiting else "",
        )
        reason = ui.input(
            f"{words('screens.import.reason')} *", placeholder=words("screens.form.reason_hint")
        )
        reason.props("outlined dense stack-label maxlength=500").style("width: min(560px, 100%)")

        async def land(good_rows: bool) -> None:
            if not (reason.value or "").strip():
                text = words("refusal.no_reason").replace('"', "”")
                reason.props("error").props(f'error-message="{text}"')
                return
            await self._land(staged, good_rows, reason.value)

        with ui.element("div").classes("form-actions"):
            whole = ui.button(words("screens.import.land_all"), on_click=visit.guarded(lambda: land(False)))
            whole.props("unelevated")
            if staged.bad_rows:
                whole.disable()
                some = ui.button(
                    words("screens.import.land_good"), on_click=visit.guarded(lambda: land(True))
                )
                some.props("outline")
                if staged.bad_rows >= staged.rows:
                    some.disable()

    async def _land(self, staged: Staged, good_rows: bool, reason: str) -> None:
        visit, words = self._visit, self._visit.words
        tell = self._teller("screens.import.landing")
        try:
            landing = await asyncio.to_thread(
                lambda: visit.house.importer.land(
                    visit.actor,
                    staged,
                    good_rows=good_rows,
                    reason=reason,
                    language=words.language,
                    progress=tell,
                )
            )
        finally:
            self._progress.set_text("")
        counted = landing.counts
        if landing.import_id is None:
            visit.tell(words("screens.import.same"), "info")
            return
        visit.tell(
            words(
                "screens.import.landed",
                new=f"{counted.new:,}",
                changed=f"{counted.changed:,}",
                unchanged=f"{counted.unchanged:,}",
            )
        )
        if self._waiting:
            visit.house.bench.drop(self._waiting.number)
        visit.go(f"/desk/r/{self._declared.name}/import?landed={landing.import_id}")


def _past(visit: Visit, past: list[Import], several: bool = False) -> None:
    words = visit.words
    html("past_head.html", visit, some=bool(past))
    if not past:
        return
    with ui.element("table").classes("cards mapping"):
        with ui.element("thead"), ui.element("tr"):
            for key in ("file", "who", "when", "result"):
                with ui.element("th"):
                    ui.html(words(f"screens.import.{key}"), tag="span")
            ui.element("th")
        with ui.element("tbody"):
            for one in past:
                _past_line(visit, one, several)


def _past_line(visit: Visit, one: Import, several: bool) -> None:
    words = visit.words
    with ui.element("tr"):
        register = words.register(visit.house.store.types[one.register])
        name = f"{register}：{one.file_name}" if several else one.file_name
        for key, text in (
            ("file", name),
            ("who", f"{one.actor} · {visit.house.office_name(one.keeper)}"),
            ("when", words.time(one.tick)),
            ("result", counts(words, one)),
        ):
            with ui.element("td").props(f'data-label="{words(f"screens.import.{key}")}"'):
                ui.label(text)
        with ui.element("td"):
            if one.undone:
                html("mark.html", visit, said=words("screens.import.undone"))
            else:
                undo = ui.button(
                    words("screens.import.undo"), on_click=visit.guarded(lambda: _ask_undo(visit, one))
                )
                undo.props("flat dense color=negative")


def _ask_undo(visit: Visit, one: Import) -> None:
    words = visit.words
    with visit.client, ui.dialog() as dialog, ui.card().style("min-width: min(460px, 90vw)"):
        ui.label(words("screens.import.undo_title")).classes("serif")
        ui.label(f"{one.file_name}　{counts(words, one)}").classes("small")
        ui.label(words("screens.import.undo_note")).classes("small quiet")
        reason = ui.input(words("screens.form.reason")).props("outlined dense stack-label").classes("w-full")

        async def undo() -> None:
            await asyncio.to_thread(
                lambda: visit.house.importer.undo(visit.actor, one.id, reason.value or "")
            )
            visit.tell(words("screens.import.undone"))
            visit.go(visit.request.url.path)

        with ui.element("div").classes("form-actions"):
            ui.button(words("screens.import.undo"), on_click=visit.guarded(undo)).props(
                "color=negative unelevated"
            )
            ui.button(words("screens.form.cancel"), on_click=visit.guarded(dialog.close)).props("flat")
    dialog.open()
