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
from guanshan.report.draft.moment import date_at
from guanshan.report.draft.numeral import SCALE, arabic, place_of, scale
from guanshan.report.draft.unit import unit_at

_NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_EMPTY = re.compile(r"[-—–…]{1,4}|/|")
_UNIT_LINE = re.compile(r"(?:计量)?单位[::]\s*(?P<u>[^\s,，。;；|]{1,10})")
_BRACKET = re.compile(r"[(（](?P<u>[^()（）]{1,10})[)）]\s*$")
_YEAR = re.compile(r"(?P<y>(?:19|20)\d\d)\s?年?(?:\s?(?P<m>\d{1,2})\s?月)?(?!\d)")
_GROWTH = re.compile(r"增长|同比|增速|增幅|比上年|环比|增减|升降|±|growth|change|yoy", re.IGNORECASE)
_TARGET = re.compile(r"预算|目标|计划|target|budget|plan", re.IGNORECASE)
_PROSE = re.compile(r"[,，。;；!！?？、](?!\d)")
_SEPARATED = re.compile(r"\t|\||[ \u3000]{2,}")
_RULE = re.compile(r"[ |:+-]*-{2,}[ |:+-]*")
_RANK = re.compile(r"排名|排位|位次|名次")
_TIME = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[ ]?月|\d{1,2}[ ]?[-—–~至][ ]?\d{1,2}月|[上下]半年|前?第?[一二三四1-4]季度"
)
_TIME_HEAD = re.compile(r"年份|年度|年|时间|时期|月份|季度|year|period", re.IGNORECASE)
_PART_OF = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[(（]?\d{1,2}[.、)）](?!\d)|(?:#|其中)[:：]?)+\s*")
_NO_SUBJECT = re.compile(
    r"(?:[\d\-—–~至月年份]*)?(?:累计|本月|本期|本年|实际|完成)?"
    r"(?:数值|数量|完成数|预算数|本期|实绩|总量|绝对数|绝对额|绝对量|指标值|累计|金额|数)?"
)
_COUNTED = re.compile(r"(?P<u>[户家人件个所辆头])数$")
_COUNTS = ("户", "家", "人", "件", "个", "所", "辆", "头")
_WIDEST, _LONGEST = 24, 2000
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
        if _RULE.fullmatch(line):
            continue
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
    by_time = _TIME_HEAD.fullmatch(head[0].text) is not None
    rows: list[list[Cell]] = []
    after = at + 1
    while after < len(lines) and (row := lines[after]):
        if (
            len(row) != len(head)
            or (row[0].is_value and not by_time)
            or not any(cell.is_number for cell in row[1:])
        ):
            break
        rows.append(row)
        after += 1
    return (head, rows, after) if rows else None


def _single_cells(lines: list[list[Cell]]) -> Iterator[Cell]:
    for line in lines:
        if len(line) != 1 or len(line[0].text) > 24 or _PROSE.search(line[0].text):
            return
        yield line[0]


def _column(lines: list[list[Cell]], at: int) -> tuple[list[Cell], list[list[Cell]], int] | None:
    """Read a table whose cells stand one a line: the width is what makes every row end in its numbers."""
    if len(lines[at]) != 1 or lines[at][0].is_value:
        return None
    head = list(_single_cells(lines[at : at + _WIDEST]))
    first = next((number for number, cell in enumerate(head) if cell.is_number), None)
    if first is None or first < 3:
        return None
    cells = list(_single_cells(lines[at : at + _LONGEST]))
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
    title = next((period for words in reversed(above) if (period := _period(words, None))), None)
    year = title[:4] if title else None
    unit_column = next((number for number, cell in enumerate(head) if _UNIT_HEAD.fullmatch(cell.text)), None)
    said = [
        period for cell in head[1:] if not _GROWTH.search(cell.text) and (period := _period(cell.text, year))
    ]
    by_row = _TIME_HEAD.fullmatch(head[0].text) is not None
    for row in rows:
        label = row[0].text
        of_row = _BRACKET.search(label)
        row_unit = row[unit_column].text if unit_column is not None else of_row["u"] if of_row else None
        for cell, column in zip(row[1:], head[1:], strict=True):
            if not cell.is_number:
                continue
            own = None if _GROWTH.search(column.text) else _period(column.text, year)
            period = own or (_period(label, year) if by_row else None) or max(said, default=title)
            yield _tabled(cell, column.text, "" if by_row else label, row_unit or common, period)


def _period(words: str, year: str | None) -> str | None:
    """Read the time that a head, a title or a row's label names; ``year`` completes it."""
    for match in _TIME.finditer(words):
        piece = date_at(words, match.start())
        if piece is None:
            continue
        value = str(piece.value)
        if not value.startswith("-") and value[:1].isdigit():
            return value
        if year:
            return (
                "/".join(year + part[1:] for part in value.split("/"))
                if value.startswith("--")
                else f"{year}-{value}"
            )
    bare = _YEAR.search(words)
    return bare["y"] if bare else None


def _tabled(cell: Cell, column: str, label: str, unit_said: str | None, period: str | None) -> Tabled:
    title = _BRACKET.sub("", column).strip()
    name = _PART_OF.sub("", _BRACKET.sub("", label).strip())
    unit, multiple = (
        (None, Decimal(1)) if _RANK.search(title) else _unit(_unit_of(cell, column, title, unit_said))
    )
    number = cell.text.rstrip("%").replace("−", "-")
    kind = _kind(title, name, unit)
    says_more = not name or not (_GROWTH.search(title) or _YEAR.search(title) or _NO_SUBJECT.fullmatch(title))
    growing = kind == "growth"
    return Tabled(
        cell.start, cell.end, arabic(number) * multiple, place_of(number.lstrip("-")) * multiple, unit, kind,
        name + title if says_more else name, f"{label} {column}", period, base_in(column) if growing else None,
        _TARGET.search(column) is not None and unit != "%",
    )  # fmt: skip


def _unit_of(cell: Cell, column: str, title: str, row_or_common: str | None) -> str | None:
    """Say where the unit of a cell stands: in the cell, in its column's head, in the row or above the table."""
    bracket = _BRACKET.search(column)
    if cell.text.endswith("%"):
        return "%"
    if bracket:
        return bracket["u"]
    if _GROWTH.search(title) or title.endswith(("%", "比重", "占比", "率")):
        return "%"
    counted = _COUNTED.search(title)
    return counted["u"] if counted and row_or_common in (None, *_COUNTS) else row_or_common


def _kind(title: str, name: str, unit: str | None) -> Kind:
    if _RANK.search(title):
        return "rank"
    if _GROWTH.search(title) or (unit == "%" and _GROWTH.search(name)):
        return "growth"
    return "share" if unit == "%" else "quantity"


def _unit(words: str | None) -> tuple[str | None, Decimal]:
    if not words:
        return None, Decimal(1)
    leading = re.match(rf"[{SCALE}]*", words)
    signs = leading.group() if leading else ""
    for length in range(len(signs), -1, -1):  # 亿千瓦时: the unit may begin with a multiple
        measured = unit_at(words, length, gap=False)
        if measured.unit:
            return measured.unit, scale(signs[:length])
    return (None, scale(signs)) if signs else (words, Decimal(1))
