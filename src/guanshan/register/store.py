"""How does a fact get into a register? 写入

All writing goes through `Store.write`: one transaction that holds the lock on the audit chain's head, takes one tick, writes versions and
appends one event that names their root. So writers follow one another, what is recorded is in the order in which it was committed,
and either everything of a transaction lands or nothing does. Nothing here decides who may: that is `Registry`'s part.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection

from guanshan.clock import RecordClock
from guanshan.register.actor import Actor
from guanshan.register.audit import chain
from guanshan.register.database import Database
from guanshan.register.landing import leaf_of
from guanshan.register.query import Reading
from guanshan.register.record import RecordTypes
from guanshan.register.schema import metadata, settings, table_of
from guanshan.register.writing import BATCH, Counts, Guard, Landed, Row, Writing

__all__ = ["BATCH", "Counts", "Guard", "Landed", "Row", "Store", "Writing", "leaf_of", "remembered"]


class Store:
    """The registers of one house, without any question of who may.

    Parameters
    ----------
    database
        Where they lie.
    types
        Every record type of the house.
    clock
        The record clock.
    guards
        Checks across records, by the name of the record type.
    """

    def __init__(
        self,
        database: Database,
        types: RecordTypes,
        clock: RecordClock,
        guards: Mapping[str, Guard] | None = None,
    ) -> None:
        self.database = database
        self.types = types
        self.clock = clock
        self.guards = dict(guards or {})
        for declared in types:
            table_of(declared)

    def create(self, algorithm: str = "sha256") -> None:
        """Make every table and an empty audit chain, for a new database whose schema no migration has made."""
        metadata.create_all(self.database.engine)
        with self.database.writing() as connection:
            chain.create_chain(connection, algorithm=algorithm)

    def head(self) -> chain.Head:
        """Return the head of the audit chain: the last event that was committed."""
        with self.database.reading() as connection:
            return chain.read_head(connection)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open one state of the registers for reading."""
        with self.database.reading() as connection:
            yield Reading(connection, self.types)

    @contextmanager
    def write(
        self, actor: Actor, action: str, reason: str = "", detail: Mapping[str, object] | None = None
    ) -> Iterator[Writing]:
        """Open a writing transaction: what is put in it lands together with its audit event, or not at all."""
        with self.database.writing() as connection:
            head = chain.lock_head(connection)
            tick = max(self.clock.tick(), head.tick + 1)
            writing = Writing(connection, self.types, self.guards, actor, head, tick)
            yield writing
            if events := writing.events(action, reason, detail or {}):
                chain.append(connection, head, tick, events)


def remembered(connection: Connection, name: str) -> str | None:
    """Return a setting of the house itself, or None."""
    value = connection.scalar(
        settings.select().where(settings.c.name == name).with_only_columns(settings.c.value)
    )
    return None if value is None else str(value)
