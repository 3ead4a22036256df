"""How often was it tried? 尝试次数

Sign-ins and codes are counted per account and per source address, in the database, so that several
processes count together and a restart forgets nothing. Too many within the window lock the bucket for a
while.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, delete, insert, select, update

from guanshan.register.schema import metadata

attempts = Table(
    "account_attempt",
    metadata,
    Column("bucket", String(64), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("locked_until", BigInteger, nullable=False),
)
"""How often something was tried, by the digest of what is counted. 尝试"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries within a window, then a lock. 次数限制

    Parameters
    ----------
    most
        Tries within the window.
    window, lock
        Lengths of the window and of the lock [us].
    """

    most: int
    window: int
    lock: int


def take(connection: Connection, thing: str, limit: Limit, now: int) -> int:
    """Count one try and return how long the bucket is still locked [us]; 0 where the try may go on.

    The try is counted before its outcome is known, so that many at once do not slip through together.
    """
    bucket = _bucket(thing)
    row = connection.execute(select(attempts).where(attempts.c.bucket == bucket)).first()
    if row is not None and row.locked_until > now:
        return int(row.locked_until) - now
    fresh = row is None or row.locked_until > 0 or now - row.since > limit.window
    tries = 1 if row is None or fresh else row.tries + 1
    locked = now + limit.lock if tries > limit.most else 0
    connection.execute(delete(attempts).where(attempts.c.bucket == bucket))
    connection.execute(
        insert(attempts).values(
            bucket=bucket, tries=tries, since=now if row is None or fresh else row.since, locked_until=locked
        )
    )
    return locked - now if locked else 0


def give_back(connection: Connection, thing: str) -> None:
    """Take one try back: it succeeded."""
    connection.execute(
        update(attempts)
        .where(attempts.c.bucket == _bucket(thing), attempts.c.tries > 0)
        .values(tries=attempts.c.tries - 1)
    )


def clear(connection: Connection, thing: str) -> None:
    """Forget every try, and the lock."""
    connection.execute(delete(attempts).where(attempts.c.bucket == _bucket(thing)))


def forget_old(connection: Connection, before: int) -> None:
    """Drop what was counted before a tick and holds no lock after it."""
    connection.execute(delete(attempts).where(attempts.c.since < before, attempts.c.locked_until < before))


def _bucket(thing: str) -> str:
    return hashlib.sha256(thing.encode()).hexdigest()
