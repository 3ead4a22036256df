"""Who has an account without working here? 外部账户

Somebody of an enterprise, bound to its credit code by an office's link, or a resident. Of the phone number
only a keyed digest and a masked form are kept: enough to know it again, and forgotten when the account is
closed.
"""

import secrets
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Row, String, Table, insert, select, update

from guanshan.register.schema import metadata
from guanshan.register.store import Writing

outsiders = Table(
    "account_outsider",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("phone_digest", String(64), nullable=False, index=True),
    Column("phone_masked", String(20), nullable=False),
    Column("credit_code", String(18)),
    Column("created_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
)
"""Accounts of outsiders: of an enterprise (bound to its credit code) or of a resident. 外部账户"""


def outsider(connection: Connection, account: str) -> Row[Any] | None:
    """Return an outsider's account that is not closed."""
    return connection.execute(
        select(outsiders).where(outsiders.c.id == account, outsiders.c.closed_at.is_(None))
    ).first()


def outsider_of(connection: Connection, kind: str, phone_digest: str) -> Row[Any] | None:
    """Return the open account of a kind that a phone number opens."""
    return connection.execute(
        select(outsiders).where(
            outsiders.c.kind == kind,
            outsiders.c.phone_digest == phone_digest,
            outsiders.c.closed_at.is_(None),
        )
    ).first()


def open_outsider(
    writing: Writing, kind: str, phone_digest: str, phone_masked: str, credit_code: str | None
) -> str:
    """Return the subject of the account that a phone opens, ``<kind>:<account>``; made where there is none."""
    known = outsider_of(writing.connection, kind, phone_digest)
    if known is not None and known.credit_code == credit_code:
        return f"{kind}:{known.id}"
    account = secrets.token_hex(16)
    writing.connection.execute(
        insert(outsiders).values(
            id=account,
            kind=kind,
            phone_digest=phone_digest,
            phone_masked=phone_masked,
            credit_code=credit_code,
            created_at=writing.tick,
        )
    )
    writing.note("account.open", f"account/{kind}:{account}")
    return f"{kind}:{account}"


def close_outsider(writing: Writing, account: str) -> None:
    """Close an outsider's account and forget its phone number."""
    writing.connection.execute(
        update(outsiders)
        .where(outsiders.c.id == account)
        .values(closed_at=writing.tick, phone_digest="", phone_masked="")
    )


def masked_phone(phone: str) -> str:
    """Write a phone number so that its owner knows it again: the first three and the last four digits."""
    return f"{phone[:3]}****{phone[-4:]}"
