"""What does a register's import template look like? 导入模板"""

import io

from guanshan.document.table import Column, ColumnKind
from guanshan.document.template import TemplateWords, write_template
from guanshan.i18n import Language, Texts
from guanshan.register.field import (
    Choice,
    CreditCode,
    Day,
    Flag,
    Kind,
    Number,
    Phone,
    Reference,
    ResidentId,
    Text,
    Whole,
    Year,
)
from guanshan.register.record import Field, RecordType

_KINDS = ("text", "code", "whole", "number", "money", "percent", "day", "flag", "choice")


def columns_of(record: RecordType, texts: Texts, language: Language) -> tuple[Column, ...]:
    """Describe the fields of a register as the columns of a table, for templates and exports."""
    return tuple(_column(record, one, texts, language) for one in record.fields)


def template_of(record: RecordType, texts: Texts, language: Language = "zh") -> bytes:
    """Write the empty workbook that an office fills in for a register."""
    words = TemplateWords(
        explanation=texts.say("observe.words.explanation", language),
        options=texts.say("observe.words.options", language),
        column=texts.say("observe.words.column", language),
        required=texts.say("observe.words.required", language),
        optional=texts.say("observe.words.optional", language),
        format=texts.say("observe.words.format", language),
        unit=texts.say("observe.words.unit", language),
        note=texts.say("observe.words.note", language),
        kinds={kind: texts.say(f"observe.kinds.{kind}", language) for kind in _KINDS},
        wrong_day=texts.say("observe.words.wrong_day", language),
        wrong_option=texts.say("observe.words.wrong_option", language),
    )
    lines = texts.say("observe.words.how_to_fill_in", language).strip().split("\n")
    target = io.BytesIO()
    write_template(
        target, texts.say(record.label, language), columns_of(record, texts, language), words, lines
    )
    return target.getvalue()


def unit_label(unit: str, texts: Texts, language: Language) -> str:
    """Name a unit for people; a unit without a text of its own is its own name."""
    if unit in ("1", ""):
        return ""
    key = f"units.{unit}"
    return texts.say(key, language) if texts.has(key) else unit


def _column(record: RecordType, one: Field, texts: Texts, language: Language) -> Column:
    label = record.field_label(one.name)
    note = label.removesuffix("label") + "note"
    kind, unit, places = _shown(one.kind)
    options: tuple[str, ...] = ()
    if isinstance(one.kind, Choice):
        options = tuple(
            texts.say(record.choice_label(one.name, option), language) for option in one.kind.options
        )
    elif isinstance(one.kind, Flag):
        options = (texts.say("observe.words.yes", language), texts.say("observe.words.no", language))
    return Column(
        label=texts.say(label, language),
        kind=kind,
        unit=unit_label(unit, texts, language),
        places=places,
        required=one.required and one.default is None,
        options=options,
        note=texts.say(note, language) if texts.has(note) else "",
    )


def _shown(kind: Kind) -> tuple[ColumnKind, str, int]:
    match kind:
        case Number(unit="CNY", places=places):
            return "money", "CNY", places
        case Number(unit=unit, places=places):
            return ("percent" if unit == "%" else "number"), unit, places
        case Year():
            return "code", "", 0
        case Whole(unit=unit):
            return "whole", unit, 0
        case Day():
            return "day", "", 0
        case Flag():
            return "flag", "", 0
        case Choice():
            return "choice", "", 0
        case CreditCode() | ResidentId() | Phone() | Reference():
            return "code", "", 0
        case Text(pattern=pattern) if pattern:
            return "code", "", 0
    return "text", "", 0
