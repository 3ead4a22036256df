"""Where is it, as a drawing? 简图

Draws shapes of the district's own data as a small SVG: no tiles, no script, nothing from another host.
Longitude is shortened by the cosine of the latitude, which is exact enough for a district.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from guanshan.refusal import Forbidden, NotFound, NotSignedIn
from guanshan.register.actor import Actor
from guanshan.register.field import Geometry, Reference
from guanshan.register.query import Condition, Moment, Version
from guanshan.screens.house import House

_WIDTH = 560.0
_MARGIN = 8.0
_MOST = 60
_POINTS_DRAWN = 4_000


@dataclass(frozen=True, slots=True)
class Shape:
    """A place's shape on a map, and whether it is the one that is meant."""

    name: str
    geometry: dict[str, Any]
    here: bool


def shapes_near(house: House, actor: Actor, moment: Moment, version: Version) -> list[Shape]:
    """Return the shape of a record, or of the place to which it refers, with those of the places beside it."""
    place = _place_of(house, actor, moment, version)
    if place is None or not place.values.get("shape"):
        return []
    beside = [Condition("parent", "eq", place.values["parent"])] if place.values.get("parent") else []
    found = house.registry.find(actor, place.type.name, moment, beside, limit=_MOST) if beside else []
    shapes = [_shape(one, one.record == place.record) for one in found if one.values.get("shape")]
    if not any(shape.here for shape in shapes):
        shapes.append(_shape(place, here=True))
    return shapes


def _place_of(house: House, actor: Actor, moment: Moment, version: Version) -> Version | None:
    if any(isinstance(one.kind, Geometry) for one in version.type.fields):
        return version
    for one in version.type.fields:
        key = version.values.get(one.name)
        if isinstance(one.kind, Reference) and one.kind.to == "register.place" and isinstance(key, str):
            try:
                return house.registry.by_key(actor, "register.place", key, moment)
            except (NotFound, Forbidden, NotSignedIn):
                return None
    return None


def _shape(version: Version, here: bool) -> Shape:
    return Shape(version.name, json.loads(str(version.values["shape"])), here)


def svg_of(shapes: Sequence[Shape]) -> Markup:
    """Draw shapes as SVG; the one that is meant stands out and is drawn last."""
    points = [point for shape in shapes for line in _lines(shape.geometry) for point in line]
    if not points:
        return Markup("")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (_WIDTH - 2 * _MARGIN) / max((east - west) * squeeze, (north - south) * 0.8, 1e-6)
    height = (north - south) * scale + 2 * _MARGIN

    def at(point: tuple[float, float]) -> str:
        return (
            f"{_MARGIN + (point[0] - west) * squeeze * scale:.1f} {_MARGIN + (north - point[1]) * scale:.1f}"
        )

    drawn = []
    for shape in sorted(shapes, key=lambda one: one.here):
        title = escape(shape.name)
        mark = ' class="here"' if shape.here else ""
        if shape.geometry["type"] in ("Point", "MultiPoint"):
            for line in _lines(shape.geometry):
                x, y = at(line[0]).split()
                drawn.append(f'<circle cx="{x}" cy="{y}" r="5"><title>{title}</title></circle>')
            continue
        closed = " Z" if "Polygon" in shape.geometry["type"] else ""
        path = " ".join(
            "M" + " L".join(at(point) for point in _thin(line)) + closed for line in _lines(shape.geometry)
        )
        drawn.append(f'<path d="{path}"{mark}><title>{title}</title></path>')
    names = "、".join(shape.name for shape in shapes if shape.here)
    return Markup(  # noqa: S704 (numbers and escaped names)
        f'<svg class="map" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" role="img" aria-label="{escape(names)}">'
        f"{''.join(drawn)}</svg>"
    )


def _thin(line: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    return line if len(line) <= _POINTS_DRAWN else line[:: len(line) // _POINTS_DRAWN + 1]


def _lines(geometry: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """Walk through the rings, lines and points of a GeoJSON geometry."""
    depth = {
        "Point": 0,
        "MultiPoint": 1,
        "LineString": 1,
        "Polygon": 2,
        "MultiLineString": 2,
        "MultiPolygon": 3,
    }
    yield from _at_depth(geometry["coordinates"], depth[geometry["type"]], geometry["type"] == "MultiPoint")


def _at_depth(coordinates: Any, depth: int, apart: bool) -> Iterator[list[tuple[float, float]]]:
    if depth == 0:
        yield [(float(coordinates[0]), float(coordinates[1]))]
    elif depth == 1 and not apart:
        yield [(float(point[0]), float(point[1])) for point in coordinates]
    else:
        for part in coordinates:
            yield from _at_depth(part, depth - 1, apart)
