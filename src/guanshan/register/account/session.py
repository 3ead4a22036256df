"""Who is signed in? 会话

A session is a random secret of 256 bits that the browser keeps and whose digest we keep. It is looked up at
every request and every event of a screen, and who stands behind it is worked out anew each time: a leaver,
an ended appointment or a sign-out holds at once.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from guanshan.clock import moment_of
from guanshan.refusal import NotFound, NotSignedIn
from guanshan.register.access import Access
from guanshan.register.account.account import MINUTE, Accounts, digest_of, sessions
from guanshan.register.actor import Actor
from guanshan.register.store import Writing


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session just opened: its secret goes to the browser and nowhere else. 登录结果"""

    token: str
    actor: Actor
    ends_at: datetime
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as administrators see it."""

    number: str
    subject: str
    created_at: datetime
    seen_at: datetime
    source: str


class Sessions:
    """Opens, finds and ends sessions. 会话管理"""

    def __init__(self, accounts: Accounts, access: Access) -> None:
        self._accounts = accounts
        self._access = access
        self._seen: dict[str, int] = {}
        self._watchers: list[Callable[[str], None]] = []

    def watch(self, told: Callable[[str], None]) -> None:
        """Have a function called with the number of each session that this process ends, to close its open pages."""
        self._watchers.append(told)

    def open(
        self,
        writing: Writing,
        actor: Actor,
        source: str,
        *,
        how: str,
        before: str | None = None,
        must_change: bool = False,
    ) -> SignedIn:
        """Open a session for somebody whose proof has just been accepted.

        Parameters
        ----------
        how
            By which proof: ``password``, ``code``, ``link``.
        before
            The secret of the session that the browser held until now; it ends, so that none can be planted.
        """
        if before:
            self._end(writing, sessions.c.digest == digest_of(before), "replaced")
        token, number = secrets.token_urlsafe(32), secrets.token_hex(8)
        ends_at = writing.tick + self._accounts.policy.session_minutes * MINUTE
        writing.connection.execute(
            insert(sessions).values(
                digest=digest_of(token),
                number=number,
                subject=actor.id,
                created_at=writing.tick,
                seen_at=writing.tick,
                ends_at=ends_at,
                source=source[:64],
            )
        )
        writing.note("sign_in", f"session/{number}", {"by": how})
        signed_in = replace(actor, source=source, session=number)
        return SignedIn(token, signed_in, moment_of(ends_at), must_change)

    def actor(self, token: str | None, source: str = "", *, touch: bool = True) -> Actor:
        """Return who stands behind a session now.

        Parameters
        ----------
        touch
            Whether this counts as somebody being active; an open page that only looks whether it may stay open does not.

        Raises
        ------
        NotSignedIn
            If there is no session, it has ended, or the account no longer opens.
        """
        if not token:
            raise NotSignedIn("account.session.none")
        now = self._accounts.now()
        with self._accounts.store.reading() as reading:
            row = reading.connection.execute(
                select(sessions).where(sessions.c.digest == digest_of(token))
            ).first()
            if row is None or row.ended_at is not None:
                raise NotSignedIn("account.session.none")
            self._check_time(row, now)
            actor = self._accounts.actor(reading, row.subject)
        if actor is None:
            raise NotSignedIn("account.session.closed")
        if touch:
            self._seen[row.digest] = now
        return replace(actor, source=source or row.source, session=row.number)

    def end(self, token: str) -> None:
        """Sign out: the session ends for good, on every page that it has open."""
        with self._accounts.store.reading() as reading:
            row = reading.connection.execute(
                select(sessions).where(sessions.c.digest == digest_of(token), sessions.c.ended_at.is_(None))
            ).first()
            actor = row and self._accounts.actor(reading, row.subject)
        if row is None:
            return
        known = actor or Actor(row.subject, row.subject, "public")
        with self._accounts.store.write(known, "sign_out") as writing:
            ended = self._end(writing, sessions.c.digest == row.digest, "signed out")
            writing.note("sign_out", f"session/{row.number}")
        self._tell(ended)

    def end_all(self, writing: Writing, subject: str, why: str, *, but: str | None = None) -> list[str]:
        """End every session of a subject within a transaction, but that of a number; `tell` afterwards."""
        return self._end(writing, (sessions.c.subject == subject) & (sessions.c.number != (but or "")), why)

    def tell(self, ended: list[str]) -> None:
        """Tell those who watch which sessions have ended, after the transaction."""
        self._tell(ended)

    def open_now(self, actor: Actor) -> list[OpenSession]:
        """List the sessions that are open.

        Raises
        ------
        Forbidden
            To anybody but the security administrator.
        """
        self._access.require(actor, "account.sessions")
        now = self._accounts.now()
        with self._accounts.store.reading() as reading:
            rows = reading.connection.execute(
                select(sessions)
                .where(sessions.c.ended_at.is_(None), sessions.c.ends_at > now)
                .order_by(sessions.c.created_at)
            ).all()
        return [
            OpenSession(row.number, row.subject, moment_of(row.created_at), moment_of(seen), row.source)
            for row in rows
            if now - (seen := self._seen_at(row)) <= self._accounts.policy.idle_minutes * MINUTE
        ]

    def end_other(self, actor: Actor, number: str, reason: str) -> None:
        """End somebody's session.

        Raises
        ------
        Forbidden
            To anybody but the security administrator.
        NotFound
            If no open session has the number.
        """
        self._access.require(actor, "account.sessions")
        with self._accounts.store.write(actor, "account.session.end") as writing:
            ended = self._end(writing, sessions.c.number == number, "ended")
            if not ended:
                raise NotFound("account.session.unknown", number=number)
            writing.note("account.session.end", f"session/{number}", reason=reason)
        self._tell(ended)

    def flush(self) -> None:
        """Write down when sessions were last used; to be called now and then, and before the process ends."""
        seen = dict(self._seen)
        if not seen:
            return
        with self._accounts.store.database.writing() as connection:
            for digest, tick in sorted(seen.items()):
                connection.execute(
                    update(sessions)
                    .where(sessions.c.digest == digest, sessions.c.seen_at < tick)
                    .values(seen_at=tick)
                )
        for digest, tick in seen.items():
            if self._seen.get(digest) == tick:
                del self._seen[digest]

    def _seen_at(self, row: Row[Any]) -> int:
        return max(int(row.seen_at), self._seen.get(row.digest, 0))

    def _check_time(self, row: Row[Any], now: int) -> None:
        if now >= row.ends_at:
            raise NotSignedIn("account.session.over")
        idle = self._accounts.policy.idle_minutes
        if now - self._seen_at(row) > idle * MINUTE:
            raise NotSignedIn("account.session.idle", minutes=idle)

    def _end(self, writing: Writing, which: Any, why: str) -> list[str]:
        open_ones = which & sessions.c.ended_at.is_(None)
        numbers = list(writing.connection.scalars(select(sessions.c.number).where(open_ones)))
        writing.connection.execute(update(sessions).where(open_ones).values(ended_at=writing.tick, why=why))
        return numbers

    def _tell(self, ended: list[str]) -> None:
        for number in ended:
            for told in self._watchers:
                told(number)
