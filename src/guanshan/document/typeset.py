"""Where may a line of Chinese and Latin text be broken? 排版

Lines are filled from left to right. A line is broken between Chinese characters and at spaces, never before a closing mark (，。”）%)
or behind an opening one, and never within a number or a word.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

_UNIT: Final = re.compile(r"[A-Za-z0-9.,:;!?%+−\-–/&'’@()]+|\s+|.", re.S)
_CLOSING: Final = frozenset("，。、；：！？”’）》】」』…％%")
_OPENING: Final = frozenset("“‘（《【「『")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look: plain or strong, and where it leads."""

    text: str
    strong: bool = False
    lead: str = ""


def pieces_of(text: str) -> list[str]:
    """Split a text into what may not be broken.

    Examples
    --------
    >>> pieces_of("实缴758.72亿元，即“到位”。")
    ['实', '缴', '758.72', '亿', '元，', '即', '“到', '位”。']
    """
    pieces: list[str] = []
    opened = False
    for unit in _UNIT.findall(text):
        if pieces and (opened or unit in _CLOSING):
            pieces[-1] += unit
        else:
            pieces.append(unit)
        opened = unit in _OPENING
    return pieces


def lines_of(
    runs: Sequence[Run], width: float, width_of: Callable[[Run], float], indent: float = 0.0
) -> Iterator[tuple[float, list[Run]]]:
    """Fill lines of a width with runs; yields where each line begins and its runs, neighbours of one look joined.

    Parameters
    ----------
    width_of
        Width of a run in the font in which it is printed.
    indent
        By how much the first line is set in.
    """
    start, used, line = indent, indent, list[Run]()
    for together in _clusters(runs):
        wide = sum(map(width_of, together))
        if line and used + wide > width:
            yield start, _joined(line)
            start, used, line = 0.0, 0.0, []
            if all(piece.text.isspace() for piece in together):
                continue
        line += together
        used += wide
    if line:
        yield start, _joined(line)


def _clusters(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Split runs into what may not be broken; marks stay with what they close or open, across runs too."""
    waiting: list[Run] = []
    for run in runs:
        for text in pieces_of(run.text):
            piece = replace(run, text=text)
            if waiting and not (text[0] in _CLOSING or waiting[-1].text[-1] in _OPENING):
                yield waiting
                waiting = []
            waiting.append(piece)
    if waiting:
        yield waiting


def _joined(line: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in line:
        if joined and (joined[-1].strong, joined[-1].lead) == (run.strong, run.lead):
            joined[-1] = replace(joined[-1], text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined
