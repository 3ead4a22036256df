"""How is a record written by hand? 表单

Adding and editing: an input per field, the evidence, and from which day it holds. Nothing is written unless
every field will do; what will not do is said at its field.
"""

from collections.abc import Mapping

from nicegui import ui

from guanshan.refusal import ManyRefusals, Refusal
from guanshan.register.field import Day, Geometry, Value
from guanshan.register.query import Version
from guanshan.register.record import RecordType
from guanshan.screens.frame import frame, html
from guanshan.screens.inputs import Input, day_of, input_for, keepers_for, read_all
from guanshan.screens.visit import Visit


def add_page(visit: Visit, declared: RecordType) -> None:
    """Draw the form for a new record."""
    words = visit.words
    start = {one.name: visit.query.get(one.name, one.default) for one in declared.fields}
    with frame(
        visit, words("screens.form.add_title", register=words.register(declared)), f"/desk/r/{declared.name}"
    ):
        _Form(visit, declared, {**start}, None).draw()


def edit_page(visit: Visit, declared: RecordType, record: str) -> None:
    """Draw the form for a change of a record."""
    words = visit.words
    version = visit.house.registry.get(visit.actor, declared.name, record)
    if not visit.house.registry.may_write(visit.actor, version):
        visit.house.access.require(visit.actor, "write", declared, version.keeper)
    with frame(
        visit, words("screens.form.edit_title", register=words.register(declared)), f"/desk/r/{declared.name}"
    ):
        _Form(visit, declared, version.values, version).draw()


class _Form:
    """One open form."""

    def __init__(
        self, visit: Visit, declared: RecordType, values: Mapping[str, Value], version: Version | None
    ) -> None:
        self._visit = visit
        self._declared = declared
        self._values = values
        self._version = version
        self._inputs: dict[str, Input] = {}

    def draw(self) -> None:
        visit, declared, words = self._visit, self._declared, self._visit.words
        title = "screens.form.edit_title" if self._version else "screens.form.add_title"
        html(
            "form_head.html",
            visit,
            register=words.register(declared),
            back=f"/desk/r/{declared.name}" + (f"/{self._version.record}" if self._version else ""),
            title=words(title, register=words.register(declared)),
            name=self._version.name if self._version else "",
            note=words("screens.form.since_note" if declared.evolves else "screens.form.correct_note")
            if self._version
            else "",
        )
        masked = self._version.masked if self._version else frozenset()
        with ui.element("div").classes("form-grid"):
            for one in declared.fields:
                drawn = input_for(visit, declared, one, self._values.get(one.name), one.name in masked)
                if isinstance(one.kind, Geometry):
                    drawn.element.classes("wide")
                self._inputs[one.name] = drawn
        self._evidence()
        with ui.element("div").classes("form-actions"):
            ui.button(words("screens.form.save"), on_click=visit.guarded(self._save)).props("unelevated")
            ui.button(words("screens.form.cancel"), on_click=visit.guarded(self._leave)).props("flat")

    def _evidence(self) -> None:
        visit, words, declared = self._visit, self._visit.words, self._declared
        with ui.element("div").classes("form-grid part"):
            reason_label = words("screens.form.reason" if self._version else "screens.form.reason_add")
            self._reason = ui.input(f"{reason_label} *", placeholder=words("screens.form.reason_hint"))
            self._reason.props("outlined dense stack-label maxlength=500").classes("w-full wide")
            self._since = None
            self._throughout = None
            self._keeper = None
            if declared.evolves and (self._version or not declared.holds_from):
                today = visit.house.registry.today().isoformat()
                self._since = ui.input(words("screens.form.since"), value=today if self._version else "")
                self._since.props("outlined dense stack-label type=date").classes("w-full")
            if declared.evolves and self._version:
                self._throughout = ui.checkbox(words("screens.form.throughout"))
            if not self._version:
                keepers = keepers_for(visit, "write", declared)
                self._keeper = ui.select(
                    keepers,
                    value=next(iter(keepers), None),
                    label=words("screens.form.keeper"),
                    with_input=True,
                )
                self._keeper.props("outlined dense stack-label").classes("w-full")

    def _save(self) -> None:
        visit, words, declared = self._visit, self._visit.words, self._declared
        told = read_all(self._inputs, words)
        self._reason.props(remove="error error-message")
        try:
            record = self._edit(told) if self._version else self._add(told)
        except Refusal as refusal:
            self._refuse(refusal)
            return
        if record is None:
            visit.tell(words("screens.form.unchanged"), "info")
            return
        visit.tell(words("screens.form.saved"))
        visit.go(f"/desk/r/{declared.name}/{record}")

    def _add(self, told: dict[str, object]) -> str:
        landed = self._visit.house.registry.add(
            self._visit.actor,
            self._declared.name,
            {name: value for name, value in told.items() if value is not None},
            self._reason.value or "",
            keeper=self._keeper.value if self._keeper else None,
            since=day_of(self._since.value) if self._since else None,
        )
        return landed.record

    def _edit(self, told: dict[str, object]) -> str | None:
        version = self._version
        assert version is not None
        changes = {name: value for name, value in told.items() if self._is_change(version, name, value)}
        if not changes:
            return None
        throughout = bool(self._throughout and self._throughout.value)
        since = day_of(self._since.value) if self._since and not throughout else None
        landed = self._visit.house.registry.edit(
            self._visit.actor,
            self._declared.name,
            version.record,
            changes,
            self._reason.value or "",
            since=since,
            throughout=throughout,
        )
        return version.record if landed.changed else None

    def _is_change(self, version: Version, name: str, value: object) -> bool:
        if name in version.masked:
            return value is not None
        before = version.values[name]
        if isinstance(self._declared.field(name).kind, Day) and before is not None:
            return value != str(before)
        return value != before

    def _refuse(self, refusal: Refusal) -> None:
        words = self._visit.words
        refusals = refusal.refusals if isinstance(refusal, ManyRefusals) else (refusal,)
        elsewhere = []
        for one in refusals:
            named = self._inputs.get(str(one.values.get("field", "")))
            if named is not None:
                named.refuse(words.refusal(one))
            elif one.key == "refusal.no_reason":
                text = words.refusal(one).replace('"', "”")
                self._reason.props("error").props(f'error-message="{text}"')
            else:
                elsewhere.append(words.refusal(one))
        self._visit.tell("\n".join([words("screens.form.refused"), *elsewhere]), "negative")

    def _leave(self) -> None:
        record = f"/{self._version.record}" if self._version else ""
        self._visit.go(f"/desk/r/{self._declared.name}{record}")
