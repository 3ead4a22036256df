"""How do the pipeline and one enterprise come onto paper? 打印"""

from typing import Final

from markupsafe import Markup

from guanshan.screens.asking import Asking
from guanshan.systems.enterprise.pages.asked import asked_of
from guanshan.systems.enterprise.pages.paper import PAPER
from guanshan.systems.enterprise.pages.standing import parts_of
from guanshan.systems.enterprise.service.exporting import conditions
from guanshan.systems.enterprise.service.listing import line_of, streets
from guanshan.systems.enterprise.service.note import ENTITY
from guanshan.systems.enterprise.service.pipeline import pipeline
from guanshan.systems.enterprise.service.verdict import verdicts

MOST: Final = 1_000
"""Rows that a printed list holds at most; longer lists are exported."""


def printed_pipeline(asking: Asking) -> Markup:
    """Write the list that the address asks for, for the printer."""
    registry, actor, words = asking.house.registry, asking.actor, asking.words
    asked = asked_of(asking.query, MOST)
    page = pipeline(registry, actor, asked, asking.moment, asking.house.library)
    named = streets(registry, actor, asking.moment)
    return PAPER.write(
        "printed_pipeline.html",
        words,
        said=list(conditions(words, asked, page, named)),
        total=page.total,
        most=MOST,
        on=page.moment.on,
        lines=[line_of(words, row, page.books[row.designation], named) for row in page.rows],
    )


def printed_standing(asking: Asking) -> Markup:
    """Write one enterprise with everything open, for the printer."""
    registry, actor = asking.house.registry, asking.actor
    version = registry.by_key(actor, ENTITY, asking.query.get("code", "")[:18], asking.moment)
    explained = verdicts(registry, actor, version.key, asking.moment, asking.house.library)
    parts = parts_of(asking, explained, ())
    return PAPER.write(
        "printed_standing.html",
        asking.words,
        name=version.name,
        code=version.key,
        on=asking.moment.on,
        parts=parts,
    )
