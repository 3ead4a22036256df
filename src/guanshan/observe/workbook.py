"""What is in this file? 工作簿

Reads a workbook (.xlsx, .xlsm, .xls, .ods) or a table of text (.csv, .tsv in UTF-8, UTF-16 or GB 18030) into sheets of plain
values. What a file is, its content says, not its name. Whatever is wrong with it ends in a `RefusedInput` with a clear text.
"""

import io
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Final, Literal

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from guanshan.observe.archive import Archive, Limits
from guanshan.observe.textfile import read_delimited
from guanshan.observe.unsaid import Unsaid, sheet_parts, unsaid_in
from guanshan.refusal import RefusedInput

Cell = str | int | float | bool | date | datetime | time | timedelta
"""A value as a sheet holds it; an empty cell is the empty text."""

FileKind = Literal["xlsx", "xls", "ods", "csv"]
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, from 0. 合并单元格"""

LIMITS: Final = Limits()
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROBE: Final = """
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
except ImportError:
    pass
from python_calamine import CalamineWorkbook, PasswordError
try:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for index in range(len(workbook.sheet_names)):
        end = workbook.get_sheet_by_index(index).end
        if end and (end[0] >= int(sys.argv[1]) or end[1] >= int(sys.argv[2])):
            sys.exit(4)
except PasswordError:
    sys.exit(3)
"""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its rows and its merged cells. 工作表"""

    name: str
    visible: bool
    merges: tuple[Merge, ...]
    height: int
    _rows: Any = field(repr=False)
    _first_column: int = 0
    _unsaid: Unsaid = field(default_factory=dict, repr=False)

    def rows(self) -> Iterator[list[Cell]]:
        """Walk through the rows from the first of the sheet on; each begins at column A."""
        margin: list[Cell] = [""] * self._first_column
        for number, cells in enumerate(self._rows()):
            row = margin + cells if margin else cells
            for column, text in self._unsaid.get(number, {}).items():
                if column < len(row):
                    row[column] = text
            yield row

    def head(self, count: int) -> list[list[Cell]]:
        """Return the first rows."""
        return [row for _, row in zip(range(count), self.rows(), strict=False)]


@dataclass(frozen=True)
class Workbook:
    """A file that has been opened. 工作簿"""

    kind: FileKind
    encoding: str | None
    _sheets: tuple["_Opener", ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its sheets."""
        return tuple(sheet.name for sheet in self._sheets)

    def sheet(self, name: str) -> Sheet:
        """Return a sheet by its name.

        Raises
        ------
        RefusedInput
            If there is none of that name, or it cannot be read.
        """
        for opener in self._sheets:
            if opener.name == name:
                return opener.sheet
        raise RefusedInput("observe.no_sheet", sheet=name, sheets="、".join(self.names))

    def __iter__(self) -> Iterator[Sheet]:
        """Walk through the sheets in the workbook's order."""
        return (opener.sheet for opener in self._sheets)


class _Opener:
    """A sheet that is read when it is first asked for."""

    def __init__(self, name: str, visible: bool, load: Any) -> None:
        self.name = name
        self.visible = visible
        self._load = load

    @cached_property
    def sheet(self) -> Sheet:
        sheet = self._load(self)
        assert isinstance(sheet, Sheet)
        return sheet


def open_workbook(content: bytes, limits: Limits = LIMITS) -> Workbook:
    """Open a file's content.

    Raises
    ------
    RefusedInput
        If it is empty, too large, damaged, locked by a password, or no table at all.
    """
    if not content.strip():
        raise RefusedInput("observe.empty_file")
    if len(content) > limits.file_size:
        raise RefusedInput("observe.too_large", most=limits.file_size >> 20, found=len(content) >> 20)
    if content.startswith(b"PK"):
        archive = Archive(content, limits)
        if "xl/workbook.xml" in archive.names:
            return _open_xlsx(content, archive, limits)
        if archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return _open_probed("ods", content, limits)
        raise RefusedInput("observe.not_a_table")
    if content.startswith(_OLE):
        return _open_probed("xls", content, limits)
    return _open_text(content, limits)


def _open_text(content: bytes, limits: Limits) -> Workbook:
    table = read_delimited(content, limits)

    def load(opener: _Opener) -> Sheet:
        return Sheet(opener.name, True, (), len(table.rows), lambda: (list(row) for row in table.rows))

    return Workbook("csv", table.encoding, (_Opener("CSV", True, load),))


def _open_xlsx(content: bytes, archive: Archive, limits: Limits) -> Workbook:
    parts = sheet_parts(archive)
    for part in archive.names:  # a sheet may lie anywhere in the archive and bear any name
        _check_extent(archive.sheet_extent(part), limits)

    def unsaid(index: int) -> Unsaid:
        return unsaid_in(archive, parts[index]) if index < len(parts) and parts[index] else {}

    return _open_calamine("xlsx", content, unsaid, limits)


def _open_probed(kind: FileKind, content: bytes, limits: Limits) -> Workbook:
    """Open a file of an older kind, after another process, under limits of its own, has come through it alive."""
    probe = [sys.executable, "-I", "-c", _PROBE, str(limits.rows), str(limits.columns)]
    try:
        ended = subprocess.run(probe, input=content, capture_output=True, timeout=120, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise RefusedInput("observe.damaged") from None
    if ended.returncode == 3:
        raise RefusedInput("observe.password")
    if ended.returncode == 4:
        raise RefusedInput("observe.too_many_cells", rows=limits.rows, columns=limits.columns)
    if ended.returncode:
        raise RefusedInput("observe.damaged")
    return _open_calamine(kind, content, lambda _index: {}, limits)


def _open_calamine(kind: FileKind, content: bytes, unsaid: Any, limits: Limits) -> Workbook:
    book = _refusing(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)))

    def opener(index: int, name: str, visible: bool) -> _Opener:
        def load(_opener: _Opener) -> Sheet:
            sheet = _refusing(lambda: book.get_sheet_by_index(index))
            start, end = sheet.start or (0, 0), sheet.end or (-1, -1)
            _check_extent((end[0] + 1, end[1] + 1), limits)
            merges = tuple(
                (top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            )
            return Sheet(name, visible, merges, end[0] + 1, sheet.iter_rows, start[1], unsaid(index))

        return _Opener(name, visible, load)

    kept = tuple(
        opener(index, meta.name, meta.visible == SheetVisibleEnum.Visible)
        for index, meta in enumerate(_refusing(lambda: book.sheets_metadata))
        if meta.typ == SheetTypeEnum.WorkSheet
    )
    if not kept:
        raise RefusedInput("observe.no_sheets")
    return Workbook(kind, None, kept)


def _check_extent(extent: tuple[int, int], limits: Limits) -> None:
    rows, columns = extent
    if rows > limits.rows or columns > limits.columns:
        raise RefusedInput("observe.too_many_cells", rows=limits.rows, columns=limits.columns)


def _refusing(act: Any) -> Any:
    """Do what may fail on a damaged file; the reader's own panics are no `Exception`, so everything is caught."""
    try:
        return act()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as fault:  # noqa: BLE001 (see above)
        key = "observe.password" if type(fault).__name__ == "PasswordError" else "observe.damaged"
        raise RefusedInput(key) from None


def is_blank(cells: Iterable[Cell]) -> bool:
    """Tell whether no cell of a row holds anything but space."""
    return all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def spread(rows: Sequence[list[Cell]], merges: Iterable[Merge]) -> list[list[Cell]]:
    """Write the value of merged cells into every one of them."""
    full = [list(row) for row in rows]
    for top, left, bottom, right in merges:
        if top >= len(full) or left >= len(full[top]):
            continue
        value = full[top][left]
        for row in full[top : bottom + 1]:
            row[left : right + 1] = [value] * (min(right + 1, len(row)) - left)
    return full
