"""Which numbers are parts of names, and which only count places in a row? 名称与序号"""

import re
from decimal import Decimal
from typing import Final

from guanshan.report.draft.finding import Piece
from guanshan.report.draft.lexicon import any_of, lexicon
from guanshan.report.draft.numeral import CHINESE, chinese

_DOCUMENT = re.compile(r"[〔\[(](?:19|20)\d\d[〕\])](?:第|[\u4e00-\u9fff]\d{2,4}[\u4e00-\u9fff]{1,4})?\d+号")
_LATIN_NAME = re.compile(rf"(?:PM|pm)2\.5|{any_of(lexicon().lists['code_names'])[:-1]})[ -]?\d+(?:[.-]\d+)*")
_GENERATION = re.compile(r"\d+(?:\.\d+)?(?:G|D|K|A|C|P|T|V|N)(?![A-Za-z%])")
_POWER = re.compile(rf"(?:\d+|[{CHINESE}]+)强(?!度|化|大|劲|力|降|县|镇|市|弱)")
_NAMES = re.compile(any_of(lexicon().lists["names"]))
_LIST = re.compile(rf"(?:\d+|[{CHINESE}]+)[强佳大优](?:榜单?|名单)")
_FIVE_YEARS = re.compile(r"[一二三]?十[一二三四五六七八九]?五(?=[”’\"]|规划|时期|期间|以来|末|开局)")
_FIVE_YEAR_PLAN = re.compile(r"第[一二三四五六七八九十]{1,3}个五年(?=规划|计划)")
_QUOTED = re.compile(rf"(?<=[“‘\"「《])[{CHINESE}][^“”‘’\"」》,，。;；:：\d]{{1,8}}(?=[”’\"」》])")
_ROOMS = re.compile(r"(?:[一二两三四五六]|\d)(?:居室|室[一二两三四\d]厅)(?:[一二两\d]卫)?")
_LINES: Final = re.compile(
    r"(?<![\d.])(?:1(?:10|19|20|22)|12345|12[13]\d\d|96\d{3,4})"
    r"(?=指挥|热线|电话|平台|接警|消防|报警|急救|服务|宣传|中心|[”’])"
)
_LEVEL = re.compile(
    rf"(?:[{CHINESE}]*[百千万亿]元?)(?=级(?!别)|楼宇|俱乐部|产业集群|产业园|元县|强镇|园区|企业(?!家))"
)
_EVENT = re.compile(r"[百千万](?:[名家个场人])(?=[\u4e00-\u9fff]{1,6}(?:进|绘|下|入|大|联|行|游|赛|竞))")
_NTH = re.compile(rf"第[ ]?(?P<n>\d+|[{CHINESE}]+)")
_RANKED = re.compile(r"(?:位|名(?!称|单|录))")
_ORDERED = re.compile(any_of(lexicon().lists["ordered"]))
_CATEGORY: Final = re.compile(r"产业|中学|小学|医院|人民医院|幼儿园|附属")
_FORMAL = re.compile(r"个[“‘\"]?[\u4e00-\u9fff“”]{0,14}?(?:月|日|节|周|年)(?![\u4e00-\u9fff]*[%\d])")
_LABEL = re.compile(
    rf"{any_of(lexicon().lists['labels'])}[ ]?(?P<n>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})"
    r"(?![\d%万亿.,]|[ ]?(?:个|项|家|年|月|份|明|示|格|现|达|演))"
)
_ENGLISH_LABEL = re.compile(
    rf"{any_of(lexicon().lists['labels'])}[ ]?(?P<n>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})"
    r"(?![\d%万亿.,]|[ ]?(?:个|项|家|年|月|份|明|示|格|现|达|演))"
)
_HEADING = re.compile(
    r"(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})(?:[、]|\.(?!\d)|\.(?=(?:19|20)\d\d年)|[)])"
)
_BRACKETED = re.compile(r"[(\[](?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})[)\]]")
_NUMBERED = re.compile(
    r"(?P<n>\d+)(?:号(?:楼|线|门|馆|厅|院|展|地|桥|井|机|文|公告|令|路|厂|仓|会|站|$)|号(?=[^\u4e00-\u9fff]))"
)
_PHASE = re.compile(r"(?P<n>[一二三四五])期(?=工程|项目|建设|用地|投资|[,，。;；、])")
_RANK_BEFORE = re.compile(
    r"(?:排名?|居|列|位|升至|跃居|名次|排序|并列|稳居|保持|跻身|获|夺得|连续|全[国省市州县区球]|[省市州区县]|世界|国内|行业|西部|同类)"
    r"[^,，。;；、]{0,6}$"
)
_RANK_AFTER = re.compile(r"(?=[,，。;；、!…)\"”\n ]|$|的|和|与)")


def _number(printed: str) -> Decimal | None:
    return Decimal(printed) if printed.isdigit() else chinese(printed)


WORDS = re.compile(any_of(lexicon().lists["words"]))
"""Words whose numerals are no quantity."""


def is_word(text: str, at: int) -> bool:
    """Tell whether a word begins here whose numerals are no quantity: 千家万户, 三番五次."""
    return WORDS.match(text, at) is not None


def name_at(text: str, at: int) -> Piece | None:
    """Read a name that holds a number: 5G, 500强, 十四五, 119, a document's number."""
    if match := _DOCUMENT.match(text, at):
        return Piece(at, match.end(), "name")
    for pattern in (_GENERATION, _LIST, _POWER, _ROOMS, _LEVEL, _LINES):
        if match := pattern.match(text, at):
            return Piece(at, match.end(), "name", _leading(match.group()))
    if match := _NAMES.match(text, at):
        return Piece(at, match.end(), "name", _leading(match.group()))
    if _FIVE_YEARS.match(text, at) or _QUOTED.match(text, at):
        return _quoted(text, at)
    if (match := _EVENT.match(text, at)) and _in_name(text, at):
        return Piece(at, match.end(), "name", _leading(match.group()))
    return None


def _leading(printed: str) -> Decimal | None:
    match = re.match(rf"\d+(?:\.\d+)?|[{CHINESE}]+", printed)
    if match is None:
        return None
    return Decimal(match.group()) if match.group()[0].isdigit() else chinese(match.group())


def _in_name(text: str, at: int) -> bool:
    """Tell whether what follows runs on to an event or a programme."""
    tail = re.split(r"[,，。;；:：、\n]", text[at : at + 24])[0]
    return re.search(r"活动|大会|行动|计划|工程|展览|论坛|大赛|仪式|文化节", tail) is not None


def _quoted(text: str, at: int) -> Piece | None:
    if match := _FIVE_YEARS.match(text, at):
        return Piece(at, match.end(), "name")
    match = _QUOTED.match(text, at)
    if match is None:
        return None
    inside = match.group()
    numerals = re.findall(rf"[{CHINESE}]+", inside)
    later = [each for each in numerals[1:] if len(each) == 1]
    if later and len(inside) <= 6:
        return Piece(at, match.end(), "name")
    if len(inside) == 2 and len(numerals[0]) == 1 and inside[0] not in "万千百十亿":
        return Piece(at, match.end(), "name", chinese(inside[0]))
    return None


def latin_at(text: str, at: int) -> Piece | None:
    """Read a name of Latin letters and digits: PM2.5, GB32100, G60."""
    match = _LATIN_NAME.match(text, at)
    if match is None:
        return None
    return Piece(at, match.end(), "name")


def nth_at(text: str, at: int) -> Piece | None:
    """Read 第 and a number: a rank, a place in a row, or a part of a name."""
    if plan := _FIVE_YEAR_PLAN.match(text, at):
        return Piece(at, plan.end(), "name")
    match = _NTH.match(text, at)
    if match is None or (value := _number(match["n"])) is None:
        return None
    end = match.end()
    if _CATEGORY.match(text, end):
        return Piece(at, end, "name", value)
    if (formal := _FORMAL.match(text, end)) and "的" not in formal.group():
        return Piece(at, end + 1, "name", value)
    before = text[max(0, at - 12) : at]
    ranked = _RANK_BEFORE.search(before) is not None
    if unit := _RANKED.match(text, end):
        label = unit.group() == "名" and not ranked
        return Piece(at, unit.end(), "ordinal" if label else "rank", value)
    if ranked and _RANK_AFTER.match(text, end):
        return Piece(at, end, "rank", value)
    if text.startswith("大", end) and ranked:
        return Piece(at, end, "rank", value)
    if ordered := _ORDERED.match(text, end):
        if match["n"] == "一" and ordered.group() in lexicon().lists["first_of_a_kind"]:
            return None
        return Piece(at, ordered.end(), "ordinal", value)
    if match["n"].isdigit():
        return Piece(at, end, "ordinal", value)
    return None


def label_at(text: str, at: int) -> Piece | None:
    """Read a number that only labels: 表1, 附件3, Section 2, 3号楼, 二期工程."""
    for pattern in (_LABEL, _PHASE):
        if match := pattern.match(text, at):
            return Piece(at, match.end(), "ordinal", _number(match["n"]))
    if match := _NUMBERED.match(text, at):
        return Piece(at, match.end("n") + 1, "ordinal", _number(match["n"]))
    return None


def heading_at(text: str, at: int) -> Piece | None:
    """Read the number of a heading at the beginning of a line: 一、 (二) 3."""
    if match := _BRACKETED.match(text, at):
        return Piece(match.start("n"), match.end("n"), "ordinal", _number(match["n"]))
    match = _HEADING.match(text, at)
    return Piece(at, match.end("n"), "ordinal", _number(match["n"])) if match else None
