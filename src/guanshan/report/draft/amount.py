"""How much is printed here, and in which unit? 数值与单位"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from guanshan.report.draft.finding import Piece
from guanshan.report.draft.lexicon import lexicon
from guanshan.report.draft.numeral import (
    ARABIC,
    BLOTTED,
    CHINESE,
    CHINESE_DIGIT,
    GAP,
    SCALE,
    arabic,
    chinese,
    place_of,
    place_of_whole,
    scale,
)

_INNER: Final = "余多来几"
_NUMBER = re.compile(
    rf"(?P<minus>[-−])?(?:(?P<big>{ARABIC})(?P<bigscale>[亿万])(?P<small>{ARABIC})(?P<smallscale>[万千百])?"
    rf"|(?P<n>{ARABIC}))(?P<in0>[{_INNER}])?(?:{GAP}(?P<scale>[{SCALE}]+(?![{CHINESE_DIGIT}])))?(?P<in1>[{_INNER}](?!次))?"
)
_CHINESE = re.compile(
    rf"(?P<vague>[数几](?=[{SCALE}]))?(?P<n>[{CHINESE}]+(?:点[{CHINESE_DIGIT}]+)?)(?P<in1>[{_INNER}](?!次))?(?P<scale>[{SCALE}]+)?"
)
_VAGUE = re.compile(rf"[数几](?P<scale>[{SCALE}]+)(?P<in1>[{_INNER}])?")
_BLOT = re.compile(rf"{BLOTTED}(?P<scale>[{SCALE}]+)?")
_BROKEN_LINE = re.compile(r"(?P<a>\d{1,3})\n(?P<b>\d{1,3}(?:,\d{3})*(?:\.\d+)?)(?![\d\n])")
_BLANK = re.compile(GAP)
_AFTER_BREAK = re.compile(rf"{GAP}(?P<scale>[{SCALE}]+)?(?P<in1>[{_INNER}])?")
_FRACTION = re.compile(
    rf"(?P<whole>[{CHINESE}]+|\d+)分之(?P<n>\d+(?:\.\d+)?|[{CHINESE}]+(?:点[{CHINESE_DIGIT}]+)?)"
)
_TENTHS = re.compile(rf"(?P<n>\d+(?:\.\d+)?|[{CHINESE_DIGIT}])(?P<in1>[多余])?(?P<u>成|折)(?![果为立功本员长熟效交绩品都语就扣合算])(?P<rest>[{CHINESE_DIGIT}](?![{SCALE}]))?(?P<half>半)?")
_HALF = re.compile(r"(?:一半|过半(?!数)|半数)")
_TURNED = re.compile(rf"翻(?:了|两|一)?(?:了)?(?P<n>[一两二三四\d]?)[番倍]")
_COMPOUND = re.compile(
    rf"(?:(?P<h>\d+)(?:个)?小时)?(?:(?P<m>\d+)分钟?(?=\d+秒)|(?P<m2>\d+)分(?:钟)?)?(?:(?P<s>\d+(?:\.\d+)?)秒钟?)?"
)
_PER_AFTER = re.compile(r"(?:/|每)(?P<u>平方米|平米|㎡|m2|公斤|千克|吨|亩|人|户|度|千瓦时|小时|天|日|月|年|公里|件|套|立方米|斤|次|kg|t|h|km)(?:[/·•每](?P<v>月|天|日|年|小时))?")  # fmt: skip
_PER_BEFORE = re.compile(r"每(?P<n>[百千万]|百万)?(?P<u>平方米|平米|公斤|千克|吨|亩|人口|人|户|度|千瓦时|小时|公里|件|套|立方米|斤|次|名|常住人口)(?:每(?P<v>月|天|日|年|小时))?[^\d,，。;；每]{0,14}$")  # fmt: skip
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:[:∶]\d+(?:\.\d+)?)+")
_ARTICLE_BEFORE = re.compile(
    r"(?:新增|新建|共有?|仅有?|建成|设有?|设立|成立|拥有|增加|减少|净增|引进|有|达|为|评为|获|新|只|超|近|增设|和|、|各|获评|[\d家个户名项])$"
)
ENUMERATED = re.compile(r"大(?=[\u4e00-\u9fff]{1,8})(?![学众型小厅楼队量批力家道局部会棚数])")


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


def per_before(text: str, at: int, unit: str | None) -> str | None:
    """Add to a unit what the words before the number say that it is per: 每公斤, 每千人口."""
    if unit is None or "/" in unit or unit in ("%", "倍", "百分点"):
        return unit
    match = _PER_BEFORE.search(text[max(0, at - 24) : at])
    return _per(unit, match["u"], match["v"], match["n"]) if match else unit


def ratios_at(text: str, at: int) -> list[Piece] | None:
    """Read a list 1.4:26.9:71.7 as its shares; a ratio of two is one entry."""
    match = _RATIO.match(text, at)
    if match is None:
        return None
    parts = list(re.finditer(r"\d+(?:\.\d+)?", match.group()))
    if len(parts) == 2:
        first, second = (Decimal(part.group()) for part in parts)
        value = first / second if second else None
        return [Piece(at, match.end(), "quantity", value, None)]
    return [
        Piece(at + part.start(), at + part.end(), "share", Decimal(part.group()), "%", place=place_of(part.group()), bound=True)
        for part in parts
    ]


def part_at(text: str, at: int) -> Piece | None:
    """Read a part of a whole or a doubling: 五成, 九成五, 四分之三, 七折, 一半, 翻两番."""
    if match := _FRACTION.match(text, at):
        whole = Decimal(match["whole"]) if match["whole"].isdigit() else chinese(match["whole"])
        part = Decimal(match["n"]) if match["n"][0].isdigit() else chinese(match["n"])
        if whole and part is not None:
            unit = "‰" if whole == 1000 else "%"
            return Piece(at, match.end(), "share", part * (1000 if unit == "‰" else 100) / whole, unit)
    if match := _TENTHS.match(text, at):
        number = Decimal(match["n"]) if match["n"][0].isdigit() else chinese(match["n"])
        if number is None or number > 10 or (match["n"] == "一" and match["u"] == "成" and text.startswith("不变", match.end())):
            return None
        value = number * 10 + (chinese(match["rest"]) or 0 if match["rest"] else 0) + (5 if match["half"] else 0)
        return Piece(at, match.end(), "share", value, "%", inner=bool(match["in1"]), place=Decimal(10 if not match["rest"] else 1))
    if match := _HALF.match(text, at):
        return Piece(at, match.end(), "share", Decimal(50), "%", inner=False, place=Decimal(10))
    if match := _TURNED.match(text, at):
        number = chinese({"": "一"}.get(match["n"], match["n"])) if not match["n"].isdigit() else Decimal(match["n"])
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


def amount_at(text: str, at: int) -> Piece | None:
    """Read digits, their multiple and their unit."""
    broken = _joined_lines(text, at)
    match = _NUMBER.match(text, at)
    if broken is not None:
        number, end, printed = broken
        after = _AFTER_BREAK.match(text, end)
        multiple = scale(after["scale"] or "") if after and after["scale"] else Decimal(1)
        stop = after.end() if after and (after["scale"] or after["in1"]) else end
        inner = bool(after and after["in1"])
        measured = unit_at(text, stop)
        if measured.unit:
            return Piece(at, measured.end, "quantity", number * multiple, measured.unit, inner, place=place_of(printed) * multiple, scale=multiple)
    if match is None:
        return None
    if match["big"]:
        value = arabic(match["big"]) * scale(match["bigscale"]) + arabic(match["small"]) * scale(match["smallscale"] or "")
        place = place_of(match["small"]) * scale(match["smallscale"] or "")
        multiple = Decimal(1)
    else:
        multiple = scale(match["scale"] or "")
        value, place = arabic(match["n"]) * multiple, place_of(match["n"]) * multiple
    value = -value if match["minus"] else value
    end = match.end()
    inner = bool(match["in0"] or match["in1"])
    measured = unit_at(text, end)
    signs = match["scale"] or ""
    while measured.unit is None and signs and not inner:  # 亿千瓦时: the unit may begin with a multiple
        signs = signs[:-1]
        shorter = unit_at(text, match.start("scale") + len(signs))
        if shorter.unit:
            measured, multiple = shorter, scale(signs)
            value, place = arabic(match["n"]) * multiple * (-1 if match["minus"] else 1), place_of(match["n"]) * multiple
    if measured.unit is None and not inner and not match["scale"]:
        return Piece(at, match.end(), "quantity", value, None, place=place, bare=True)
    unit = "位" if _RANKS_MOVED.search(text[max(0, at - 6) : at]) and text.startswith("位", measured.end - 1) else measured.unit
    return Piece(at, measured.end if measured.unit else end, "quantity", value, unit, inner, place=place, scale=multiple)


def _joined_lines(text: str, at: int) -> tuple[Decimal, int, str] | None:
    """Read digits that a line feed cuts, where running text stands before them: 占5⏎8.2%."""
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
    if measured.unit is None or (re.match(r"[A-Za-z]", measured.unit) and measured.unit not in ("CNY", "USD", "km", "ha", "t", "m2")):
        return None
    return Piece(at, measured.end, "quantity", None, measured.unit)


def chinese_at(text: str, at: int) -> Piece | None:
    """Read Chinese numerals with a unit or classifier; without one they are words."""
    if vague := _VAGUE.match(text, at):
        measured = unit_at(text, vague.end(), gap=False)
        if measured.unit is None or (at and text[at - 1] in "无少"):
            return None
        value = scale(vague["scale"]) * (1 if vague["scale"][0] in "十百千万亿" else 1)
        return Piece(at, measured.end, "quantity", value, measured.unit, inner=True, vague=True, place=value)
    match = _CHINESE.match(text, at)
    if match is None:
        return None
    value = chinese(match["n"])
    if value is None:
        return None
    multiple = scale(match["scale"] or "")
    measured = unit_at(text, match.end(), gap=False)
    if measured.unit is None and match["n"][-1] in "千百" and len(match["n"]) > 1 and not match["in1"]:
        measured, value = unit_at(text, match.end("n") - 1, gap=False), chinese(match["n"][:-1]) or value
    if measured.unit is None:
        return _enumerated(text, at, match, value)
    if not _is_count(text, at, match, value, measured):
        return None
    unit = "位" if _RANKS_MOVED.search(text[max(0, at - 6) : at]) and text.startswith("位", measured.end - 1) else measured.unit
    place = place_of_whole(value) * multiple
    return Piece(at, measured.end, "quantity", value * multiple, unit, bool(match["in1"]), place=place, scale=multiple)


def _enumerated(text: str, at: int, match: re.Match[str], value: Decimal) -> Piece | None:
    """Read 三大功能: a count of what is then listed."""
    if match["in1"] is None and 1 < value <= 20 and ENUMERATED.match(text, match.end()):
        return Piece(at, match.end() + 1, "quantity", value, None, bound=True)
    return None


_RANKS_MOVED = re.compile(r"(?:上升|下降|前进|提升|后退|前移|后移|跃升)了?$")
_WORDLIKE = re.compile(r"[一二两三四五六七八九十百千万]+(?:个(?:方面|人|样)|次[元性]|级|方面|点|人次?[制称]|面[^\d,，。]|体|心|头|口[号]|条[心龙]|块儿?|本正经|所[学]|条线|门(?:心思|课)|双手|对一|道[^\d])")
_ONE_OF_A_KIND = re.compile(r"一(?:个(?!亿)|名|位|家|项|种|张|次|场|座|条|款|份|件|部|套|句|本|片|块|组|门|股|双|幅|支|面|层|点|套|对|处|道|列|系列|批|级|步|角|页|期|所|户|起|栋|间|根|台|首|棵|盏|只|口|类|市|县|区|乡|村|镇|省|国|轮|站|字|车|班|盘|年|天|月|日|周|人|分|度|方|路|线|元|节|头|行|例|笔|单|辆|架|米)")


def _is_count(text: str, at: int, match: re.Match[str], value: Decimal, measured: Measured) -> bool:
    """Tell a count from numerals in words: 一家企业 (a company), 三屯村, 八一路, 千方百计."""
    after = text[measured.end : measured.end + 1]
    before = text[max(0, at - 4) : at]
    if match["n"] == "一" and not match["in1"]:
        return _one_counts(before, measured, after)
    if _WORDLIKE.match(text, at) and not re.match(r"[,，。;；、\n]", after or "。"):
        if text[match.end() : measured.end] in ("个",) and text.startswith(("方面", "样", "性"), measured.end):
            return False
    if measured.unit in ("村", "镇", "乡", "省", "国", "县", "市", "区", "级", "路", "字", "方", "面", "分", "点", "口", "头", "门") and value < 100:
        return measured.unit in ("分", "点", "口", "头", "门", "面") and before.endswith(("共", "有", "增", "设", "达", "养", "建"))
    if measured.unit in ("度", "kWh") and value < 100:
        return False
    if measured.unit == "元" or (measured.unit == "CNY" and text[match.end() : match.end() + 1] in "元" and text.startswith(("化", "素", "旦", "首"), measured.end)):
        return False
    if match["n"] in ("万", "千", "百", "亿", "十") and not match["in1"]:
        if before.endswith(("近", "超", "逾", "约", "上", "过", "破", "达", "余")):
            return True
        return measured.unit in ("人", "人次", "家", "户", "件") and not before.endswith(("(", ":", "每"))
    return not (measured.unit == "人" and value <= 10 and text[match.end()] == "人" and after and after in "称制口工")


def _one_counts(before: str, measured: Measured, after: str) -> bool:
    """Tell whether 一 counts: after a verb of having or changing, and not as an article."""
    if measured.unit in ("倍",):
        return True
    if measured.unit in ("人", "家", "户", "栋", "起", "例", "名", "座", "所", "项", "个", "件", "宗") and re.match(r"[,，。;；、]|$", after or "。"):
        return _ARTICLE_BEFORE.search(before) is not None
    return before.endswith(("新增", "仅", "净增", "减少", "增加", "只有", "共")) and measured.unit not in ("年", "天", "月", "日", "种", "次", "批次")
