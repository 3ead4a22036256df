"""What is an indicator? 指标

An indicator says in data what a figure means: names and aliases in both languages, definition (口径), unit, period, responsible office,
and the formula by which it is computed from rows or from other indicators; or that it is reported: stated by an office's document.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from guanshan.i18n import Language
from guanshan.register.query import Op
from guanshan.report.arithmetic import Arithmetic
from guanshan.report.period import PeriodKind

Kind = Literal["quantity", "share", "growth", "rank"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
Provenance = Literal["computed", "reported"]
Asked = Literal["value", "period", "subject"]
How = Literal["count", "sum", "distinct"]
Read = Literal["day", "period_end"]
Subject = Literal["district", "enterprise"]
SUBJECTS: Final[tuple[Subject, ...]] = get_args(Subject)

DISTRICT: Final = "district"
"""The subject of a figure that speaks of the whole district. 全区"""


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on rows; its value is written, or is the figure's own period or subject.

    Parameters
    ----------
    asks
        *value*: ``value``; *period*: the day lies within the figure's period; *subject*: the field names the figure's subject.
    """

    field: str
    op: Op = "eq"
    value: object = None
    asks: Asked = "value"


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of a register, counted or summed. 由登记簿计算

    Parameters
    ----------
    how
        Counts the rows, sums a field, or counts its different values; ``of`` is that field.
    read
        The rows that hold on the day that is asked for, or on the last day of the period.
    is_open
        Whether the public may read the rows one by one.
    """

    register: str
    how: How = "count"
    of: str | None = None
    where: tuple[Where, ...] = ()
    read: Read = "day"
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Growth:
    """The change of another indicator against a base, in per cent. 增速

    Parameters
    ----------
    against
        *previous* period, the same period of the *year_before*, or a fixed period as text.
    """

    of: str
    against: str = "previous"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, in per cent. 占比"""

    of: str
    whole: str


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of the subject among all subjects of which another indicator is stated, the greatest first. 位次

    Parameters
    ----------
    among
        Among whom, in words, by language.
    """

    of: str
    among: Mapping[Language, str]

    def __hash__(self) -> int:
        """Hash it by what it ranks."""
        return hash((self.of, *self.among.values()))


@dataclass(frozen=True, slots=True)
class Reported:
    """Stated by an office's document; ``base`` tells against what a growth, share or rank was stated. 由文件报告"""

    base: Growth | Share | Rank | None = None


Formula = Counted | Arithmetic | Growth | Share | Rank | Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator as an office declares it. 指标

    Parameters
    ----------
    name
        Unique in the house.
    system
        The system in whose folder it is declared.
    title, definition
        By language.
    aliases
        Other names by which people's drafts call it, by language.
    unit
        Code of its unit; ``CNY`` for money, ``%`` for shares and growth, ``rank`` for ranks.
    office
        Code of the unit that answers for it.
    places
        Decimals to which a quotient is rounded, half up.
    home
        Whether it stands on the public home page.
    subject
        Whether it is asked of the district or of one enterprise, by its credit code.
    """

    name: str
    system: str
    title: Mapping[Language, str]
    aliases: Mapping[Language, tuple[str, ...]]
    definition: Mapping[Language, str]
    unit: str
    kind: Kind
    period: PeriodKind
    office: str
    formula: Formula
    places: int = 2
    home: bool = False
    subject: Subject = "district"
    file: str = ""
    line: int = 0

    @property
    def provenance(self) -> Provenance:
        """Whether its values are computed from rows or reported by documents."""
        return "reported" if isinstance(self.formula, Reported) else "computed"

    @property
    def base(self) -> Growth | Share | Rank | None:
        """Against what a growth, share or rank is taken, computed or reported."""
        if isinstance(self.formula, Reported):
            return self.formula.base
        return self.formula if isinstance(self.formula, Growth | Share | Rank) else None

    @property
    def takes(self) -> tuple[str, ...]:
        """Names of the indicators from which its value is computed."""
        match self.formula:
            case Arithmetic(names=names):
                return names
            case Growth(of=of) | Rank(of=of):
                return (of,)
            case Share(of=of, whole=whole):
                return (of, whole)
            case _:
                return ()
