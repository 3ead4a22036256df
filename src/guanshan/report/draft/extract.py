"""Which quantities does a text state, of what, for when, and how are they meant? 数量识别"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from guanshan.report.draft.aspect import Signs, aspect_of, is_enumeration, signs_of
from guanshan.report.draft.characters import plain
from guanshan.report.draft.finding import STATISTICAL_KINDS, Base, Piece, Quantity
from guanshan.report.draft.kind import Sorted, base_in, sorted_out
from guanshan.report.draft.passage import FAR, Passage
from guanshan.report.draft.period import Periods, is_in_name
from guanshan.report.draft.qualifier import qualified
from guanshan.report.draft.scanning import pieces
from guanshan.report.draft.subject import distributed, subject_of, together
from guanshan.report.draft.table import Tabled, tables

_RANGE = re.compile(r"[ ]?[-–—~～至到][ ]?|[ ]to[ ]")
_SPACE = re.compile(r"\s+")
_CUT_WORD = re.compile(r"(?<=[\u4e00-\u9fff])[ ]*\n[ ]*(?=[\u4e00-\u9fff])")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_LASTS = re.compile(r"(?:为期|历时|工期|会期|展期)[^,，。;；]{0,4}$")
_BY_MEANS = re.compile(r"通过|经过|改造后|实施后|应用后|升级后|after|thanks to")


def extract(text: str) -> list[Quantity]:
    """Find every quantity of a text.

    Parameters
    ----------
    text
        Press text, Chinese or English, with its line feeds.

    Returns
    -------
    The quantities in the order of the text; offsets are those of ``text``.

    Examples
    --------
    >>> [(one.value, one.unit, one.qualifier) for one in extract("2023年,带动企业超500户,投入近1.2亿元。")]
    [('2023', None, 'exact'), ('500', '户', 'over'), ('120000000', 'CNY', 'near')]
    """
    even = plain(text)
    tabled = list(tables(even))
    cells = {number.start: number for _, _, numbers in tabled for number in numbers}
    inside = _Inside([(start, end) for start, end, _ in tabled])
    free = [
        piece
        for piece in pieces(even)
        if piece.start not in cells
        and not (inside(piece.start) and piece.kind not in ("date", "ordinal", "name"))
    ]
    for piece in free:
        if is_in_name(even, piece):
            piece.kind = "name"
    found = [
        *_Reading(text, Passage(even, free)).quantities(),
        *(_of_table(text, cell) for cell in cells.values()),
    ]
    return sorted(found, key=lambda one: one.start)


class _Inside:
    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def __call__(self, at: int) -> bool:
        known = bisect_right(self._starts, at) - 1
        return known >= 0 and at < self._ends[known]


def written(value: Decimal | str | None) -> str | None:
    """Write a value: a decimal without an exponent or idle noughts, a date as it is.

    Examples
    --------
    >>> written(Decimal("12893000000.00")), written(Decimal("1E+3")), written(None)
    ('12893000000', '1000', None)
    """
    if value is None or isinstance(value, str):
        return value
    plain_digits = f"{value:f}"
    return plain_digits.rstrip("0").rstrip(".") if "." in plain_digits else plain_digits


class _Reading:
    """Reads the surroundings of each piece, in the order of the text, and remembers what later ones refer to."""

    def __init__(self, text: str, passage: Passage) -> None:
        self._text = text
        self._passage = passage
        self._periods = Periods(passage)
        self._subject = ""
        self._heads: list[str] = []
        self._base: Base | None = None
        self._sentence = (-1, -1)
        self._paragraph = (-1, -1)
        self._signs = Signs()
        self._outer: str | None = None
        self._lists: dict[int, str] = {}
        self._sorted: dict[int, Sorted] = {}
        self._found: dict[int, Quantity] = {}

    def quantities(self) -> Iterator[Quantity]:
        for number, piece in enumerate(self._passage.pieces):
            if piece.kind in ("date", "time", "ordinal", "name"):
                yield self._plain(number, piece)
            else:
                self._found[number] = self._figure(number, piece)
        yield from self._found.values()

    def _plain(self, number: int, piece: Piece) -> Quantity:
        period = self._periods.date(number) if piece.kind == "date" else None
        if piece.kind == "name" and isinstance(piece.value, str):
            period = None
        return Quantity(
            self._text[piece.start : piece.end], piece.start, piece.end, written(piece.value), piece.unit, "exact", piece.kind,
            None, period, False,
        )  # fmt: skip

    def _figure(self, number: int, piece: Piece) -> Quantity:
        passage = self._passage
        sentence, clause = passage.sentence(piece.start), passage.clause(piece.start)
        if sentence != self._sentence:
            self._sentence, self._base, self._heads = sentence, None, []
            self._signs = self._signs_of(sentence)
            self._outer = None
            if passage.paragraph(piece.start) != self._paragraph:
                self._paragraph, self._subject = passage.paragraph(piece.start), ""
        said = qualified(passage.text, piece)
        stop = said.span[0] if said.span and not said.is_after else piece.start
        begin = said.span[1] if said.span and said.is_after else piece.end
        before = _CUT_WORD.sub("", passage.text[passage.begin(number) : max(stop, passage.begin(number))])
        ranged = (
            number > 0
            and passage.pieces[number - 1].unit == piece.unit
            and _RANGE.fullmatch(passage.text[passage.pieces[number - 1].end : piece.start]) is not None
        )
        listed = together(passage, number) or (ranged and number - 1 in self._sorted)
        now = sorted_out(
            piece,
            passage.text[clause[0] : stop],
            before,
            passage.text[begin : clause[1]],
            self._sorted.get(number - 1) if listed else None,
        )
        self._sorted[number] = now
        aspect = aspect_of(passage.text, piece, said, self._signs, clause, now.kind)
        self._leave_brackets(sentence[0], piece.start)
        subject = self._subject_of(number, now, stop, begin, listed)
        period = self._periods.figure(number)
        base = self._base_of(number, now, before, period) if now.kind == "growth" else None
        if _LASTS.search(before):
            period = None
        statistical = (
            now.kind in STATISTICAL_KINDS
            and aspect in (None, "target")
            and not is_enumeration(passage.text, piece, before)
            and not _LASTS.search(before)
        )
        return Quantity(
            self._text[piece.start : piece.end], piece.start, piece.end, written(piece.value), piece.unit, said.qualifier, now.kind,
            subject or None, period, statistical, base, now.direction, now.multiple, aspect, said.span,
            self._context(sentence, clause, piece), piece.vague, piece.place,
        )  # fmt: skip

    def _leave_brackets(self, start: int, at: int) -> None:
        """Speak again, after brackets, of what was spoken of before them: 企业1285家(其中…256家),净增97家."""
        said = self._passage.text[max(start, at - FAR) : at]
        inside = said.count("(") > said.count(")")
        if inside and self._outer is None:
            self._outer = self._subject
        elif not inside and self._outer is not None:
            self._subject, self._outer = self._outer, None

    def _signs_of(self, sentence: tuple[int, int]) -> Signs:
        """Look for the words of a sentence that change how its numbers are meant; an aim goes on over a semicolon."""
        signs = signs_of(self._passage.text, sentence)
        goes_on = self._signs.lasting >= 0 and self._passage.text[sentence[0] - 1 : sentence[0]] in (
            ";",
            "；",
        )
        return replace(signs, target=sentence[0], lasting=sentence[0]) if goes_on else signs

    def _context(self, sentence: tuple[int, int], clause: tuple[int, int], piece: Piece) -> str:
        return _SPACE.sub(
            "", self._text[max(sentence[0], piece.start - 200) : min(clause[1], piece.end + 40)]
        )

    def _subject_of(self, number: int, now: Sorted, stop: int, begin: int, listed: bool) -> str:
        if number in self._lists:
            subject = self._lists[number]
        elif listed and self._found:
            subject = self._subject
        else:
            subject = self._distributed(number, now) or subject_of(
                self._passage, number, stop, begin, now.kind, self._subject
            )
        subject = _LINE_BREAK.sub("", subject)
        if subject and now.kind != "rank":
            self._subject = subject
        if now.kind == "quantity":
            self._heads.append(subject)
        return subject

    def _distributed(self, number: int, now: Sorted) -> str | None:
        numbers = [number]
        while numbers[-1] + 1 < len(self._passage.pieces) and together(self._passage, numbers[-1] + 1):
            numbers.append(numbers[-1] + 1)
        if len(numbers) < 2:
            return None
        subjects = distributed(self._passage, numbers)
        words = self._passage.before(number)
        if (
            subjects is None
            and "分别" in words
            and len(self._heads) >= len(numbers)
            and now.kind != "quantity"
        ):
            subjects = self._heads[-len(numbers) :]
        if subjects is None:
            return None
        self._lists |= dict(zip(numbers, subjects, strict=True))
        return subjects[0]

    def _base_of(self, number: int, now: Sorted, before: str, period: str | None) -> Base | None:
        base = now.base
        if base is None and together(self._passage, number) and self._base:
            base = self._base
        clause_start = self._passage.clause(self._passage.pieces[number].start)[0]
        sentence_before = self._passage.text[max(self._sentence[0], clause_start - FAR) : clause_start]
        if base is None:
            base = base_in(self._passage.text[clause_start : self._passage.begin(number)])
        if base is None and self._base in ("yoy", "pop", "before"):
            base = self._base
        if base is None and _BY_MEANS.search(sentence_before + before):
            base = "before"
        if base is None and period is not None:
            base = "yoy"
        self._base = base
        return base


def _of_table(text: str, cell: Tabled) -> Quantity:
    base: Base | None = "yoy" if cell.kind == "growth" and cell.base is None else _base(cell.base)
    return Quantity(
        text[cell.start : cell.end], cell.start, cell.end, written(cell.value), cell.unit, "exact", cell.kind, cell.subject, cell.period,
        True,         base, None, None, "target" if cell.target else None, None, cell.context, False, cell.place,
    )  # fmt: skip


def _base(name: str | None) -> Base | None:
    known: tuple[Base, ...] = ("yoy", "pop", "ye", "fixed", "before", "peer")
    return next((base for base in known if base == name), None)
