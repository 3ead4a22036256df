"""How is this file read onto this register? 读取方案

A plan joins a sheet, its head and a mapping; its rows can be walked through again and again, so that a long sheet is checked
and then landed without ever standing in memory as a whole.
"""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass

from guanshan.i18n import Texts
from guanshan.observe.cell import Reader, reader_of
from guanshan.observe.heading import Head, find_head
from guanshan.observe.mapping import Mapping, apply_mapping, known_names
from guanshan.observe.rows import RecordRows, Skipped
from guanshan.observe.workbook import Cell, Sheet, Workbook
from guanshan.refusal import Refusal, RefusedInput
from guanshan.register.field import Value
from guanshan.register.record import RecordType, RecordTypes

_OURS = ("错误", "填写说明", "说明", "选项", "errors", "explanation", "options", "how to fill in")


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that a plan could not read."""

    column: int | None
    field: str
    value: Cell
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row as it was read.

    Parameters
    ----------
    row
        Row number from 0.
    values
        What was read, for the fields that the plan fills.
    faults
        The cells that could not be read.
    """

    row: int
    values: MappingOf[str, Value]
    faults: tuple[CellFault, ...]


class Plan:
    """How one sheet is read onto one register. 读取方案

    Raises
    ------
    RefusedInput
        If the mapping does not fit the sheet, or one of its constants does not fit its field.
    """

    def __init__(
        self, types: RecordTypes, record: RecordType, sheet: Sheet, head: Head, mapping: Mapping, texts: Texts
    ) -> None:
        self.record = record
        self.sheet = sheet
        self.head = head
        self.mapping = mapping
        self.used = apply_mapping(mapping, record, head, texts)
        self.columns = {use.field.name: use.heading.column for use in self.used}
        self.constants: dict[str, Value] = {}
        for name, value in mapping.constants.items():
            self.constants[name] = reader_of(types, record, record.field(name), texts)(value)
        self._readers: tuple[tuple[str, int, Reader, Value], ...] = tuple(
            (
                use.field.name,
                use.heading.column,
                reader_of(types, record, use.field, texts, use.factor),
                use.field.default,
            )
            for use in self.used
        )
        keys = [self.columns[name] for name in record.key if name in self.columns]
        self._records = RecordRows(sheet, head, tuple(self.columns.values()), keys)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the plan fills."""
        return frozenset(self.columns) | frozenset(self.constants)

    @property
    def height(self) -> int:
        """At most how many rows there are to read."""
        return self._records.height

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The rows that the last walk left out."""
        return tuple(self._records.skipped)

    def rows(self) -> Iterator[RowRead]:
        """Read every record of the sheet."""
        for number, cells in self._records:
            values = dict(self.constants)
            faults: list[CellFault] = []
            for name, column, read, default in self._readers:
                cell = cells[column]
                try:
                    value = read(cell)
                except RefusedInput as refusal:
                    faults.append(CellFault(column, name, cell, refusal))
                else:
                    values[name] = default if value is None else value
            yield RowRead(number, values, tuple(faults))


def choose_sheet(
    workbook: Workbook, record: RecordType, texts: Texts, mapping: Mapping | None
) -> tuple[Sheet, Head]:
    """Choose the sheet whose head names most fields of a register.

    Raises
    ------
    RefusedInput
        If no sheet holds a table, or the mapping names a sheet that is not there.
    """
    known = known_names(record, texts)
    span = (mapping.head[0] - 1, mapping.head[1] - 1) if mapping and mapping.head else None
    if mapping and mapping.sheet:
        sheet = workbook.sheet(mapping.sheet)
        head = find_head(sheet, known, span)
        if head is None:
            raise RefusedInput("observe.no_table", sheet=sheet.name)
        return sheet, head
    best: tuple[Sheet, Head] | None = None
    for sheet in workbook:
        if not sheet.visible or sheet.name.strip().lower() in _OURS:
            continue
        head = find_head(sheet, known, span)
        if head and (best is None or head.hits > best[1].hits):
            best = (sheet, head)
    if best is None:
        raise RefusedInput("observe.no_table", sheet="、".join(workbook.names))
    return best
