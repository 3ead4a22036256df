"""Is it really this person? 登录凭据

Staff sign in with login and password, somebody of an enterprise with the phone number and a password;
administrators may need a code of an authenticator program besides. Whatever is wrong, the answer is the
same, takes as long, and is counted against the account and against the address it came from.
"""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from guanshan.refusal import Forbidden, NotSignedIn, RefusedInput, TooMany
from guanshan.register.access import Access
from guanshan.register.account import attempt
from guanshan.register.account.account import MINUTE, Accounts, credentials
from guanshan.register.account.outsider import outsider_of
from guanshan.register.account.password import MOST, Passwords, check_password
from guanshan.register.account.session import Sessions, SignedIn
from guanshan.register.account.totp import matching_counter
from guanshan.register.actor import PUBLIC, Actor
from guanshan.register.identifier import is_mobile
from guanshan.register.person import ADMINISTRATORS
from guanshan.register.store import Writing


class Credentials:
    """Checks and changes the proofs by which people sign in. 凭据管理"""

    def __init__(
        self, accounts: Accounts, access: Access, sessions: Sessions, passwords: Passwords | None = None
    ) -> None:
        self._accounts = accounts
        self._access = access
        self._sessions = sessions
        self._passwords = passwords or Passwords()

    def sign_in(
        self, login: str, password: str, *, source: str, code: str | None = None, before: str | None = None
    ) -> SignedIn:
        """Open a session for whoever proves to be the account's holder.

        Parameters
        ----------
        login
            A login of staff, or the phone number of somebody of an enterprise.
        code
            The second proof, where the account has one.
        before
            The secret of the session that the browser held until now.

        Raises
        ------
        TooMany
            If it was tried too often, for this account or from this address; whether the account exists is
            not told.
        NotSignedIn
            If login, password or code are wrong (which one is not told), or the account no longer opens.
        """
        subject = self._subject(login.strip())
        self._take(subject, source)
        row, actor = self._known(subject)
        right = self._passwords.is_right(row.hash if row else None, password[:MOST])
        counter: int | None = None
        second_missing = False
        if right and row is not None and actor is not None:
            if row.totp_nonce:
                counter = self._counter(row, code or "")
                second_missing = not (code or "").strip()
                right = counter is not None
            elif self.needs_second_proof(actor):
                right = False
        if not right or row is None or actor is None:
            self._refuse(subject if row else "unknown", source)
            raise NotSignedIn("account.sign_in.second" if second_missing else "account.sign_in.refused")
        stale = self._passwords.hash(password) if self._passwords.is_stale(row.hash) else None
        with self._accounts.store.write(actor.coming_from(source), "sign_in") as writing:
            attempt.clear(writing.connection, f"account {subject}")
            attempt.give_back(writing.connection, f"source {source}")
            changes: dict[str, object] = {"totp_last": row.totp_last if counter is None else counter}
            if stale:
                changes["hash"] = stale
            kept = writing.connection.execute(
                update(credentials)
                .where(credentials.c.subject == subject, credentials.c.totp_last == row.totp_last)
                .values(changes)
            )
            if kept.rowcount != 1:  # the same code came twice at once
                raise NotSignedIn("account.sign_in.refused")
            how = "password and code" if row.totp_nonce else "password"
            return self._sessions.open(
                writing, actor, source, how=how, before=before, must_change=self._is_old(row, writing.tick)
            )

    def set(
        self,
        writing: Writing,
        subject: str,
        login: str,
        password: str,
        *,
        nonce: str | None = None,
        last: int = -1,
    ) -> None:
        """Set a password within a transaction, and the second proof with it (``nonce``); ends every session.

        Raises
        ------
        RefusedInput
            If the password will not do.
        """
        check_password(password, login, self._accounts.policy.password_least)
        writing.connection.execute(delete(credentials).where(credentials.c.subject == subject))
        writing.connection.execute(
            insert(credentials).values(
                subject=subject,
                hash=self._passwords.hash(password),
                changed_at=writing.tick,
                totp_nonce=nonce,
                totp_last=last,
            )
        )
        attempt.clear(writing.connection, f"account {subject}")
        writing.note("account.password", f"account/{subject}", {"second_proof": nonce is not None})

    def change(self, actor: Actor, old: str, new: str, *, source: str) -> None:
        """Change one's own password; every other session of the account ends.

        Raises
        ------
        NotSignedIn, TooMany
            As `sign_in`, if the old password is wrong.
        RefusedInput
            If the new one will not do.
        """
        if actor.kind not in ("staff", "enterprise") or actor.session is None:
            raise Forbidden("account.password.none")
        self._take(actor.id, source)
        row, _ = self._known(actor.id)
        if row is None or not self._passwords.is_right(row.hash, old[:MOST]):
            self._refuse(actor.id, source)
            raise NotSignedIn("account.sign_in.refused")
        check_password(new, actor.id, self._accounts.policy.password_least)
        if self._passwords.is_right(row.hash, new[:MOST]):
            raise RefusedInput("account.password.same")
        with self._accounts.store.write(actor.coming_from(source), "account.password") as writing:
            attempt.give_back(writing.connection, f"source {source}")
            self.set(writing, actor.id, actor.id, new, nonce=row.totp_nonce, last=row.totp_last)
            ended = self._sessions.end_all(writing, actor.id, "password changed", but=actor.session)
        self._sessions.tell(ended)

    def unlock(self, actor: Actor, login: str, reason: str) -> None:
        """Open an account again that was locked after too many failures.

        Raises
        ------
        Forbidden
            To anybody but the security administrator.
        """
        self._access.require(actor, "account.unlock")
        subject = self._subject(login.strip())
        with self._accounts.store.write(actor, "account.unlock") as writing:
            attempt.clear(writing.connection, f"account {subject}")
            writing.note("account.unlock", f"account/{subject}", reason=reason)

    def needs_second_proof(self, actor: Actor) -> bool:
        """Tell whether the policy asks a second proof of this actor."""
        return self._accounts.policy.require_totp and any(actor.has_role(role) for role in ADMINISTRATORS)

    def counter_of(self, subject: str, nonce: str, code: str, last: int = -1) -> int | None:
        """Find the counter that a code of a second proof stands for, if it is right."""
        secret = self._accounts.totp_secret(subject, nonce)
        return matching_counter(secret, code, self._accounts.now() // 1_000_000, last)

    def _counter(self, row: Row[Any], code: str) -> int | None:
        return self.counter_of(row.subject, row.totp_nonce, code, row.totp_last)

    def _subject(self, login: str) -> str:
        if not is_mobile(login):
            return login[:80].lower()
        with self._accounts.store.database.reading() as connection:
            row = outsider_of(connection, "enterprise", self._accounts.phone_digest(login))
        return f"enterprise:{row.id}" if row else f"phone {self._accounts.phone_digest(login)[:32]}"

    def _known(self, subject: str) -> tuple[Row[Any] | None, Actor | None]:
        with self._accounts.store.reading() as reading:
            row = reading.connection.execute(
                select(credentials).where(credentials.c.subject == subject)
            ).first()
            return row, self._accounts.actor(reading, subject) if row else None

    def _take(self, subject: str, source: str) -> None:
        policy = self._accounts.policy
        with self._accounts.store.write(PUBLIC.coming_from(source), "sign_in") as writing:
            by_source = attempt.take(
                writing.connection, f"source {source}", policy.per_source(), writing.tick
            )
            wait = by_source or attempt.take(
                writing.connection, f"account {subject}", policy.per_account(), writing.tick
            )
        if wait:
            raise TooMany("account.sign_in.locked", minutes=-(-wait // MINUTE))

    def _refuse(self, subject: str, source: str) -> None:
        """Write a failed attempt into the chain; a name that nobody has is not written: it may be a password."""
        with self._accounts.store.write(PUBLIC.coming_from(source), "sign_in.refused") as writing:
            writing.note("sign_in.refused", f"account/{subject}")

    def _is_old(self, row: Row[Any], now: int) -> bool:
        days = self._accounts.policy.password_days
        return days > 0 and now - row.changed_at > days * 1440 * MINUTE
