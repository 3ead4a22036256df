"""Do the bands of a scale touch? 分档文本

Reads bands of points and checks that they cover every value once: no overlap, no gap, both ends open. A value on a border belongs to
the band with more points, unless the text says ``above`` (more than) or ``below`` (less than) instead of ``from`` and ``to``.
"""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from guanshan.assess.criterion import Band, Interval
from guanshan.assess.parameter import written
from guanshan.assess.source import Node


def points_of(node: Node) -> Interval:
    """Read points: a number, or a list of the fewest and the most."""
    if not isinstance(node.content, tuple):
        return Interval(node.number(), node.number())
    if len(node.content) != 2:
        raise node.fault("two_points")
    low, high = (part.number() for part in node.content)
    if low > high:
        raise node.fault("two_points")
    return Interval(low, high)


def bands_of(node: Node) -> tuple[Band, ...]:
    """Read the bands of a scale, in rising order.

    Raises
    ------
    RulebookFault
        If bands overlap, leave a gap, or two side by side earn the same.
    """
    read = sorted(
        ((_band(part), part) for part in node.each()), key=lambda pair: (pair[0].low is not None, pair[0].low or 0)
    )  # fmt: skip
    for (below, _), (above, where) in pairwise(read):
        if below.high is None or above.low is None:
            raise where.fault("bands_open")
        ends = {"below": written(below.high), "above": written(above.low)}
        if above.low < below.high:
            raise where.fault("bands_overlap", **ends)
        if above.low > below.high:
            raise where.fault("bands_gap", **ends)
        if above.without_low and below.without_high:
            raise where.fault("bands_border", **ends)
        if above.points == below.points:
            raise where.fault("bands_equal", **ends)
    if not read or read[0][0].low is not None or read[-1][0].high is not None:
        raise node.fault("bands_closed")
    bands = [band for band, _ in read]
    for place, (below, above) in enumerate(pairwise(bands[:])):
        if above.without_low or below.without_high:
            continue
        if _worth(above.points) > _worth(below.points):
            bands[place] = replace(bands[place], without_high=True)
        else:
            bands[place + 1] = replace(bands[place + 1], without_low=True)
    return tuple(bands)


def _worth(points: Interval) -> tuple[Fraction, Fraction]:
    return points.high, points.low


def _band(part: Node) -> Band:
    part.only("from", "above", "to", "below", "points")
    if (part.get("from") and part.get("above")) or (part.get("to") and part.get("below")):
        raise part.fault("band")
    low, high = part.get("from") or part.get("above"), part.get("to") or part.get("below")
    band = Band(
        low.number() if low else None,
        high.number() if high else None,
        points_of(part.take("points")),
        part.get("above") is not None,
        part.get("below") is not None,
    )
    if band.low is not None and band.high is not None and band.low >= band.high:
        raise part.fault("band")
    return band
