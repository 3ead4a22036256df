"""Which accounts are there, and how is each of them kept? 账户

Staff are records of the register of persons; here stand only the proofs by which people sign in: credentials,
sessions, one-time links and codes, of each secret a digest alone.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, Column, Integer, String, Table

from guanshan.register.account.attempt import Limit
from guanshan.register.account.outsider import outsider
from guanshan.register.actor import Actor, Held
from guanshan.register.query import Condition, Moment, Reading
from guanshan.register.schema import metadata
from guanshan.register.store import Store

if TYPE_CHECKING:
    from guanshan.settings import Settings

MINUTE: Final = 60_000_000
"""A minute [us]."""

credentials = Table(
    "account_credential",
    metadata,
    Column("subject", String(80), primary_key=True),
    Column("hash", String(200), nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("totp_nonce", String(32)),
    Column("totp_last", BigInteger, nullable=False),
)
"""How a subject (a login of staff, or ``enterprise:<account>``) proves who it is. 凭据"""

sessions = Table(
    "account_session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("subject", String(80), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("why", String(20)),
    Column("source", String(64), nullable=False),
)
"""Who is signed in; of the session's secret only the SHA-256 is kept. 会话"""

links = Table(
    "account_link",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("issued_by", String(100), nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("nonce", String(32), nullable=False),
)
"""One-time links; of a link's secret only the SHA-256 is kept. 一次性链接"""

codes = Table(
    "account_code",
    metadata,
    Column("phone_digest", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
)
"""Codes sent to phones, as keyed digests. 验证码"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How strictly the doors are kept. 账户策略

    Parameters
    ----------
    password_least, password_days
        Least length of a password [characters], and after how long it has to be changed [d]; 0 for never.
    idle_minutes, session_minutes
        After how long a session ends: since it was last used, and at the latest [min].
    link_minutes, code_minutes
        How long a one-time link and a code stand [min].
    code_tries
        How often a code may be tried.
    account_failures, source_failures, window_minutes, lock_minutes
        Failed sign-ins per account and per address within the window, and how long the lock then holds [min].
    codes_per_phone, codes_per_source
        Codes sent per hour to one phone, and for one address.
    require_totp
        Whether administrators need a second proof.
    demo
        Whether one-time sign-in links may be made: for a sample on this machine alone.
    """

    password_least: int = 12
    password_days: int = 180
    idle_minutes: int = 30
    session_minutes: int = 600
    link_minutes: int = 1440
    code_minutes: int = 5
    code_tries: int = 5
    account_failures: int = 5
    source_failures: int = 30
    window_minutes: int = 15
    lock_minutes: int = 15
    codes_per_phone: int = 5
    codes_per_source: int = 20
    require_totp: bool = False
    demo: bool = False

    @classmethod
    def of(cls, settings: "Settings", *, demo: bool = False) -> "Policy":
        """Take the policy from the settings of the house; ``demo`` counts on loopback alone."""
        return cls(
            password_least=settings.password_least,
            password_days=settings.password_days,
            idle_minutes=settings.session_idle_minutes,
            session_minutes=settings.session_minutes,
            link_minutes=settings.link_minutes,
            account_failures=settings.account_failures,
            source_failures=settings.source_failures,
            lock_minutes=settings.lock_minutes,
            require_totp=settings.require_totp,
            demo=demo and settings.is_loopback,
        )

    def per_account(self) -> Limit:
        """Limit of failed sign-ins of one account."""
        return Limit(self.account_failures, self.window_minutes * MINUTE, self.lock_minutes * MINUTE)

    def per_source(self) -> Limit:
        """Limit of failed sign-ins from one address."""
        return Limit(self.source_failures, self.window_minutes * MINUTE, self.lock_minutes * MINUTE)

    def per_hour(self, most: int) -> Limit:
        """Limit of so many an hour."""
        return Limit(most, 60 * MINUTE, 60 * MINUTE)


class Accounts:
    """What every door needs: the store, the clocks, the policy and the key of the house. 账户

    Parameters
    ----------
    today
        The day in which the offices live: on it an appointment must hold.
    key
        The secret key of the house, at least 32 bytes; kept in a file of its own, never in the database.
    """

    def __init__(self, store: Store, today: Callable[[], date], policy: Policy, key: bytes) -> None:
        if len(key) < 32:
            raise ValueError("the key of the house has at least 32 bytes")
        self.store = store
        self.today = today
        self.policy = policy
        self._key = key

    def now(self) -> int:
        """Return the present tick of the record clock."""
        return self.store.clock.tick()

    def keyed(self, purpose: str, text: str) -> bytes:
        """Digest a text with the key of the house: nobody can guess it from the database alone."""
        return hmac.new(self._key, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()

    def phone_digest(self, phone: str) -> str:
        """Digest a phone number, to know it again."""
        return self.keyed("phone", phone).hex()

    def totp_secret(self, subject: str, nonce: str) -> bytes:
        """Derive the secret of a second proof; it stands nowhere."""
        return self.keyed("totp", f"{subject}\0{nonce}")[:20]

    def actor(self, reading: Reading, subject: str) -> Actor | None:
        """Return who a subject is today, or None where the account no longer opens.

        Staff must be in service on the district's day; the roles are those held on that day. A leaver, or
        an outsider whose account was closed, is nobody at once.
        """
        kind, _, account = subject.partition(":")
        if account:
            row = outsider(reading.connection, account)
            if row is None or row.kind != kind:
                return None
            known: Actor = Actor(subject, row.phone_masked, row.kind, owner=row.credit_code)
            return known
        moment = Moment(self.today())
        person = reading.by_key("register.person", subject, moment)
        if person is None:
            return None
        held = reading.find("register.appointment", moment, [Condition("person", "eq", subject)])
        roles = tuple(
            Held(str(one.values["role"]), str(one.values["unit"]), str(one.values["capacity"]))
            for one in held
        )
        return Actor(subject, str(person.values["name"]), "staff", roles)


def digest_of(secret: str) -> str:
    """Digest a secret of 256 random bits, so that it need not be kept."""
    return hashlib.sha256(secret.encode()).hexdigest()
