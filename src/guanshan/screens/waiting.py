"""How does a page wait for work that may take long? 等待

A browser gives up on a page that does not come. So work is given a moment, and where it takes longer the page says what it is waiting for,
and opens itself anew once the work is done.
"""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from nicegui import ui

from guanshan.screens.frame import html
from guanshan.screens.visit import Visit

PATIENCE: Final = 1.5
"""How long a page is held back for its work [s]."""
_LOOK: Final = 0.5
_TICK: Final = 1.0

Found = TypeVar("Found")


async def in_time(visit: Visit, work: Callable[[], Found], said: str) -> Found | None:
    """Return what a piece of work finds; None where it takes longer: the page then opens anew when it is done.

    Parameters
    ----------
    work
        Done in a thread of its own; done a second time it should take no time, because its answer is kept.
    said
        What is being done, for the reader.
    """
    task = asyncio.create_task(asyncio.to_thread(work))
    done, _ = await asyncio.wait({task}, timeout=PATIENCE)
    if done:
        return task.result()
    html("waiting.html", visit, said=said)

    def look() -> None:
        if task.done():
            timer.deactivate()
            task.exception()  # told by the page that opens now
            visit.go(f"{visit.request.url.path}?{visit.request.url.query}".rstrip("?"))

    timer = ui.timer(_LOOK, visit.guarded(look))
    return None


async def in_place(
    visit: Visit, place: ui.element, work: Callable[[], Found], said: Callable[[int], str]
) -> Found:
    """Return what a piece of work finds, on a page that is already open; where it takes longer, a place tells of it meanwhile.

    Parameters
    ----------
    place
        Emptied before the work begins and after it.
    work
        Done in a thread of its own, so that nobody else's page waits.
    said
        Says what is being done, from how long it has taken so far [s].
    """
    place.clear()
    task = asyncio.create_task(asyncio.to_thread(work))
    done, _ = await asyncio.wait({task}, timeout=PATIENCE)
    passed = PATIENCE
    try:
        while not done:
            place.clear()
            with place:
                html("waiting.html", visit, said=said(int(passed)))
            done, _ = await asyncio.wait({task}, timeout=_TICK)
            passed += _TICK
    finally:
        place.clear()
    return task.result()
