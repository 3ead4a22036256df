"""In which unit is it printed? 单位与量词"""

import re
from dataclasses import dataclass

from guanshan.report.draft.lexicon import lexicon
from guanshan.report.draft.numeral import GAP

_BLANK = re.compile(GAP)
_OF = "平方米|平米|㎡|m2|公斤|千克|吨|亩|人|户|度|千瓦时|小时|公里|件|套|立方米|斤|次"
_PER_AFTER = re.compile(rf"(?:/|每)(?P<u>{_OF}|天|日|月|年|kg|t|h|km)(?:[/·•每](?P<v>月|天|日|年|小时))?")
_PER_BEFORE = re.compile(
    rf"每(?P<n>[百千万]|百万)?(?P<u>人口|常住人口|名|{_OF})(?:每(?P<v>月|天|日|年|小时))?[^\d,，。;；每]{{0,14}}$"
)
_RANKS_MOVED = re.compile(r"(?:上升|下降|前进|提升|后退|前移|后移|跃升)了?$")


@dataclass(frozen=True, slots=True)
class Measured:
    """A unit as read: its code, where it ends, by what the number is multiplied."""

    unit: str | None
    end: int


def unit_at(text: str, at: int, *, gap: bool = True) -> Measured:
    """Read the unit or classifier that begins at an offset, with what it is per (元/平方米)."""
    start = at
    if gap and text[at : at + 1] in " \n" and (blank := _BLANK.match(text, at)):
        start = blank.end()
    match = lexicon().unit.match(text, start)
    if match is None:
        return Measured(None, at)
    unit, end = lexicon().units[" ".join(match.group().split())], match.end()
    if start > at and "\n" in text[at:start] and unit in ("天", "日", "年", "月"):
        return Measured(None, at)
    if per := _PER_AFTER.match(text, end):
        return Measured(_per(unit, per["u"], per["v"]), per.end())
    return Measured(unit, end)


def _per(unit: str, of: str, then: str | None, many: str | None = None) -> str:
    known = lexicon().units.get(of, of) if of not in ("度", "日", "年", "月") else of
    named = {"百": "百", "千": "千", "万": "万", "百万": "百万"}.get(many or "", "")
    known = "人" if known in ("人口", "常住人口") else known
    return f"{unit}/{named}{known}" + (f"/{then}" if then else "")


def unit_as_said(text: str, start: int, end: int, unit: str | None) -> str | None:
    """Add to a unit what the words before its number say: each of what (每公斤), or places in a row (上升两位)."""
    if unit is None or "/" in unit or unit in ("%", "倍", "百分点"):
        return unit
    if unit == "人" and text[end - 1] == "位" and _RANKS_MOVED.search(text[max(0, start - 6) : start]):
        return "位"
    match = _PER_BEFORE.search(text[max(0, start - 24) : start])
    return _per(unit, match["u"], match["v"], match["n"]) if match else unit
