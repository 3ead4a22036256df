"""Where in a text do quantities stand, and what do their own characters say? 扫描"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from guanshan.report.draft import moment, naming
from guanshan.report.draft.amount import amount_at, blotted_at, chinese_at, duration_at, part_at, per_before, ratios_at
from guanshan.report.draft.english import english_amount_at, words_at
from guanshan.report.draft.finding import Piece
from guanshan.report.draft.money import money_at
from guanshan.report.draft.numeral import CHINESE, UNREADABLE

_LATIN: Final = (
    r"(?:RMB|CNY|USD|US\$|HK\$|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Q[1-4]|end[- ]|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth|half|a[ -](?:third|quarter|fifth|hundred|thousand|dozen|million|half)|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|thir|twent|fort|fift|sixt|sevent|eight|ninet|hundreds|thousands|millions|dozens|twice|doubl|tripl|trebl|quadrupl|twofold"
    r"|Table|Figure|Section|Chapter|Article|Phase|Annex|Appendix|No\.|Volume|PM|pm|ISO|GB|COVID|AI|CO|[A-Z]\d|[lIO]\d)"
)
_CANDIDATE = re.compile(
    rf"-?\d|[{CHINESE}]|[数几半过翻](?=[十百千万亿数年半番了两]|一番)|第[ ]?[\d{CHINESE}]|前[一二三四1-4]季度|[上下]半年|(?:周|星期|礼拜)[一二三四五六日天]"
    rf"|[〔\[(](?:\d|[一二三四五六七八九十])|(?:图|表|附件|附录|附表|专栏)[ ]?[\d一二三四五六七八九十]|人民币[ ]?\d|[¥￥$€][ ]?\d|[{UNREADABLE}]\d"
    rf"|(?<![A-Za-z]){_LATIN}"
)
_ASCII_RUN = re.compile(r"\d+(?:[.,]\d+)*")
_CHINESE_RUN = re.compile(rf"[{CHINESE}]+")
_LINE_START = re.compile(r"(?:^|\n)[ 　]*$")
_LATIN_BEFORE = re.compile(r"(?P<w>[A-Za-z&]+)[-]?$")
_RANGE = re.compile(r"[ ]?(?:[-–—~～至到]|to|and)[ ]?$")
_SAID = re.compile(r"(?:[为达是至到超约近均:：=有计]|排名|分值|指数|得分)[ ]?$")

_BROKEN = re.compile(r"[,，。;；\n]")
_LONG_UNITS = frozenset({"工作日", "百分点", "月", "h", "基点"})

Reader = Callable[[str, int], Piece | None]
_DIGIT: tuple[Reader, ...] = (
    naming.name_at, naming.label_at, moment.english_at, moment.span_at, moment.date_at, moment.time_at, duration_at, part_at, blotted_at,
    english_amount_at, amount_at,
)  # fmt: skip
_CHINESE: tuple[Reader, ...] = (naming.name_at, naming.label_at, moment.span_at, moment.date_at, moment.time_at, part_at, chinese_at)
_OTHER: tuple[Reader, ...] = (
    naming.name_at, naming.label_at, money_at, moment.english_at, moment.date_at, moment.week_at, part_at, blotted_at, words_at, naming.latin_at,
    chinese_at,
)  # fmt: skip


def pieces(text: str) -> list[Piece]:
    """Find every quantity, date, ordinal and name with a number, in the order of the text (its plain characters)."""
    found: list[Piece] = []
    at = 0
    while match := _CANDIDATE.search(text, at):
        start = match.start()
        read = list(_read(text, start, found))
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
            if one.unit == "个" and other.unit in _LONG_UNITS and not re.match(r"[\u4e00-\u9fff]", text[one.end : one.end + 1].strip("和与到至降增缩升减压、")):
                one.unit = other.unit


def _read(text: str, at: int, before: list[Piece]) -> Iterator[Piece]:
    sign = text[at]
    if naming.is_word(text, at):
        return
    if sign == "-":
        if at and (text[at - 1].isalnum() or text[at - 1] in "%-年)") and not _in_list(text, at):
            return
        piece = amount_at(text, at)
        if piece and not (piece.bare and at and text[at - 1] == "\n"):
            yield piece
        return
    if _LINE_START.search(text[max(0, at - 6) : at]) and (piece := naming.heading_at(text, at)):
        yield piece
        return
    if sign.isdigit():
        if moment_ := moment.time_at(text, at):
            if ":" in text[at : moment_.end]:
                english = moment.english_at(text, at)
                yield english or moment_
                return
        if ratios := ratios_at(text, at):
            yield from ratios
            return
    readers = _DIGIT if sign.isdigit() else _CHINESE if sign in CHINESE else _OTHER
    if sign == "第":
        readers = (moment.date_at, naming.nth_at)
    elif sign in "[(〔":
        readers = (naming.name_at, naming.heading_at) if _bracket_stands(text, at) else (naming.name_at,)
    latin = _LATIN_BEFORE.search(text[max(0, at - 8) : at]) if sign.isdigit() else None
    for reader in readers:
        piece = reader(text, at)
        if piece is None:
            continue
        if latin and (piece.bare or piece.unit is None or len(latin["w"]) < 2):
            continue
        piece.unit = per_before(text, at, piece.unit) if piece.kind == "quantity" else piece.unit
        yield piece
        return


def _in_list(text: str, at: int) -> bool:
    return text[at - 1] in "降长减增少加为升跌"


def _bracket_stands(text: str, at: int) -> bool:
    return text[at] == "[" or not text[max(0, at - 1) : at].strip()


def _beyond(text: str, at: int) -> int:
    """Return where to go on after characters that are no quantity: never within a number."""
    if text[at] in "-[(〔":
        return at + 1
    run = naming.WORDS.match(text, at) or _ASCII_RUN.match(text, at) or _CHINESE_RUN.match(text, at)
    return max(at + 1, run.end() if run else at + 1)


def _stands(text: str, found: list[Piece], number: int) -> bool:
    """Tell whether a number without a unit is a quantity: it is said to be one, or counted in English, or shares the unit of a neighbour."""
    piece = found[number]
    after = text[piece.end : piece.end + 24]
    following = found[number + 1] if number + 1 < len(found) else None
    if following and following.kind == "quantity" and re.fullmatch(r"[ ]?(?:[-–—~～至到、和与及,]|to|and|or|to about)[ ]?", text[piece.end : following.start]):
        shared = following
        if not shared.bare or _SAID.search(text[max(0, piece.start - 3) : piece.start]):
            if shared.unit and piece.value is not None and not isinstance(piece.value, str):
                piece.unit = shared.unit
                if _RANGE.fullmatch(text[piece.end : following.start]) or shared.unit in ("CNY", "USD"):
                    piece.value, piece.place = piece.value * shared.scale, piece.place * shared.scale
            return True
    if re.match(r"[ ](?!(?:of|the|and|or|to|in|by|on|at)\b)[a-z]{2,}", after):
        return not re.search(r"[A-Z][a-z]*[ ]$|(?:[Rr]oom|[Pp]age|[Nn]o\.)[ ]$", text[max(0, piece.start - 8) : piece.start]) or re.search(r"(?:Over|Some|About|Nearly|The)[ ]$", text[max(0, piece.start - 8) : piece.start]) is not None
    if re.match(r"[\u4e00-\u9fff]", after) and text[piece.start - 1 : piece.start].isascii() and piece.start:
        return False
    return _SAID.search(text[max(0, piece.start - 3) : piece.start]) is not None and not re.match(r"[A-Za-z\d\-/:]", after)
