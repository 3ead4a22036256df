"""Where in a text does a figure stand? 文中数字

A text is written with names of indicators in braces: ``{hnte_new}``; with a period ``{hnte_new@2022}``, a subject
``{honours_held#zhongan}``, or one way of saying it: ``{factory_operating_cost:abs}`` without its sign, ``{titles:value}`` the number
alone, ``{hnte_new:period}`` its period.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

How = Literal["full", "abs", "value", "period"]

_SLOT: Final = re.compile(
    r"\{([a-z][a-z0-9_]{0,59})(?:#([a-z][a-z0-9_]*))?(?:@([0-9]{4}(?:-[0-9A-Z-]+)?))?(?::(abs|value|period))?\}"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A figure that stands in a text.

    Parameters
    ----------
    subject, period
        Empty for the district, and for the indicator's last period.
    """

    name: str
    subject: str = ""
    period: str = ""
    how: How = "full"


def read_slots(text: str) -> tuple[str | Slot, ...]:
    """Split a text into its words and its figures.

    Raises
    ------
    ValueError
        If a brace belongs to no figure; its argument is the piece of text.

    Examples
    --------
    >>> read_slots("新认定{hnte_new@2022:value}家")
    ('新认定', Slot(name='hnte_new', subject='', period='2022', how='value'), '家')
    """
    pieces: list[str | Slot] = []
    end = 0
    for found in _SLOT.finditer(text):
        pieces += [text[end : found.start()]] if found.start() > end else []
        name, subject, period, how = found.groups()
        pieces.append(Slot(name, subject or "", period or "", cast(How, how or "full")))
        end = found.end()
    pieces += [text[end:]] if end < len(text) else []
    for piece in pieces:
        if isinstance(piece, str) and (stray := re.search(r"\{[^{}]*\}?|\}", piece)):
            raise ValueError(stray.group()[:60])
    return tuple(pieces)
