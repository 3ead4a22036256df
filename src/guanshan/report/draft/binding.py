"""Which indicator does a quantity state? 对应指标

An indicator fits where kind and unit fit and one of its names is said: whole in the quantity's own subject, or in parts, its end in the
subject and its beginning earlier in the sentence (贵阳贵安…, 投资金额). A whole name goes before a parted one, a longer before a shorter,
then the one said nearest.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from guanshan.report.draft.finding import Quantity
from guanshan.report.draft.known import KnownIndicator

_IDLE = re.compile(r"[\s“”‘’\"'()（）《》、,，·]+")
_ASIDE = re.compile(r"(?<=..)[(（][^()（）]*[)）]?$")
_OF_RANK = re.compile(r"(?:位次|排名|排位|名次|名列)$|^rank (?:by|of|in) |\brank$")
_OF_GROWTH = re.compile(r"(?:增速|增幅|增长率|增长|变化|涨幅|降幅|同比)$|^(?:growth|change) (?:of|in) ")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class _Name:
    words: str
    indicator: KnownIndicator
    is_latin: bool


class Binder:
    """Finds the indicator of a quantity by the names that indicators bear."""

    def __init__(self, indicators: Iterable[KnownIndicator]) -> None:
        self._names: dict[tuple[str, str | None], list[_Name]] = defaultdict(list)
        for indicator in indicators:
            for name in {_even(each, indicator.kind) for each in indicator.names}:
                if len(name) < _LEAST:
                    continue
                for unit in indicator.units or {None}:
                    self._names[indicator.kind, unit].append(_Name(name, indicator, name.isascii()))

    def indicator(self, quantity: Quantity) -> KnownIndicator | None:
        """Return the indicator that a quantity states, or None where no name fits."""
        if not quantity.statistical or not quantity.subject:
            return None
        unit = None if quantity.kind == "rank" else quantity.unit
        names = self._names.get((quantity.kind, unit))
        if not names:
            return None
        subject = _even(quantity.subject, quantity.kind)
        context = _IDLE.sub("", quantity.context).lower()
        best: tuple[tuple[int, int, int], KnownIndicator] | None = None
        for name in names:
            score = _score(name, subject, context)
            if score and (best is None or score > best[0]):
                best = (score, name.indicator)
        return best[1] if best else None


def _even(words: str, kind: str) -> str:
    words = _ASIDE.sub("", words.strip().lower())
    if kind == "rank":
        words = _OF_RANK.sub("", words)
    if kind in ("growth", "rank") and len(_OF_GROWTH.sub("", words)) >= _LEAST:
        words = _OF_GROWTH.sub("", words)
    return _IDLE.sub("", words)


def _score(name: _Name, subject: str, context: str) -> tuple[int, int, int] | None:
    """Rate how a name is said: whole or parted, how long, how near."""
    at = subject.rfind(name.words)
    if at >= 0:
        return 2, len(name.words), at
    if name.is_latin or name.words[-_LEAST:] not in subject:
        return None
    words = name.words
    end = (
        next(size for size in range(len(words) - _LEAST, _LEAST - 1, -1) if words[-size:] in subject)
        if len(words) > _LEAST + 1
        else 0
    )
    if not end:
        return None
    near = _parted(words[:-end], context)
    return None if near is None else (1, near, len(words))


def _parted(words: str, context: str) -> int | None:
    """Find where the beginning of a name is said last, in one part or in two."""
    at = context.rfind(words)
    if at >= 0:
        return at
    for cut in range(len(words) - _LEAST, _LEAST - 1, -1):
        second = context.rfind(words[cut:])
        first = context.rfind(words[:cut], 0, second) if second >= 0 else -1
        if first >= 0:
            return first
    return None
