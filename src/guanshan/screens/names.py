"""What are the records called to which these refer? 引用名称

A list shows names where its records hold codes. The names of a whole page are read with one query for each register referred to.
"""

from collections.abc import Iterable

from guanshan.refusal import Forbidden, NotSignedIn
from guanshan.register.actor import Actor
from guanshan.register.field import Reference
from guanshan.register.query import Condition, Moment, Version
from guanshan.screens.house import House
from guanshan.screens.view import Names

_MOST = 500


def names_of(house: House, actor: Actor, moment: Moment, versions: Iterable[Version]) -> Names:
    """Return the names of the records to which these versions refer, as far as the actor may read them."""
    wanted: dict[str, set[str]] = {}
    for version in versions:
        for one, to in version.type.references:
            value = version.values.get(one.name)
            if isinstance(value, str):
                wanted.setdefault(to, set()).add(value)
    found: dict[tuple[str, str], str] = {}
    for to, keys in wanted.items():
        declared = house.store.types[to]
        if len(declared.key) != 1 or isinstance(declared.field(declared.key[0]).kind, Reference):
            continue
        where = [Condition(declared.key[0], "in", tuple(sorted(keys)[:_MOST]))]
        try:
            for named in house.registry.find(actor, to, moment, where, limit=_MOST):
                found[to, named.key] = named.name
        except (Forbidden, NotSignedIn):
            continue
    return found
