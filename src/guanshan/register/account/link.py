"""Who may come in for the first time? 一次性链接

There is no default password. Whoever has none yet gets a link that opens once and not for long: it sets a
password, binds somebody to an enterprise, or (on a sample, on this machine alone) signs in at once. An
administrator's link is made at the machine's command line only, so that no administrator can take over
another one's account.
"""

import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from guanshan.clock import moment_of
from guanshan.refusal import Forbidden, NotFound, NotSignedIn, RefusedInput
from guanshan.register.access import Access
from guanshan.register.account.account import MINUTE, Accounts, digest_of, links
from guanshan.register.account.credential import Credentials
from guanshan.register.account.outsider import masked_phone, open_outsider
from guanshan.register.account.session import Sessions, SignedIn
from guanshan.register.account.totp import address, readable
from guanshan.register.actor import CONSOLE, Actor
from guanshan.register.appointment import terms_of
from guanshan.register.person import ADMINISTRATORS
from guanshan.register.query import Moment, Reading
from guanshan.register.store import Writing

PASSWORD, ENTERPRISE, DEMO = "password", "enterprise", "demo"


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link just made: its secret is told once and kept nowhere. 一次性链接"""

    token: str
    kind: str
    subject: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link offers to whoever holds it, for the page behind it.

    Parameters
    ----------
    subject
        The login, or the credit code of the enterprise.
    second_proof
        Whether a second proof has to be set up as well.
    secret, address
        Of the second proof that may be set up: as text, and as an authenticator program reads it.
    """

    kind: str
    subject: str
    name: str
    second_proof: bool
    secret: str = ""
    address: str = ""


class Links:
    """Makes one-time links and takes them back in. 链接管理"""

    def __init__(
        self, accounts: Accounts, access: Access, credentials: Credentials, sessions: Sessions
    ) -> None:
        self._accounts = accounts
        self._access = access
        self._credentials = credentials
        self._sessions = sessions

    def for_password(self, actor: Actor, login: str) -> Link:
        """Make the link by which a member of staff sets a password, for the first time or anew.

        Raises
        ------
        Forbidden
            To anybody but the system administrator; for an administrator's account to anybody but the
            machine's operator.
        NotFound
            If nobody in service has the login.
        """
        self._access.require(actor, "account.invite")
        with self._accounts.store.reading() as reading:
            if self._accounts.actor(reading, login) is None:
                raise NotFound("account.unknown", login=login)
            self._keep_apart(reading, login, actor.kind)
        with self._accounts.store.write(actor, "account.link") as writing:
            return self.make(writing, PASSWORD, login)

    def for_demo(self, subject: str) -> Link:
        """Make a link that signs in at once: for a sample, on this machine alone.

        Parameters
        ----------
        subject
            A login of staff, ``enterprise:<credit code>`` or ``resident:<phone>``; an outsider's account is
            made where there is none.

        Raises
        ------
        Forbidden
            Where the house does not serve a sample.
        """
        self._demo_only()
        with self._accounts.store.write(CONSOLE, "account.link") as writing:
            kind, _, named = subject.partition(":")
            if kind == "enterprise" and named:
                subject = self._outsider(writing, kind, "13900000000", named)
            elif kind == "resident" and named:
                subject = self._outsider(writing, kind, named, None)
            return self.make(writing, DEMO, subject)

    def offer(self, token: str) -> Offer:
        """Tell what a link offers, without using it up.

        Raises
        ------
        NotSignedIn
            If the link is unknown, used or too old; which of these is not told.
        """
        row = self.open(token)
        with self._accounts.store.reading() as reading:
            actor = self._accounts.actor(reading, row.subject) if row.kind != ENTERPRISE else None
            if row.kind == ENTERPRISE:
                entity = reading.by_key("register.market_entity", row.subject, Moment(self._accounts.today()))
                return Offer(row.kind, row.subject, entity.name if entity else row.subject, False)
        if actor is None:
            raise NotSignedIn("account.link.refused")
        secret = self._accounts.totp_secret(row.subject, row.nonce)
        return Offer(
            row.kind,
            row.subject,
            actor.name,
            self._credentials.needs_second_proof(actor),
            readable(secret),
            address(secret, row.subject),
        )

    def take_password(
        self, token: str, password: str, *, source: str, code: str | None = None, before: str | None = None
    ) -> SignedIn:
        """Set the password that a link is for, and sign in.

        Parameters
        ----------
        code
            A code of the authenticator program, where the second proof is set up as well.

        Raises
        ------
        NotSignedIn
            If the link will not do.
        RefusedInput
            If the password or the code will not do; the link stays good.
        """
        row = self.open(token, PASSWORD)
        with self._accounts.store.reading() as reading:
            actor = self._accounts.actor(reading, row.subject)
            if actor is None:
                raise NotSignedIn("account.link.refused")
            self._keep_apart(reading, row.subject, "console" if row.issued_by == CONSOLE.id else "staff")
        counter = None
        if code or self._credentials.needs_second_proof(actor):
            counter = self._credentials.counter_of(row.subject, row.nonce, code or "")
            if counter is None:
                raise RefusedInput("account.password.code")
        with self._accounts.store.write(actor.coming_from(source), "account.password") as writing:
            self.use(writing, row)
            nonce = None if counter is None else row.nonce
            self._credentials.set(
                writing,
                row.subject,
                row.subject,
                password,
                nonce=nonce,
                last=-1 if counter is None else counter,
            )
            ended = self._sessions.end_all(writing, row.subject, "password set")
            signed_in = self._sessions.open(writing, actor, source, how="link", before=before)
        self._sessions.tell(ended)
        return signed_in

    def take_demo(self, token: str, *, source: str, before: str | None = None) -> SignedIn:
        """Sign in by a link of a sample, from this machine alone.

        Raises
        ------
        Forbidden
            Where the house serves no sample, or the request comes from another machine.
        NotSignedIn
            If the link will not do.
        """
        self._demo_only()
        if not _is_loopback(source):
            raise Forbidden("account.link.loopback")
        row = self.open(token, DEMO)
        with self._accounts.store.reading() as reading:
            actor = self._accounts.actor(reading, row.subject)
        if actor is None:
            raise NotSignedIn("account.link.refused")
        with self._accounts.store.write(actor.coming_from(source), "sign_in") as writing:
            self.use(writing, row)
            return self._sessions.open(writing, actor, source, how="link", before=before)

    def make(self, writing: Writing, kind: str, subject: str) -> Link:
        """Make a link within a transaction; of links for a password the newest alone is good."""
        if kind == PASSWORD:
            older = (links.c.subject == subject) & (links.c.kind == kind) & links.c.used_at.is_(None)
            writing.connection.execute(update(links).where(older).values(used_at=writing.tick))
        token = secrets.token_urlsafe(32)
        expires = writing.tick + self._accounts.policy.link_minutes * MINUTE
        writing.connection.execute(
            insert(links).values(
                digest=digest_of(token),
                kind=kind,
                subject=subject,
                issued_by=writing.actor.id,
                issued_at=writing.tick,
                expires_at=expires,
                nonce=secrets.token_hex(16),
            )
        )
        writing.note("account.link", f"account/{subject}", {"kind": kind})
        return Link(token, kind, subject, moment_of(expires))

    def open(self, token: str, kind: str | None = None) -> Row[Any]:
        """Return what is kept of a link that is still good, or refuse it as `offer` does."""
        with self._accounts.store.database.reading() as connection:
            row = connection.execute(select(links).where(links.c.digest == digest_of(token))).first()
        if row is None or row.used_at is not None or row.expires_at <= self._accounts.now():
            raise NotSignedIn("account.link.refused")
        if kind and row.kind != kind:
            raise NotSignedIn("account.link.refused")
        return row

    def use(self, writing: Writing, row: Row[Any]) -> None:
        """Use a link up within a transaction; of two at once one alone succeeds."""
        unused = (links.c.digest == row.digest) & links.c.used_at.is_(None)
        used = writing.connection.execute(update(links).where(unused).values(used_at=writing.tick))
        if used.rowcount != 1:
            raise NotSignedIn("account.link.refused")

    def _outsider(self, writing: Writing, kind: str, phone: str, credit_code: str | None) -> str:
        digest = self._accounts.phone_digest(phone)
        return open_outsider(writing, kind, digest, masked_phone(phone), credit_code)

    def _keep_apart(self, reading: Reading, login: str, issuer: str) -> None:
        """Let an administrator's link come from the console alone, whether the role is held now or later."""
        if issuer in ("console", "system"):
            return
        today = self._accounts.today()
        if any(term.role in ADMINISTRATORS and term.end > today for term in terms_of(reading, login)):
            raise Forbidden("account.link.console", login=login)

    def _demo_only(self) -> None:
        if not self._accounts.policy.demo:
            raise Forbidden("account.link.no_demo")


def _is_loopback(source: str) -> bool:
    try:
        return ipaddress.ip_address(source).is_loopback
    except ValueError:
        return False
