"""For which time does a figure hold? 所属时期

A date of its own clause says so, else one before it in its sentence, else the one that its paragraph carries, else the year of the title;
全年 and 年末 mean the year that was said last.
A base year (比2019年) and a date line never do. Where the text gives no year, there is none.
"""

import re
from dataclasses import dataclass, field

from guanshan.report.draft.finding import Piece
from guanshan.report.draft.lexicon import found, last
from guanshan.report.draft.passage import FAR, Passage

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_HAS_YEAR = re.compile(r"^(?:19|20)\d\d(?:-|$|/)")
_BASE_BEFORE = re.compile(r"(?:[比较与同]|相比|compared with|than in|from|as in|than)[ ]?$")
_SINCE = re.compile(r"^(?:[^,，。;；]{0,8}?以来|[^,，。;；]{0,8}?至今|起)|^.{0,3}since")
_SINCE_BEFORE = re.compile(r"\bsince\s$", re.IGNORECASE)
_TO = re.compile(r"[ ]?(?:[-–—~～至到]|to|and)[ ]?$")
_DATELINE = re.compile(r"^[^.\n。,，]{0,24}\s--\s|^(?:电|讯|[ ]?[-—–]{1,2})|^[ ]?[)）]?[ ]?(?:电|讯)")
_ARTICLE = re.compile(r"本报讯|本网讯|本刊讯|讯[ ]?[(（]")
_TITLE_TIME = re.compile(r"(?:19|20)\d\d(?:$|-[HQ]\d$|-\d\d$|-\d\d/)")
_IN = re.compile(r"\b(?:in|by|of|on|during|for)\s(?:the\s)?$")
_LAST_YEAR = re.compile(r"(?<![比较与同是为])(?:上年|去年)同期[^,，。;；]{0,6}$")
_STOCK_END = re.compile(r"(?:年末|年底|期末)[^,，。;；]{0,40}(?:,其中[^,，。;；]{0,24})?$")
_OF_THE_YEAR = re.compile(r"全年|(?<![上去前])年末|(?<![上去前])年底|当年|本年")
_MONTH = re.compile(r"当月|本月")
_NEXT_TITLE = re.compile(r"[,，。;；]")


@dataclass(slots=True)
class _Carried:
    """What a paragraph, an article and a text have said of time so far."""

    title: str | None = None
    year: str | None = None
    paragraph: tuple[int, int] = (-1, -1)
    period: str | None = None
    sentence: tuple[int, int] = (-1, -1)
    said: list[tuple[int, int, str | None]] = field(default_factory=list)


class Periods:
    """The time of every date and figure of a passage, asked for in the order of the text."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._now = _Carried(title=self._title())
        self._now.year = self._now.title[:4] if self._now.title else None
        self._english = ((-1, -1), False)

    def _title(self) -> str | None:
        """Return the time that a title names: 2023 of 2023年…统计公报."""
        at = 0
        for line in self._passage.text[:400].split("\n")[:4]:
            if line.strip() and not _NEXT_TITLE.search(line) and len(line) < 60:
                for number in self._passage.within((at, at + len(line))):
                    piece = self._passage.pieces[number]
                    if piece.kind == "date" and _TITLE_TIME.match(str(piece.value)):
                        return str(piece.value)
            at += len(line) + 1
        return None

    def date(self, number: int) -> str | None:
        """Take note of a date, and return it completed as far as the text gives its year."""
        piece = self._passage.pieces[number]
        self._enter(piece.start)
        if piece.value is None:
            self._now.said.append((piece.start, piece.end, None))
            return None
        value = str(piece.value)
        whole = self._completed(value, piece)
        against = self._is_base(piece)
        if whole and _HAS_YEAR.match(whole) and not against:
            self._now.year = whole[:4]
        self._note(number, value, whole)
        return None if value.startswith(("P", "-W")) else whole

    def _completed(self, value: str, piece: Piece) -> str | None:
        if value.startswith(("P", "-W", "---")):
            return None
        if _HAS_YEAR.match(value):
            return value
        year = self._now.year if self._now.year else self._year_ahead(piece)
        if year is None:
            return None
        if value.startswith("--"):
            return "/".join(year + part[1:] for part in value.split("/"))
        return f"{year}-{value}"

    def _year_ahead(self, piece: Piece) -> str | None:
        """Find the year that the same paragraph tells after a day without one."""
        end = self._passage.paragraph(piece.start)[1]
        for number in self._passage.within((piece.end, end)):
            later = self._passage.pieces[number]
            if (
                not self._is_base(later)
                and later.kind in ("date", "name")
                and isinstance(later.value, str)
                and _HAS_YEAR.match(later.value)
            ):
                return later.value[:4]
        return None

    def _is_base(self, piece: Piece) -> bool:
        """Tell whether a date is what something is measured against: 比2019年, 恢复到2019年同期."""
        text = self._passage.text
        before, after = text[max(0, piece.start - 14) : piece.start], text[piece.end : piece.end + 4]
        if _BASE_BEFORE.search(before):
            return True
        return after.startswith(("同期", "水平", "的水平")) and before.endswith(
            ("到", "为", "是", "于", "至")
        )

    def _note(self, number: int, value: str, whole: str | None) -> None:
        text, piece = self._passage.text, self._passage.pieces[number]
        before = text[max(0, piece.start - 14) : piece.start]
        after = text[piece.end : piece.end + 30]
        if value.startswith(("-W", "---")) or _DATELINE.match(after) or self._is_base(piece):
            return
        said = whole
        if value.startswith("P"):
            said = None if not self._now.said else self._now.said[-1][2]
            if "年" in text[piece.start : piece.end]:
                said = None
        elif whole and (_SINCE.match(after) or _SINCE_BEFORE.search(before)):
            said = f"{whole}/.."
        elif (
            self._now.said
            and self._now.said[-1][2]
            and _TO.fullmatch(text[self._now.said[-1][1] : piece.start])
            and whole
        ):
            said = f"{self._now.said[-1][2]}/{whole}"
        self._now.said.append((piece.start, piece.end, said))
        self._now.period = said

    def _enter(self, at: int) -> None:
        now = self._now
        paragraph = self._passage.paragraph(at)
        if paragraph != now.paragraph:
            if _ARTICLE.search(self._passage.text[paragraph[0] : paragraph[0] + 30]):
                now.year = now.title[:4] if now.title else None
            now.paragraph, now.period = paragraph, None
        sentence = self._passage.sentence(at)
        if sentence != now.sentence:
            now.sentence, now.said = sentence, []

    def figure(self, number: int) -> str | None:
        """Return the time for which a figure holds."""
        piece = self._passage.pieces[number]
        self._enter(piece.start)
        text, now = self._passage.text, self._now
        said = text[max(now.sentence[0], piece.start - FAR) : piece.start]
        dated = now.said[-1] if now.said else None
        found_period = dated[2] if dated else self._ahead(number) or now.period
        at_present = last("periods_now", said)
        if at_present >= 0 and (dated is None or piece.start - len(said) + at_present > dated[0]):
            found_period = None
            now.period = None
        elif found_period is None and dated is None and not found("periods_now", said):
            found_period = now.title or (now.year if _OF_THE_YEAR.search(said) else None)
        clause = text[self._passage.clause(piece.start)[0] : piece.start]
        return self._narrowed(found_period, said, clause)

    def _narrowed(self, period: str | None, said: str, clause: str) -> str | None:
        if period is None:
            return None
        if _STOCK_END.search(said) and _YEAR.match(period):
            return f"{period}-12-31"
        if _LAST_YEAR.search(clause) and _HAS_YEAR.match(period):
            return re.sub(r"\b(?:19|20)\d\d\b", lambda match: str(int(match.group()) - 1), period)
        return period

    def _is_english(self, sentence: tuple[int, int]) -> bool:
        if sentence != self._english[0]:
            words = self._passage.text[slice(*sentence)]
            self._english = (sentence, sum(map(str.isascii, words)) >= len(words) * 0.8)
        return self._english[1]

    def _ahead(self, number: int) -> str | None:
        """Find a date after a figure in its sentence, as English writes it: reached 5 million in 2023."""
        text, piece = self._passage.text, self._passage.pieces[number]
        end = min(self._passage.sentence(piece.start)[1], piece.end + FAR)
        if not self._is_english(self._now.sentence):
            return None
        for later in self._passage.within((piece.end, end)):
            other = self._passage.pieces[later]
            before = text[max(0, other.start - 10) : other.start]
            if (
                other.kind == "date"
                and not str(other.value).startswith("P")
                and isinstance(other.value, str)
                and _IN.search(before)
                and not _BASE_BEFORE.search(before)
            ):
                return self._completed(other.value, other)
        return None


_NAMED = re.compile(
    r"(?:度)?(?:优秀|十佳|最美)?(?=[\u4e00-\u9fff“‘第])[^,，。;；:：、\n]{1,36}?(?:计划|大会|活动|演练|论坛|大赛|工程|峰会|博览会|年会|展览会|名单|榜|奖|场景|案例|节|比赛|马拉松|专项|试点|项目库|行动|人物|企业家)"
)
_TAKING = re.compile(
    r"(?:开展|举办|实施|举行|获评|评为|评选|参加|入选|主题的|启动|召开|承办|荣获|获得|获|组织|承接|列入|参与|印发)(?:了|的|“|‘|《)?$"
)


def is_in_name(text: str, piece: Piece) -> bool:
    """Tell whether a year belongs to the formal name of a programme, an award or an event: 举办2023年全球技术转移大会."""
    if piece.kind != "date" or not isinstance(piece.value, str) or not _YEAR.match(piece.value):
        return False
    named = _NAMED.match(text, piece.end)
    if named is None:
        return False
    before = text[max(0, piece.start - 16) : piece.start]
    if _TAKING.search(before):
        return True
    opened = max(before.rfind("“"), before.rfind("《"), before.rfind("‘"))
    closed = max(before.rfind("”"), before.rfind("》"), before.rfind("’"))
    return opened > closed and not re.search(r"[,，。]", before[opened:])
