"""How is the form of a move filled in? 动作表单"""

from typing import Any

from nicegui import ui

from guanshan.act.case.kind import CaseKind, Move, Question
from guanshan.refusal import ManyRefusals, Refusal
from guanshan.screens.case.told import options_of
from guanshan.screens.visit import Visit


class MoveForm:
    """The inputs of one move, drawn where it is made. 动作表单"""

    def __init__(self, visit: Visit, kind: CaseKind, move: Move) -> None:
        self._visit = visit
        self.kind = kind
        self.move = move
        self._inputs: dict[str, Any] = {one.name: self._drawn(one) for one in move.asks}
        self._note = ui.input(visit.words("act.screen.note"))
        self._note.props("outlined dense stack-label maxlength=1000").classes("w-full")

    @property
    def note(self) -> str:
        """What was written beside the form."""
        return str(self._note.value or "")

    def answers(self) -> dict[str, str]:
        """Return what the form is filled in with."""
        for one in self._inputs.values():
            one.props(remove="error error-message")
        told = {name: one.value for name, one in self._inputs.items()}
        return {
            name: ",".join(value) if isinstance(value, list) else str(value).strip()
            for name, value in told.items()
            if value not in (None, "", [])
        }

    def refuse(self, refusal: Refusal) -> None:
        """Say at its input what will not do, and the rest beside the page."""
        words = self._visit.words
        elsewhere = []
        for one in refusal.refusals if isinstance(refusal, ManyRefusals) else (refusal,):
            drawn = self._inputs.get(str(one.values.get("field", "")))
            said = words.refusal(one)
            if drawn is None:
                elsewhere.append(said)
            else:
                quoted = said.replace('"', "”")
                drawn.props("error").props(f'error-message="{quoted}"')
        self._visit.tell("\n".join(elsewhere) or words("screens.form.refused"), "negative")

    def _drawn(self, question: Question) -> Any:
        words = self._visit.words
        label = question.title[words.language] + (" *" if question.required else "")
        options = options_of(self._visit.house, words, self.kind, question)
        drawn: Any
        if options is not None:
            many = question.asks == "units"
            drawn = ui.select(options, label=label, multiple=many, with_input=len(options) > 8)
            drawn.props("use-chips" if many else "")
        elif question.asks == "text":
            drawn = ui.textarea(label).props(f"autogrow maxlength={question.most}")
        else:
            drawn = ui.input(label)
        drawn.props(f'outlined dense stack-label data-field="{question.name}"').classes("w-full")
        return drawn
