"""Is it a quantity, a share, or a change against a base? 数量、占比与增减"""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from guanshan.report.draft.finding import Base, Kind, Piece
from guanshan.report.draft.lexicon import found, last, lexicon

_RATES = frozenset({"%", "‰", "百分点", "基点", "倍"})
_SAYS = r"(?:率|度|幅度?)?[了为达是在:： ]{0,2}(?:分别)?(?:达到?|为|约|by|of)?\s?(?:an?\s)?$"
_GROWTH_LEVEL = re.compile(r"(?:增速|增幅|增长率)(?:由|从)[^,，。;；]*$")
_NATURAL = re.compile(r"自然增长率[^,，。;；\d]{0,4}$")
_NOUN = re.compile(r"(?:增速|增幅|涨幅|降幅|跌幅|升幅|减幅|增长率|growth rate)[^,，。;；\d]{0,8}$")
_LEVEL = re.compile(r"(?:至|到|to|降为|增为|升为|调整为)[了达约近 ]{0,2}$")
_DIFFERENCE = re.compile(r"(?:比|较|高于|低于|快于|慢于|高出|领先|落后)[^,，。;；]{1,24}$")
_RATIO_OF = re.compile(r"(?:是|为|相当于|达到?)[^,，。;；]{1,20}的$|[的约近超]$")
_AFTER_GROWTH = re.compile(
    r"\s?(?:growth|increase|rise|higher|more than (?:in|a)|decrease|drop|decline|fall|lower)\b"
)
_AFTER_RATIO = re.compile(r"\s?(?:as\s(?:many|much|large|high)|that of|the)\b")
_FIGHTING_ABSOLUTE = (
    "节约",
    "节省",
    "多",
    "少",
    "高出",
    "领先",
    "落后",
    "翻",
    "高于",
    "低于",
    "增效",
    "增",
    "减",
    "降",
    "升",
    "拓宽",
    "加密",
    "up",
    "down",
    "higher",
    "lower",
    "加快",
    "提升",
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a quantity is: its kind, and of a change its direction, base and multiple."""

    kind: Kind
    direction: Literal["up", "down"] | None = None
    base: Base | None = None
    multiple: Literal["ratio", "increment"] | None = None


@cache
def _verb() -> tuple[re.Pattern[str], re.Pattern[str]]:
    def ending(name: str) -> re.Pattern[str]:
        return re.compile(f"(?P<verb>(?<!新)(?:{lexicon().words[name].pattern})){_SAYS}", re.IGNORECASE)

    return ending("up"), ending("down")


def _change(before: str) -> tuple[Literal["up", "down"], str] | None:
    """Find the verb of change right before a number."""
    up, down = (pattern.search(before) for pattern in _verb())
    nearest = max(
        (match for match in (up, down) if match),
        key=lambda match: (match.end("verb"), -match.start("verb")),
        default=None,
    )
    if nearest is None:
        return None
    return ("up" if nearest is up else "down"), nearest["verb"]


def sorted_out(piece: Piece, clause: str, before: str, after: str, previous: Sorted | None) -> Sorted:
    """Say what a number is, by the words before it in its clause and the few after.

    Parameters
    ----------
    piece
        The number with its unit.
    clause
        The words from the clause's beginning.
    before, after
        The words of the clause before it since the number before, without its qualifier, and after it.
    previous
        What the number right before it in the same list is (增长2.6%、-1.4%).
    """
    if piece.kind not in ("quantity", "share", "growth"):
        return Sorted(piece.kind)
    if previous is not None:
        minus = not isinstance(piece.value, str) and piece.value is not None and piece.value < 0
        return replace(previous, direction=None if minus else previous.direction)
    change = _change(before[-40:])
    base = base_in(before) or base_in(after) if change or piece.unit in _RATES or piece.multiple else None
    if piece.multiple == "ratio":
        return Sorted("growth", "up", base, "ratio")
    if piece.bound:
        return Sorted(piece.kind)
    level = _LEVEL.search(before) is not None and not _NOUN.search(before)
    if piece.unit in _RATES and not level and not _NATURAL.search(before):
        if found_rate := _changed_rate(piece, before, after, change, base):
            return found_rate
    elif change and not level and _is_absolute_change(change[1], before, base):
        return Sorted("growth", change[0], base)
    if piece.unit in ("%", "‰") and _GROWTH_LEVEL.search(clause) and not _NATURAL.search(before):
        return Sorted("growth", "up", base)
    return Sorted(_level_kind(piece, before, after))


def _changed_rate(
    piece: Piece, before: str, after: str, change: tuple[Literal["up", "down"], str] | None, base: Base | None
) -> Sorted | None:
    if piece.unit == "倍":
        if change:
            return Sorted("growth", change[0], base, "increment")
        if _RATIO_OF.search(before) or _AFTER_RATIO.match(after):
            return Sorted("growth", "up", base, "ratio")
        return None
    if change:
        return Sorted("growth", change[0], base)
    if _NOUN.search(before):
        return Sorted("growth", "down" if re.search("降幅|跌幅|减幅", before) else "up", base)
    if match := _AFTER_GROWTH.match(after):
        return Sorted(
            "growth", "down" if re.search("decrease|drop|decline|fall|lower", match.group()) else "up", base
        )
    if piece.unit in ("百分点", "基点"):
        differs = _DIFFERENCE.search(before)
        down = differs is not None and re.search("低于|慢于|落后", differs.group()) is not None
        return Sorted("growth", "down" if down else "up" if differs else None, base)
    minus = isinstance(piece.value, str) or piece.value is None or piece.value >= 0
    if base and base != "before" and re.search(r"(?:同比|环比)\s?$", before):
        return Sorted("growth", "up" if minus else None, base)
    return None


def _is_absolute_change(verb: str, before: str, base: Base | None) -> bool:
    if base and base != "before":
        return True
    return verb not in _FIGHTING_ABSOLUTE and not re.search(r"[新年]增$", before)


def _level_kind(piece: Piece, before: str, after: str) -> Kind:
    if piece.unit in ("%", "‰"):
        if found("not_share", before) and last("not_share", before) >= last("share", before) - 1:
            return "quantity"
        return "share"
    return "quantity" if piece.kind == "growth" else piece.kind


_PEER = re.compile(
    r"(?:高于|低于|快于|慢于|高出|领先|比|较)(?:全[国省市州县区]|[国省市州县]|同类|同行|行业|平均)[^,，。;；\d]{0,10}$"
)
_HINT = re.compile(r"[比较同环均高低快慢相为定]|[a-z]{4}|上年|去年|yoy")
_BASES: tuple[Base, ...] = ("ye", "pop", "yoy", "fixed", "peer")


def base_in(words: str) -> Base | None:
    """Find against what a change is measured: 同比, 环比, 比年初, 比2015年, 高于全市.

    Examples
    --------
    >>> base_in("较上年末增加"), base_in("环比下降"), base_in("较2020年提高"), base_in("高于全市平均")
    ('ye', 'pop', 'fixed', 'peer')
    """
    if not _HINT.search(words):
        return None
    for base in _BASES:
        if base == "fixed":
            if lexicon().words["fixed"].search(words):
                return base
        elif found(f"bases.{base}", words):
            return base
    return "peer" if _PEER.search(words) else None
