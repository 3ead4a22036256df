"""Where does the table begin, and what are its columns? 表头

Sheets of offices carry a title, a line with the unit, a head of one to three rows with merged cells, sometimes a row that numbers
the columns; only then come the records. The head is where most of the known names stand.
"""

import hashlib
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from guanshan.observe.archive import column_letters
from guanshan.observe.characters import as_code
from guanshan.observe.workbook import Cell, Merge, Sheet, spread
from guanshan.units import is_unit

SEARCHED_ROWS: Final = 60
"""In how many first rows of a sheet the head is looked for."""

_DEEPEST: Final = 3
_TALLEST: Final = 10
"""Rows that a head has at most, found by itself or as somebody says."""
_BRACKETED = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_UNIT_LINE = re.compile(
    r"(?:金额|货币|计量)?单位\s*[:：]\s*(?:人民币)?\s*([一-龥%‰]{1,4}(?:[、/][一-龥%]{1,4})*)"
)
_SIGNS = re.compile(r"[\s*:,、;.·\"'“”‘’_\-/\\()<>\[\]【】《》#|?。]")
_ORDINAL = re.compile(
    r"^(?:\d{1,2}[.、]|[(][一二三四五六七八九十\d]{1,3}[)]|[一二三四五六七八九十]{1,2}、)\s*"
)
_REQUIRED = re.compile(r"必填项?|选填|required", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"[(]?\d{1,3}[)]?(?:=.*)?|[甲乙丙丁戊己庚辛]|[①-⑳]")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a sheet as its head names it.

    Parameters
    ----------
    column
        Number from 0.
    path
        What stands in the head above the column, from the top down; merged cells count for each of their columns.
    unit
        Unit that the head names for this column, empty where none.
    """

    column: int
    path: tuple[str, ...]
    unit: str = ""

    @property
    def text(self) -> str:
        """The head's words for the column."""
        return "/".join(self.path)

    @property
    def letters(self) -> str:
        """The column's letters."""
        return column_letters(self.column + 1)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table. 表头

    Parameters
    ----------
    sheet
        Name of the sheet.
    top, bottom
        First and last row of the head, from 0.
    first_row
        First row of the records, from 0.
    headings
        The columns that have a name.
    unit
        Unit of money that a line above the table names, empty where none.
    hits
        How many columns have a known name.
    """

    sheet: str
    top: int
    bottom: int
    first_row: int
    headings: tuple[Heading, ...]
    unit: str
    hits: int

    @property
    def signature(self) -> str:
        """A digest of the columns' names in their order: sheets with the same one are read in the same way."""
        words = "\n".join(f"{plain_label(heading.text)}|{heading.unit}" for heading in self.headings)
        return hashlib.sha256(f"{words}|{self.unit}".encode()).hexdigest()


def plain_label(text: str) -> str:
    """Reduce a column's name to what tells it from others.

    Examples
    --------
    >>> plain_label("*统一社会 信用代码（必填）"), plain_label("Credit code")
    ('统一社会信用代码', 'creditcode')
    """
    plain = _REQUIRED.sub("", as_code(text).lower())
    return _SIGNS.sub("", _ORDINAL.sub("", plain))


def label_variants(path: Sequence[str]) -> list[str]:
    """Return the forms under which a column's name may be known, the most telling first."""
    variants: list[str] = []
    for words in ("".join(path), path[-1] if path else "", "".join(path[-2:])):
        without_unit = split_unit(words)[0]
        for form in (without_unit, _BRACKETED.sub("", without_unit)):
            if (plain := plain_label(form)) and plain not in variants:
                variants.append(plain)
    return variants


def split_unit(text: str) -> tuple[str, str]:
    """Split a column's name and its unit.

    Examples
    --------
    >>> split_unit("营业收入（万元）"), split_unit("名称（全称）")
    (('营业收入', '万元'), ('名称（全称）', ''))
    """
    for found in _BRACKETED.finditer(text):
        word = re.sub(r"^单位[:：]\s*", "", found.group(1).strip())
        if is_unit(word):
            return text.replace(found.group(0), "").strip(), word
    if len(parts := re.split(r"[,，:：]\s*(?:单位[:：])?", text)) == 2 and is_unit(parts[1]):
        return parts[0].strip(), parts[1].strip()
    return text, ""


def find_head(sheet: Sheet, known: Set[str], rows: tuple[int, int] | None = None) -> Head | None:
    """Find the head of a sheet's table.

    Parameters
    ----------
    sheet
        The sheet.
    known
        The names of the register's fields in all their forms, each as `plain_label` gives it.
    rows
        First and last row of the head, from 0, where somebody has said so.

    Returns
    -------
    The head, or None where the sheet has no table.
    """
    if rows is not None and not 0 <= rows[0] <= rows[1] < rows[0] + _TALLEST:
        return None
    raw = sheet.head(SEARCHED_ROWS if rows is None else max(SEARCHED_ROWS, rows[1] + 4))
    if not raw:
        return None
    full = spread(raw, [merge for merge in sheet.merges if merge[0] < len(raw)])
    block = rows or _best_block(raw, full, known)
    if block is None or block[1] >= len(full):
        return None
    top, bottom = block
    if rows is None:
        top = _with_groups(full, sheet.merges, top)
        bottom = max(
            [bottom, *(last for first, _, last, _ in sheet.merges if first <= bottom < last and first >= top)]
        )
        bottom = min(bottom, len(full) - 1)
    headings, first_row = _headings(full, sheet.merges, top, bottom)
    hits = sum(any(variant in known for variant in label_variants(heading.path)) for heading in headings)
    return Head(sheet.name, top, bottom, first_row, headings, _unit_above(full[: bottom + 1]), hits)


def _texts(row: Sequence[Cell]) -> list[str]:
    return [as_code(cell).strip() if isinstance(cell, str) else str(cell) for cell in row]


def _best_block(
    raw: Sequence[list[Cell]], full: Sequence[list[Cell]], known: Set[str]
) -> tuple[int, int] | None:
    """Choose the rows that name most known columns; where none is known, the first row that looks like a head."""
    best: tuple[int, int, int] | None = None
    for height in range(1, _DEEPEST + 1):
        for top in range(len(full) - height + 1):
            block = full[top : top + height]
            if not all(_may_be_head(row) for row in block):
                continue
            hits = _hits(block, known)
            if hits > (best[0] if best else 0):
                best = (hits, top, top + height - 1)
    if best:
        return best[1], best[2]
    for place, row in enumerate(full):
        if _may_be_head(row) and len({text for text in _texts(row) if text}) >= min(2, len(row)):
            return place, place
    return None


def _may_be_head(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell != ""]
    words = [cell for cell in filled if isinstance(cell, str) and len(cell) <= 120]
    return bool(words) and 2 * len(words) > len(filled)


def _hits(block: Sequence[Sequence[Cell]], known: Set[str]) -> int:
    found: set[str] = set()
    for column in range(max(len(row) for row in block)):
        path = _path(block, column)
        found.update(variant for variant in label_variants(path)[:6] if variant in known)
    return len(found)


def _path(block: Sequence[Sequence[Cell]], column: int) -> tuple[str, ...]:
    words = [str(row[column]).strip() for row in block if column < len(row) and str(row[column]).strip()]
    return tuple(dict.fromkeys(words))


def _with_groups(full: Sequence[Sequence[Cell]], merges: Sequence[Merge], top: int) -> int:
    """Take the rows above into the head where they group its columns: merged over some of them, not over all."""
    while top > 0 and _may_be_head(full[top - 1]):
        above = {text for text in _texts(full[top - 1]) if text}
        grouping = any(first <= top - 1 <= last and right > left for first, left, last, right in merges)
        grouping |= any(first <= top - 1 and last >= top for first, _, last, _ in merges)
        if len(above) < 2 or not grouping or any(_UNIT_LINE.search(text) for text in above):
            break
        top -= 1
    return top


def _headings(
    full: Sequence[list[Cell]], merges: Sequence[Merge], top: int, bottom: int
) -> tuple[tuple[Heading, ...], int]:
    block = [list(row) for row in full[top : bottom + 1]]
    _fill_groups(block)
    inner = {
        column
        for first, left, last, right in merges
        if first <= bottom <= last
        for column in range(left + 1, right + 1)
    }
    first_row = bottom + 1
    units: dict[int, str] = {}
    while first_row < len(full) and (found := _row_of_units_or_numbers(full[first_row])) is not None:
        units.update(found)
        first_row += 1
    headings = []
    for column in range(max(len(row) for row in block)):
        path = _path(block, column)
        if path and column not in inner:
            own = next((unit for words in reversed(path) if (unit := split_unit(words)[1])), "")
            headings.append(Heading(column, path, own or units.get(column, "")))
    return tuple(headings), first_row


def _fill_groups(block: list[list[Cell]]) -> None:
    """Carry a group's name to the right over the columns that it leaves blank: tables of text cannot merge cells."""
    for level, row in enumerate(block[:-1]):
        for column in range(1, len(row)):
            below = block[level + 1]
            named_below = column < len(below) and below[column] != ""
            begun = column - 1 < len(below) and below[column - 1] not in ("", row[column - 1])
            if row[column] == "" and named_below and begun:
                row[column] = row[column - 1]


def _row_of_units_or_numbers(row: Sequence[Cell]) -> dict[int, str] | None:
    """Read a row under the head that numbers the columns or gives their units; None where it is no such row."""
    texts = _texts(row)
    filled = [text.removesuffix(".0") for text in texts if text and text not in ("-", "—", "--", "——")]
    if len(filled) >= 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in filled):
        numbers = [
            int(text.strip("()").split("=")[0]) for text in filled if text[0].isdigit() or text[0] == "("
        ]
        if not numbers or (numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2):
            return {}
    if filled and all(is_unit(text) for text in filled):
        return {column: text for column, text in enumerate(texts) if text and is_unit(text)}
    return None


def _unit_above(rows: Sequence[Sequence[Cell]]) -> str:
    for row in rows:
        for text in dict.fromkeys(str(cell) for cell in row if isinstance(cell, str)):
            if found := _UNIT_LINE.search(text):
                money = [word for word in re.split(r"[、/]", found.group(1)) if word.endswith("元")]
                if money:
                    return money[0]
    return ""
