"""Where are the bad cells? 错误标注

Writes a sheet again with every bad cell filled red and the reason as its comment, and a sheet that lists all reasons with a
link to each cell. Whatever the file was before (.xls, .csv), it comes back as .xlsx.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from guanshan.document.table import Book, Target, display_width, write_value

_MOST_COMMENTS: Final = 20_000
"""A spreadsheet program slows down with more; every reason stands in the list all the same."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A bad cell, or a row that is bad as a whole (column None). 错误

    Parameters
    ----------
    row, column
        Place in the written sheet, from 0.
    label
        Name of the field.
    value
        What stands in the cell.
    reason
        Why it will not do, and what to do.
    """

    row: int
    column: int | None
    label: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedWords:
    """The words of a marked workbook. 标注用语"""

    errors: str
    place: str
    field: str
    value: str
    reason: str


def write_marked(
    target: Target,
    name: str,
    rows: Iterable[Sequence[object]],
    marks: Sequence[Mark],
    words: MarkedWords,
    merges: Iterable[tuple[int, int, int, int]] = (),
    widths: Mapping[int, int] | None = None,
) -> None:
    """Write a sheet with its bad cells marked.

    Parameters
    ----------
    target
        A path, or a file open for writing.
    name
        Name of the sheet.
    rows
        All rows, as they were read.
    marks
        The bad cells.
    words
        Words of the list of errors.
    merges
        Merged cells: first row, first column, last row, last column.
    widths
        Widths of columns, in characters of half width.
    """
    by_row: dict[int, dict[int, str]] = {}
    for mark in marks:
        cells = by_row.setdefault(mark.row, {})
        place = mark.column or 0
        cells[place] = f"{cells[place]}\n{mark.reason}" if place in cells else mark.reason
    with Book(target) as book:
        sheet = book.sheet(name)
        _write_rows(book, sheet, rows, by_row, widths or {})
        for top, left, bottom, right in merges:
            sheet.merge.append(
                [top, left, bottom, right]
            )  # the values stand already; merge_range would write them anew
        sheet.set_first_sheet()
        _write_list(book, sheet.name, marks, words)


def _write_rows(
    book: Book,
    sheet: Any,
    rows: Iterable[Sequence[object]],
    by_row: Mapping[int, Mapping[int, str]],
    widths: Mapping[int, int],
) -> None:
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    comments = 0
    for number, row in enumerate(rows):
        bad = by_row.get(number)
        for column, value in enumerate(row):
            _write_cell(book, sheet, number, column, value, bool(bad) and column in (bad or {}))
        for column, reason in (bad or {}).items():
            if column >= len(row):
                _write_cell(book, sheet, number, column, "", True)
            if comments < _MOST_COMMENTS:
                sheet.write_comment(number, column, reason[:1000], {"x_scale": 2, "author": ""})
                comments += 1


def _write_cell(book: Book, sheet: Any, row: int, column: int, value: object, bad: bool) -> None:
    red: dict[str, object] = {"bg_color": "#FF5C5C", "font_color": "#5A0000"} if bad else {}
    match value:
        case datetime():
            write_value(sheet, row, column, value, book.style(num_format="yyyy-mm-dd hh:mm", **red))
        case date():
            write_value(sheet, row, column, value, book.style(num_format="yyyy-mm-dd", **red))
        case time() | timedelta():
            write_value(sheet, row, column, str(value), book.style(**red) if bad else None)
        case str() if value[:1].isdigit() and value.isalnum():
            write_value(sheet, row, column, value, book.style(num_format="@", **red))
        case _:
            write_value(sheet, row, column, value, book.style(**red) if bad else None)


def _write_list(book: Book, sheet_name: str, marks: Sequence[Mark], words: MarkedWords) -> None:
    sheet = book.sheet(words.errors)
    for index, width in enumerate((10, 24, 30, 90)):
        sheet.set_column(index, index, width)
    for index, head in enumerate((words.place, words.field, words.value, words.reason)):
        sheet.write_string(0, index, head, book.heading())
    linked = sheet_name.replace("'", "''")
    for place, mark in enumerate(marks, start=1):
        where = f"{_letters(mark.column)}{mark.row + 1}" if mark.column is not None else str(mark.row + 1)
        target = f"{_letters(mark.column or 0)}{mark.row + 1}"
        if place <= _MOST_COMMENTS:
            sheet.write_url(place, 0, f"internal:'{linked}'!{target}", None, where)
        else:
            sheet.write_string(place, 0, where)
        for index, text in enumerate((mark.label, mark.value, mark.reason), start=1):
            sheet.write_string(place, index, text[:32_767])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(marks), 1), 3)


def _letters(column: int) -> str:
    number, letters = column + 1, ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def fitting_widths(rows: Iterable[Sequence[object]], most: int = 40) -> dict[int, int]:
    """Choose column widths that show the first rows of a sheet."""
    widths: dict[int, int] = {}
    for row in rows:
        for column, value in enumerate(row):
            wanted = display_width(str(value)) + 2 if value not in ("", None) else 8
            widths[column] = min(most, max(widths.get(column, 8), wanted))
    return widths
