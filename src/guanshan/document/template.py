"""What does an office fill in? 导入模板

An empty workbook for one register: headings with units, what must be filled in marked, drop-downs, notes, and a sheet that explains
every column. Columns of codes are prepared as text, so that no spreadsheet program eats a leading zero or an eighteenth digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from guanshan.document.table import Book, Column, Target, display_width

_PREPARED_ROWS: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateWords:
    """The words of a template, in the language in which it is written. 模板用语"""

    explanation: str
    options: str
    column: str
    required: str
    optional: str
    format: str
    unit: str
    note: str
    kinds: dict[str, str] = field(default_factory=dict)
    wrong_day: str = ""
    wrong_option: str = ""


def write_template(
    target: Target, title: str, columns: Sequence[Column], words: TemplateWords, lines: Sequence[str] = ()
) -> None:
    """Write an empty workbook to fill in.

    Parameters
    ----------
    target
        A path, or a file open for writing.
    title
        Name of the register, and of the sheet.
    columns
        What the columns are.
    words
        Words of the explanations.
    lines
        What the sheet of explanations says above its table: how to fill in, where the units stand.
    """
    with Book(target) as book:
        sheet = book.sheet(title)
        lists = _write_head(book, sheet, columns, words)
        _write_explanation(book, title, columns, words, lines)
        if lists:
            options = book.sheet(words.options)
            for row in range(max(len(columns[index].options) for index in lists)):
                for place, index in enumerate(lists):
                    if row < len(columns[index].options):
                        options.write_string(row, place, columns[index].options[row])
            _offer(sheet, columns, lists, options.name, words)
        sheet.activate()


def _write_head(book: Book, sheet: Any, columns: Sequence[Column], words: TemplateWords) -> list[int]:
    sheet.set_row(0, 32)
    for index, column in enumerate(columns):
        width = column.width or min(40, max(12, display_width(column.heading) + 6))
        number_format = "@" if column.kind in ("text", "code", "choice", "flag") else column.number_format
        style = book.style(num_format=number_format) if number_format else None
        sheet.set_column(index, index, width, style)
        sheet.write_string(
            0, index, column.heading + (" *" if column.required else ""), book.heading(column.required)
        )
        sheet.write_comment(0, index, _told(column, words), {"x_scale": 1.6, "y_scale": 1.2, "author": ""})
        if column.kind == "day":
            sheet.data_validation(1, index, _PREPARED_ROWS, index, _day_rule(words))
    sheet.freeze_panes(1, 1)
    return [index for index, column in enumerate(columns) if column.options]


def _day_rule(words: TemplateWords) -> dict[str, object]:
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": date(1900, 1, 1),
        "maximum": date(2200, 12, 31),
        "ignore_blank": True,
        "error_type": "warning",
        "error_message": words.wrong_day[:255],
    }


def _offer(
    sheet: Any, columns: Sequence[Column], lists: Sequence[int], name: str, words: TemplateWords
) -> None:
    for place, index in enumerate(lists):
        letters = _letters(place)
        area = f"='{name}'!${letters}$1:${letters}${len(columns[index].options)}"
        rule = {
            "validate": "list",
            "source": area,
            "ignore_blank": True,
            "error_message": words.wrong_option[:255],
        }
        sheet.data_validation(1, index, _PREPARED_ROWS, index, rule)


def _letters(place: int) -> str:
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)


def _told(column: Column, words: TemplateWords) -> str:
    parts = [words.required if column.required else words.optional, words.kinds.get(column.kind, "")]
    if column.options:
        parts.append(" / ".join(column.options[:30]))
    return "\n".join(part for part in (*parts, column.note) if part)


def _write_explanation(
    book: Book, title: str, columns: Sequence[Column], words: TemplateWords, lines: Sequence[str]
) -> None:
    sheet = book.sheet(words.explanation)
    for index, width in enumerate((26, 10, 34, 10, 70)):
        sheet.set_column(index, index, width, book.style(text_wrap=True))
    sheet.write_string(0, 0, title, book.style(bold=True, font_size=14))
    for place, line in enumerate(lines, start=1):
        sheet.write_string(place, 0, line, book.style())
    top = len(lines) + 2
    for index, head in enumerate((words.column, words.required, words.format, words.unit, words.note)):
        sheet.write_string(top, index, head, book.heading())
    for place, column in enumerate(columns, start=top + 1):
        shown = words.kinds.get(column.kind, "")
        told = "；".join(filter(None, (" / ".join(column.options), column.note)))
        cells = (
            column.label,
            words.required if column.required else words.optional,
            shown,
            column.unit,
            told,
        )
        for index, text in enumerate(cells):
            sheet.write_string(
                place, index, text[:32_767], book.style(text_wrap=True, border=1, border_color="#D5DAE1")
            )
    sheet.freeze_panes(top + 1, 0)
