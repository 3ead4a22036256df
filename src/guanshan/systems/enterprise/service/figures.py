"""Which figures may the public read, and which rows stand behind each? 公开数字"""

from datetime import date

from guanshan.declaration import Figure, Rows
from guanshan.register.actor import SYSTEM
from guanshan.register.query import Condition, Moment
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.service.case import SAMPLE_NOTE


def figures(registry: Registry, moment: Moment | None = None) -> tuple[Figure, ...]:
    """Count what the public may read of parties, places and titles; each figure with the rows behind it."""
    at = moment or registry.moment()
    active = Condition("status", "eq", "active")
    year = at.on.year - 1
    return (
        _count(registry, at, "market_entities", "entities", "market", Rows("register.market_entity", (active,))),
        _count(
            registry, at, "private_entities", "entities", "market",
            Rows("register.market_entity", (active, Condition("private", "eq", True))),
        ),
        _recognised(registry, at, "srdi_new", "enterprises", "industry", year, "srdi"),
        _recognised(registry, at, "innovative_new", "enterprises", "industry", year, "innovative"),
        _recognised(registry, at, "hnte_new", "enterprises", "science", year, "hnte"),
        _recognised(registry, at, "incubators_new", "places", "science", year, "incubator", "makerspace"),
        _count(registry, at, "titles", "items", "industry", Rows("enterprise.title")),
        _count(registry, at, "intellectual_property", "piece", "science", Rows("enterprise.intellectual_property")),
        _count(
            registry, at, "streets", "places", "guanshanhu",
            Rows("register.place", (Condition("kind", "in", ("street", "town")),)),
        ),
    )  # fmt: skip


def _recognised(
    registry: Registry, at: Moment, name: str, unit: str, office: str, year: int, *kinds: str
) -> Figure:
    """Count the titles that authorities gave in a year, as they stood on its last day."""
    day = Moment(date(year, 12, 31), at.known_at)
    return _count(
        registry, day, name, unit, office, Rows("enterprise.title", given_in(year, *kinds)), str(year)
    )


def given_in(year: int, *kinds: str) -> tuple[Condition, ...]:
    """Build the conditions for titles of some kinds that authorities gave in a year."""
    return (
        Condition("kind", "in", kinds),
        Condition("recognised_on", "ge", date(year, 1, 1)),
        Condition("recognised_on", "le", date(year, 12, 31)),
    )


def _count(
    registry: Registry, at: Moment, name: str, unit: str, office: str, rows: Rows, period: str | None = None
) -> Figure:
    made_up = (*rows.where, Condition("source_note", "eq", SAMPLE_NOTE))
    return Figure(
        name=name,
        value=registry.count(SYSTEM, rows.register, at, rows.where),
        unit=unit,
        period=period or at.on.isoformat(),
        office=office,
        rows=rows,
        as_of=at.on,
        sample=registry.count(SYSTEM, rows.register, at, made_up) > 0,
    )
