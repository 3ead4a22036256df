"""What stands in the audit chain? 审计链的阅读

Reads events for the auditor's page and API, and for a record's history the event behind each version: who, when, why.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, desc, select

from guanshan.register.actor import Actor
from guanshan.register.audit.chain import Head
from guanshan.register.audit.tables import AUDIT
from guanshan.screens.house import House

FILTERS: Final = ("actor", "action", "role", "unit", "object", "decision")
"""What events can be looked up by."""

_MOST_SEQS: Final = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it stands in the chain. 审计事件"""

    seq: int
    tick: int
    digest: str
    body: Mapping[str, Any]

    def part(self, name: str) -> str:
        """Return a part of the event as text."""
        return str(self.body.get(name, ""))


def head_for(house: House, actor: Actor) -> Head:
    """Return the head of the chain to somebody who may read the audit.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor may not.
    """
    house.access.require(actor, "audit.read")
    return house.store.head()


def events(
    house: House,
    actor: Actor,
    *,
    before: int | None = None,
    wanted: Mapping[str, str] | None = None,
    limit: int = 100,
) -> list[Entry]:
    """Return events, the newest first.

    Parameters
    ----------
    before
        Only events with a smaller number.
    wanted
        Parts of the event that must be so: the object may be a beginning, the others are whole.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor may not read the audit.
    """
    house.access.require(actor, "audit.read")
    conditions = [] if before is None else [AUDIT.c.seq < before]
    for name, value in (wanted or {}).items():
        if value and name in FILTERS:
            written = json.dumps(value, ensure_ascii=False)
            sought = f'"{name}":{written[:-1] if name == "object" else written}'
            conditions.append(AUDIT.c.body.contains(sought, autoescape=True))
    query = select(AUDIT).where(and_(True, *conditions)).order_by(desc(AUDIT.c.seq)).limit(limit)
    with house.store.database.reading() as connection:
        return [_entry(row) for row in connection.execute(query)]


def entries(house: House, seqs: Iterable[int]) -> dict[int, Entry]:
    """Return the events with these numbers: those by which the versions of a record were written.

    Whoever may read a record may know who said so; nothing else of the chain is given out here.
    """
    wanted: Sequence[int] = sorted(set(seqs))[-_MOST_SEQS:]
    query = select(AUDIT).where(AUDIT.c.seq.in_(wanted))
    with house.store.database.reading() as connection:
        return {row.seq: _entry(row) for row in connection.execute(query)}


def _entry(row: Any) -> Entry:
    return Entry(row.seq, row.tick, row.digest, json.loads(row.body))
