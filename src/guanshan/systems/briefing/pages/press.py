"""Are the figures of a draft those of the registers? 核稿页

A draft comes in as a file, or as words that the browser sends as one; it is drawn with a sign at each figure, and what is registered stands
beside it. All of it lives in the open page alone and is gone when the page closes.
"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import Any, Final

from nicegui import events, ui

from guanshan.refusal import Refusal, RefusedInput
from guanshan.report.draft.finding import Status
from guanshan.report.draft.judging import Finding
from guanshan.report.draft.reading import LARGEST
from guanshan.report.draft.telling import MARKS, Teller
from guanshan.report.period import read_period
from guanshan.screens.frame import html
from guanshan.screens.visit import Visit
from guanshan.screens.waiting import in_place
from guanshan.screens.words import Words
from guanshan.systems.briefing.engine.sheet import paragraphs, sheet_of, sheets
from guanshan.systems.briefing.pages.drawn import drawn, written
from guanshan.systems.briefing.service.press import ORDER, CheckedDraft, check_draft

SHEET: Final = 12_000
"""Characters of a draft that are shown at a time."""
LISTED: Final = 200
"""Figures that are listed beside it."""

_SEND: Final = """() => {{
  const words = document.getElementById("draft-words");
  if (!words.value.trim()) {{ words.focus(); words.setAttribute("aria-invalid", "true"); return emit(); }}
  words.removeAttribute("aria-invalid");
  getElement({upload}).$refs.qRef.addFiles([new File([words.value], {name}, {{ type: "text/plain" }})]);
}}"""
"""Sends the words of the box as a file: no bound but that of a file, and one way in for both."""
_FIGURE: Final = (
    "(e) => { const one = e.target.closest('[data-figure]'); if (one) emit(Number(one.dataset.figure)); }"
)
_POINT: Final = """setTimeout(() => {{
  document.querySelectorAll("[data-figure]").forEach((one) => one.toggleAttribute("aria-current", one.dataset.figure === "{0}"));
  const mark = document.querySelector('.press-text [data-figure="{0}"]');
  if (mark) mark.scrollIntoView({{ block: "nearest" }});
}}, 60)"""


def press_page(visit: Visit) -> None:
    """Draw the place for a draft, and below it what was found in one."""
    drawn(visit, "press_head.html")
    _Press(visit).draw()


class _Press:
    """One open page and the draft that lies on it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._words: Words = visit.words
        self._teller = Teller(visit.words.texts, visit.words.language)

    def draw(self) -> None:
        visit, words = self._visit, self._words
        with ui.element("section").classes("w-full press-ask") as self._ask:
            upload = ui.upload(
                label=words("briefing.press.upload"),
                auto_upload=True,
                max_files=1,
                max_file_size=LARGEST,
                on_upload=visit.guarded(self._uploaded),
                on_rejected=visit.guarded(self._rejected),
            )
            self._upload = upload.props('accept=".txt,.docx"')
            drawn(visit, "press_words.html")
            send = _SEND.format(upload=upload.id, name=json.dumps(words("briefing.press.pasted") + ".txt"))
            with ui.element("div").classes("form-actions"):
                check = ui.button(words("briefing.press.check")).props("unelevated")
                check.on("click", visit.guarded(self._nothing), js_handler=send)
        self._place = ui.element("div").classes("w-full press-place").props('aria-live="polite"')

    def _nothing(self) -> None:
        raise RefusedInput("briefing.press.no_words")

    def _rejected(self) -> None:
        self._refuse(RefusedInput("briefing.press.rejected", most=LARGEST >> 20))

    def _refuse(self, refusal: Refusal) -> None:
        self._place.clear()
        with self._place:
            html("refused_part.html", self._visit, said=self._words.refusal(refusal))

    async def _uploaded(self, event: events.UploadEventArguments) -> None:
        visit, name = self._visit, event.file.name[:200]
        content = await event.file.read()
        self._upload.reset()
        size = max(1, len(content) >> 10)

        def said(seconds: int) -> str:
            return self._words("briefing.press.checking", name=name, size=f"{size:,}", seconds=seconds)

        try:
            checked = await in_place(
                visit, self._place, lambda: check_draft(visit.house, visit.actor, content, visit.moment), said
            )
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._ask.set_visibility(False)
        with self._place:
            _Answer(visit, self._teller, checked, name, self._again).draw()

    def _again(self) -> None:
        self._place.clear()
        self._ask.set_visibility(True)


class _Answer:
    """A checked draft as it is read: marks in the text, one figure in full, the list, the ways to take it away."""

    def __init__(
        self, visit: Visit, teller: Teller, checked: CheckedDraft, name: str, again: Callable[[], None]
    ) -> None:
        self._visit, self._words = visit, visit.words
        self._teller, self._checked, self._name, self._again = teller, checked, name, again
        self._spans = [(one.quantity.start, one.quantity.end) for one in checked.judged]
        self._cuts = sheets(checked.text, self._spans, SHEET)
        self._sheet = 0
        self._status: Status | None = None
        self._chosen: int | None = None

    def draw(self) -> None:
        visit, words, checked = self._visit, self._words, self._checked
        drawn(
            visit,
            "press_summary.html",
            name=self._name,
            characters=len(checked.text),
            said=self._teller.summary(checked.judged),
            on=visit.moment.on,
        )
        with ui.element("div").classes("press-bar"):
            self._draw_filters()
            with ui.element("div").classes("press-take"):
                docx = ui.button(words("briefing.press.docx")).props("outline")
                docx.on("click", visit.guarded(self._take_docx))
                data = ui.button(words("briefing.press.json")).props("outline")
                data.on("click", visit.guarded(self._take_json))
                ui.button(words("briefing.press.another")).props("flat").on(
                    "click", visit.guarded(self._again)
                )
        with ui.element("div").classes("press").on("click", visit.guarded(self._choose), js_handler=_FIGURE):
            with ui.element("section").classes("press-text") as self._text:
                self._paper = ui.html("", sanitize=False)
                self._draw_pager()
            with ui.element("section").classes("press-side"):
                self._detail = ui.element("div").classes("press-detail").props('aria-live="polite"')
                self._list = ui.html("", sanitize=False)
        self._draw_paper()
        self._draw_list()
        self._draw_detail()

    def _draw_filters(self) -> None:
        words, checked = self._words, self._checked
        self._filters: dict[Status | None, Any] = {}
        group = ui.element("div").classes("press-filters")
        group.props(f'role=group aria-label="{words("briefing.press.filter")}"')
        with group:
            for status in (None, *ORDER):
                count = checked.count(status) if status else len(checked.judged)
                sign = f"{MARKS[status]} " if status else ""
                word = f"{sign}{self._status_word(status)} {count:,}"
                button = ui.button(word, color=None).props("unelevated dense")
                button.on("click", self._visit.guarded(partial(self._show, status)))
                self._filters[status] = button
        self._press_filter()

    def _press_filter(self) -> None:
        for status, button in self._filters.items():
            is_on = status == self._status
            button.props(f"aria-pressed={'true' if is_on else 'false'}")
            button.classes(add="on" if is_on else "", remove="" if is_on else "on")

    def _status_word(self, status: Status | None) -> str:
        if status is None:
            return self._words("briefing.press.all")
        return self._words(f"draft.status.{status.replace(' ', '_')}")

    def _draw_pager(self) -> None:
        if len(self._cuts) < 2:
            return
        visit, words = self._visit, self._words
        with ui.element("nav").classes("form-actions"):
            back = ui.button(words("briefing.press.previous"), on_click=visit.guarded(lambda: self._turn(-1)))
            self._where = ui.label("").classes("small quiet")
            on = ui.button(words("briefing.press.next"), on_click=visit.guarded(lambda: self._turn(1)))
        self._turns = (back.props("flat"), on.props("flat"))

    def _turn(self, by: int) -> None:
        self._sheet = min(max(self._sheet + by, 0), len(self._cuts) - 1)
        self._draw_paper()

    def _draw_paper(self) -> None:
        cut = self._cuts[self._sheet]
        lines = paragraphs(self._checked.text, self._spans, cut)
        self._paper.content = written(
            self._visit, "press_paper.html", lines=lines, judged=self._checked.judged, marks=MARKS,
            status_word=self._status_word, chosen=self._chosen, shown=self._status,
        )  # fmt: skip
        if len(self._cuts) > 1:
            self._where.text = self._words(
                "briefing.press.sheet", sheet=self._sheet + 1, sheets=len(self._cuts), start=f"{cut[0] + 1:,}",
                end=f"{cut[1]:,}",
            )  # fmt: skip
            self._turns[0].set_enabled(self._sheet > 0)
            self._turns[1].set_enabled(self._sheet < len(self._cuts) - 1)

    def _draw_list(self) -> None:
        found = self._checked.listed(self._status)
        self._list.content = written(
            self._visit, "press_list.html", found=found[:LISTED], count=len(found), marks=MARKS, line=self._teller.line,
            chosen=self._chosen,
        )  # fmt: skip

    def _draw_detail(self) -> None:
        self._detail.clear()
        with self._detail:
            if self._chosen is None:
                drawn(self._visit, "press_hint.html", some=bool(self._checked.judged))
                return
            one = self._checked.judged[self._chosen]
            drawn(
                self._visit, "press_figure.html", one=one, sign=MARKS[one.status],
                status=self._status_word(one.status), registered=self._teller.registered(one),
                period=self._period(one.quantity.period), of=self._registered_period(one), on=self._visit.moment.on,
            )  # fmt: skip
            close = ui.button(self._words("briefing.press.close")).props("flat dense")
            close.classes("press-close").on("click", self._visit.guarded(self._close))

    def _registered_period(self, one: Finding) -> str | None:
        return self._period(one.registered.period) if one.registered else None

    def _period(self, period: str | None) -> str | None:
        """Say a period: 2023年, since 2018; as it is written where it is none that the house knows."""
        if period is None:
            return None
        start, since, _ = period.partition("/..")
        try:
            said = self._words.period(read_period(start))
        except RefusedInput:
            return period
        return self._words("briefing.press.since", period=said) if since else said

    def _show(self, status: Status | None) -> None:
        self._status = status
        self._press_filter()
        self._draw_paper()
        self._draw_list()

    def _choose(self, event: events.GenericEventArguments) -> None:
        number = event.args
        if not isinstance(number, int) or not 0 <= number < len(self._spans):
            return
        self._chosen = number
        sheet = sheet_of(self._cuts, self._spans[number][0])
        if sheet != self._sheet:
            self._sheet = sheet
            self._draw_paper()
        self._draw_detail()
        self._visit.client.run_javascript(_POINT.format(number))

    def _close(self) -> None:
        self._chosen = None
        self._draw_detail()
        self._visit.client.run_javascript(_POINT.format(-1))

    def _stem(self) -> str:
        return f"{PurePath(self._name).stem}.{self._words('briefing.press.checked')}"

    async def _take_docx(self) -> None:
        content = await in_place(
            self._visit,
            self._detail,
            lambda: self._checked.commented(self._teller),
            lambda seconds: self._words("briefing.press.writing", seconds=seconds),
        )
        self._draw_detail()
        self._visit.client.download(content, f"{self._stem()}.docx")

    def _take_json(self) -> None:
        told = json.dumps(self._checked.told(), ensure_ascii=False, indent=1)
        self._visit.client.download(told.encode(), f"{self._stem()}.json", "application/json")
