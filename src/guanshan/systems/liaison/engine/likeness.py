"""Do two people ask for the same? 相似诉求

Chinese has no spaces: texts are compared by their pairs of neighbouring characters, the shorter against the longer, so that a short
reminder of a long complaint is found.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LIKE: Final = 0.6
"""From how much in common on two texts are shown as perhaps the same."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another text and how much it has in common [share of the shorter one's pairs, 0 to 1]."""

    name: str
    share: float


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters and digits of a text, in one width and case.

    Examples
    --------
    >>> sorted(pairs("占道，ＡＢ"))
    ['ab', '占道', '道a']
    """
    plain = [one for one in unicodedata.normalize("NFKC", text).lower() if one.isalnum()]
    return frozenset(one + other for one, other in pairwise(plain))


def likeness(one: str, other: str) -> float:
    """Return how much two texts have in common [0 to 1]: pairs in both, by those of the shorter one.

    Examples
    --------
    >>> likeness("门口占道经营", "我们厂门口占道经营严重")
    1.0
    >>> likeness("门口占道经营", "贷款利率")
    0.0
    """
    first, second = pairs(one), pairs(other)
    least = min(len(first), len(second))
    return len(first & second) / least if least else 0.0


def alike(
    text: str, known: Iterable[tuple[str, str]], least: float = LIKE, most: int = 3
) -> tuple[Likeness, ...]:
    """Return the known texts (name, text) that are perhaps the same, the most alike first."""
    found = [Likeness(name, likeness(text, other)) for name, other in known]
    return tuple(
        sorted((one for one in found if one.share >= least), key=lambda one: (-one.share, one.name))[:most]
    )
