"""Is it a fact, or a target, a rule, a case supposed, or denied? 事实、目标、规则、情景、否认"""

import re
from dataclasses import dataclass
from typing import Literal

from guanshan.report.draft.finding import Piece
from guanshan.report.draft.lexicon import found, lexicon
from guanshan.report.draft.qualifier import Qualified

Aspect = Literal["target", "rule", "scenario", "negated"]

_DENIED = re.compile(
    r"^[^,，。;；]{0,12}?(?:不实|有误|系误|系谣言|为谣言|应为|更正为|is wrong|should read|was wrong)"
)
_THRESHOLD = re.compile(
    r"(?:的?(?=[\u4e00-\u9fff]))(?!的?(?:[^\u4e00-\u9fff]|$)|增|下降|,|并|且|以|左右|给予|其)"
)
_OF_AGE = re.compile(
    r"(?:[-—–~至到]\d+岁)?(?:及|以|的)?[上下]?(?:人口|老年|老人|儿童|居民|女性|男性|学生|人群|劳动|青年|的)"
)
_WON = re.compile(
    r"(?:引进|新增|新建|培育|培养|发放|完成|实现|提供|招引|带动|投入|举办|出现|安排|建成|达到|达|获得|争取|落实)[约近]?$"
)
_ASKED = re.compile(r"(?:年满|须满|应不|应达|需达|须达|不得|满分|每满|起征|不低于每|应为每)[^,，。;；]{0,6}$")
_DONE = re.compile(r"兑现|发放了?|累计|已经?|共|拨付|落实|惠及|完成|获得|全年|新增")
_TARGET_NOUN = re.compile(r"(?:目标|计划|预算数|任务)(?:是|为)?[:：]")
_BY_YEAR = re.compile(
    r"(?:(?<=[\n,，。;；:： ])|\A)到20\d\d年(?:底|末)?[,，](?![^。;；\n]*(?:已|累计|完成了))"
)
_PLAN = re.compile(r"(?:^|、)[ ]?[\u4e00-\u9fff]{0,6}计划(?=[^和与及、的,，。;；”’]{0,10}$)")
_ABOUT = frozenset({"左右", "上下", "前后", "or so"})
_GIVES = re.compile(r"(?:给予|奖励|补助|补贴|资助|处以)(?!资金)")
_TO_COME = re.compile(r"(?:are|is) expected|will be (?:added|created|built)|planned")


@dataclass(frozen=True, slots=True)
class Signs:
    """Where a sentence first says that it supposes, rules or aims, and whether it tells of things done; -1: nowhere.

    An aim that lists (目标是:…;…) is ``lasting``: it goes on over semicolons.
    """

    scenario: int = -1
    rule: int = -1
    target: int = -1
    done: int = -1
    gives: int = -1
    to_come: int = -1
    lasting: int = -1


def signs_of(text: str, sentence: tuple[int, int]) -> Signs:
    """Look once through a sentence for the words that change how its numbers are meant."""

    def first(pattern: re.Pattern[str]) -> int:
        match = pattern.search(text, *sentence)
        return match.end() if match else -1

    words = lexicon().words
    aims = [at for at in (first(words["aspects.target"]), first(_TARGET_NOUN), first(_BY_YEAR)) if at >= 0]
    return Signs(
        first(words["aspects.scenario"]), first(words["aspects.rule"]), min(aims, default=-1), first(_DONE),
        _last_end(_GIVES, text, sentence), first(_TO_COME),
        max(first(_TARGET_NOUN), first(_BY_YEAR)),
    )  # fmt: skip


def _last_end(pattern: re.Pattern[str], text: str, span: tuple[int, int]) -> int:
    return max((match.end() for match in pattern.finditer(text, *span)), default=-1)


def aspect_of(
    text: str, piece: Piece, qualified: Qualified, signs: Signs, clause: tuple[int, int], kind: str
) -> Aspect | None:
    """Say how a quantity is meant, by its clause and what its sentence says."""
    clause_before = text[clause[0] : piece.start]
    stop = qualified.span[1] if qualified.is_after and qualified.span else piece.end
    after = text[stop : max(stop, clause[1])]
    if found("aspects.negated", clause_before) and not found("aspects.corrected", clause_before):
        return "negated"
    if _DENIED.match(after):
        return "negated"
    if 0 <= signs.scenario <= piece.start:
        return "scenario"
    if _is_ruled(piece, qualified, signs, clause_before, after, kind):
        return "rule"
    if 0 <= signs.target <= piece.start or _PLAN.search(clause_before):
        return "target"
    if signs.to_come >= piece.end and "," not in text[piece.end : signs.to_come]:
        return "target"
    return None


def _is_ruled(
    piece: Piece, qualified: Qualified, signs: Signs, clause_before: str, after: str, kind: str
) -> bool:
    if kind == "quantity" and qualified.is_after and qualified.word not in _ABOUT and _THRESHOLD.match(after):
        return _WON.search(clause_before.rstrip()) is None
    if piece.unit == "岁" and _OF_AGE.match(after):
        return True
    if _ASKED.search(clause_before):
        return True
    if 0 <= signs.rule <= piece.start and not 0 <= signs.done <= piece.start:
        return True
    return kind != "growth" and signs.gives > piece.end and signs.done < 0


_LISTED = re.compile(r"[”》’』][^,，。]{0,2}$|[、和与及][^,，。;；]{1,16}$")
_FEW = re.compile(r"[两三四五六七八九](?:[^十百千万亿多余成折]|$)")
_HAVING = re.compile(r"(?:有|增|设|建|共|达|为|等|仅|成|进|了|[\d%])$")


def is_enumeration(text: str, piece: Piece, before: str) -> bool:
    """Tell whether a small Chinese numeral only counts what was just listed: 甲和乙两块牌子."""
    if piece.bound and piece.kind == "quantity":
        return True
    printed = text[piece.start : piece.end]
    if not _FEW.match(printed) or not isinstance(piece.unit, str) or piece.unit in ("%", "倍", "CNY"):
        return False
    return _LISTED.search(before) is not None and not _HAVING.search(before)
