"""What does a Word document say, and how are comments put beside its words? 文稿

The text of a document is its paragraphs joined by a line feed, those of tables and text boxes where they stand; offsets of a comment are
characters of that text. What was struck out under tracked changes is not read.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.text.run import Run
from lxml import etree

from guanshan.refusal import RefusedInput

_BROKEN: Final = (
    OpcError, etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError, IndexError, OSError,
    RecursionError,
)  # fmt: skip
_SIGNS: Final = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _RUN, _PARAGRAPH = qn("w:t"), qn("w:r"), qn("w:p")
_NOT_READ: Final = (
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment and the characters beside which it stands."""

    start: int
    end: int
    text: str


class WordText:
    """The text of a Word document, run by run.

    Parameters
    ----------
    content
        The file, whose size inside has been checked.

    Raises
    ------
    RefusedInput
        If it is no Word document.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._document = Document(io.BytesIO(content))
            self._runs = list(self._read())
        except _BROKEN:
            raise RefusedInput("document.no_word_document") from None

    def _read(self) -> Iterator[tuple[int, Any, str]]:
        at = 0
        parts: list[str] = []
        for number, paragraph in enumerate(self._document.element.body.iter(_PARAGRAPH)):
            if _is_within(paragraph, _NOT_READ):
                continue
            if number:
                parts.append("\n")
                at += 1
            for run in paragraph.iter(_RUN):
                if _nearest(run, _PARAGRAPH) is not paragraph or _is_within(run, _NOT_READ):
                    continue
                words = "".join(_words(run))
                if words:
                    yield at, run, words
                    parts.append(words)
                    at += len(words)
        self.text = "".join(parts)

    def commented(self, comments: Iterable[Comment], author: str, initials: str) -> bytes:
        """Return the document with comments."""
        for comment in comments:
            runs = self._cut(comment.start, comment.end)
            if runs:
                self._document.add_comment(
                    [Run(run, self._document) for run in (runs[0], runs[-1])], comment.text, author, initials
                )
        target = io.BytesIO()
        self._document.save(target)
        return target.getvalue()

    def _cut(self, start: int, end: int) -> list[Any]:
        """Return the runs that hold a span, cut at its borders where they can be."""
        kept: list[tuple[int, Any, str]] = []
        inside: list[Any] = []
        for at, run, words in self._runs:
            pieces = [(at, run, words)]
            if at < end and start < at + len(words):
                pieces = _split(run, at, words, start, end)
                inside += [
                    piece for begin, piece, part in pieces if begin < end and start < begin + len(part)
                ]
            kept += pieces
        self._runs = kept
        return inside


def document_of(paragraphs: Sequence[str]) -> bytes:
    """Make a plain Word document of paragraphs."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph("".join(sign for sign in paragraph if sign >= " " or sign == "\t"))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _words(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]


def _split(run: Any, at: int, words: str, start: int, end: int) -> list[tuple[int, Any, str]]:
    if [child.tag for child in run if child.tag != qn("w:rPr")] != [_TEXT]:
        return [(at, run, words)]
    borders = sorted(
        {0, len(words), *(border - at for border in (start, end) if 0 < border - at < len(words))}
    )
    pieces = []
    last = run
    for begin, stop in pairwise(borders):
        piece = run if begin == 0 else deepcopy(run)
        if begin:
            last.addnext(piece)
        last = piece
        pieces.append((at + begin, piece, words[begin:stop]))
    for _, piece, part in pieces:
        held = piece.find(_TEXT)
        held.text = part
        held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return pieces


def _nearest(element: Any, tag: str) -> Any:
    return next((above for above in element.iterancestors() if above.tag == tag), None)


def _is_within(element: Any, tags: tuple[str, ...]) -> bool:
    return any(above.tag in tags for above in element.iterancestors())
