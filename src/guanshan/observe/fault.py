"""What is wrong, where, and what is to be done? 错误清单

A fault names its sheet, row, column, value and reason, as the person who made the sheet sees them in a spreadsheet program.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from guanshan.i18n import LANGUAGES, Language, Texts
from guanshan.observe.archive import column_letters
from guanshan.refusal import Refusal
from guanshan.register.record import RecordType

MOST_FAULTS: Final = 20_000
"""How many faults are told one by one; a file with more is mapped wrongly, and its rows are counted all the same."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad cell, or one row that is bad as a whole. 错误

    Parameters
    ----------
    sheet
        Name of the sheet.
    row
        Row number from 1, as a spreadsheet program counts.
    column
        Column number from 1; None for the row as a whole.
    field
        Name of the field; None for the row as a whole.
    value
        What stands in the cell.
    refusal
        Why it will not do.
    """

    sheet: str
    row: int
    column: int | None
    field: str | None
    value: str
    refusal: Refusal

    @property
    def letters(self) -> str:
        """The column's letters; empty for a whole row."""
        return column_letters(self.column) if self.column else ""

    def label(self, record: RecordType, texts: Texts, language: Language) -> str:
        """Name the field for people."""
        return texts.say(record.field_label(self.field), language) if self.field else ""

    def reason(self, texts: Texts, language: Language) -> str:
        """Say why, for people."""
        return texts.say(self.refusal.key, language, **self.refusal.values)

    def to_json(self, record: RecordType, texts: Texts) -> dict[str, object]:
        """Write the fault for a program."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.letters or None,
            "field": self.field,
            "label": {language: self.label(record, texts, language) for language in LANGUAGES},
            "value": self.value,
            "key": self.refusal.key,
            "reason": {language: self.reason(texts, language) for language in LANGUAGES},
        }


@dataclass(slots=True)
class Faults:
    """All faults of a sheet: the first `MOST_FAULTS` one by one, every bad row by its number."""

    sheet: str
    told: list[Fault] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    count: int = 0

    def add(self, row: int, column: int | None, name: str | None, value: object, refusal: Refusal) -> None:
        """Add a fault; row and column from 0."""
        self.rows.add(row)
        self.count += 1
        if len(self.told) < MOST_FAULTS:
            place = None if column is None else column + 1
            self.told.append(Fault(self.sheet, row + 1, place, name, str(value)[:200], refusal))

    def sorted(self) -> Sequence[Fault]:
        """Return the faults in the order of the sheet."""
        return sorted(self.told, key=lambda fault: (fault.row, fault.column or 0))
