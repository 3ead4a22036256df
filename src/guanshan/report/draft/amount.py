"""How much do these Arabic digits print? 阿拉伯数字的数量"""

import re
from decimal import Decimal

from guanshan.report.draft.finding import Kind, Piece
from guanshan.report.draft.numeral import (
    ARABIC,
    BLOTTED,
    CHINESE_DIGIT,
    GAP,
    INNER,
    SCALE,
    arabic,
    place_of,
    scale,
)
from guanshan.report.draft.unit import unit_at

_NUMBER = re.compile(
    rf"(?P<minus>[-−])?(?:(?P<big>{ARABIC})(?P<bigscale>[亿万])(?P<small>{ARABIC})(?P<smallscale>[万千百])?"
    rf"|(?P<n>{ARABIC}))(?P<in0>[{INNER}])?(?:{GAP}(?P<scale>[{SCALE}]+(?![{CHINESE_DIGIT}])))?(?P<in1>[{INNER}](?!次))?"
)
_BLOT = re.compile(rf"{BLOTTED}(?P<scale>[{SCALE}]+)?")
_BROKEN_LINE = re.compile(r"(?P<a>\d{1,3})[ ]?\n(?P<b>\d{1,3}(?:,\d{3})*(?:\.\d+)?)(?![\d\n])")
_AFTER_BREAK = re.compile(rf"{GAP}(?P<scale>[{SCALE}]+)?(?P<in1>[{INNER}])?")


def amount_at(text: str, at: int) -> Piece | None:
    """Read digits, their multiple and their unit."""
    if (broken := _broken_at(text, at)) is not None:
        return broken
    match = _NUMBER.match(text, at)
    if match is None:
        return None
    if match["big"]:
        multiple = Decimal(1)
        least = scale(match["smallscale"] or "")
        value, place = (
            arabic(match["big"]) * scale(match["bigscale"]) + arabic(match["small"]) * least,
            place_of(match["small"]) * least,
        )
    else:
        multiple = scale(match["scale"] or "")
        value, place = arabic(match["n"]) * multiple, place_of(match["n"]) * multiple
    inner = bool(match["in0"] or match["in1"])
    measured = unit_at(text, match.end())
    signs = match["scale"] or ""
    while measured.unit is None and signs and not inner:  # 亿千瓦时: the unit may begin with a multiple
        signs = signs[:-1]
        shorter = unit_at(text, match.start("scale") + len(signs))
        if shorter.unit:
            measured, multiple = shorter, scale(signs)
            value, place = arabic(match["n"]) * multiple, place_of(match["n"]) * multiple
    value = -value if match["minus"] else value
    bare = measured.unit is None and not inner and not match["scale"]
    end = measured.end if measured.unit else match.end()
    return Piece(at, end, "quantity", value, measured.unit, inner, place=place, scale=multiple, bare=bare)


def _broken_at(text: str, at: int) -> Piece | None:
    """Read digits that a line feed cuts, where running text stands before them: 占5⏎8.2%."""
    joined = _joined_lines(text, at)
    if joined is None:
        return None
    number, end, printed = joined
    after = _AFTER_BREAK.match(text, end)
    multiple = scale(after["scale"] or "") if after else Decimal(1)
    stop = after.end() if after and (after["scale"] or after["in1"]) else end
    measured = unit_at(text, stop)
    if measured.unit is None:
        return None
    inner = bool(after and after["in1"])
    return Piece(
        at, measured.end, "quantity", number * multiple, measured.unit, inner, place=place_of(printed) * multiple, scale=multiple
    )  # fmt: skip


def _joined_lines(text: str, at: int) -> tuple[Decimal, int, str] | None:
    """Join digits over a line feed, where running text stands before them."""
    match = _BROKEN_LINE.match(text, at)
    if match is None or at == 0 or not "\u4e00" <= text[at - 1] <= "\u9fff" or text[at - 1] in "年月":
        return None
    printed = match["a"] + match["b"]
    return arabic(printed), match.end(), printed


def blotted_at(text: str, at: int) -> Piece | None:
    """Read a number that holds an unreadable digit: its value is None."""
    match = _BLOT.match(text, at)
    if match is None or match.group().isdigit():
        return None
    digits = re.sub(rf"[{SCALE}]+$", "", match.group())
    if not re.search(r"\d", digits) or not re.search(r"[^\d.,]", digits):
        return None
    if at and re.match(r"[A-Za-z0-9]", text[at - 1]):
        return None
    measured = unit_at(text, match.end())
    if measured.unit is None or (
        re.match(r"[A-Za-z]", measured.unit) and measured.unit not in ("CNY", "USD", "km", "ha", "t", "m2")
    ):
        return None
    kind: Kind = "date" if measured.unit == "年" and len(digits) == 4 else "quantity"
    return Piece(at, measured.end, kind, None, measured.unit if kind == "quantity" else None)
