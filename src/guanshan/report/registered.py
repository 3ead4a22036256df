"""What do the registers hold of what a press draft says? 登记的指标

Gives the checker of press drafts the house's indicators and their figures at one moment. Where an indicator is an enterprise's, the words
of the sentence say whose: the enterprise's name, also without its place and legal form.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from guanshan.refusal import RefusedInput
from guanshan.register.query import Condition
from guanshan.report.draft.finding import Base
from guanshan.report.draft.known import KnownIndicator, Registered
from guanshan.report.draft.listed import units_of
from guanshan.report.indicator import DISTRICT, Growth, Indicator
from guanshan.report.period import Period, read_period
from guanshan.report.reckoning import Sight

_PLACE: Final = re.compile(r"^(?:贵州省?|贵阳市?|观山湖区?)+")
_FORM: Final = re.compile(r"(?:集团)?(?:股份)?(?:有限)?(?:责任)?公司$|（.*?）$")


class RegisteredFigures:
    """The figures of one moment, as the checker of press drafts asks for them. 登记数

    Parameters
    ----------
    sight
        The figures of a moment; open for as long as this is asked.
    """

    def __init__(self, sight: Sight) -> None:
        self._sight = sight

    def indicators(self) -> Iterable[KnownIndicator]:
        """Return every indicator."""
        return tuple(map(_known, self._sight.catalogue))

    def registered(self, indicator: str, period: str | None, context: str) -> Registered | None:
        """Return what is registered for a period; the latest where none is asked for; None where nothing is.

        Parameters
        ----------
        period
            ISO 8601; ``2023/..`` (since 2023) is taken as the year, and of what stands on a day as the latest.
        context
            The words of the sentence, which name the enterprise where a value is an enterprise's.
        """
        declared = self._sight.catalogue[indicator]
        subject = DISTRICT if declared.subject == "district" else self._enterprise_in(context)
        if period is not None and period.endswith("/..") and declared.period == "day":
            period = None
        wanted = _period(period)
        if subject is None or (period is not None and (wanted is None or wanted.kind != declared.period)):
            return None
        figure = self._sight.figure(indicator, wanted, subject)
        if figure.value is None:
            return None
        whose = None if subject == DISTRICT else subject
        return Registered(figure.value, str(figure.period), figure.qualifier, whose)

    def _enterprise_in(self, context: str) -> str | None:
        """Return the credit code of the enterprise that a sentence names: the longest name, of those of whom anything is reported."""
        named = [(len(name), code) for name, code in self._enterprises.items() if name in context]
        return max(named)[1] if named else None

    @cached_property
    def _enterprises(self) -> dict[str, str]:
        codes = tuple(sorted(self._sight.subjects() - {DISTRICT}))
        where = [Condition("credit_code", "in", codes)]
        found = self._sight.reading.find("register.market_entity", self._sight.moment, where) if codes else []
        return {_FORM.sub("", _PLACE.sub("", one.name)) or one.name: one.key for one in found}


def _known(one: Indicator) -> KnownIndicator:
    names = (*one.title.values(), *(alias for listed in one.aliases.values() for alias in listed))
    base: Base | None = "yoy" if isinstance(one.base, Growth) and one.period == "year" else None
    units = frozenset[str]() if one.kind == "rank" else units_of(one.unit)
    return KnownIndicator(
        one.name,
        {str(language): title for language, title in one.title.items()},
        tuple(dict.fromkeys(names)),
        units,
        one.kind,
        one.period,
        base,
    )


def _period(text: str | None) -> Period | None:
    try:
        return None if text is None else read_period(text.removesuffix("/.."))
    except RefusedInput:
        return None
