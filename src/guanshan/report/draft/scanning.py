"""Where in a text do quantities stand, and what do their own characters say? 扫描"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from guanshan.report.draft import moment, naming
from guanshan.report.draft.amount import amount_at, blotted_at
from guanshan.report.draft.counted import chinese_at
from guanshan.report.draft.english import english_amount_at, nth_at, rank_at, words_at
from guanshan.report.draft.finding import Piece
from guanshan.report.draft.money import money_at
from guanshan.report.draft.numeral import CHINESE, UNREADABLE
from guanshan.report.draft.part import duration_at, part_at, ratios_at
from guanshan.report.draft.unit import unit_as_said

_LATIN: Final = r"(?:RMB|CNY|USD|US\$|HK\$|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Q[1-4]|[A-Z][A-Za-z/.]{0,8}[ -]?\d|pm\d|[lIO]\d)"
_WORD: Final = (
    r"(?:end[- ]|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|half"
    r"|a[ -](?:third|quarter|fifth|hundred|thousand|dozen|million|half)"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thir|twent|fort|fift|ninet"
    r"|hundreds|thousands|millions|dozens|twice|doubl|tripl|trebl|quadrupl|twofold)"
)
_CANDIDATE = re.compile(
    rf"-?\d|[{CHINESE}]|[数几半过翻](?=[十百千万亿数年半番了两]|一番)|第[ ]?[\d{CHINESE}]"
    rf"|前[一二三四1-4]季度|前[\d一二三四五六七八九十]{{1,2}}个月|[上下]半年"
    r"|(?:周|星期|礼拜)[一二三四五六日天]|[〔\[(](?:\d|[一二三四五六七八九十])"
    r"|(?:图|表|附件|附录|附表|专栏)[ ]?[\d一二三四五六七八九十]|人民币[ ]?\d|[¥￥$€][ ]?\d"
    rf"|[{UNREADABLE}]\d|(?<![A-Za-z])(?i:{_WORD})|(?<![A-Za-z]){_LATIN}"
)
_ASCII_RUN = re.compile(r"\d+(?:[.,]\d+)*")
_CHINESE_RUN = re.compile(rf"[{CHINESE}]+")
_LINE_START = re.compile(r"(?:^|\n)[ 　]*$")
_LATIN_BEFORE = re.compile(r"(?P<w>[A-Za-z&]+)[-]?$")
_RANGE = re.compile(r"[ ]?(?:[-–—~～至到]|to|and)[ ]?$")
_JOINED = re.compile(r"[ ]?(?:[-–—~～至到、和与及,]|to|and|or|to about)[ ]?")
_ENGLISH_NOUN = re.compile(r"[ ](?!(?:of|the|and|or|to|in|by|on|at)\b)[a-z]{2,}")
_NUMBERED_THING = re.compile(r"[A-Z][a-z]*[ ]$|(?:[Rr]oom|[Pp]age|[Nn]o\.)[ ]$")
_ENGLISH_WORD = re.compile(r"(?:Over|Some|About|Nearly|The|With|In|At)[ ]$")
_ENGLISH_LETTERS = re.compile(r"[a-z][ ]$")
_ENGLISH_VERB = re.compile(r"\b(?:to|from|hit|hits|reached|numbered|totalled|totaled|was|were|of|at|by)[ ]$")
_ENGLISH_END = re.compile(r"[.,;]?(?:\s|$)")
_SAID = re.compile(r"(?:[为达是至到超约近均率数值比:：=有计]|排名|分值|指数|得分)[ ]?$")

_BROKEN = re.compile(r"[,，。;；\n]")
_LONG_UNITS = frozenset({"工作日", "百分点", "月", "h", "基点"})

Reader = Callable[[str, int], Piece | None]
_DIGIT: tuple[Reader, ...] = (
    naming.name_at, naming.label_at, moment.english_at, moment.span_at, moment.date_at, moment.time_at, duration_at, part_at, blotted_at,
    english_amount_at, nth_at, amount_at,
)  # fmt: skip
_CHINESE: tuple[Reader, ...] = (
    naming.name_at,
    naming.label_at,
    moment.span_at,
    moment.date_at,
    moment.time_at,
    part_at,
    chinese_at,
)
_OTHER: tuple[Reader, ...] = (
    naming.name_at, rank_at, naming.label_at, money_at, moment.english_at, moment.date_at, moment.week_at, part_at, blotted_at, words_at,
    naming.latin_at, chinese_at,
)  # fmt: skip


def pieces(text: str) -> list[Piece]:
    """Find every quantity, date, ordinal and name with a number, in the order of the text (its plain characters)."""
    found: list[Piece] = []
    at = 0
    while match := _CANDIDATE.search(text, at):
        start = match.start()
        read = list(_read(text, start))
        if read:
            found += read
            at = read[-1].end
        else:
            at = _beyond(text, start)
    _share_units(text, found)
    return [piece for number, piece in enumerate(found) if not piece.bare or _stands(text, found, number)]


def _share_units(text: str, found: list[Piece]) -> None:
    """Give 0.9个 the unit of its neighbour in 0.9个和5.6个工作日."""
    for first, second in pairwise(found):
        if second.start - first.end > 14 or _BROKEN.search(text[first.end : second.start]):
            continue
        for one, other in ((first, second), (second, first)):
            if (
                one.unit == "个"
                and other.unit in _LONG_UNITS
                and not re.match(
                    r"[\u4e00-\u9fff]", text[one.end : one.end + 1].strip("和与到至降增缩升减压、")
                )
            ):
                one.unit = other.unit


def _read(text: str, at: int) -> Iterator[Piece]:
    sign = text[at]
    if naming.is_word(text, at):
        return
    if sign == "-":
        yield from _negative(text, at)
        return
    if _LINE_START.search(text[max(0, at - 6) : at]) and (piece := naming.heading_at(text, at)):
        yield piece
        return
    if sign.isdigit() and (ratios := _ratios(text, at)):
        yield from ratios
        return
    latin = _LATIN_BEFORE.search(text[max(0, at - 8) : at]) if sign.isdigit() else None
    for reader in _readers(text, at):
        piece = reader(text, at)
        if piece is None:
            continue
        if latin and (piece.bare or piece.unit is None or len(latin["w"]) < 2):
            continue
        if piece.unit == "人" and text[at - 1 : at] == "前" and text[piece.end - 1] in "位名":
            piece.kind, piece.unit = "rank", None
        if piece.kind == "quantity":
            piece.unit = unit_as_said(text, at, piece.end, piece.unit)
        yield piece
        return


def _readers(text: str, at: int) -> tuple[Reader, ...]:
    sign = text[at]
    if sign == "第":
        return (moment.date_at, naming.nth_at)
    if sign in "[(〔":
        stands = sign == "[" or not text[max(0, at - 1) : at].strip()
        return (naming.name_at, naming.heading_at) if stands else (naming.name_at,)
    return _DIGIT if sign.isdigit() else _CHINESE if sign in CHINESE else _OTHER


def _ratios(text: str, at: int) -> list[Piece] | None:
    """Read what a colon parts: a time of day, or a ratio."""
    time = moment.time_at(text, at)
    if time and ":" in text[at : time.end]:
        return [moment.english_at(text, at) or time]
    return ratios_at(text, at)


def _negative(text: str, at: int) -> Iterator[Piece]:
    """Read a number with its minus, where the sign joins nothing before it."""
    before = text[at - 1 : at]
    if (before.isalnum() or before in ("%", "-", "年", ")")) and before not in tuple("降长减增少加为升跌"):
        return
    piece = amount_at(text, at)
    if piece and not (piece.bare and before == "\n"):
        yield piece


def _beyond(text: str, at: int) -> int:
    """Return where to go on after characters that are no quantity: never within a number."""
    if text[at] in "-[(〔":
        return at + 1
    if text[at] == "第":
        at += 1
    run = naming.WORDS.match(text, at) or _ASCII_RUN.match(text, at) or _CHINESE_RUN.match(text, at)
    return max(at + 1, run.end() if run else at + 1)


def _stands(text: str, found: list[Piece], number: int) -> bool:
    """Tell whether a number without a unit is a quantity: said to be one, counted in English, or sharing a neighbour's unit."""
    piece = found[number]
    if number + 1 < len(found) and _shares_unit(text, piece, found[number + 1]):
        return True
    before, after = text[max(0, piece.start - 8) : piece.start], text[piece.end : piece.end + 24]
    if _ENGLISH_NOUN.match(after):
        return not _NUMBERED_THING.search(before) or _ENGLISH_WORD.search(before) is not None
    if "," in text[piece.start : piece.end] and _ENGLISH_LETTERS.search(before):
        return True
    if _ENGLISH_VERB.search(before) and _ENGLISH_END.match(after):
        return True
    if re.match(r"[\u4e00-\u9fff]", after) and before[-1:].isascii() and before:
        return False
    return _SAID.search(before) is not None and not re.match(r"[A-Za-z\d\-/:]", after)


def _shares_unit(text: str, piece: Piece, following: Piece) -> bool:
    """Give a number the unit of the one after it: 3至5亿元, 120、85和40个."""
    between = text[piece.end : following.start]
    if following.kind != "quantity" or not _JOINED.fullmatch(between):
        return False
    if following.bare and not _SAID.search(text[max(0, piece.start - 3) : piece.start]):
        return False
    if following.unit and piece.value is not None and not isinstance(piece.value, str):
        piece.unit = following.unit
        if _RANGE.fullmatch(between) or following.unit in ("CNY", "USD"):
            piece.value, piece.place = piece.value * following.scale, piece.place * following.scale
    return True
