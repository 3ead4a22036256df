"""Do these Chinese numerals count something, or are they part of a word? 汉字数量"""

import re
from decimal import Decimal

from guanshan.report.draft.finding import Piece
from guanshan.report.draft.lexicon import lexicon
from guanshan.report.draft.numeral import CHINESE, CHINESE_DIGIT, INNER, SCALE, chinese, place_of_whole, scale
from guanshan.report.draft.unit import Measured, unit_at

_CHINESE = re.compile(
    rf"(?P<vague>[数几](?=[{SCALE}]))?(?P<n>[{CHINESE}]+(?:点[{CHINESE_DIGIT}]+)?)(?P<in1>[{INNER}](?!次))?(?P<scale>[{SCALE}]+)?"
)
_VAGUE = re.compile(rf"[数几](?P<scale>[{SCALE}]+)(?P<in1>[{INNER}])?")
ENUMERATED = re.compile(r"大(?=[\u4e00-\u9fff]{1,8})(?![学众型小厅楼队量批力家道局部会棚数])")
_LONE = frozenset("十百千万亿")
_NO_COUNT = ("个方面", "个样", "个性", "元化", "元素", "元旦", "元首")
_SURELY = ("新增", "仅", "净增", "减少", "增加", "只有", "共")


def chinese_at(text: str, at: int) -> Piece | None:
    """Read Chinese numerals with a unit or classifier; without one they are words."""
    if vague := _VAGUE.match(text, at):
        measured = unit_at(text, vague.end(), gap=False)
        if measured.unit is None or (at and text[at - 1] in "无少"):
            return None
        order = scale(vague["scale"])
        return Piece(at, measured.end, "quantity", order, measured.unit, inner=True, vague=True, place=order)
    match = _CHINESE.match(text, at)
    if match is None:
        return None
    number = chinese(match["n"])
    if number is None:
        return None
    value: Decimal = number
    multiple = scale(match["scale"] or "")
    measured = unit_at(text, match.end(), gap=False)
    if measured.unit is None and match["n"][-1] in "千百" and len(match["n"]) > 1 and not match["in1"]:
        measured = unit_at(text, match.end("n") - 1, gap=False)  # 五千米 is five 千米
        value = chinese(match["n"][:-1]) or value
    if measured.unit is None:
        return _enumerated(text, at, match, value)
    if not _is_count(text, at, match, value, measured):
        return None
    place = place_of_whole(value) * multiple
    return Piece(
        at, measured.end, "quantity", value * multiple, measured.unit, bool(match["in1"]), place=place, scale=multiple
    )  # fmt: skip


def _enumerated(text: str, at: int, match: re.Match[str], value: Decimal) -> Piece | None:
    """Read 三大功能: a count of what is then listed."""
    if match["in1"] is None and 1 < value <= 20 and ENUMERATED.match(text, match.end()):
        return Piece(at, match.end() + 1, "quantity", value, None, bound=True)
    return None


def _is_count(text: str, at: int, match: re.Match[str], value: Decimal, measured: Measured) -> bool:
    """Tell a count from numerals in words: 一家企业 (a company), 三屯村, 八一路."""
    after = text[measured.end : measured.end + 1]
    before = text[max(0, at - 4) : at]
    lists = lexicon().lists
    verbs = tuple(lists["counting_verbs"])
    if match["n"] == "一" and not match["in1"]:
        return _one_counts(before, measured, after) or _is_next(text, at, measured.end)
    if text.startswith(_NO_COUNT, measured.end - 1) or (
        measured.unit == "人" and after and after in "称制口工"
    ):
        return False
    if measured.unit in lists["rarely_counted"] and value < 100:
        return before.endswith(verbs)
    if measured.unit == "kWh" and value < 100:
        return False
    if match["n"] in _LONE and not match["in1"]:
        if before.endswith(tuple(lists["big_before"])):
            return True
        return measured.unit in ("人", "人次", "家", "户", "件") and not before.endswith(("(", ":", "每"))
    return True


def _is_next(text: str, at: int, end: int) -> bool:
    """Tell whether a number with the same classifier stands before in a list: 小学2所、初中一所."""
    unit = re.escape(text[at + 1 : end])
    return (
        re.search(rf"[\d{CHINESE}]{unit}[、,，和及][^,，。;；、]{{1,10}}$", text[max(0, at - 18) : at])
        is not None
    )


def _one_counts(before: str, measured: Measured, after: str) -> bool:
    """Tell whether 一 counts: after a verb of having or changing, and not as an article."""
    lists = lexicon().lists
    if measured.unit == "倍":
        return True
    if measured.unit in lists["one_of"] and re.match(r"[,，。;；、]|$", after or "。"):
        return before.endswith(tuple(lists["counting_verbs"]))
    return before.endswith(_SURELY) and measured.unit not in ("年", "天", "月", "日", "种", "次", "批次")
