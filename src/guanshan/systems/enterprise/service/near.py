"""Which designations is one enterprise near? 临近认定"""

from guanshan.assess.library import Library
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.engine.nearness import NEAR
from guanshan.systems.enterprise.service.assessed import judge
from guanshan.systems.enterprise.service.case import read_one
from guanshan.systems.enterprise.service.designation import in_force, library


def near(
    registry: Registry,
    actor: Actor,
    credit_code: str,
    moment: Moment | None = None,
    books: Library | None = None,
) -> frozenset[str]:
    """Name the families of which one enterprise holds no title and lacks one condition alone: the state *near* of the pipeline.

    Raises
    ------
    NotFound
        If there is no such enterprise, or none that the actor may read.
    """
    at = moment or registry.moment()
    designations = in_force(books or library(), registry.store.types, at.on)
    reading = read_one(registry, actor, credit_code, designations, at)
    found = {one.book.family: judge(one, reading) for one in designations}
    return frozenset(
        family
        for family, judged in found.items()
        if any(row[NEAR] and row["held_since"] is None for row in judged.iter_rows(named=True))
    )
