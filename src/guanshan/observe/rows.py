"""Which rows are records? 数据行

Between the records of a sheet stand rows that are none: totals (合计), names of sections, repeated heads, notes and signatures. They
are left out, and told, so that nobody wonders where they went.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from guanshan.observe.characters import as_code, says_nothing
from guanshan.observe.heading import Head, plain_label
from guanshan.observe.workbook import Cell, Merge, Sheet, is_blank

Why = Literal["total", "note", "section", "heading"]

_TOTAL: Final = re.compile(
    r"(?:[^\s,。]{0,12}?)(?:合计|小计|总计|共计|累计|总数)(?:数|额)?[:：]?(?:[(].*[)])?|(?:sub-?|grand)?total[:：]?",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(
    r"(?:备注|注|附注|说明|注意|填表说明|填表人|填报人|制表人?|审核人?|负责人|单位负责人|经办人|联系人|联系电话|填报单位|填报日期|报出日期"
    r"|填表日期|制表日期|数据来源|资料来源|来源|note|notes|source)\d*\s*[:：].*|(?:注|备注)\d*[.、].*",
    re.IGNORECASE | re.S,
)
_SPECIAL: Final = re.compile(
    r"计|总数|累|total|note|source|[:：]|注|^\s*[(（第其一二三四五六七八九十]", re.IGNORECASE
)
"""What a key must hold before the row can be anything but a record: most rows are let through by this alone."""

_SECTION: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]+[部分类章]|其中[:：]?$).*"
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was left out, and why. 略过的行"""

    row: int
    why: Why
    text: str


class RecordRows:
    """Walks through the rows of a sheet that are records.

    Parameters
    ----------
    sheet
        The sheet.
    head
        The head of its table.
    columns
        The columns that are read, from 0.
    key_columns
        Those of them in which the natural key stands: a total has none.
    """

    def __init__(self, sheet: Sheet, head: Head, columns: Sequence[int], key_columns: Sequence[int]) -> None:
        self._sheet = sheet
        self._head = head
        self._columns = tuple(columns)
        self._keys = tuple(key_columns)
        self._labels = tuple((heading.column, plain_label(heading.path[-1])) for heading in head.headings)
        self._head_words = frozenset(words for heading in head.headings for words in heading.path)
        self.skipped: list[Skipped] = []
        self.height = max(0, sheet.height - head.first_row)

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        """Give each record's row number, from 0, and its cells; what was left out stands in ``skipped`` afterwards."""
        self.skipped = []
        carried = _Carried(self._sheet.merges, self._head.first_row)
        last = max(self._columns, default=0) + 1
        for number, row in enumerate(self._sheet.rows()):
            if number < self._head.first_row:
                continue
            if len(row) < last:
                row = row + [""] * (last - len(row))
            carried.fill(number, row)
            if is_blank(row[column] for column in self._columns) and is_blank(row):
                continue
            why = self._why_not(row)
            if why is None:
                if not is_blank(row[column] for column in self._columns):
                    yield number, row
            else:
                told = next(str(cell) for cell in row if cell != "")
                self.skipped.append(Skipped(number, why, told[:60]))

    def _why_not(self, row: Sequence[Cell]) -> Why | None:
        keys = [row[column] for column in self._keys]
        if all(map(self._is_plain_key, keys)):
            return None
        keyless = not any(map(self._holds, keys))
        words = [
            as_code(cell).replace(" ", "")
            for cell in row
            if isinstance(cell, str) and cell and len(cell) < 400
        ]
        own = {as_code(str(cell)).replace(" ", "") for cell in keys if self._holds(cell)}
        lacking = len(own) < len(keys) or any(_TOTAL.fullmatch(word) for word in own)
        if lacking and any(_TOTAL.fullmatch(word) for word in words[:4]):
            return "total"
        distinct = set(words)
        if (
            words
            and _NOTE.fullmatch(words[0])
            and (keyless or (len(distinct) <= 4 and own <= distinct and words[0] in own))
        ):
            return "note"
        if (
            len(distinct) == 1
            and (keyless or own == distinct)
            and self._spans(row)
            and _SECTION.fullmatch(words[0])
        ):
            return "section"
        if len(distinct) > 1 and self._repeats_head(row):
            return "heading"
        return None

    def _spans(self, row: Sequence[Cell]) -> bool:
        return all(isinstance(cell, str) for cell in row)

    def _is_plain_key(self, cell: Cell) -> bool:
        if not isinstance(cell, str):
            return True
        return (
            bool(cell)
            and cell not in self._head_words
            and not _SPECIAL.search(cell)
            and not says_nothing(cell)
        )

    def _holds(self, cell: Cell) -> bool:
        return cell != "" and not (isinstance(cell, str) and says_nothing(cell))

    def _repeats_head(self, row: Sequence[Cell]) -> bool:
        same = sum(
            column < len(row) and isinstance(row[column], str) and plain_label(str(row[column])) == label
            for column, label in self._labels
        )
        return same >= 2 and 2 * same > len(self._labels)


class _Carried:
    """Gives every cell of a merged range the value of its first: one street's name beside ten enterprises."""

    def __init__(self, merges: Sequence[Merge], first_row: int) -> None:
        self._from: dict[int, list[Merge]] = {}
        for merge in merges:
            if merge[0] >= first_row:
                self._from.setdefault(merge[0], []).append(merge)
        self._open: list[tuple[Merge, Cell]] = []

    def fill(self, number: int, row: list[Cell]) -> None:
        if number in self._from:
            self._open += [(merge, row[merge[1]]) for merge in self._from[number] if merge[1] < len(row)]
        if not self._open:
            return
        self._open = [(merge, value) for merge, value in self._open if merge[2] >= number]
        for (_, left, _, right), value in self._open:
            for column in range(left, min(right + 1, len(row))):
                row[column] = value
