"""Of what does a number speak? 主体

The words before it in its clause say so, less what only joins or states; the noun after the unit belongs to it (12个项目). A clause that
only states a change or a share (同比增长…, 占…) speaks of what was named before.
"""

import re
from functools import cache

from guanshan.report.draft.finding import Piece
from guanshan.report.draft.lexicon import any_of, lexicon
from guanshan.report.draft.passage import Passage

_TRIM = " .\n\u3000,，。;；:：、“”‘’\"'()（）—-–…·|》《【】"
_PLACE = r"(?:全?[国省市州县区]|[^\W\da-zA-Z排名位居列速数率度]{2,4}[省市州县区]|西部|行业|同类|世界|全球)?"
_RANKING = re.compile(
    rf"(?:(?:排名|排位|排在|排|位居|位列|名列|稳居|保持|跃居|升至|居|列|位)?{_PLACE}(?:排名|排|位居|位列|居|列|位)?|,?\s?rank(?:s|ed|ing)?.*)$"
)
_TAIL_CUT = re.compile(r"[,，。;；、:：()（）“”\n!！?？…|]")
_MEASURES_OF = frozenset({"增速", "增幅", "总量", "规模"})
_OF_WHOLE = re.compile(r"\s?of\s((?:the\s)?[A-Za-z][A-Za-z\s-]{2,40})")
_FROM = re.compile(r"由|从")
_OF_BEFORE = re.compile(r"^.*[、的]|^[^、]*(?:和|以及)$")
_CUT_WORD = re.compile(r"(?<=[\u4e00-\u9fff])[ ]*\n[ ]*(?=[\u4e00-\u9fff])")
_FOR_YEARS = re.compile(r"连续[\d一二三四五六七八九十]+(?:年|个?月|个?季度)(?=[^,，]{0,6}$)")
_JOINED = re.compile(r"[ ]?(?:[、,，和与及]|and)[ ]?")
_RESPECTIVELY = "分别"
_WHOLE = re.compile(
    r"(?:占|相当于|为|达到?|恢复到|是)(?:[^,，。;；]{0,16}的|[^,，。;；]{0,4}(?:比重|比例|份额)[为达]?|全[^,，。;；]{0,8}的?)?$"
)
_SPLIT = re.compile(r"[、和与及]|,")
_AGAINST = re.compile(r"(?:(?<![占对环同类])比|(?<![比])较|与|高于|低于|快于|慢于|高出)[^,，。;；]{1,16}$")


@cache
def _strips() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lists = lexicon().lists
    return (
        re.compile(
            f"^(?:{any_of(lists['strip_before'])}|{lists['strip_patterns']['before']})", re.IGNORECASE
        ),
        re.compile(f"(?:{any_of(lists['strip_after'])}|{lists['strip_patterns']['after']})$", re.IGNORECASE),
        re.compile(f"^{any_of(lists['carriers'])}", re.IGNORECASE),
        re.compile(f"(?:{any_of([*lists['up'], *lists['down']])})[了为达]?$", re.IGNORECASE),
    )


def stripped(words: str) -> str:
    """Take from words what only joins or states.

    Examples
    --------
    >>> stripped(",其中省级标杆项目"), stripped("实缴规模达"), stripped("同比增长")
    ('省级标杆项目', '实缴规模', '')
    """
    head, tail, *_ = _strips()
    words = words.strip(_TRIM)
    while True:
        shorter = tail.sub("", head.sub("", words)).strip(_TRIM)
        if shorter == words:
            return words
        words = shorter


def own_words(passage: Passage, number: int, stop: int, kind: str) -> str:
    """Return what is named before a number in its clause, less its qualifier, which begins at ``stop``."""
    before = _CUT_WORD.sub("", passage.text[passage.begin(number) : max(stop, passage.begin(number))])
    if passage.pieces[number].kind == "rank":
        before = _RANKING.sub("", before.rstrip(_TRIM))
    if kind == "quantity" and _follows_figure(passage, number):
        before = _OF_BEFORE.sub("", before)
    before = _FOR_YEARS.sub("", before.strip(_TRIM))
    if kind == "growth":
        return _changeless(stripped(_AGAINST.sub("", before)))
    if kind == "share":
        before = _WHOLE.sub("", before)
    return stripped(before)


def _follows_figure(passage: Passage, number: int) -> bool:
    """Tell whether the words before a number begin at another figure: they may belong to that one (9个街道、3个镇)."""
    return (
        number > 0
        and passage.pieces[number - 1].end == passage.begin(number)
        and passage.pieces[number - 1].kind == "quantity"
    )


def _changeless(words: str) -> str:
    """Take the verb of change from the end of words."""
    return stripped(_strips()[3].sub("", words))


def _lead(passage: Passage, number: int) -> str:
    """Return what a clause names before the date of its first figure: GDP增速由2022年的2.1%."""
    start = passage.clause(passage.pieces[number].start)[0]
    before = passage.within((start, passage.pieces[number].start))
    if not before or any(
        passage.pieces[other].kind not in ("date", "time", "name", "ordinal") for other in before
    ):
        return ""
    first = passage.pieces[before[0]]
    if passage.text[first.start - 1] in "比较与同" or passage.text.startswith(("同期", "水平"), first.end):
        return ""
    return stripped(_FROM.split(passage.text[start : passage.pieces[before[0]].start])[0])


def noun_after(passage: Passage, number: int, begin: int) -> str:
    """Return the noun right after a number's unit: 12个项目建成投产."""
    after = passage.after(number)[max(0, begin - passage.pieces[number].end) :]
    if not after or (after[0] in _TRIM and not after.startswith((" ", "“", "‘"))):
        return ""
    cut = _TAIL_CUT.split(after.lstrip(" “‘"), maxsplit=1)[0]
    noun = stripped(cut)
    limit = 40 if noun[:1].isascii() else 16
    return noun[:limit]


def subject_of(passage: Passage, number: int, stop: int, begin: int, kind: str, carried: str) -> str:
    """Say of what a number speaks.

    Parameters
    ----------
    stop, begin
        Where the words before it end, and those after it begin.
    carried
        The subject named last, which a bare change or share speaks of.
    """
    own = own_words(passage, number, stop, kind)
    carrying = _strips()[2].match(passage.text[passage.begin(number) : stop].strip(_TRIM))
    if len(own) < 2 and (lead := _lead(passage, number)):
        carried = lead
    if kind in ("growth", "share", "rank"):
        if kind == "share" and len(own) < 2 and (whole := _OF_WHOLE.match(passage.after(number))):
            return whole[1]
        if own in _MEASURES_OF:
            return carried if own in carried else carried + own
        if len(own) < 2 or (carrying and len(own) < 3):
            noun = noun_after(passage, number, begin) if kind == "share" and not carrying else ""
            return noun or carried or own
        return carried if carrying and own in carried else own
    noun = noun_after(passage, number, begin)
    if noun and own.endswith(noun):
        noun = ""
    named = own + (" " if own and noun and noun[0].isascii() else "") + noun
    return named if len(named) >= 2 else carried


def distributed(passage: Passage, numbers: list[int]) -> list[str] | None:
    """Give each number of a list its own subject: 东区、西区分别新建充电桩120个、85个.

    Returns
    -------
    One subject for each, or None where the clause does not list as many.
    """
    first = passage.pieces[numbers[0]]
    start = passage.begin(numbers[0])
    sentence = passage.sentence(first.start)[0]
    before = passage.text[max(start - 60, sentence) : first.start]
    if _RESPECTIVELY not in before:
        return None
    names, _, rest = before.rpartition(_RESPECTIVELY)
    names = re.split(r"[,，:：;；](?!\d)", names.rstrip(_TRIM))[-1]
    parts = [stripped(part) for part in _SPLIT.split(names)]
    if len(parts) != len(numbers) or not all(parts):
        return None
    what = stripped(rest)
    return [part + what for part in parts]


def together(passage: Passage, number: int) -> bool:
    """Tell whether a number is the next of a list: only a mark of listing stands between it and the number before."""
    if not number:
        return False
    before, piece = passage.pieces[number - 1], passage.pieces[number]
    between = passage.text[before.end : piece.start]
    return len(between) < 6 and _JOINED.fullmatch(between) is not None and _alike(before, piece)


def _alike(before: Piece, piece: Piece) -> bool:
    return before.kind in ("quantity", "share", "growth") and piece.unit == before.unit
