"""What stands between a file and its register? 待导入与导入结果"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guanshan.observe.checking import Checked
from guanshan.observe.fault import Fault
from guanshan.observe.plan import Plan
from guanshan.register.store import Counts


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that has been read and checked; nothing of it is in the register yet. 待导入

    Parameters
    ----------
    plan
        How it was read.
    checked
        What was found.
    file_name, sha256
        Which file it is.
    keeper
        The unit that is to keep the new records.
    since
        From which day the values hold; None for records that do not change over time.
    remembered
        Whether the mapping is the one remembered from the last sheet with this head.
    """

    plan: Plan
    checked: Checked
    file_name: str
    sha256: str
    keeper: str
    since: date | None
    remembered: bool

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault, in the order of the sheet."""
        return tuple(self.checked.faults.sorted())

    @property
    def is_good(self) -> bool:
        """Whether everything may land."""
        return not self.checked.faults.count

    @property
    def rows(self) -> int:
        """How many rows are records."""
        return self.checked.count

    @property
    def bad_rows(self) -> int:
        """How many of them will not do."""
        return len(self.checked.faults.rows)


@dataclass(frozen=True, slots=True)
class Landing:
    """What became of a file. 导入结果

    Parameters
    ----------
    import_id
        Names the import, for `Importer.undo`; None where nothing changed.
    counts
        New, changed and unchanged records.
    refused
        Rows that did not land.
    repair
        The workbook of those rows, for repair.
    same_as
        The earlier import of the very same file, because of which nothing was done.
    """

    import_id: str | None
    counts: Counts
    refused: int = 0
    repair: Path | None = None
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """An import that landed, as the list of imports shows it. 导入批次"""

    id: str
    register: str
    file_name: str
    keeper: str
    actor: str
    tick: int
    entry: int
    counts: Counts
    refused: int
    undone: bool
