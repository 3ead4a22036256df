"""Which sentence and which clause does a quantity stand in? 句与分句"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from guanshan.report.draft.finding import Piece

_STOP = re.compile(
    r"[。！？!?；;](?:[”’」』）)\"])?|…+|\.(?=\s+[A-Z“\"]|\s*\n|\s*$)(?<![A-Z]\.)(?<!\bNo\.)(?<!\bMr\.)(?<!\bm\.(?=\s+[a-z]))|\n[ ]*\n\s*"
)
_LINE = re.compile(r"\n")
_CLAUSE = re.compile(r"[,，:：](?!\d{3}(?!\d))(?!\d\d?[:\d])|\s[-—–]{1,2}\s|——|\t")
_PROSE = re.compile(r"[,，、。]")
_LIMIT = re.compile(r"(?:及|或)?以[上下内]的?(?=[\u4e00-\u9fff])(?!增|下降)")
_AGAINST = ("比", "较", "与")
FAR: Final = 300
"""How far back in a sentence the words of a quantity are looked for [characters]."""
_CLOSED = "。！？!?；;:：”’」』"


class Passage:
    """A text cut into paragraphs, sentences and clauses, with the quantities in it."""

    def __init__(self, text: str, pieces: Iterable[Piece]) -> None:
        self.text = text
        self.pieces = list(pieces)
        inside = [(piece.start, piece.end) for piece in self.pieces]
        starts = [start for start, _ in inside]

        def free(at: int) -> bool:
            known = bisect_right(starts, at) - 1
            return known < 0 or inside[known][1] <= at

        self._stops = sorted(
            {match.end() for match in _STOP.finditer(text) if free(match.start())}
            | set(self._lines(free))
            | {0, len(text)}
        )
        self._clauses = sorted(
            {match.end() for match in _CLAUSE.finditer(text) if free(match.start())} | set(self._stops)
        )
        self._paragraphs = sorted(
            {match.end() for match in re.finditer(r"\n[ ]*\n\s*", text)} | set(self._ends()) | {0, len(text)}
        )
        self._starts = starts
        self._begins: dict[int, int] = {}

    def _lines(self, free: object) -> Iterable[int]:
        for match in _LINE.finditer(self.text):
            begin = self.text.rfind("\n", 0, match.start()) + 1
            line = self.text[begin : match.start()].rstrip()
            if not callable(free) or not free(match.start()):
                continue
            if not line or line[-1] in _CLOSED or not _PROSE.search(line):
                yield match.end()

    def _ends(self) -> Iterable[int]:
        return (
            match.end()
            for match in re.finditer(r"(?<=[。！？!?…”])[ ]*\n|(?:^|(?<=\n))[^\n,，。]{1,60}\n", self.text)
        )

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the span of the sentence in which an offset lies."""
        return _around(self._stops, at)

    def clause(self, at: int) -> tuple[int, int]:
        """Return the span of the clause in which an offset lies, as far as words of it are looked for."""
        start, end = _around(self._clauses, at)
        return max(start, at - FAR), min(end, at + FAR)

    def paragraph(self, at: int) -> tuple[int, int]:
        """Return the span of the paragraph in which an offset lies."""
        return _around(self._paragraphs, at)

    def before(self, number: int) -> str:
        """Return the words between the clause's beginning, or the quantity before in it, and a quantity."""
        return self.text[self.begin(number) : self.pieces[number].start]

    def begin(self, number: int) -> int:
        """Return where the words before a quantity begin: the clause, or the end of the quantity before."""
        if number not in self._begins:
            self._begins[number] = self._begin(number)
        return self._begins[number]

    def _begin(self, number: int) -> int:
        piece = self.pieces[number]
        start = self.clause(piece.start)[0]
        for other in reversed(self.pieces[max(0, number - 6) : number]):
            if other.kind in ("name", "ordinal") and other.end > start:
                continue
            if (
                other.kind == "date"
                and self.text[max(0, other.start - 1) : other.start] in _AGAINST
                and other.start > start
            ):
                continue
            if other.kind == "date" and str(other.value).startswith("P") and other.start > start:
                continue
            if other.unit == "岁" or _LIMIT.match(self.text, other.end):
                continue
            return max(start, other.end)
        return start

    def after(self, number: int) -> str:
        """Return the words from a quantity to the clause's end or the next quantity."""
        piece = self.pieces[number]
        end = self.clause(max(piece.start, piece.end - 1))[1]
        for other in self.pieces[number + 1 : number + 6]:
            if other.kind not in ("name", "ordinal"):
                end = min(end, other.start)
                break
        return self.text[piece.end : max(end, piece.end)]

    def within(self, span: tuple[int, int]) -> list[int]:
        """Return the numbers of the quantities within a span."""
        return list(range(bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])))


def _around(bounds: list[int], at: int) -> tuple[int, int]:
    place = bisect_right(bounds, at)
    return bounds[place - 1], bounds[min(place, len(bounds) - 1)]
