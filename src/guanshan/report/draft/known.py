"""What does the checker have to know of indicators? 已知指标

Little: how each is called, in which unit and of which kind it is, and what is registered for a period. Anything that can say so serves, the
house's registers or a file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from guanshan.report.draft.finding import Base, Kind, Qualifier


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """An indicator as far as a draft may speak of it.

    Parameters
    ----------
    title
        By language.
    names
        Every name by which a draft may call it, the title's included, in any language.
    units
        Units in which a draft may state it, as the extractor writes them; empty for a rank.
    period
        ``year``, ``half``, ``quarter``, ``month`` or ``day``.
    base
        Against what a growth is measured; None where any will do.
    """

    name: str
    title: Mapping[str, str]
    names: tuple[str, ...]
    units: frozenset[str]
    kind: Kind
    period: str
    base: Base | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """What is registered of an indicator for a period.

    Parameters
    ----------
    value
        In the indicator's unit; a decline is negative.
    qualifier
        *exact*, or how its source words it where the source itself gives no more (超900亿元).
    subject
        Whose it is; None for the district's own.
    """

    value: Decimal
    period: str | None
    qualifier: Qualifier = "exact"
    subject: str | None = None


class Known(Protocol):
    """Indicators and their registered values."""

    def indicators(self) -> Iterable[KnownIndicator]:
        """Return every indicator."""
        ...

    def registered(self, indicator: str, period: str | None, context: str) -> Registered | None:
        """Return what is registered for a period.

        Parameters
        ----------
        period
            ISO 8601; None asks for the latest.
        context
            The words of the sentence: where a value is an enterprise's, they name it.
        """
        ...


class KnownTable:
    """Indicators with their values in memory."""

    def __init__(
        self, indicators: Iterable[KnownIndicator], values: Mapping[str, Iterable[Registered]]
    ) -> None:
        self._indicators = tuple(indicators)
        self._values = {name: {one.period: one for one in listed} for name, listed in values.items()}

    def indicators(self) -> Iterable[KnownIndicator]:
        """Return every indicator."""
        return self._indicators

    def registered(self, indicator: str, period: str | None, context: str) -> Registered | None:
        """Return what is registered for a period; the latest where none is asked for."""
        values = self._values.get(indicator, {})
        if period is None:
            return values[max(values, key=lambda each: each or "9999")] if values else None
        return values.get(period)
