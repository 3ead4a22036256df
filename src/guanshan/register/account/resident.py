"""How does a resident come in? 居民

With a phone number and a code sent to it: six digits that stand five minutes and five tries. The account is
opened at the first sign-in and can be erased by its holder at any time.
"""

import hmac
import secrets
from pathlib import Path
from typing import Protocol

from sqlalchemy import delete, insert, select, update

from guanshan.i18n import Language, Texts
from guanshan.refusal import Forbidden, NotSignedIn, RefusedInput, TooMany
from guanshan.register.account import attempt
from guanshan.register.account.account import MINUTE, Accounts, codes
from guanshan.register.account.outsider import close_outsider, masked_phone, open_outsider
from guanshan.register.account.session import Sessions, SignedIn
from guanshan.register.actor import PUBLIC, Actor
from guanshan.register.identifier import is_mobile


class Channel(Protocol):
    """A way by which a short text reaches a phone."""

    def send(self, phone: str, text: str, tick: int) -> None:
        """Send a text."""
        ...


class FileChannel:
    """Writes each text into a file that its owner alone may read, until notices exist. 文件通道"""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, phone: str, text: str, tick: int) -> None:
        """Write the text to ``<tick>-<phone>.txt``."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{tick}-{phone}.txt"
        path.touch(mode=0o600)
        path.write_text(f"{phone}\n{text}\n", encoding="utf-8")


class Residents:
    """Signs residents in by phone and code. 居民登录"""

    def __init__(self, accounts: Accounts, sessions: Sessions, channel: Channel, texts: Texts) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._channel = channel
        self._texts = texts

    def send_code(self, phone: str, *, source: str, language: Language = "zh") -> None:
        """Send a code to a phone; whether it has an account is not told.

        Raises
        ------
        RefusedInput
            If it is no phone number.
        TooMany
            If too many codes were sent to the phone, or for the address.
        """
        if not is_mobile(phone):
            raise RefusedInput("refusal.phone", value=phone)
        policy, digest = self._accounts.policy, self._accounts.phone_digest(phone)
        code = f"{secrets.randbelow(1_000_000):06d}"
        with self._accounts.store.write(PUBLIC.coming_from(source), "resident.code") as writing:
            limits = (
                (f"code source {source}", policy.per_hour(policy.codes_per_source)),
                (f"code phone {digest}", policy.per_hour(policy.codes_per_phone)),
            )
            wait = 0
            for thing, limit in limits:
                wait = wait or attempt.take(writing.connection, thing, limit, writing.tick)
            if not wait:
                writing.connection.execute(delete(codes).where(codes.c.expires_at < writing.tick))
                writing.connection.execute(delete(codes).where(codes.c.phone_digest == digest))
                writing.connection.execute(
                    insert(codes).values(
                        phone_digest=digest,
                        digest=self._accounts.keyed("code", f"{phone}\0{code}").hex(),
                        expires_at=writing.tick + policy.code_minutes * MINUTE,
                        tries=0,
                    )
                )
                writing.note("resident.code", "code")
            tick = writing.tick
        if wait:
            raise TooMany("account.code.too_many", minutes=-(-wait // MINUTE))
        text = self._texts.say("account.code.message", language, code=code, minutes=policy.code_minutes)
        self._channel.send(phone, text, tick)

    def sign_in(self, phone: str, code: str, *, source: str, before: str | None = None) -> SignedIn:
        """Sign in by phone and code; the first time opens the account.

        Raises
        ------
        NotSignedIn
            If the code is wrong, too old or tried too often; which of these is not told.
        TooMany
            If too many codes were wrong from this address.
        """
        policy, digest = self._accounts.policy, self._accounts.phone_digest(phone)
        given = self._accounts.keyed("code", f"{phone}\0{code.strip()}").hex()
        signed_in: SignedIn | None = None
        with self._accounts.store.write(PUBLIC.coming_from(source), "sign_in") as writing:
            connection = writing.connection
            wait = attempt.take(connection, f"source {source}", policy.per_source(), writing.tick)
            row = connection.execute(select(codes).where(codes.c.phone_digest == digest)).first()
            stands = row is not None and row.expires_at > writing.tick and row.tries < policy.code_tries
            if not wait and stands and row is not None:
                connection.execute(
                    update(codes).where(codes.c.phone_digest == digest).values(tries=row.tries + 1)
                )
                if hmac.compare_digest(row.digest, given):
                    connection.execute(delete(codes).where(codes.c.phone_digest == digest))
                    attempt.give_back(connection, f"source {source}")
                    subject = open_outsider(writing, "resident", digest, masked_phone(phone), None)
                    actor = self._accounts.actor(writing.reading, subject)
                    assert actor is not None
                    signed_in = self._sessions.open(writing, actor, source, how="code", before=before)
            if signed_in is None:
                writing.note("sign_in.refused", "account/resident")
        if wait:
            raise TooMany("account.sign_in.locked", minutes=-(-wait // MINUTE))
        if signed_in is None:
            raise NotSignedIn("account.code.refused")
        return signed_in

    def erase(self, actor: Actor) -> None:
        """Erase one's own account (PIPL art. 47): its phone number is forgotten and every session ends.

        Raises
        ------
        Forbidden
            To anybody but a resident who is signed in.
        """
        if actor.kind != "resident":
            raise Forbidden("account.erase")
        with self._accounts.store.write(actor, "account.erase") as writing:
            close_outsider(writing, actor.id.partition(":")[2])
            ended = self._sessions.end_all(writing, actor.id, "erased")
            writing.note("account.erase", f"account/{actor.id}")
        self._sessions.tell(ended)
