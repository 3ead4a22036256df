"""What is the value of an indicator, and on what does it stand? 数字

A figure is an indicator's value for a period and a subject, on a moment: computed from rows or from other figures, or reported by a
document. It carries all on which it stands, so that whoever reads it can go down to the rows and papers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from guanshan.i18n import Language
from guanshan.register.query import Condition, Moment
from guanshan.report.indicator import DISTRICT, Indicator, Provenance
from guanshan.report.period import Period

Qualifier = Literal["exact", "over", "about_over", "near", "at_most"]
QUALIFIERS: Final[tuple[Qualifier, ...]] = get_args(Qualifier)
"""How a stated value is meant: as it stands; 超; 余; 近, 约; 不超过."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows behind a figure: a register, the conditions, and the moment at which it is read. 数据行"""

    register: str
    where: tuple[Condition, ...]
    moment: Moment
    count: int
    made_up: int = 0
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What one document says of an indicator: a row of the register of reported figures. 报告数

    Parameters
    ----------
    printed
        How the document words a value that no plain number says, by language.
    """

    record: str
    value: Decimal
    qualifier: Qualifier
    office: str
    document: str
    stated_on: date | None
    made_up: bool
    printed: Mapping[Language, str | None]
    note: str | None

    def __hash__(self) -> int:
        """Hash it by the row that holds it."""
        return hash((self.record, self.value, self.document))


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Against what a growth, share or rank is taken. 基数

    Parameters
    ----------
    of, period
        The indicator and the period of the base: that of the year before, the whole, what is ranked.
    figure
        What the registers hold for it, every statement kept; None where they hold nothing.
    implied
        The base that a reported growth or share implies, computed backwards from the value that it speaks of; None where unknown.
    reckoned
        The growth or share as it comes out of ``figure``: beside a reported one, it shows whether the two agree.
    """

    kind: Literal["growth", "share", "rank"]
    of: str
    period: Period
    figure: "Figure | None"
    implied: Decimal | None = None
    reckoned: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An indicator's value for a period and a subject, on a moment. 数字

    Parameters
    ----------
    value
        None where it is not known.
    sample
        Whether it rests on sample data, directly or through others.
    rows
        The rows from which it is counted, or those of the register of reported figures that state it.
    statements
        The documents that state it, the one that counts first; a restated value leaves the earlier ones behind it.
    inputs
        The figures from which it is computed.
    """

    indicator: Indicator
    period: Period
    moment: Moment
    value: Decimal | None
    subject: str = DISTRICT
    qualifier: Qualifier = "exact"
    sample: bool = False
    rows: Rows | None = None
    statements: tuple[Statement, ...] = ()
    base: Base | None = None
    inputs: "tuple[Figure, ...]" = ()

    @property
    def name(self) -> str:
        """Name of its indicator."""
        return self.indicator.name

    @property
    def provenance(self) -> Provenance:
        """Whether it is computed or reported."""
        return self.indicator.provenance

    @property
    def office(self) -> str:
        """Code of the unit that answers for it: of a reported one, who states it."""
        return self.statements[0].office if self.statements else self.indicator.office

    @property
    def document(self) -> str | None:
        """Number of the document that states it."""
        return self.statements[0].document if self.statements else None

    @property
    def as_of(self) -> date | None:
        """The day on which its rows are read."""
        return self.rows.moment.on if self.rows else None
