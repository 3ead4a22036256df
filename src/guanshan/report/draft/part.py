"""Which part of a whole, which multiple, which ratio or duration is printed? 成、折、分之、倍、比、时长"""

import re
from decimal import Decimal

from guanshan.report.draft.finding import Piece
from guanshan.report.draft.numeral import CHINESE, CHINESE_DIGIT, SCALE, chinese, place_of

_FRACTION = re.compile(
    rf"(?P<whole>[{CHINESE}]+|\d+)分之(?P<n>\d+(?:\.\d+)?|[{CHINESE}]+(?:点[{CHINESE_DIGIT}]+)?)"
)
_TENTHS = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?|[{CHINESE_DIGIT}])(?P<in1>[多余])?(?P<u>成|折)(?![果为立功本员长熟效交绩品都语就扣合算])(?P<rest>[{CHINESE_DIGIT}](?![{SCALE}]))?(?P<half>半)?"
)
_HALF = re.compile(r"(?:一半|过半(?!数)|半数)")
_TURNED = re.compile(r"翻(?:了|两|一)?(?:了)?(?P<n>[一两二三四\d]?)[番倍]")
_COMPOUND = re.compile(
    r"(?:(?P<h>\d+)(?:个)?小时)?(?:(?P<m>\d+)分钟?(?=\d+秒)|(?P<m2>\d+)分(?:钟)?)?(?:(?P<s>\d+(?:\.\d+)?)秒钟?)?"
)
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:[:∶]\d+(?:\.\d+)?)+")


def ratios_at(text: str, at: int) -> list[Piece] | None:
    """Read a list 1.4:26.9:71.7 as its shares; a ratio of two is one entry."""
    match = _RATIO.match(text, at)
    if match is None:
        return None
    parts = list(re.finditer(r"\d+(?:\.\d+)?", match.group()))
    if len(parts) == 2:
        first, second = (Decimal(part.group()) for part in parts)
        value = (first / second).quantize(Decimal("0.0001")) if second else None
        return [Piece(at, match.end(), "quantity", value, None)]
    return [
        Piece(
            at + part.start(),
            at + part.end(),
            "share",
            Decimal(part.group()),
            "%",
            place=place_of(part.group()),
            bound=True,
        )
        for part in parts
    ]


def part_at(text: str, at: int) -> Piece | None:
    """Read a part of a whole or a doubling: 五成, 九成五, 四分之三, 七折, 一半, 翻两番."""
    if match := _FRACTION.match(text, at):
        whole = Decimal(match["whole"]) if match["whole"].isdigit() else chinese(match["whole"])
        part = Decimal(match["n"]) if match["n"][0].isdigit() else chinese(match["n"])
        if whole and part is not None:
            unit = "‰" if whole == 1000 else "%"
            return Piece(
                at,
                match.end(),
                "share",
                (part * (1000 if unit == "‰" else 100) / whole).quantize(Decimal("0.01")),
                unit,
            )
    if match := _TENTHS.match(text, at):
        number = Decimal(match["n"]) if match["n"][0].isdigit() else chinese(match["n"])
        if (
            number is None
            or number > 10
            or (match["n"] == "一" and match["u"] == "成" and text.startswith("不变", match.end()))
        ):
            return None
        value = (
            number * 10 + (chinese(match["rest"]) or 0 if match["rest"] else 0) + (5 if match["half"] else 0)
        )
        return Piece(
            at,
            match.end(),
            "share",
            value,
            "%",
            inner=bool(match["in1"]),
            place=Decimal(10 if not match["rest"] else 1),
        )
    if match := _HALF.match(text, at):
        return Piece(at, match.end(), "share", Decimal(50), "%", inner=False, place=Decimal(10))
    if match := _TURNED.match(text, at):
        number = (
            chinese({"": "一"}.get(match["n"], match["n"]))
            if not match["n"].isdigit()
            else Decimal(match["n"])
        )
        if "两" in match.group():
            number = Decimal(2)
        if number is None:
            return None
        value = 2**number if match.group().endswith("番") else number
        return Piece(at, match.end(), "growth", value, "倍", multiple="ratio")
    return None


def duration_at(text: str, at: int) -> Piece | None:
    """Read a duration of several units, in the smallest: 1分46秒 is 106 s."""
    match = _COMPOUND.match(text, at)
    if match is None:
        return None
    hours, minutes, seconds = match["h"], match["m"] or match["m2"], match["s"]
    if sum(part is not None for part in (hours, minutes, seconds)) < 2:
        return None
    total = Decimal(hours or 0) * 60 + Decimal(minutes or 0)
    value, unit = (total * 60 + Decimal(seconds), "s") if seconds else (total, "min")
    return Piece(at, match.end(), "quantity", value, unit)
