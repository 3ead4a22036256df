"""Drafts of the page with one thing changed, and which figures that touches."""

import random
import re
from dataclasses import dataclass

KINDS = ("digit", "unit", "period", "subject", "qualifier", "base")
_CHINESE = "一二三四五六七八九"
_UNITS = {
    "亿元": ["万元", "亿美元", "千元"],
    "万元": ["亿元", "元"],
    "家": ["项", "个"],
    "个": ["家", "万个"],
    "人": ["户", "万人"],
    "户": ["人", "万户"],
    "%": ["个百分点", "‰"],
}
_OTHERS = (
    "个体工商户",
    "规上服务业单位",
    "农民合作社",
    "在建工地",
    "外资机构",
    "社区食堂",
    "停车泊位",
    "骑行驿站",
)
_QUALIFIERS = {
    "over": ["近", "不足", ""],
    "about_over": [""],
    "near": ["超", ""],
    "exact": ["超", "近", "不足", "逾", "约"],
}
_BASES = ("环比", "比年初", "比2019年", "环比", "较上月")


@dataclass(frozen=True)
class Mutant:
    """A changed draft: the span that changed, the same span in the new text, and the figures (by number) that the change touches."""

    kind: str
    text: str
    at: int
    removed: int
    added: int
    touched: frozenset[int]
    spared: frozenset[int]

    def moved(self, offset: int) -> int:
        """Where an offset of the page lies in the new text."""
        return (
            offset
            if offset < self.at + self.removed and offset <= self.at
            else offset + self.added - self.removed
        )


class Page:
    """The page with its golden list."""

    def __init__(self, text: str, golden: list[dict]) -> None:
        self.text = text
        self.golden = golden
        self.figures = [number for number, one in enumerate(golden) if one["statistical"]]

    def mutant(self, kind: str, chance: random.Random, names: dict[int, list[str]]) -> Mutant:
        """Change one thing of one figure; ``names`` are the indicator's names, by figure."""
        while True:
            number = chance.choice(self.figures)
            changed = getattr(self, f"_{kind}")(self.golden[number], number, chance, names)
            if changed is None:
                continue
            start, end, new = changed
            if self.text[start:end] == new:
                continue
            touched, spared = self._reach(kind, number, start)
            return Mutant(
                kind, self.text[:start] + new + self.text[end:], start, end - start, len(new), touched, spared
            )

    def _reach(self, kind: str, number: int, start: int) -> tuple[frozenset[int], frozenset[int]]:
        """Return the figures that must be flagged, and those of which nothing is asked: they speak of the same date or subject."""
        if kind not in ("period", "subject"):
            return frozenset({number}), frozenset()
        stop = "\n" if kind == "period" else "。"
        begin, end = self.text.rfind(stop, 0, start), self.text.find(stop, self.golden[number]["end"])
        same = {each for each in self.figures if begin < self.golden[each]["start"] < end}
        return frozenset({number}), frozenset(same - {number})

    def _digit(
        self, one: dict, number: int, chance: random.Random, names: object
    ) -> tuple[int, int, str] | None:
        places = [
            at
            for at in range(one["start"], one["end"])
            if self.text[at].isdigit() or self.text[at] in _CHINESE
        ]
        if not places:
            return None
        at = chance.choice(places)
        old = self.text[at]
        first = at == one["start"]
        pool = [
            each
            for each in (_CHINESE if old in _CHINESE else "0123456789")
            if each != old and not (first and each in "01一")
        ]
        return at, at + 1, chance.choice(pool)

    def _unit(
        self, one: dict, number: int, chance: random.Random, names: object
    ) -> tuple[int, int, str] | None:
        for unit, others in _UNITS.items():
            if one["text"].endswith(unit) and len(one["text"]) > len(unit):
                return one["end"] - len(unit), one["end"], chance.choice(others)
        return None

    def _period(
        self, one: dict, number: int, chance: random.Random, names: object
    ) -> tuple[int, int, str] | None:
        year = (one["period"] or "")[:4]
        if not year:
            return None
        dates = [
            each
            for each in self.golden
            if each["kind"] == "date"
            and each["end"] <= one["start"]
            and (each["period"] or "").startswith(year)
        ]
        if not dates or "月" in dates[-1]["text"] or "\n" in self.text[dates[-1]["end"] : one["start"]]:
            return None
        start = dates[-1]["start"]
        other = str(int(year) + chance.choice([-4, -3, -2, -1]))
        return start, start + 4, other

    def _subject(
        self, one: dict, number: int, chance: random.Random, names: dict[int, list[str]]
    ) -> tuple[int, int, str] | None:
        begin = max(self.text.rfind(sign, 0, one["start"]) for sign in "。;；\n") + 1
        window = self.text[begin : one["start"]]
        for name in sorted(names[number], key=len, reverse=True):
            at = window.rfind(name)
            if at >= 0 and not re.search(r"\d", window[at + len(name) :]):
                own = {each for figure, listed in names.items() if figure != number for each in listed}
                pool = sorted(
                    set(_OTHERS)
                    | {each for each in own if each not in name and name not in each and len(each) > 3}
                )
                return begin + at, begin + at + len(name), chance.choice(pool)
        return None

    def _qualifier(
        self, one: dict, number: int, chance: random.Random, names: object
    ) -> tuple[int, int, str] | None:
        if one["kind"] == "rank" or one.get("vague"):
            return None
        new = chance.choice(_QUALIFIERS[one["qualifier"]])
        if one["qualifier"] == "exact":
            return one["start"], one["start"], new
        if one["qualifier"] == "about_over":
            at = self.text.index("余", one["start"], one["end"])
            return at, at + 1, new
        return one["start"] - 1, one["start"], new

    def _base(
        self, one: dict, number: int, chance: random.Random, names: object
    ) -> tuple[int, int, str] | None:
        if one["kind"] != "growth":
            return None
        at = max(self.text.rfind(verb, 0, one["start"]) for verb in ("增速", "降低", "提升"))
        return at, at, chance.choice(_BASES)
