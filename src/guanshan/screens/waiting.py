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
