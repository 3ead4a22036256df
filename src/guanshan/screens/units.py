"""Which office stands under which? 单位树"""

from guanshan.screens.frame import frame, html
from guanshan.screens.visit import Visit


def units_page(visit: Visit) -> None:
    """Draw the tree of units with the appointments held in each; each leads to its record."""
    house, words = visit.house, visit.words
    found = house.registry.find(visit.actor, "register.unit", visit.moment)
    held: dict[str, int] = {}
    appointment = house.store.types["register.appointment"]
    if house.access.may_somewhere(visit.actor, "read", appointment):
        for one in house.registry.find(visit.actor, "register.appointment", visit.moment):
            unit = str(one.values["unit"])
            held[unit] = held.get(unit, 0) + 1
    known = {one.key for one in found}
    below: dict[str, list[dict[str, object]]] = {}
    for one in found:
        parent = one.values["parent"]
        node = {
            "code": one.key,
            "name": one.name,
            "kind": words.value(one.type, one.type.field("kind"), one.values["kind"]),
            "address": visit.record_link("register.unit", one.record),
            "staff": held.get(one.key, 0),
        }
        below.setdefault(str(parent) if parent in known else "", []).append(node)
    with frame(visit, words("screens.unit_tree.title"), "/desk/units"):
        may_add = house.access.may_somewhere(visit.actor, "write", house.store.types["register.unit"])
        html("units.html", visit, below=below, may_add=may_add, count=len(found))
