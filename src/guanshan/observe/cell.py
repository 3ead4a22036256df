"""What does this cell say, in the terms of this field? 单元格取值

A reader turns what stands in a cell into what a field keeps, or refuses it with the reason; it never guesses. One reader
serves a whole column and remembers the texts that it has already read.
"""

import math
import re
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Final

from guanshan.i18n import LANGUAGES, Texts
from guanshan.observe.amount import decimal_of, read_amount
from guanshan.observe.calendar_day import read_day, read_year
from guanshan.observe.characters import as_code, as_lines, as_name, says_nothing
from guanshan.observe.workbook import Cell
from guanshan.refusal import RefusedInput
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
    Value,
    Whole,
    Year,
)
from guanshan.register.record import Field, RecordType, RecordTypes

Reader = Callable[[Cell], Value]
"""Turns a cell into the value that the field keeps, None where it is empty; raises `RefusedInput`."""

_KEPT_IN_MIND: Final = 20_000
_ERROR = re.compile(
    r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|[\u4e00-\u9fff]+[!?！？])"
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_YES: Final = frozenset(("是", "有", "对", "√", "✓", "✔", "☑", "yes", "y", "true", "t", "1", "on"))
_NO: Final = frozenset(
    ("否", "无", "没有", "不是", "错", "×", "✗", "✘", "☐", "x", "no", "n", "false", "f", "0", "off")
)


def reader_of(
    types: RecordTypes, record: RecordType, field: Field, texts: Texts, factor: Decimal = Decimal(1)
) -> Reader:
    """Make the reader of a field.

    Parameters
    ----------
    types
        Where the types that a field refers to are found.
    record, field
        What is to be read.
    texts
        Gives the labels of choices in every language.
    factor
        What the column's unit is worth in the field's.
    """
    read = _reader_of_kind(field.kind, types, record, field, texts, factor)
    kind, required = field.kind, field.required
    speaks_of_nothing = isinstance(kind, Flag)
    known: dict[str, Value] = {}

    def read_cell(cell: Cell) -> Value:
        if isinstance(cell, str):
            if cell in known:
                return known[cell]
            if (not speaks_of_nothing and says_nothing(cell)) or not as_code(cell):
                return None
            if cell[0] == "#" and _ERROR.fullmatch(cell):
                raise RefusedInput("observe.error_value", value=cell)
        elif isinstance(cell, float) and not math.isfinite(cell):
            raise RefusedInput("refusal.not_number", value=cell)
        value = kind.check(read(cell))
        if isinstance(cell, str) and len(known) < _KEPT_IN_MIND:
            known[cell] = value
        return value

    def read_required(cell: Cell) -> Value:
        value = read_cell(cell)
        if value is None:
            raise RefusedInput("refusal.required")
        return value

    return read_required if required and field.default is None else read_cell


def _reader_of_kind(
    kind: Kind, types: RecordTypes, record: RecordType, field: Field, texts: Texts, factor: Decimal
) -> Callable[[Cell], object]:
    match kind:
        case Number():
            return lambda cell: read_amount(cell, kind.unit, factor)
        case Whole():
            return lambda cell: _whole(read_amount(cell, kind.unit, factor), cell)
        case Choice():
            return _choice_reader(dict(_choice_words(kind, record, field, texts)))
        case Reference():
            return _reference_reader(kind, types)
        case Text():
            return _read_code if kind.pattern else _read_lines if kind.several_lines else _read_name
    return _PLAIN_READERS.get(type(kind), lambda cell: cell)


def _whole(number: Decimal, cell: Cell) -> int:
    if number != number.to_integral_value():
        raise RefusedInput("refusal.not_whole", value=cell)
    return int(number)


def _read_name(cell: Cell) -> str:
    return as_name(cell) if isinstance(cell, str) else _text_of(cell)


def _read_lines(cell: Cell) -> str:
    return as_lines(cell) if isinstance(cell, str) else _text_of(cell)


def _read_code(cell: Cell) -> str:
    if not isinstance(cell, str):
        return _text_of(cell)
    plain = as_code(cell).replace(" ", "")
    if _SCIENTIFIC.fullmatch(plain) and "." in plain:
        raise RefusedInput("observe.digits_lost", value=cell)
    return plain


def _read_identifier(cell: Cell) -> str:
    return _read_code(cell).upper()


def _read_phone(cell: Cell) -> str:
    plain = _read_code(cell).replace("-", "")
    return re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", plain)


def _text_of(cell: Cell) -> str:
    """Write a cell that is no text as the code that it was meant to be; digits that a spreadsheet lost are not made up."""
    if isinstance(cell, bool):
        raise RefusedInput("refusal.not_text", value=cell)
    if isinstance(cell, date | time | timedelta):
        raise RefusedInput("observe.became_day", value=cell)
    if isinstance(cell, int | float):
        if abs(cell) >= 1e15:
            raise RefusedInput("observe.digits_lost", value=f"{cell:.0f}" if abs(cell) < 1e25 else cell)
        return f"{decimal_of(cell):f}"
    return str(cell)


def _read_flag(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    word = as_code(cell).lower() if isinstance(cell, str) else str(cell).removesuffix(".0")
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise RefusedInput("refusal.not_flag", value=cell)


def _choice_words(kind: Choice, record: RecordType, field: Field, texts: Texts) -> Iterator[tuple[str, str]]:
    for option in kind.options:
        yield option.lower(), option
        for language in LANGUAGES:
            if texts.has(key := record.choice_label(field.name, option)):
                label = _word(texts.say(key, language))
                yield label, option
                yield re.sub(r"\(.*?\)", "", label), option


def _choice_reader(options: dict[str, str]) -> Callable[[Cell], object]:
    def read(cell: Cell) -> str:
        word = _word(cell) if isinstance(cell, str) else _text_of(cell)
        if word not in options:
            raise RefusedInput("observe.choice", value=cell, options="、".join(dict.fromkeys(options)))
        return options[word]

    return read


def _word(text: str) -> str:
    return as_code(text).lower().replace(" ", "").replace("\n", "")


def _reference_reader(kind: Reference, types: RecordTypes) -> Callable[[Cell], object]:
    """Read the key of another record as that record's own key field would read it; a name is kept as a name."""
    if kind.to in types:
        target = types[kind.to]
        if len(target.key) == 1 and isinstance(target.field(target.key[0]).kind, CreditCode | ResidentId):
            return lambda cell: _upper_where_code(_read_name(cell))
    return _read_name


def _upper_where_code(text: str) -> str:
    plain = as_code(text).replace(" ", "")
    return plain.upper() if len(plain) == 18 and plain.isascii() else text


_PLAIN_READERS: Final[dict[type[Kind], Callable[[Cell], object]]] = {
    Year: read_year,
    Day: read_day,
    Flag: _read_flag,
    CreditCode: _read_identifier,
    ResidentId: _read_identifier,
    Phone: _read_phone,
}
