"""What is written down of a quantity that a text states? 数量条目"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["quantity", "share", "growth", "rank", "date", "time", "ordinal", "name"]
Qualifier = Literal["exact", "over", "about_over", "near", "at_most"]
Base = Literal["yoy", "pop", "ye", "fixed", "before", "peer"]
Status = Literal["agrees", "differs", "not registered"]

STATISTICAL_KINDS: frozenset[Kind] = frozenset({"quantity", "share", "growth", "rank"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text, as printed there. 数量

    Parameters
    ----------
    text, start, end
        The printed characters and their offsets in the text.
    value
        After 万/亿 and the head of a table: a decimal, or ISO 8601 for a date or a time; None where a digit cannot be read.
    unit
        ``CNY``, ``%``, ``m2``, or the classifier as printed (家); None where there is none.
    qualifier, qualifier_span
        What the words around say of the value, and where they stand.
    subject, context
        The words that say what is counted; all words of the sentence that may say so too.
    period
        The time for which it holds, ISO 8601, an interval as ``2018/..``; None where the text says none.
    statistical
        Whether it can be held against a register.
    base, direction, multiple
        Of a growth figure: against what, whether up or down, whether 增长7倍 (increment) or 7倍 (ratio).
    aspect
        ``target``, ``rule``, ``scenario`` or ``negated``; None for a fact.
    vague
        Whether it names an order of magnitude only (数十亿).
    place
        Worth of the last printed digit: 0.01 亿 of 128.93亿元.
    """

    text: str
    start: int
    end: int
    value: str | None
    unit: str | None
    qualifier: Qualifier
    kind: Kind
    subject: str | None
    period: str | None
    statistical: bool
    base: Base | None = None
    direction: Literal["up", "down"] | None = None
    multiple: Literal["ratio", "increment"] | None = None
    aspect: Literal["target", "rule", "scenario", "negated"] | None = None
    qualifier_span: tuple[int, int] | None = None
    context: str = ""
    vague: bool = False
    place: Decimal = Decimal(1)


@dataclass(slots=True)
class Piece:
    """A quantity while it is being read: what its own characters say, before its surroundings are asked.

    ``inner`` tells of 余, 多 or 数 between the digits and the unit, ``rate`` of a unit that is a part of a hundred.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal | str | None = None
    unit: str | None = None
    inner: bool = False
    vague: bool = False
    multiple: Literal["ratio", "increment"] | None = None
    place: Decimal = Decimal(1)
    scale: Decimal = Decimal(1)
    bare: bool = False
    bound: bool = False
