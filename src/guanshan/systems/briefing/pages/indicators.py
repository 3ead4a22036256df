"""Which indicators are there, and what do they say now? 指标目录页"""

import asyncio

from guanshan.screens.figures import say_formula
from guanshan.screens.visit import Visit
from guanshan.systems.briefing.pages.drawn import drawn


async def indicators_page(visit: Visit) -> None:
    """Draw the catalogue of indicators, each with its value, definition and formula."""
    house, words = visit.house, visit.words

    def read() -> list[tuple[object, str]]:
        with house.reporter.at(visit.moment) as sight:
            return [
                (one, say_formula(words, house.store.types, house.catalogue, one.indicator))
                for one in sight.all()
            ]

    found = await asyncio.to_thread(read)
    drawn(visit, "desk_indicators.html", figures=found, office=house.office_name)
