"""Where do files wait between upload and landing? 待导入文件

A file that was uploaded waits in memory, seen by nobody but who brought it, until it lands, is dropped, or
others push it out. Nothing of it is in a register until then; a restart forgets it.
"""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from guanshan.observe.mapping import Mapping
from guanshan.observe.staged import Staged
from guanshan.refusal import NotFound
from guanshan.register.actor import Actor

MOST_FILES: Final = 12
"""Files that wait at the same time, of everybody together."""
MOST_OF_ONE: Final = 3
"""Files of one person that wait at the same time."""


@dataclass
class Waiting:
    """An uploaded file and how far it has come."""

    number: str
    actor: str
    register: str
    file_name: str
    content: bytes
    mapping: Mapping | None = None
    staged: Staged | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Bench:
    """Keeps uploaded files until they land. 待导入文件"""

    def __init__(self) -> None:
        self._files: OrderedDict[str, Waiting] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, actor: Actor, register: str, file_name: str, content: bytes) -> Waiting:
        """Let a file wait."""
        waiting = Waiting(secrets.token_hex(8), actor.id, register, file_name[:300], content)
        with self._lock:
            mine = [number for number, one in self._files.items() if one.actor == actor.id]
            for number in mine[: max(0, len(mine) - MOST_OF_ONE + 1)]:
                del self._files[number]
            while len(self._files) >= MOST_FILES:
                self._files.popitem(last=False)
            self._files[waiting.number] = waiting
        return waiting

    def get(self, actor: Actor, number: str) -> Waiting:
        """Return a file of this person.

        Raises
        ------
        NotFound
            If it does not wait any more, or is somebody else's.
        """
        waiting = self._files.get(number)
        if waiting is None or waiting.actor != actor.id:
            raise NotFound("screens.import.gone")
        return waiting

    def drop(self, number: str) -> None:
        """Forget a file."""
        with self._lock:
            self._files.pop(number, None)
