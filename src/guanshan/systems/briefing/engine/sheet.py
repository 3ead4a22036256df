"""How does a long draft lie on sheets, and its figures in paragraphs? 文稿分页

A draft may have a million characters; a page shows one sheet of it at a time, cut between lines and never through a figure.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
"""First character, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Words:
    """Characters of a paragraph: those of the figure with this number, or of no figure."""

    text: str
    figure: int | None = None


def sheets(text: str, figures: Sequence[Span], most: int) -> list[Span]:
    r"""Cut a text into sheets of at most so many characters, but for a figure that is longer.

    Parameters
    ----------
    figures
        In the order of the text, none over another.

    Examples
    --------
    >>> sheets("aaa\nbbb\nccc", [], 8)
    [(0, 8), (8, 11)]
    """
    starts = [start for start, _ in figures]
    found, at = [], 0
    while len(text) - at > most:
        cut = text.rfind("\n", at + most // 2, at + most) + 1 or at + most
        before = bisect_left(starts, cut) - 1
        if before >= 0 and figures[before][1] > cut:
            start, end = figures[before]
            cut = start if start > at else end
        found.append((at, cut))
        at = cut
    return [*found, (at, len(text))] if at < len(text) or not found else found


def sheet_of(cuts: Sequence[Span], offset: int) -> int:
    """Return the number of the sheet on which a character stands, counted from 0."""
    return next((number for number, (_, end) in enumerate(cuts) if offset < end), len(cuts) - 1)


def paragraphs(text: str, figures: Sequence[Span], sheet: Span) -> Iterator[list[Words]]:
    r"""Yield the paragraphs of a sheet that hold more than blanks; a figure broken over lines stays whole.

    Examples
    --------
    >>> [[one.text for one in line] for line in paragraphs("a 12\n\nb", [(2, 4)], (0, 7))]
    [['a ', '12'], ['b']]
    """
    begin, stop = sheet
    first = bisect_left(figures, (begin, begin))
    line: list[Words] = []
    at = begin
    for number in range(first, len(figures)):
        start, end = figures[number]
        if start >= stop:
            break
        yield from _between(text[at:start], line)
        line.append(Words(text[start:end], number))
        at = end
    yield from _between(text[at:stop] + "\n", line)


def _between(text: str, line: list[Words]) -> Iterator[list[Words]]:
    """Go on with a line; yield it, and every further one, once it has ended."""
    *ended, last = text.split("\n")
    for part in ended:
        if part.rstrip("\r"):
            line.append(Words(part.rstrip("\r")))
        if any(one.text.strip() for one in line):
            yield list(line)
        line.clear()
    if last:
        line.append(Words(last))
