"""How much does English text say? 英文数量"""

import re
from decimal import Decimal
from typing import Final

from guanshan.report.draft.finding import Piece
from guanshan.report.draft.numeral import arabic, place_of, place_of_whole
from guanshan.report.draft.unit import unit_at

_NUMBERS: Final = (
    "zero one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_ONES: Final = {word: value for value, word in enumerate(_NUMBERS.split())}
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90
}  # fmt: skip
_SCALES: Final = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "bn": 10**9, "mln": 10**6, "m": 10**6, "k": 10**3, "dozen": 12,
}  # fmt: skip
_PARTS: Final = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "sixths": 6, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_NTHS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10
}  # fmt: skip
_TIMES: Final = {
    "doubled": 2, "doubling": 2, "double": 2, "twice": 2, "tripled": 3, "trebled": 3, "triple": 3, "quadrupled": 4,
    "twofold": 2, "threefold": 3,
}  # fmt: skip

_ONE = "|".join((*_ONES, *_TENS))
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen|bn|mln)"
_DIGITS = re.compile(
    rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<odd>-odd)?(?:[ -]?(?P<scale>{_SCALE}|[mk](?![A-Za-z²]))\b)?(?P<odd2>-odd)?"
)
_WORDS = re.compile(
    rf"(?:a\s(?=(?:hundred|thousand|million|billion|dozen)\b)|(?:{_ONE})\b)(?:[\s-](?:and\s)?(?:{_ONE}|{_SCALE})\b){{0,9}}|(?:hundred|thousand|million|billion|dozen)s\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"(?P<n>one|two|three|four|five|seven|nine|a)[\s-](?P<part>{'|'.join(_PARTS)})\b(?!\s(?:of\s)?(?:the\syear|of\s20|20\d\d))|half(?=\s(?:of|the))",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"(?:{'|'.join(_TIMES)})\b|(?P<n>\d+(?:\.\d+)?|{_ONE})[\s-](?:times|fold)\b", re.IGNORECASE
)
_NTH = re.compile(
    rf"(?:(?P<w>{'|'.join(_NTHS)})|(?P<n>\d+)(?:st|nd|rd|th))\b(?!\s(?:quarter|half))", re.IGNORECASE
)
_NUMBER_IN_ROW = re.compile(r"No\.\s?(?P<n>\d{1,3})\b")
_RANKS = re.compile(
    r"(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|came|stood|finish(?:ed|ing)|standing)\s(?:[a-z]+\s){0,2}$",
    re.IGNORECASE,
)
_FIFTHS = re.compile(
    r"(?:phase|stage|edition|session|anniversary|floor|batch|annual|national|issue|round|conference|congress|festival|forum)\b",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(r"one(?=\s(?:of|to|another|who|that|day|hand)\b)|no\sone", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s(?!(?:of|the|and|or|to|in|by|other|another|more)\b)[a-z]+(?:[\s-][a-z]+){0,4}", re.IGNORECASE
)


def _of_words(printed: str) -> Decimal | None:
    """Return the number that English words print.

    Examples
    --------
    >>> _of_words("two hundred and thirty-five"), _of_words("three million"), _of_words("a dozen")
    (Decimal('235'), Decimal('3000000'), Decimal('12'))
    """
    total, section = Decimal(0), Decimal(0)
    for word in re.split(r"[\s-]+", printed.lower()):
        if word in _ONES:
            section += _ONES[word]
        elif word in _TENS:
            section += _TENS[word]
        elif word in ("hundred", "dozen"):
            section = (section or Decimal(1)) * _SCALES[word]
        elif word in _SCALES:
            total, section = total + (section or 1) * _SCALES[word], Decimal(0)
    return total + section


def english_amount_at(text: str, at: int) -> Piece | None:
    """Read Arabic digits with an English multiple and unit."""
    match = _DIGITS.match(text, at)
    if match is None or not (match["scale"] or match["odd"] or match["odd2"]):
        return None
    multiple = Decimal(_SCALES[match["scale"]]) if match["scale"] else Decimal(1)
    measured = unit_at(text, match.end())
    end = measured.end if measured.unit else match.end()
    return Piece(
        at, end, "quantity", arabic(match["n"]) * multiple, measured.unit, bool(match["odd"] or match["odd2"]),
        place=place_of(match["n"]) * multiple, scale=multiple,
    )  # fmt: skip


def words_at(text: str, at: int) -> Piece | None:
    """Read a quantity in English words: two fifths, doubled, three times, ranked second, thirty-five."""
    for reader in (_fraction_at, _turned_at, nth_at, _number_at):
        if piece := reader(text, at):
            return piece
    return None


def _fraction_at(text: str, at: int) -> Piece | None:
    match = _FRACTION.match(text, at)
    if match is None:
        return None
    if match["part"] is None:
        return Piece(at, match.end(), "share", Decimal(50), "%", place=Decimal(10))
    if match["n"].lower() == "one" and match["part"].lower() not in _PARTS:
        return None
    number = Decimal(1) if match["n"].lower() == "a" else _of_words(match["n"])
    if number is None:
        return None
    value = (number * 100 / _PARTS[match["part"].lower()]).quantize(Decimal("0.01")).normalize()
    return Piece(at, match.end(), "share", value, "%", place=Decimal(10))


def _turned_at(text: str, at: int) -> Piece | None:
    match = _TURNED.match(text, at)
    if match is None:
        return None
    if match["n"]:
        value = Decimal(match["n"]) if match["n"][0].isdigit() else _of_words(match["n"])
    else:
        value = Decimal(_TIMES[match.group().lower()])
    if value is None:
        return None
    return Piece(at, match.end(), "growth", value, "倍", multiple="ratio")


def rank_at(text: str, at: int) -> Piece | None:
    """Read No. 2 after a verb of ranking."""
    match = _NUMBER_IN_ROW.match(text, at)
    if match is None or not _RANKS.search(text[max(0, at - 30) : at]):
        return None
    return Piece(at, match.end(), "rank", Decimal(match["n"]))


def nth_at(text: str, at: int) -> Piece | None:
    """Read an English ordinal: a rank after a verb of ranking, else a place in a row."""
    match = _NTH.match(text, at)
    if match is None:
        return None
    value = Decimal(match["n"]) if match["n"] else Decimal(_NTHS[match["w"].lower()])
    if _RANKS.search(text[max(0, at - 30) : at]):
        return Piece(at, match.end(), "rank", value)
    tail = text[match.end() + 1 : match.end() + 40]
    if match["n"] or _FIFTHS.match(tail):
        return Piece(at, match.end(), "ordinal", value)
    return None


def _number_at(text: str, at: int) -> Piece | None:
    match = _WORDS.match(text, at)
    if match is None or _NOT_ONE.match(text, at):
        return None
    printed = match.group()
    if printed.endswith("s") and printed.lower().rstrip("s") in _SCALES:
        value = Decimal(_SCALES[printed.lower().rstrip("s")])
        return (
            Piece(at, match.end(), "quantity", value, None, inner=True, vague=True, place=value)
            if text.startswith(" of", match.end())
            else None
        )
    value_or_none = _of_words(printed)
    measured = unit_at(text, match.end())
    if (
        value_or_none is None
        or (measured.unit is None and not _COUNTED.match(text, match.end()))
        or printed.lower() == "one"
    ):
        return None
    end = measured.end if measured.unit else match.end()
    return Piece(at, end, "quantity", value_or_none, measured.unit, place=place_of_whole(value_or_none))
