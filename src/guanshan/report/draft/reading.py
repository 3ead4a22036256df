"""What does the file of a draft say? 读取文稿

A text is UTF-8, UTF-16 with its mark, or GB 18030; a mark of byte order is no character of the text, and line ends stay as they are. A Word
document is its paragraphs joined by a line feed.
"""

import re
from dataclasses import dataclass
from typing import Final

from guanshan.document.word import WordText
from guanshan.observe.archive import Archive, Limits
from guanshan.refusal import RefusedInput

LARGEST: Final = 32 << 20
"""Size of a file that is still read [bytes]."""
LONGEST: Final = 4_000_000
"""Length of a text that is still checked [characters]."""

_LIMITS: Final = Limits(file_size=LARGEST, inflated_size=256 << 20)
_OLD_WORD: Final = b"\xd0\xcf\x11\xe0"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WHY: Final = {
    "observe.damaged": "draft.damaged",
    "observe.password": "draft.password",
    "observe.too_large_inside": "draft.too_large_inside",
    "document.no_word_document": "draft.damaged",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as read: its text, and the document where it was one."""

    text: str
    word: WordText | None = None


def read_draft(content: bytes) -> Draft:
    """Read a draft.

    Raises
    ------
    RefusedInput
        If the file is empty, too large, damaged, in an unknown encoding, or neither text nor a Word document.
    """
    if len(content) > LARGEST:
        raise RefusedInput("draft.too_large", found=len(content) >> 20, most=LARGEST >> 20)
    if content.startswith(_OLD_WORD):
        raise RefusedInput("draft.old_word")
    draft = _document(content) if content.startswith(b"PK") else Draft(_decoded(content))
    if not draft.text.strip():
        raise RefusedInput("draft.empty")
    if len(draft.text) > LONGEST:
        raise RefusedInput("draft.too_long", found=len(draft.text), most=LONGEST)
    return draft


def _document(content: bytes) -> Draft:
    try:
        archive = Archive(content, _LIMITS)
        if "word/document.xml" not in archive.names:
            raise RefusedInput("draft.no_document")
        word = WordText(content)
    except RefusedInput as refused:
        if refused.key in _WHY:
            raise RefusedInput(_WHY[refused.key], **refused.values) from None
        raise
    return Draft(word.text, word)


def _decoded(content: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise RefusedInput("draft.no_text")
        return text
    raise RefusedInput("draft.encoding")
