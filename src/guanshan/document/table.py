"""How does a table become a workbook? 表格

Writes rows into .xlsx row by row, so that a long table needs no more memory than a short one. What is text stays text: no
cell ever becomes a formula, no code loses its leading zeros or its eighteenth digit.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final, Literal

import xlsxwriter

ColumnKind = Literal["text", "code", "whole", "number", "money", "percent", "day", "flag", "choice"]
Target = str | Path | IO[bytes]
MOST_ROWS: Final = 1_048_576
"""Rows that a sheet of .xlsx can hold."""

_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "default_date_format": "yyyy-mm-dd",
}
_FORMATS: Final = {"code": "@", "whole": "#,##0", "money": "#,##0.00", "day": "yyyy-mm-dd"}
_FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table. 列

    Parameters
    ----------
    label
        What stands in the head.
    kind
        How its values are shown and, in a template, how the cells are prepared.
    unit
        Unit, written behind the label.
    places
        Decimal places of a number.
    required
        Whether a template marks it as 必填.
    options
        What a template's drop-down offers.
    note
        What a template tells about it.
    width
        In characters of half width; None to fit the label.
    """

    label: str
    kind: ColumnKind = "text"
    unit: str = ""
    places: int = 2
    required: bool = False
    options: tuple[str, ...] = ()
    note: str = ""
    width: int | None = None

    @property
    def heading(self) -> str:
        """The label with its unit."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @property
    def number_format(self) -> str | None:
        """The spreadsheet program's format of its cells."""
        if self.kind in ("number", "percent"):
            return "#,##0." + "0" * self.places if self.places else "#,##0"
        return _FORMATS.get(self.kind)


def display_width(text: str) -> int:
    """Count the half-width places that a text takes: a Chinese character takes two.

    Examples
    --------
    >>> display_width("GB/T 4754 行业")
    14
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


class Book:
    """A workbook that is being written. 工作簿

    Use it in a ``with`` statement; sheets are written one after the other, rows from above to below.
    """

    def __init__(self, target: Target) -> None:
        self._book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, _OPTIONS)
        self._styles: dict[tuple[tuple[str, object], ...], Any] = {}

    def __enter__(self) -> "Book":
        """Begin."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Finish the file."""
        self._book.close()

    def sheet(self, name: str) -> Any:
        """Add a sheet; a name that the format does not allow is made fit."""
        taken = {sheet.name.lower() for sheet in self._book.worksheets()}
        plain = (
            "".join("_" if char in "[]:*?/\\" or char < " " else char for char in name).strip("'")[:31]
            or "Sheet"
        )
        unique, number = plain, 2
        while unique.lower() in taken or unique.lower() == "history":
            unique, number = f"{plain[:27]} {number}", number + 1
        return self._book.add_worksheet(unique)

    def style(self, **properties: object) -> Any:
        """Return a cell style; the same properties give the same style."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self._book.add_format({"valign": "vcenter", **properties})
        return self._styles[key]

    def heading(self, required: bool = False) -> Any:
        """Return the style of a table's head; what must be filled in stands out."""
        return self.style(
            bold=True,
            text_wrap=True,
            border=1,
            border_color="#B8C0CC",
            bg_color="#FDECEA" if required else "#E8EEF5",
            font_color="#A61B1B" if required else "#1F2D3D",
        )


def write_value(sheet: Any, row: int, column: int, value: object, style: Any = None) -> None:
    """Write one value into a cell; text is written as text, whatever it begins with."""
    if value is None or value == "":
        if style is not None:
            sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float | Decimal) and abs(float(value)) < 1e15:
        sheet.write_number(row, column, value, style)
    elif isinstance(value, date | datetime) and value.year >= 1900:
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value)[:32_767], style)


def write_table(
    target: Target,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    lines_above: Sequence[str] = (),
) -> int:
    """Write a table as a workbook of one sheet, or of several where the rows do not fit into one.

    Parameters
    ----------
    target
        A path, or a file open for writing.
    name
        Name of the sheet.
    columns
        What the columns are.
    rows
        Values in the order of the columns; money and numbers in their unit.
    lines_above
        Lines over the head: the title, the day, what it was filtered by.

    Returns
    -------
    The number of rows written.
    """
    source, written = iter(rows), 0
    first = next(source, None)
    with Book(target) as book:
        while True:
            sheet = book.sheet(name)
            top = _begin_sheet(book, sheet, columns, lines_above)
            styles = [
                book.style(num_format=form) if (form := column.number_format) else None for column in columns
            ]
            place = top
            while first is not None and place < MOST_ROWS:
                for index, value in enumerate(first):
                    write_value(sheet, place, index, value, styles[index])
                first, place, written = next(source, None), place + 1, written + 1
            sheet.autofilter(top - 1, 0, max(place - 1, top - 1), max(len(columns) - 1, 0))
            if first is None:
                return written


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Write a table as lines of text, the first with a byte order mark so that a spreadsheet program reads it as UTF-8.

    A text that a spreadsheet program would take for a formula is preceded by an apostrophe.
    """
    line = _Line()
    writer = csv.writer(line)
    writer.writerow([guarded(column.heading) for column in columns])
    yield "\ufeff" + line.text
    for row in rows:
        writer.writerow([guarded(value) for value in row])
        yield line.text


def guarded(value: object) -> object:
    """Return a value as it may stand in a table of text: no text of it can run as a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded(-5)
    ("'=1+1", -5)
    """
    if isinstance(value, str) and value.startswith(_FORMULA_MARKS):
        return "'" + value
    return "" if value is None else value


class _Line:
    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _begin_sheet(book: Book, sheet: Any, columns: Sequence[Column], lines_above: Sequence[str]) -> int:
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width or min(48, max(10, display_width(column.heading) + 4)))
    for place, line in enumerate(lines_above):
        sheet.write_string(place, 0, line, book.style(bold=place == 0, font_size=14 if place == 0 else 11))
    top = len(lines_above)
    sheet.set_row(top, 24)
    for index, column in enumerate(columns):
        sheet.write_string(top, index, column.heading, book.heading())
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return top + 1
