"""How does one enterprise stand, why, and what would it take? 一家企业

Every designation in force: the title that an authority gave and our verdict side by side, clause by clause, with the cheapest plan below.
Those with which there is something to do stand open.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup
from nicegui import ui

from guanshan.register.query import Version
from guanshan.screens.asking import Asking
from guanshan.screens.visit import Visit
from guanshan.screens.waiting import in_time
from guanshan.systems.enterprise.pages.paper import PAPER
from guanshan.systems.enterprise.pages.told import Address, Teller, Told, nowhere
from guanshan.systems.enterprise.service.near import near
from guanshan.systems.enterprise.service.note import ENTITY, NOTE, notes
from guanshan.systems.enterprise.service.verdict import Explained, verdicts

ADDRESS: Final = "/desk/s/enterprise/standing"


@dataclass(frozen=True, slots=True)
class Part:
    """One designation with its plan; no plan where nothing can be planned for, or it qualifies. 一类认定与路径"""

    told: Told
    plan: Any


async def standing_page(visit: Visit) -> None:
    """Draw one enterprise, named by ``code`` in the address; ``designation`` opens that one."""
    markup = await in_time(visit, lambda: _drawn(visit), visit.words("enterprise.standing.waiting"))
    if markup is not None:
        ui.html(str(markup), sanitize=False).classes("page-body")


def standing_part(asking: Asking, version: Version) -> Markup | None:
    """Say on the page of a market entity where it stands with each designation, in a line each."""
    told = told_of(asking, version.key)
    if not told:
        return None
    address = asking.link(ADDRESS, code=version.key)
    return PAPER.write("standing_part.html", asking.words, told=told, address=address)


def told_of(asking: Asking, credit_code: str, address: Address = nowhere) -> list[Told]:
    """Tell every designation of an enterprise, as far as the actor may read what verdicts rest on; nothing where it may not."""
    registry, access, types = asking.house.registry, asking.house.access, asking.house.store.types
    registers = ("enterprise.financial_year", "enterprise.title")
    if not all(access.may_somewhere(asking.actor, "read", types[name]) for name in registers):
        return []
    teller = Teller(asking, address)
    return [
        teller.tell(one)
        for one in verdicts(registry, asking.actor, credit_code, asking.moment, asking.house.library)
    ]


def parts_of(
    asking: Asking, explained: Sequence[Explained], close: Collection[str], address: Address = nowhere
) -> list[Part]:
    """Tell every designation together with what it would take."""
    from guanshan.systems.enterprise.pages.planned import show
    from guanshan.systems.enterprise.service.planning import plan_of

    teller = Teller(asking, address)
    asked = asking.query.get("designation")
    found = []
    for one in explained:
        family = one.verdict.rulebook.family
        told = teller.tell(one, family in close or family == asked)
        found.append(
            Part(
                told,
                show(asking.words, plan_of(one, asking.house.library.levers)) if told.plannable else None,
            )
        )
    return found


def _drawn(visit: Visit) -> Markup:
    asking, registry = visit.asking, visit.house.registry
    code = visit.query.get("code", "")[:18]
    version = registry.by_key(visit.actor, ENTITY, code, visit.moment)
    explained = verdicts(registry, visit.actor, code, visit.moment, visit.house.library)
    written = notes(registry, visit.actor, code, visit.moment)
    may_write = visit.house.access.may_somewhere(visit.actor, "write", visit.house.store.types[NOTE])
    return PAPER.write(
        "standing.html",
        visit.words,
        name=version.name,
        code=code,
        sample=version.source.note == "sample",
        on=visit.moment.on,
        parts=parts_of(
            asking,
            explained,
            near(registry, visit.actor, code, visit.moment, visit.house.library),
            visit.record_link,
        ),
        notes=written,
        title_of=titles_of(explained, asking),
        back=visit.link("/desk/s/enterprise/pipeline"),
        record=visit.record_link(ENTITY, version.record),
        write=visit.link("/desk/s/enterprise/note", code=code, designation=visit.query.get("designation"))
        if may_write and not visit.is_elsewhen
        else "",
        printed=visit.link("/print/s/enterprise/standing", code=code),
        fact=visit.link("/desk/r/enterprise.stated_fact", credit_code=code),
    )


def titles_of(explained: Sequence[Explained], asking: Asking) -> dict[str, str]:
    """Return how designations are called, by family."""
    books = (one.verdict.rulebook for one in explained)
    return {book.family: book.title[asking.words.language] for book in books}
