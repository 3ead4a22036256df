"""Who may speak for an enterprise? 企业绑定

An office gives a one-time link; whoever takes it up with a phone number and a password is bound to the
enterprise's credit code and sees the records of that enterprise, and no other. The office can unbind at any
time.
"""

from sqlalchemy import select

from guanshan.refusal import Conflict, NotFound, RefusedInput
from guanshan.register.access import Access
from guanshan.register.account.account import Accounts
from guanshan.register.account.credential import Credentials
from guanshan.register.account.link import ENTERPRISE, Link, Links
from guanshan.register.account.outsider import (
    close_outsider,
    masked_phone,
    open_outsider,
    outsider,
    outsider_of,
    outsiders,
)
from guanshan.register.account.session import Sessions, SignedIn
from guanshan.register.actor import PUBLIC, Actor
from guanshan.register.identifier import is_mobile
from guanshan.register.query import Moment


class Bindings:
    """Binds people to enterprises. 企业绑定管理"""

    def __init__(
        self, accounts: Accounts, access: Access, links: Links, credentials: Credentials, sessions: Sessions
    ) -> None:
        self._accounts = accounts
        self._access = access
        self._links = links
        self._credentials = credentials
        self._sessions = sessions

    def invite(self, actor: Actor, credit_code: str) -> Link:
        """Make the link that binds whoever takes it up to an enterprise.

        Raises
        ------
        Forbidden
            To anybody but an officer.
        NotFound
            If no market entity has the code.
        """
        self._access.require(actor, "enterprise.invite")
        with self._accounts.store.reading() as reading:
            if reading.by_key("register.market_entity", credit_code, Moment(self._accounts.today())) is None:
                raise NotFound("account.link.no_entity", code=credit_code)
        with self._accounts.store.write(actor, "enterprise.invite") as writing:
            return self._links.make(writing, ENTERPRISE, credit_code)

    def take(
        self, token: str, phone: str, password: str, *, source: str, before: str | None = None
    ) -> SignedIn:
        """Bind whoever holds the link to its enterprise, under a phone number and a password, and sign in.

        Raises
        ------
        NotSignedIn
            If the link will not do.
        RefusedInput, Conflict
            If phone or password will not do, or the phone is bound already; the link stays good.
        """
        row = self._links.open(token, ENTERPRISE)
        if not is_mobile(phone):
            raise RefusedInput("refusal.phone", value=phone)
        digest = self._accounts.phone_digest(phone)
        who = PUBLIC.coming_from(source)
        with self._accounts.store.write(who, "enterprise.bind") as writing:
            if outsider_of(writing.connection, "enterprise", digest):
                raise Conflict("account.link.phone_bound")
            self._links.use(writing, row)
            subject = open_outsider(writing, "enterprise", digest, masked_phone(phone), row.subject)
            self._credentials.set(writing, subject, phone, password)
            writing.note("enterprise.bind", f"account/{subject}", {"credit_code": row.subject})
            actor = self._accounts.actor(writing.reading, subject)
            assert actor is not None
            return self._sessions.open(writing, actor, source, how="link", before=before)

    def bound_to(self, actor: Actor, credit_code: str) -> list[tuple[str, str]]:
        """List the open accounts bound to an enterprise: their numbers and masked phones."""
        self._access.require(actor, "enterprise.invite")
        with self._accounts.store.database.reading() as connection:
            rows = connection.execute(
                select(outsiders).where(
                    outsiders.c.credit_code == credit_code, outsiders.c.closed_at.is_(None)
                )
            ).all()
        return [(row.id, row.phone_masked) for row in rows]

    def unbind(self, actor: Actor, account: str, reason: str) -> None:
        """Close an enterprise's account; whoever is signed in by it is out at once.

        Raises
        ------
        Forbidden
            To anybody but an officer.
        NotFound
            If there is no such open account.
        """
        self._access.require(actor, "enterprise.invite")
        with self._accounts.store.write(actor, "enterprise.unbind") as writing:
            row = outsider(writing.connection, account)
            if row is None or row.kind != "enterprise":
                raise NotFound("account.unknown", login=account)
            close_outsider(writing, account)
            ended = self._sessions.end_all(writing, f"enterprise:{account}", "closed")
            writing.note("enterprise.unbind", f"account/enterprise:{account}", reason=reason)
        self._sessions.tell(ended)
