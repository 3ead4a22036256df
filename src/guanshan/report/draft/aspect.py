"""Is it a fact, or a target, a rule, a case supposed, or denied? 事实、目标、规则、情景、否认"""

import re
from typing import Literal

from guanshan.report.draft.finding import Piece
from guanshan.report.draft.lexicon import found
from guanshan.report.draft.qualifier import Qualified

Aspect = Literal["target", "rule", "scenario", "negated"]

_DENIED = re.compile(r"^[^,，。;；]{0,12}?(?:不实|有误|系误|系谣言|为谣言|应为|更正为|is wrong|should read|was wrong)")
_THRESHOLD = re.compile(r"(?:的?(?=[\u4e00-\u9fff]))(?!的?(?:[^\u4e00-\u9fff]|$)|增|下降|,|并|且|以|左右|给予|其)")
_ASKED = re.compile(r"(?:年满|须满|应不|应达|需达|须达|不得|满分|每满|起征|不低于每|应为每)[^,，。;；]{0,6}$")
_DONE = re.compile(r"兑现|发放了?|累计|已经?|共|拨付|落实|惠及|完成|获得|全年|新增")
_TARGET_NOUN = re.compile(r"(?:目标|计划|预算数|任务)[:：]")
_PLAN = re.compile(r"(?:^|[,，;；。、])[ ]?(?:[\u4e00-\u9fff]{0,6})计划(?=[^和与及、的,，。;；”’]{0,10}$)")
_TO_COME = re.compile(r"(?:are|is) expected|will be (?:added|created|built)|planned")


def aspect_of(text: str, piece: Piece, qualified: Qualified, sentence: tuple[int, int], clause: tuple[int, int], kind: str) -> Aspect | None:
    """Say how a quantity is meant, by its clause and what its sentence says before it."""
    clause_before = text[clause[0] : piece.start]
    stop = qualified.span[1] if qualified.is_after and qualified.span else piece.end
    after = text[stop : max(stop, clause[1])]
    said = text[sentence[0] : piece.start]
    if found("aspects.negated", clause_before) and not found("aspects.corrected", clause_before):
        return "negated"
    if _DENIED.match(after):
        return "negated"
    if found("aspects.scenario", said):
        return "scenario"
    if kind == "quantity" and qualified.is_after and qualified.word not in ("左右", "上下", "前后", "or so") and _THRESHOLD.match(after):
        return "rule"
    if _ASKED.search(clause_before[: len(clause_before)]) or (found("aspects.rule", said) and not _DONE.search(said)):
        return "rule"
    if found("aspects.target", said) or _TARGET_NOUN.search(said) or _PLAN.search(said):
        return "target"
    if _TO_COME.search(text[piece.end : sentence[1]]) and "," not in text[piece.end : sentence[1]]:
        return "target"
    ruled = text[piece.end : sentence[1]]
    if kind != "growth" and re.search(r"给予|奖励|补助|补贴|资助|处以", ruled) and not _DONE.search(text[sentence[0] : sentence[1]]) and not re.search(r"资金", ruled):
        return "rule"
    return None


_LISTED = re.compile(r"[”》’』][^,，。]{0,2}$|[、和与及][^,，。;；]{1,16}$")
_HAVING = re.compile(r"(?:有|增|设|建|共|达|为|等|仅|成|进|了|[\d%])$")


def is_enumeration(text: str, piece: Piece, before: str) -> bool:
    """Tell whether a small Chinese numeral only counts what was just listed: 甲和乙两块牌子."""
    if piece.bound and piece.kind == "quantity":
        return True
    printed = text[piece.start : piece.end]
    if not re.match(r"[两三四五六七八九](?:[^十百千万亿多余成折]|$)", printed) or not isinstance(piece.unit, str) or piece.unit in ("%", "倍", "CNY"):
        return False
    return _LISTED.search(before) is not None and not _HAVING.search(before)
