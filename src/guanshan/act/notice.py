"""Who is told of what, and did it reach them? 通知

A notice is written in the transaction of what causes it, under a number that follows from cause, recipient and channel: so none is lost
and none is there twice. In-app notices are read where they stand; those for other channels wait in the same table, as an outbox,
until `deliver` has handed them over: at least once, always under the same number.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from guanshan.register.actor import SYSTEM, Actor
from guanshan.register.schema import metadata
from guanshan.register.store import Store

Channel = Literal["app", "mail", "sms"]
MOST_TRIES: Final = 20
"""How often a delivery is tried before somebody has to look."""

notices = Table(
    "act_notice",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("recipient", String(120), nullable=False),
    Column("channel", String(10), nullable=False),
    Column("cause", String(200), nullable=False),
    Column("told", Text, nullable=False),
    Column("tick", BigInteger, nullable=False),
    Column("read_at", BigInteger),
    Column("sent_at", BigInteger),
    Column("tries", Integer, nullable=False),
    Index("ix_act_notice_recipient", "recipient", "channel", "read_at"),
    Index("ix_act_notice_waiting", "channel", "sent_at"),
)
"""Every notice: to whom, by which channel, because of what. 通知"""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice.

    Parameters
    ----------
    recipient
        A login; ``firm:<credit code>`` for whoever acts for an enterprise; ``unit:<code>`` where a unit has nobody yet.
    cause
        What it is about and which step of it: the same cause tells the same recipient once.
    told
        What the words are made of: number and title of the case, the move in both languages.
    """

    id: str
    recipient: str
    channel: Channel
    cause: str
    told: Mapping[str, Any]
    tick: int
    read_at: int | None = None


def number_of(channel: Channel, recipient: str, cause: str) -> str:
    """Return the number of a notice: the same for the same cause, recipient and channel."""
    return hashlib.sha256(f"{channel}\0{recipient}\0{cause}".encode()).hexdigest()[:32]


def post(
    connection: Connection,
    tick: int,
    channel: Channel,
    recipients: Iterable[str],
    cause: str,
    told: Mapping[str, Any],
) -> int:
    """Write notices within an open transaction; those that are there already stay as they are. Returns how many are new."""
    written = json.dumps(told, ensure_ascii=False, sort_keys=True)
    new = 0
    for recipient in dict.fromkeys(recipients):
        number = number_of(channel, recipient, cause)
        if connection.scalar(select(notices.c.id).where(notices.c.id == number)) is None:
            row = {
                "id": number,
                "recipient": recipient,
                "channel": channel,
                "cause": cause,
                "told": written,
                "tick": tick,
                "tries": 0,
            }
            connection.execute(insert(notices).values(row))
            new += 1
    return new


class Inbox:
    """The in-app notices of a house. 站内通知"""

    def __init__(self, store: Store, units_of: Callable[[Actor], Iterable[str]]) -> None:
        self._store = store
        self._units_of = units_of

    def addresses(self, actor: Actor) -> tuple[str, ...]:
        """Return everything under which an actor is told something."""
        if actor.kind == "enterprise":
            return (f"firm:{actor.owner}",) if actor.owner else ()
        return (actor.id, *(f"unit:{one}" for one in self._units_of(actor))) if actor.kind == "staff" else ()

    def unread(self, actor: Actor) -> int:
        """Count what the actor has not read."""
        mine = self._mine(actor)
        with self._store.reading() as reading:
            query = select(func.count()).select_from(notices).where(*mine, notices.c.read_at.is_(None))
            return reading.connection.scalar(query) or 0

    def latest(self, actor: Actor, limit: int = 50) -> list[Notice]:
        """Return the actor's notices, the newest first."""
        query = (
            select(notices)
            .where(*self._mine(actor))
            .order_by(notices.c.tick.desc(), notices.c.id)
            .limit(limit)
        )
        with self._store.reading() as reading:
            return [_notice(row) for row in reading.connection.execute(query)]

    def read(self, actor: Actor, cause: str = "") -> None:
        """Mark as read what tells of a thing (the beginning of its causes), or everything."""
        if not self.unread(actor):
            return
        query = update(notices).where(*self._mine(actor), notices.c.read_at.is_(None))
        if cause:
            query = query.where(notices.c.cause.startswith(f"{cause}/", autoescape=True))
        with (
            self._store.database.writing() as connection
        ):  # what somebody has looked at is no event of the district
            connection.execute(query.values(read_at=self._store.clock.tick()))

    def _mine(self, actor: Actor) -> tuple[Any, ...]:
        return (notices.c.recipient.in_(self.addresses(actor)), notices.c.channel == "app")


def waiting(store: Store, channel: Channel, limit: int = 200) -> list[Notice]:
    """Return what waits for a channel, the oldest first."""
    query = select(notices).where(
        notices.c.channel == channel, notices.c.sent_at.is_(None), notices.c.tries < MOST_TRIES
    )
    with store.reading() as reading:
        return [
            _notice(row) for row in reading.connection.execute(query.order_by(notices.c.tick).limit(limit))
        ]


def deliver(store: Store, channel: Channel, send: Callable[[Notice], None]) -> tuple[int, int]:
    """Hand over what waits for a channel, and mark each as sent once it was taken.

    A process that ends in between hands the last one over again, under the same number.

    Returns
    -------
    How many were sent, and how many were not taken.
    """
    sent = failed = 0
    for notice in waiting(store, channel):
        taken = True
        try:
            send(notice)
        except OSError:
            taken = False
        with store.database.writing() as connection:
            values = {"sent_at": store.clock.tick()} if taken else {"tries": notices.c.tries + 1}
            connection.execute(update(notices).where(notices.c.id == notice.id).values(values))
        sent, failed = sent + taken, failed + (not taken)
    if sent or failed:
        with store.write(SYSTEM, "notice.deliver") as writing:
            writing.note("notice.deliver", channel, {"sent": sent, "failed": failed})
    return sent, failed


def _notice(row: Any) -> Notice:
    return Notice(row.id, row.recipient, row.channel, row.cause, json.loads(row.told), row.tick, row.read_at)
