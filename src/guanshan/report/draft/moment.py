"""Which day, month, quarter or hour is printed? 日期与时间

Values are ISO 8601 as far as they are printed: ``2024-04-26``, ``--04-26`` without the year, ``---07`` a bare day, ``2024-Q3``,
``--01/--09`` months, ``P3Y`` a span, ``-W-5`` a weekday, ``19:30``.
"""

import calendar
import re
from collections.abc import Callable
from functools import cache
from typing import Final

from guanshan.report.draft.finding import Kind, Piece
from guanshan.report.draft.lexicon import any_of, lexicon
from guanshan.report.draft.numeral import CHINESE, CHINESE_DIGIT, chinese

_N2 = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_YEAR = rf"(?P<y>(?:19|20)\d\d|[一二][{CHINESE_DIGIT}○0]{{3}})[ ]?年"
_SUB = (
    rf"(?:(?P<half>[上下]半年)|第?(?P<q>[一二三四1-4])季度(?P<qend>末|底)?|前(?P<ms>{_N2})个月|前(?P<qs>[一二三四1-4])季度"
    rf"|(?P<m1>{_N2})月?[ ]?[-—–~～至到][ ]?(?P<m2>{_N2})月份?"
    rf"|(?P<m>{_N2})[ ]?月(?:[ ]?(?P<d>{_N2})[ ]?[日号]|(?P<mend>底|末)|份)?"
    rf"|(?P<yend>年?[末底]|年终))"
)
_DATE = re.compile(rf"{_YEAR}(?P<du>度)?(?P<yend0>[末底](?!线))?(?:[ ]?{_SUB})?")
_BARE = re.compile(rf"(?:{_SUB})")
_DAY = re.compile(rf"(?P<d>{_N2})日(?![均常用报益前内])")
_DIGITS = re.compile(r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?(?![\d.]|[ ]?[%亿万])")
_WEEK = re.compile(r"(?:周|星期|礼拜)(?P<w>[一二三四五六日天])(?![期年])")
_YEARS: Final = re.compile(r"(?P<y>(?:19|20)\d\d)(?=[ ]?[-—–~～至到][ ]?(?:19|20)\d\d[ ]?年)")
_CLOCK = re.compile(r"(?P<h>[01]?\d|2[0-4])[:](?P<min>[0-5]\d)(?:[:](?P<s>[0-5]\d))?(?![:\d]|\.\d)")
_PROPORTION = re.compile(r"比(?:例|值)?(?:为|达到?|是|约)?(?:约|近)?$")
_HOUR = re.compile(
    rf"(?P<h>\d{{1,2}}|[一二三四五六七八九十两]{{1,3}})(?:点钟|点整|[时点])(?:(?P<half>半)|(?P<min>\d{{1,2}}|[{CHINESE[:20]}十]{{1,3}})分(?!钟))?(?![段常候间代刻空期机效多以])"
)
_SPAN_N = rf"(?P<n>\d+|半|[{CHINESE}]+)[ ]?(?P<u>个工作日|个小时|小时|分钟|个月|周年|年|天|日|周|工作日)"
_SPAN = re.compile(
    rf"{_SPAN_N}(?:(?P<tail>[来间内]|之内|以内|以来|(?<=年)(?=增长|增加|累计|年均|时间))(?!容|部|外|涝|生))?"
)
_CODE: Final = {
    "年": "Y",
    "周年": "Y",
    "个月": "M",
    "周": "W",
    "天": "D",
    "日": "D",
    "个工作日": "D",
    "工作日": "D",
}
_HOURS: Final = {"小时": "H", "个小时": "H", "分钟": "M"}
_MONTHS: Final = {
    **{name: number for number, name in enumerate(calendar.month_name) if name},
    **{name: number for number, name in enumerate(calendar.month_abbr) if name},
    "Sept": 9,
}
_MONTH = "(?P<mon>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_ENGLISH_DAY = re.compile(r"(?P<d>\d{1,2})\b(?![,.]?\d|\s?(?:%|percent|million|billion))")
_ENGLISH_FIRST = re.compile(rf"{_MONTH}\s\d{{1,2}}\s?(?:to|-|–)\s?$")
_ENGLISH = [
    re.compile(rf"{_MONTH}(?:\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?(?:%|percent|million)))?(?:,?\s(?P<y>(?:19|20)\d\d)\b)?"),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s(?P<y>(?:19|20)\d\d)\b)?"),
    re.compile(r"Q(?P<q>[1-4])(?:\s(?:of\s)?(?P<y>(?:19|20)\d\d))?\b"),
    re.compile(r"(?P<qw>first|second|third|fourth)\s(?P<qu>quarter|half)(?:\sof\s(?:the\syear|(?P<y>(?:19|20)\d\d)))?\b"),
    re.compile(r"(?:end[- ]of[- ]|end[- ]|end\sof\sthe\syear\s)(?P<yend>(?:19|20)\d\d)\b"),
    re.compile(r"(?P<h>\d{1,2})(?:[:.](?P<min>\d\d))?\s?(?P<ap>a\.?m\.?|p\.?m\.?)(?![A-Za-z])"),
]  # fmt: skip
_BARE_YEAR = re.compile(r"(?P<y>(?:19|20)\d\d)(?!\d|,\d|%|\.\d|[ ]?[\u4e00-\u9fff])")
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:[Ii]n|of|by|By|since|Since|during|from|From|until|to|and|than|year|FY|over|through|end|for|[A-Z][a-z]{2,8}),?\s|[-–]\s?|\d\d,\s)$"
)


def _two(printed: str) -> str | None:
    value = int(printed) if printed.isdigit() else chinese(printed)
    return None if value is None or value > 99 else f"{int(value):02d}"


def _year(printed: str) -> str | None:
    if printed[0].isdigit():
        return printed
    value = chinese(printed.replace("○", "〇").replace("0", "〇"))
    return str(value) if value is not None and 1900 <= value < 2100 else None


def last_day(year: int | None, month: int) -> int:
    """Return the last day of a month; 29 for a February of no year is never said: 28."""
    return calendar.monthrange(year or 2023, month)[1]


def date_at(text: str, at: int) -> Piece | None:
    """Read a date that begins at an offset."""
    match = _DATE.match(text, at)
    if match:
        year = _year(match["y"])
        if year is None or (value := _dated(match, year)) is None:
            return None
        return Piece(at, match.end(), "date", value)
    if (match := _YEARS.match(text, at)) is not None:
        return Piece(at, match.end(), "date", match["y"])
    if match := _DIGITS.match(text, at):
        month, day = int(match["m"]), int(match["d"] or 1)
        if (
            1 <= month <= 12
            and 1 <= day <= last_day(int(match["y"]), month)
            and (match["d"] or len(match["m"]) == 2)
        ):
            value = f"{match['y']}-{month:02d}" + (f"-{day:02d}" if match["d"] else "")
            return Piece(at, match.end(), "date", value)
    for pattern in (_BARE, _DAY):
        if (match := pattern.match(text, at)) and not match.groupdict().get("yend"):
            value = _dated(match, None) if pattern is _BARE else _bare_day(match)
            if value is not None:
                return Piece(at, match.end(), "date", value)
    return None


def _bare_day(match: re.Match[str]) -> str | None:
    day = _two(match["d"])
    return f"---{day}" if day and 1 <= int(day) <= 31 else None


def _dated(match: re.Match[str], year: str | None) -> str | None:
    head = year or "-"
    lead = f"{year}-" if year else ""
    found = match.groupdict()
    if found["half"]:
        return lead + ("H1" if found["half"] == "上半年" else "H2")
    if found["q"]:
        return _of_quarter(int(_two(found["q"]) or 0), year, at_end=bool(found["qend"]))
    if found["ms"]:
        return f"{head}-01/{head}-{_two(found['ms'])}"
    if found["qs"]:
        quarters = int(_two(found["qs"]) or 0)
        return f"{head}-01/{head}-{quarters * 3:02d}"
    if found["m1"]:
        first, second = _two(found["m1"]), _two(found["m2"])
        return f"{head}-{first}/{head}-{second}" if first and second and int(second) <= 12 else None
    if found["m"]:
        return _in_month(found, year)
    if found.get("yend") or found.get("yend0"):
        return f"{head}-12-31"
    return year


def _of_quarter(quarter: int, year: str | None, *, at_end: bool) -> str:
    if not at_end:
        return f"{year}-Q{quarter}" if year else f"Q{quarter}"
    return f"{year or '-'}-{quarter * 3:02d}-{last_day(None, quarter * 3)}"


def _in_month(found: dict[str, str | None], year: str | None) -> str | None:
    head = year or "-"
    month = _two(found["m"] or "")
    if month is None or not 1 <= int(month) <= 12:
        return None
    longest = 29 if year is None and month == "02" else last_day(int(year) if year else None, int(month))
    if found["mend"]:
        return f"{head}-{month}-{last_day(int(year) if year else None, int(month)):02d}"
    if not found["d"]:
        return f"{head}-{month}"
    day = _two(found["d"])
    return f"{head}-{month}-{day}" if day and 1 <= int(day) <= longest else None


def week_at(text: str, at: int) -> Piece | None:
    """Read a weekday."""
    match = _WEEK.match(text, at)
    if match is None or (
        match["w"] == "日" and text[at] == "周" and text[match.end() : match.end() + 1] in "期刊"
    ):
        return None
    return Piece(at, match.end(), "date", f"-W-{'一二三四五六日'.find(match['w'].replace('天', '日')) + 1}")


_RANGED = re.compile(
    r"(?:\d{1,2}[:点时](?:\d{0,2}分?|半)?|[一二三四五六七八九十两]+[点时](?:半|[一二三四五六七八九十]+分)?)[ ]?[-—–~～至到][ ]?$"
)


@cache
def _moments() -> tuple[re.Pattern[str], dict[str, int]]:
    moments: dict[str, int] = lexicon().lists["moments_of_day"]
    return re.compile(any_of(moments) + "$"), moments


def time_at(text: str, at: int) -> Piece | None:
    """Read a time of day; afternoon is applied, the word that says so is looked for right before."""
    match = _CLOCK.match(text, at) or _HOUR.match(text, at)
    if match is None or (match.re is _CLOCK and _PROPORTION.search(text[max(0, at - 6) : at])):
        return None
    hour = _two(match["h"])
    minute = "30" if match.groupdict().get("half") else _two(match["min"] or "0")
    if (
        match.re is _HOUR
        and not match["min"]
        and re.match(rf"[\d{CHINESE_DIGIT}]", text[match.end() : match.end() + 1])
    ):
        return None  # 十二点五 is a decimal
    if hour is None or minute is None or int(hour) > 24 or int(minute) > 59:
        return None
    pattern, moments = _moments()
    said = pattern.search(text[max(0, at - 4) : at]) or pattern.search(
        _RANGED.sub("", text[max(0, at - 14) : at])
    )
    late = (
        said is not None
        and moments[said.group()]
        and int(hour) < 12
        and not (said.group() == "中午" and int(hour) == 11)
    )
    value = f"{int(hour) + (12 if late else 0):02d}:{minute}"
    second = match.groupdict().get("s")
    return Piece(at, match.end(), "time", f"{value}:{second}" if second else value)


def span_at(text: str, at: int) -> Piece | None:
    """Read a span of time that only bounds something: 近三年, 三年来, 24小时内."""
    match = _SPAN.match(text, at)
    if match is None:
        return None
    before = text[max(0, at - 2) : at]
    bounds = before.endswith(("近", "过去", "未来", "连续", "今后")) and match["u"] not in ("分钟", "日")
    if before.endswith(("过", "超过", "第")) and not before.endswith("过去"):
        bounds = False
    if match["tail"] is None and not bounds:
        return None
    if match["n"] == "半" or (match["u"] == "年" and len(match["n"]) >= 4):
        return None
    number = int(match["n"]) if match["n"].isdigit() else chinese(match["n"])
    if number is None:
        return None
    end = match.end("u")
    if match["u"] in _HOURS:
        return Piece(at, end, "time", f"PT{number}{_HOURS[match['u']]}")
    return Piece(at, end, "date", f"P{number}{_CODE[match['u']]}")


def english_at(text: str, at: int) -> Piece | None:
    """Read an English date or time."""
    for pattern in _ENGLISH:
        if match := pattern.match(text, at):
            kind, value = _english(match)
            if value is not None:
                return Piece(at, match.end(), kind, value)
    day = _ENGLISH_DAY.match(text, at)
    if day and _ENGLISH_FIRST.search(text[max(0, at - 20) : at]) and (value := _bare_day(day)):
        return Piece(at, day.end(), "date", value)
    match = _BARE_YEAR.match(text, at)
    if match and _BEFORE_YEAR.search(text[max(0, at - 12) : at]):
        return Piece(at, match.end(), "date", match["y"])
    return None


def _english(match: re.Match[str]) -> tuple[Kind, str | None]:
    found = match.groupdict()
    lead = f"{found.get('y')}-" if found.get("y") else ""
    if found.get("h"):
        hour = int(found["h"]) % 12 + (12 if found["ap"][0] == "p" else 0)
        return "time", f"{hour:02d}:{found['min'] or '00'}" if int(found["h"]) <= 12 else None
    if found.get("yend"):
        return "date", f"{found['yend']}-12-31"
    if found.get("q"):
        return "date", f"{lead}Q{found['q']}"
    if found.get("qw"):
        number = ("first", "second", "third", "fourth").index(found["qw"]) + 1
        return "date", f"{lead}{'Q' if found['qu'] == 'quarter' else 'H'}{number}"
    month = _MONTHS[found["mon"]]
    if found["mon"] == "May" and not (found["d"] or found["y"]):
        return "date", None
    day = f"-{int(found['d']):02d}" if found["d"] else ""
    if day and not 1 <= int(day[1:]) <= 31:
        return "date", None
    return "date", f"{found['y'] or '-'}-{month:02d}{day}"


READERS: tuple[Callable[[str, int], Piece | None], ...] = (date_at, time_at)
