"""Which row and which column does a number of a flattened table stand in? 表格

A table that was pasted as text: a head whose cells may bear units, rows of a label and numbers. Cells are parted by tabs, bars, wide gaps
or single spaces, or stand one a line. A unit stands in the head, in a column of its own, behind the row's label, or above the table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from guanshan.report.draft.finding import Kind
from guanshan.report.draft.kind import base_in
from guanshan.report.draft.numeral import SCALE, arabic, place_of, scale
from guanshan.report.draft.unit import unit_at

_NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_EMPTY = re.compile(r"[-—–…]{1,4}|/|")
_UNIT_LINE = re.compile(r"(?:计量)?单位[::]\s*(?P<u>[^\s,，。;；|]{1,10})")
_BRACKET = re.compile(r"[(（](?P<u>[^()（）]{1,10})[)）]\s*$")
_YEAR = re.compile(r"(?P<y>(?:19|20)\d\d)\s?年?(?:\s?(?P<m>\d{1,2})\s?月)?(?!\d)")
_GROWTH = re.compile(r"增长|同比|增速|增幅|比上年|环比|增减|升降|growth|change|yoy", re.IGNORECASE)
_SHARE = re.compile(r"占比|比重|率|占|构成|share", re.IGNORECASE)
_TARGET = re.compile(r"预算|目标|计划|target|budget|plan", re.IGNORECASE)
_PROSE = re.compile(r"[,，。;；!！?？、](?!\d)")
_SEPARATED = re.compile(r"\t|\||[ \u3000]{2,}")
_UNIT_HEAD = re.compile(r"(?:计量)?单位|unit", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words and where they stand."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it holds a number alone."""
        return _NUMBER.fullmatch(self.text) is not None

    @property
    def is_value(self) -> bool:
        """Whether it holds a number, or says that there is none."""
        return self.is_number or (_EMPTY.fullmatch(self.text) is not None and bool(self.text))


@dataclass(frozen=True, slots=True)
class Tabled:
    """A number of a table, with all that its row and its column say."""

    start: int
    end: int
    value: Decimal
    place: Decimal
    unit: str | None
    kind: Kind
    subject: str
    context: str
    period: str | None
    base: str | None
    target: bool


def tables(text: str) -> Iterator[tuple[int, int, list[Tabled]]]:
    """Find the tables of a text (its plain characters): where each begins and ends, and its numbers."""
    lines = list(_lines(text))
    at = 0
    while at < len(lines):
        read = _grid(lines, at) or _column(lines, at)
        if read is None:
            at += 1
            continue
        head, rows, after = read
        above = [cell.text for line in lines[max(0, at - 3) : at] for cell in line]
        numbers = list(_numbers(head, rows, above))
        if numbers:
            yield head[0].start, max(cell.end for row in rows for cell in row), numbers
        at = after


def _lines(text: str) -> Iterator[list[Cell]]:
    for match in re.finditer(r"[^\n]*", text):
        line = match.group()
        if not line.strip():
            if match.start() < len(text) and line:
                yield []
            continue
        yield list(_cells(line, match.start()))


def _cells(line: str, offset: int) -> Iterator[Cell]:
    if _SEPARATED.search(line.strip()):
        parts: Iterator[re.Match[str]] = re.finditer(r"(?:(?![ \u3000]{2,})[^\t|])+", line)
    elif len(line) < 200 and not _PROSE.search(line):
        parts = re.finditer(r"\S+", line)
    else:
        parts = re.finditer(r".+", line)
    for part in parts:
        words = part.group().strip()
        if (words and not re.fullmatch(r"[-:]+", words)) or re.fullmatch(r"-{1,2}", words):
            start = offset + part.start() + len(part.group()) - len(part.group().lstrip())
            yield Cell(words, start, start + len(words))


def _grid(lines: list[list[Cell]], at: int) -> tuple[list[Cell], list[list[Cell]], int] | None:
    """Read a head and rows of as many cells."""
    head = lines[at]
    if (
        len(head) < 2
        or any(cell.is_value and not _YEAR.fullmatch(cell.text) for cell in head)
        or any(_PROSE.search(cell.text) for cell in head)
    ):
        return None
    rows: list[list[Cell]] = []
    after = at + 1
    while after < len(lines) and (row := lines[after]):
        if len(row) != len(head) or row[0].is_value or not any(cell.is_number for cell in row[1:]):
            break
        rows.append(row)
        after += 1
    return (head, rows, after) if rows else None


def _column(lines: list[list[Cell]], at: int) -> tuple[list[Cell], list[list[Cell]], int] | None:
    """Read a table whose cells stand one a line: the width is what makes every row end in its numbers."""
    cells = []
    for line in lines[at : at + 400]:
        if len(line) != 1 or len(line[0].text) > 24 or _PROSE.search(line[0].text):
            break
        cells.append(line[0])
    first = next((number for number, cell in enumerate(cells) if cell.is_number), None)
    if first is None or first < 3:
        return None
    for width in range(2, first):
        rows = [cells[begin : begin + width] for begin in range(width, len(cells) - width + 1, width)]
        shape = [cell.is_value for cell in rows[0]] if rows else []
        if len(rows) < 2 or not any(shape) or shape[0] or width + shape.index(True) != first:
            continue
        good = 0
        for row in rows:
            if [cell.is_value for cell in row] != shape:
                break
            good += 1
        if good >= 2:
            return cells[:width], rows[:good], at + width + good * width
    return None


def _numbers(head: list[Cell], rows: list[list[Cell]], above: list[str]) -> Iterator[Tabled]:
    common = next((match["u"] for words in reversed(above) if (match := _UNIT_LINE.search(words))), None)
    title = next((match["y"] for words in reversed(above) if (match := _YEAR.search(words))), None)
    unit_column = next((number for number, cell in enumerate(head) if _UNIT_HEAD.fullmatch(cell.text)), None)
    current = next((period for cell in head[1:] if (period := _period(cell.text))), title)
    for row in rows:
        label = row[0].text
        of_row = _BRACKET.search(label)
        row_unit = row[unit_column].text if unit_column is not None else of_row["u"] if of_row else None
        for cell, column in zip(row[1:], head[1:], strict=True):
            if cell.is_number:
                yield _tabled(cell, column.text, label, row_unit, common, _period(column.text) or current)


def _period(words: str) -> str | None:
    match = _YEAR.search(words)
    if match is None or _GROWTH.search(words):
        return None
    return f"{match['y']}-{int(match['m']):02d}" if match["m"] else match["y"]


def _tabled(
    cell: Cell, column: str, label: str, row_unit: str | None, common: str | None, period: str | None
) -> Tabled:
    bracket = _BRACKET.search(column)
    growing = _GROWTH.search(column) is not None
    said = (
        "%"
        if cell.text.endswith("%")
        else bracket["u"]
        if bracket
        else "%"
        if growing
        else row_unit or common
    )
    unit, multiple = _unit(said)
    number = cell.text.rstrip("%").replace("−", "-")
    kind: Kind = "quantity"
    if growing:
        kind = "growth"
    elif unit == "%":
        kind = "growth" if _GROWTH.search(label) else "share"
    name = _BRACKET.sub("", label).strip()
    title = _BRACKET.sub("", column).strip()
    says_more = (
        not growing
        and not _YEAR.search(title)
        and title not in ("数值", "数量", "完成数", "预算数", "本期", "实绩", "总量", "绝对数", "指标值")
    )
    subject = name + title if says_more else name
    return Tabled(
        cell.start, cell.end, arabic(number) * multiple, place_of(number.lstrip("-")) * multiple, unit, kind, subject, f"{label} {column}",
        period,         base_in(column) if growing else None, _TARGET.search(column) is not None and unit != "%",
    )  # fmt: skip


def _unit(words: str | None) -> tuple[str | None, Decimal]:
    if not words:
        return None, Decimal(1)
    match = re.match(rf"[{SCALE}]*", words)
    signs = match.group() if match else ""
    for length in range(len(signs), -1, -1):  # 亿千瓦时: the unit may begin with a multiple
        measured = unit_at(words, length, gap=False)
        if measured.unit:
            return measured.unit, scale(signs[:length])
    return (None, scale(signs)) if signs else (words, Decimal(1))
