"""Do the words around a number say that it is more, less, or about so much? 限定词"""

import re
from dataclasses import dataclass
from functools import cache

from guanshan.report.draft.finding import Piece, Qualifier
from guanshan.report.draft.lexicon import any_of, lexicon

_NOT_NEAR = re.compile(r"[最附就邻远]近$")
_NOT_OVER = re.compile(r"(?:以上|赶超|圆满|充满|马上|线上|楼上|网上|路上|之上|会上|早上|晚上)$")
_BIG = re.compile(r"[十百千万亿]")


@dataclass(frozen=True, slots=True)
class Qualified:
    """A qualifier, where its words stand, and whether they stand after the number."""

    qualifier: Qualifier
    span: tuple[int, int] | None = None
    word: str = ""
    is_after: bool = False


@cache
def _side(side: str) -> tuple[re.Pattern[str], dict[str, Qualifier]]:
    listed = lexicon().lists["qualifiers"]
    kinds: tuple[Qualifier, ...] = ("over", "about_over", "near", "at_most")
    names = {word.lower(): name for name in kinds for word in listed[name][side]}
    pattern = any_of(names) + "$" if side == "before" else r"[ ]?" + any_of(names)
    return re.compile(pattern, re.IGNORECASE), names


def qualified(text: str, piece: Piece) -> Qualified:
    """Find the qualifier of a number in the words right before and right after it."""
    if piece.kind in ("date", "time", "ordinal", "name", "rank"):
        return Qualified("exact")
    after = _after(text, piece)
    if after is not None and not piece.inner:
        return after
    before = _before(text, piece)
    if piece.inner:
        return Qualified("about_over", before.span if before else None, before.word if before else "")
    if before is not None:
        return before
    if text.startswith("过半", piece.start):
        return Qualified("over", (piece.start, piece.start + 1), "过")
    return Qualified("exact")


def _before(text: str, piece: Piece) -> Qualified | None:
    end = piece.start
    while end and text[end - 1] in ' “‘"' and piece.start - end < 2:
        end -= 1
    word = _word_before(text, end)
    if word is None:
        return None
    start = end - len(word)
    lead = text[max(0, start - 2) : end]
    if word == "上" and not (_BIG.match(text, piece.start) and not _NOT_OVER.search(lead)):
        return None
    if _NOT_NEAR.search(lead) or _NOT_OVER.search(lead):
        return None
    known = " ".join(word.lower().split())
    return Qualified(_side("before")[1][known], (start, end), known)


def _word_before(text: str, end: int) -> str | None:
    if end and text[end - 1].isascii():
        match = _side("before")[0].search(text, max(0, end - 24), end)
        return match.group() if match else None
    names = _side("before")[1]
    return next(
        (text[end - size : end] for size in range(min(end, 6), 0, -1) if text[end - size : end] in names),
        None,
    )


def _after(text: str, piece: Piece) -> Qualified | None:
    pattern, names = _side("after")
    match = pattern.match(text, piece.end)
    if match is None:
        return None
    word = re.sub(r"\s+", " ", match.group().strip()).lower()
    if (word in ("多", "余") and piece.kind != "share") or (
        word == "内" and piece.unit not in ("km", "m", "天", "h", "min", "年", "月")
    ):
        return None
    if word == "强" and (piece.kind != "share" or text[match.end() : match.end() + 1] not in ",，。;；、"):
        return None
    start = match.end() - len(match.group().lstrip())
    return Qualified(names[word], (start, match.end()), word, True)
