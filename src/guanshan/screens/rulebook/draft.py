"""How is a rulebook written and tried at the desk? 规则起草页

The text in an editor, beside it what is wrong with it or what it would change; kept only when it is sound and its worked cases come out.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from nicegui import events, ui

from guanshan.assess.difference import Change
from guanshan.assess.reading import LARGEST
from guanshan.assess.source import RulebookFault
from guanshan.assess.standard import Rulebook
from guanshan.assess.template import template_text
from guanshan.refusal import Forbidden, Refusal
from guanshan.screens.frame import frame, html
from guanshan.screens.rulebook.compared import lines_of
from guanshan.screens.rulebook.folder import digest_of
from guanshan.screens.rulebook.office import (
    Tried,
    content_of,
    keep,
    may_keep,
    moves_of,
    past_of,
    remove,
    try_text,
)
from guanshan.screens.rulebook.page import ADDRESS
from guanshan.screens.visit import Visit
from guanshan.screens.words import Words

_AROUND = 2
"""Lines shown before and after the one at fault."""
_MOST_FAULTS = 8


def amend_page(visit: Visit, name: str) -> None:
    """Draw the editor over a rulebook's text, or over a fresh one where the name is ``-``."""
    house, words = visit.house, visit.words
    fresh = name == "-"
    family = "" if fresh else (house.library.volume(name).ids or ("", ""))[1]
    if not may_keep(house, visit.actor, "" if fresh else name, family):
        house.access.require(visit.actor, "rulebook.keep")
        raise Forbidden("access.needs.officer")
    title = "screens.rulebook.draft_title" if fresh else "screens.rulebook.amend_title"
    with frame(visit, words(title, name=name), ADDRESS):
        html(
            "rulebook_head.html",
            visit,
            title=words(title, name=name),
            name="" if fresh else name,
            official=not fresh and not house.library.volume(name).own,
        )
        _Draft(visit, "" if fresh else name).draw()


def fault_of(words: Words, fault: RulebookFault, text: str, around: int = _AROUND) -> dict[str, Any]:
    """Write a refusal with the lines of the text around it."""
    line = int(str(fault.values["line"]))
    written = list(enumerate(text.split("\n"), start=1))
    near = written[max(0, line - 1 - around) : line + around] if line else []
    return {"said": [words.refusal(fault)], "line": line, "lines": near}


def _by_line(words: Words, faults: Sequence[RulebookFault], text: str) -> list[dict[str, Any]]:
    """Write the worked cases that come out otherwise, those of one line together."""
    found: dict[int, dict[str, Any]] = {}
    for fault in faults:
        one = fault_of(words, fault, text)
        if one["line"] in found:
            found[one["line"]]["said"] += one["said"]
        else:
            found[one["line"]] = one
    return list(found.values())


class _Draft:
    """One open editor."""

    def __init__(self, visit: Visit, name: str) -> None:
        self._visit = visit
        self._name = name
        self._tried: str | None = None
        present = past_of(visit.house, name).content() if name else None
        self._seen = digest_of(present) if present is not None else ""

    def draw(self) -> None:
        visit, words = self._visit, self._visit.words
        if self._name:
            text = content_of(visit.house, self._name).decode("utf-8", "replace")
        else:
            text = template_text("new-rule", visit.house.registry.today())
        with ui.element("div").classes("draft"):
            with ui.element("section").classes("draft-text"):
                self._upload = ui.upload(
                    label=words("screens.rulebook.upload"),
                    auto_upload=True,
                    max_files=1,
                    max_file_size=LARGEST,
                    on_upload=visit.guarded(self._uploaded),
                ).props('accept=".yaml,.yml" flat')
                self._text = ui.codemirror(text, language="YAML", line_wrapping=True).classes("editor")
            with ui.element("section").classes("draft-answer"):
                self._actions()
                self._answer = ui.element("div").classes("w-full answer").props('aria-live="polite"')

    def _actions(self) -> None:
        visit, words = self._visit, self._visit.words
        with ui.element("div").classes("form-actions"):
            ui.button(words("screens.rulebook.check"), on_click=visit.guarded(self._check)).props(
                "unelevated"
            )
        self._reason = ui.input(
            words("screens.rulebook.reason"), placeholder=words("screens.rulebook.reason_hint")
        )
        self._reason.props("outlined dense stack-label maxlength=500").classes("w-full")
        with ui.element("div").classes("form-actions"):
            keeping = ui.button(words("screens.rulebook.keep"), on_click=visit.guarded(self._keep))
            self._keeping = keeping.props("unelevated")
            self._keeping.disable()
            if self._seen:
                removing = ui.button(words("screens.rulebook.remove"), on_click=visit.guarded(self._remove))
                removing.props("flat color=negative")

    async def _uploaded(self, event: events.UploadEventArguments) -> None:
        content = await event.file.read()
        self._upload.reset()
        self._text.value = content.decode("utf-8", "replace")
        await self._check()

    async def _check(self) -> None:
        visit, text = self._visit, self._text.value or ""
        self._tried = None
        self._keeping.disable()
        try:
            tried = await asyncio.to_thread(try_text, visit.house, visit.actor, text, self._file)
        except RulebookFault as fault:
            self._show(text, fault=fault)
            return
        moves = None
        try:
            moves = await asyncio.to_thread(moves_of, visit.house, visit.actor, tried, visit.moment)
        except Refusal as refusal:
            visit.tell(visit.words.refusal(refusal), "info")
        self._show(text, tried=tried, moves=moves)
        if not tried.wrong:
            self._tried = text
            self._keeping.enable()

    @property
    def _file(self) -> str:
        return f"{self._name or 'rulebook'}.yaml"

    def _show(
        self, text: str, fault: RulebookFault | None = None, tried: Tried | None = None, moves: Any = None
    ) -> None:
        words = self._visit.words
        self._answer.clear()
        with self._answer:
            if fault:
                html("rulebook_fault.html", self._visit, faults=[fault_of(words, fault, text)])
                return
            html(
                "rulebook_tried.html",
                self._visit,
                wrong=_by_line(words, tried.wrong[:_MOST_FAULTS], text) if tried else [],
                tried=tried,
                changes=[self._change(one, tried.before, tried.rulebook) for one in tried.changes]
                if tried and tried.before
                else [],
                moves=moves,
                others=[one for one in moves.changed if one not in (*moves.gains, *moves.losses)]
                if moves
                else [],
            )

    def _change(self, change: Change, before: Rulebook, after: Rulebook) -> dict[str, Any]:
        words = self._visit.words
        old, new = lines_of(change, before, words), lines_of(change, after, words)
        return {
            "how": change.how,
            "piece": change.piece,
            "name": "" if change.piece in ("dates", "entry") else change.name,
            "before": old if change.how != "added" else [],
            "after": new if change.how != "removed" else [],
        }

    def _keep(self) -> None:
        visit = self._visit
        if self._tried is None or self._tried != (self._text.value or ""):
            visit.tell(visit.words("screens.rulebook.check_first"), "negative")
            return
        tried = try_text(visit.house, visit.actor, self._tried, self._file)
        seen = self._seen if tried.rulebook.name == self._name else None
        keep(visit.house, visit.actor, self._tried, self._reason.value or "", seen)
        visit.tell(visit.words("screens.rulebook.kept"))
        visit.go(f"{ADDRESS}/{tried.rulebook.name}")

    def _remove(self) -> None:
        visit = self._visit
        remove(visit.house, visit.actor, self._name, self._reason.value or "", self._seen)
        visit.tell(visit.words("screens.rulebook.removed"))
        visit.go(ADDRESS)
