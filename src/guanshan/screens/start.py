"""Where does a day at the desk begin? 工作台"""

import asyncio

from guanshan.observe.staged import Import
from guanshan.screens.frame import frame, html, rail
from guanshan.screens.visit import Visit
from guanshan.screens.words import Words

_RECENT = 5


async def start_page(visit: Visit) -> None:
    """Draw the registers that this actor may read, with their sizes, and the latest imports."""
    house, words, actor = visit.house, visit.words, visit.actor

    def counted() -> list[tuple[str, list[tuple[str, str, str]]]]:
        parts = []
        for part in rail(house, visit, ""):
            lines = []
            for entry in part.entries:
                name = entry.address.split("?")[0].removeprefix("/desk/r/")
                count = ""
                if name in house.store.types:
                    number = house.registry.count(actor, name, visit.moment)
                    count = words("screens.start.records", count=f"{number:,}")
                lines.append((entry.title, entry.address, count))
            parts.append((part.title, lines))
        return parts

    parts = await asyncio.to_thread(counted)
    recent = house.importer.imports(actor, limit=_RECENT)
    with frame(visit, words("screens.start.title")):
        html(
            "start.html",
            visit,
            name=actor.name,
            parts=parts,
            roleless=not actor.roles,
            recent=[
                (
                    words.register(house.store.types[one.register]),
                    one.file_name,
                    words.time(one.tick),
                    counts(words, one),
                )
                for one in recent
            ],
        )


def counts(words: Words, one: Import) -> str:
    """Say what became of an import."""
    return words(
        "screens.import.result_text",
        new=f"{one.counts.new:,}",
        changed=f"{one.counts.changed:,}",
        unchanged=f"{one.counts.unchanged:,}",
        refused=f"{one.refused:,}",
    )
