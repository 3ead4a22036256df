"""Where is what I look for? 检索"""

import asyncio

from guanshan.register.query import Hit
from guanshan.screens.frame import frame, html
from guanshan.screens.visit import Visit

MOST_HITS = 60
"""Hits that the page lists."""


async def search_page(visit: Visit) -> None:
    """Draw what was found in every register that this actor may read."""
    words, text = visit.words, visit.query.get("text", "").strip()[:100]
    hits: list[Hit] = []
    if text:
        hits = await asyncio.to_thread(lambda: visit.house.registry.search(visit.actor, text, MOST_HITS))
    with frame(visit, words("screens.search.label")):
        html(
            "search.html",
            visit,
            text=text,
            most=MOST_HITS,
            hits=[
                (
                    words.register(visit.house.store.types[hit.type]),
                    hit.label,
                    hit.code,
                    visit.record_link(hit.type, hit.record),
                )
                for hit in hits
            ],
        )
