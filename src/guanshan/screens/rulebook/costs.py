"""Where does an office say what changes cost? 代价页

Costs beside a rulebook, of which only what differs is said: the rulebook's text stays as it is.
"""

from nicegui import ui

from guanshan.assess.parameter import written
from guanshan.assess.plan.costs import costs_of
from guanshan.assess.reading import read_text
from guanshan.assess.source import RulebookFault
from guanshan.assess.standard import Lever, Rulebook
from guanshan.refusal import Forbidden
from guanshan.screens.frame import frame, html
from guanshan.screens.rulebook.draft import fault_of
from guanshan.screens.rulebook.folder import digest_of
from guanshan.screens.rulebook.office import costs_past_of, keep_costs, may_keep
from guanshan.screens.rulebook.page import ADDRESS
from guanshan.screens.rulebook.told import Told
from guanshan.screens.visit import Visit


def costs_page(visit: Visit, name: str) -> None:
    """Draw the editor over the office's own costs of a rulebook."""
    house, words = visit.house, visit.words
    book = house.library.find(name)
    if not may_keep(house, visit.actor, name, book.family):
        house.access.require(visit.actor, "rulebook.keep")
        raise Forbidden("access.needs.officer")
    title = words("screens.rulebook.costs_title", name=book.title[words.language])
    with frame(visit, title, ADDRESS):
        html("rulebook_costs.html", visit, title=title, name=name)
        _Costs(visit, book).draw()


def _beginning(book: Rulebook) -> str:
    """Write the text with which an office begins: every lever that is there, as a comment."""
    lines = [f"rulebook: {book.name}", "levers:"]
    for one in book.levers:
        costs = f"cost: {written(one.cost)}, step: {written(one.step)}"
        if one.move == "set":
            costs = f"to: {{{', '.join(f'{_option(name)}: {written(cost)}' for name, cost in one.settings)}}}"
        lines.append(f"  # {one.name}: {{{costs}}}")
    return "\n".join(lines) + "\n"


def _option(option: bool | str) -> str:
    return {True: "yes", False: "no"}[option] if isinstance(option, bool) else option


class _Costs:
    """One open editor of costs."""

    def __init__(self, visit: Visit, book: Rulebook) -> None:
        self._visit = visit
        self._book = book
        content = costs_past_of(visit.house, book.name).content()
        self._before = "" if content is None else content.decode("utf-8", "replace")
        self._seen = "" if content is None else digest_of(content)

    def draw(self) -> None:
        visit, words = self._visit, self._visit.words
        start = self._before or _beginning(self._book)
        with ui.element("div").classes("draft"):
            with ui.element("section").classes("draft-text"):
                self._text = ui.codemirror(start, language="YAML", line_wrapping=True).classes("editor short")
            with ui.element("section").classes("draft-answer"):
                with ui.element("div").classes("form-actions"):
                    checking = ui.button(words("screens.rulebook.check"), on_click=visit.guarded(self._check))
                    checking.props("unelevated")
                self._reason = ui.input(
                    words("screens.rulebook.reason"), placeholder=words("screens.rulebook.reason_hint")
                )
                self._reason.props("outlined dense stack-label maxlength=500").classes("w-full")
                with ui.element("div").classes("form-actions"):
                    keeping = ui.button(words("screens.rulebook.keep"), on_click=visit.guarded(self._keep))
                    keeping.props("unelevated")
        self._answer = ui.element("div").classes("w-full answer").props('aria-live="polite"')
        self._show(visit.house.library.levers(self._book))

    def _check(self) -> None:
        text = self._text.value or ""
        try:
            levers = costs_of(read_text(text, self._file), self._book) if text.strip() else self._book.levers
        except RulebookFault as fault:
            self._refuse(fault, text)
            return
        self._show(levers, sound=True)

    def _keep(self) -> None:
        visit, text = self._visit, self._text.value or ""
        try:
            keep_costs(visit.house, visit.actor, self._book.name, text, self._reason.value or "", self._seen)
        except RulebookFault as fault:
            self._refuse(fault, text)
            return
        visit.tell(visit.words("screens.rulebook.kept"))
        visit.go(f"{ADDRESS}/{self._book.name}")

    @property
    def _file(self) -> str:
        return f"{self._book.name}.yaml"

    def _refuse(self, fault: RulebookFault, text: str) -> None:
        self._answer.clear()
        with self._answer:
            html("rulebook_fault.html", self._visit, faults=[fault_of(self._visit.words, fault, text)])

    def _show(self, levers: tuple[Lever, ...], sound: bool = False) -> None:
        told = Told(self._book, self._visit.words)
        self._answer.clear()
        with self._answer:
            html("rulebook_levers.html", self._visit, told=told, levers=levers, sound=sound)
