"""How is a field filled in? 输入

One function per kind of field; each returns an input that gives what the field's kind checks. What will not
do is said by the kind itself, at the field, in the person's words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from nicegui import ui

from guanshan.refusal import RefusedInput
from guanshan.register.field import (
    Choice,
    Day,
    Flag,
    Geometry,
    Kind,
    Number,
    Reference,
    Text,
    Value,
    Whole,
    Year,
)
from guanshan.register.query import Condition
from guanshan.register.record import Field, RecordType
from guanshan.screens.visit import Visit

_MOST_CHOICES = 400
"""Records of a register up to which a reference is chosen from a list."""


@dataclass
class Input:
    """An input on a form, and how its value is read."""

    field: Field
    element: Any
    read: Callable[[], object]
    before: Value = None

    def refuse(self, text: str) -> None:
        """Say at the input what will not do."""
        self.element.props("error").props(f'error-message="{_attribute(text)}"')

    def clear(self) -> None:
        """Take back what was said."""
        self.element.props(remove="error error-message")


def input_for(visit: Visit, declared: RecordType, one: Field, value: Value, masked: bool = False) -> Input:
    """Draw the input of a field with its present value."""
    words = visit.words
    label = words.head(declared, one) if not _is_money(one.kind) else words.field(declared, one.name)
    if _is_money(one.kind):
        label = words("screens.with_unit", label=label, unit=words.unit("CNY"))
    if one.required and one.default is None:
        label = f"{label} *"
    note = words.note(declared, one.name) or ""
    if masked:
        note = words("screens.form.masked")
    elif one.personal:
        note = f"{note}　{words('screens.form.personal')}".strip()
    element, read = _drawn(visit, declared, one, None if masked else value, label)
    element.props("outlined dense stack-label").classes("w-full")
    element.props(f'hint="{_attribute(note)}"') if note else None
    element.props(f'data-field="{one.name}"')
    return Input(one, element, read, value)


def _drawn(
    visit: Visit, declared: RecordType, one: Field, value: Value, label: str
) -> tuple[Any, Callable[[], object]]:
    words, kind = visit.words, one.kind
    match kind:
        case Choice(options=options):
            chosen = ui.select(
                {option: words(declared.choice_label(one.name, option)) for option in options},
                value=value,
                label=label,
                clearable=not one.required,
            )
            return chosen, lambda: chosen.value
        case Flag():
            yes_no = ui.select(
                {True: words("screens.yes"), False: words("screens.no")},
                value=value,
                label=label,
                clearable=True,
            )
            return yes_no, lambda: yes_no.value
        case Reference(to=to) if (known := _references(visit, to, value)) is not None:
            picked = ui.select(known, value=value, label=label, with_input=True, clearable=not one.required)
            return picked, lambda: picked.value
        case Day():
            day = ui.input(label, value=value.isoformat() if isinstance(value, date) else "").props(
                "type=date"
            )
            return day, lambda: _text(day.value)
        case Geometry():
            shape = ui.textarea(label, value=str(value or ""))
            return shape, lambda: _text(shape.value)
        case Text(several_lines=True):
            area = ui.textarea(label, value=str(value or ""))
            return area, lambda: _text(area.value)
        case Number() | Whole() | Year():
            number = ui.input(label, value=_plain(value)).props("inputmode=decimal input-class=text-right")
            return number, lambda: _number(kind, number.value)
    line = ui.input(label, value=_plain(value))
    return line, lambda: _text(line.value)


def read_all(inputs: Mapping[str, Input], words: Any) -> dict[str, object]:
    """Read every input, each in the form in which the field's kind checks it."""
    for one in inputs.values():
        one.clear()
    return {name: one.read() for name, one in inputs.items()}


def day_of(text: str | None) -> date | None:
    """Read the value of a day's input.

    Raises
    ------
    RefusedInput
        If it is no day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedInput("refusal.not_day", value=text[:40]) from None


def _references(visit: Visit, to: str, value: Value) -> dict[Any, str] | None:
    """Return the records from which a reference is chosen; None where there are too many for a list."""
    house = visit.house
    if not house.access.may_somewhere(visit.actor, "read", house.store.types[to]):
        return None
    found = house.registry.find(visit.actor, to, limit=_MOST_CHOICES + 1)
    if len(found) > _MOST_CHOICES:
        return None
    known: dict[Any, str] = {
        one.key: f"{one.name}  {one.key}" if one.name != one.key else one.key for one in found
    }
    if value is not None:
        known.setdefault(value, str(value))
    return known


def keepers_for(visit: Visit, action: str, declared: RecordType) -> dict[str, str]:
    """Return the units in whose name the actor may act on a register, with their names: own ones first, then those below."""
    house = visit.house
    codes = list(house.access.units(visit.actor, action, declared))
    below = sorted({code for unit in codes for code in house.access.tree.below(unit)} - set(codes))
    if not codes:
        units = house.registry.find(
            visit.actor, "register.unit", where=[Condition("parent", "null", True)], limit=5
        )
        codes = [one.key for one in units]
    return {code: house.office_name(code) for code in [*codes, *below]}


def _is_money(kind: Kind) -> bool:
    return isinstance(kind, Number) and kind.unit == "CNY"


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _text(value: object) -> object:
    text = str(value or "").strip()
    return text or None


def _number(kind: Kind, value: object) -> object:
    text = str(value or "").replace(",", "").replace("，", "").strip()
    if not text:
        return None
    if isinstance(kind, Number):
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else text


def _attribute(text: str) -> str:
    return text.replace("\\", "＼").replace('"', "”").replace("\n", " ")
