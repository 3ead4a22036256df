"""What does this text say, in which encoding and between which separators? 文本表格

Tables of text (.csv) carry no word about themselves. The encoding is tried in the order UTF-8, UTF-16, GB 18030; the
separator is the one that cuts the first lines most evenly.
"""

import csv
import io
import re
from dataclasses import dataclass

from guanshan.observe.archive import Limits
from guanshan.refusal import RefusedInput

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_MARKUP = re.compile(r"\s*<(\?xml|!doctype|html|table|head|meta|style|body)", re.IGNORECASE)
_SEPARATORS = ",\t;|"


@dataclass(frozen=True, slots=True)
class Delimited:
    """A table of text: its rows, and how it was written."""

    encoding: str
    separator: str
    rows: list[list[str]]


def read_delimited(content: bytes, limits: Limits) -> Delimited:
    """Read a table of text.

    Raises
    ------
    RefusedInput
        If it is in no encoding known here, is no text, or is larger than the limits.
    """
    encoding, text = _decode(content)
    if _CONTROL.search(text):
        raise RefusedInput("observe.not_a_table")
    if _MARKUP.match(text):
        raise RefusedInput("observe.markup")
    separator = _separator_of(text)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if len(row) > limits.columns or len(rows) >= limits.rows:
                raise RefusedInput("observe.too_many_cells", rows=limits.rows, columns=limits.columns)
            rows.append(row)
    except csv.Error:
        raise RefusedInput("observe.broken_text", row=len(rows) + 1) from None
    return Delimited(encoding, separator, rows)


def _decode(content: bytes) -> tuple[str, str]:
    tried = ["utf-8", "gb18030"]
    if content.startswith(b"\xef\xbb\xbf"):
        tried = ["utf-8-sig"]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    elif content[:400].count(0) > len(content[:400]) // 4:
        tried = ["utf-16-le" if content[1:400:2].count(0) > content[:400:2].count(0) else "utf-16-be"]
    for encoding in tried:
        try:
            return encoding, content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedInput("observe.encoding")


def _separator_of(text: str) -> str:
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:100_000].splitlines()[:50]]
    lines = [line for line in lines if line.strip()]

    def evenness(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        most = max(set(counts), key=lambda count: (count > 0, counts.count(count), count), default=0)
        return (counts.count(most) if most else 0, most)

    return max(_SEPARATORS, key=evenness)
