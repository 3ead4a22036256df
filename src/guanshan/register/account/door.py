"""By which doors do people come in? 登录入口

One place that holds every door together: sessions, passwords, one-time links, residents' codes; and the
first start of a house in which nobody can sign in yet.
"""

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

from guanshan.i18n import Texts
from guanshan.refusal import Conflict
from guanshan.register.access import Access
from guanshan.register.account.account import Accounts, Policy
from guanshan.register.account.binding import Bindings
from guanshan.register.account.credential import Credentials
from guanshan.register.account.link import Link, Links
from guanshan.register.account.password import Passwords
from guanshan.register.account.resident import FileChannel, Residents
from guanshan.register.account.session import Sessions
from guanshan.register.actor import CONSOLE
from guanshan.register.query import Moment
from guanshan.register.store import Store

FIRST_STAFF = (("sysadmin", "system_admin"), ("secadmin", "security_admin"), ("auditor", "auditor"))
"""Logins and roles of the three administrators of a new house."""


class Door:
    """Every way in. 登录入口

    Parameters
    ----------
    today
        The district's day.
    key
        The secret key of the house.
    outbox
        Folder into which texts to phones are written.
    """

    def __init__(
        self,
        store: Store,
        access: Access,
        today: Callable[[], date],
        policy: Policy,
        key: bytes,
        outbox: Path,
        texts: Texts,
        passwords: Passwords | None = None,
    ) -> None:
        self.accounts = Accounts(store, today, policy, key)
        self.sessions = Sessions(self.accounts, access)
        self.credentials = Credentials(self.accounts, access, self.sessions, passwords)
        self.links = Links(self.accounts, access, self.credentials, self.sessions)
        self.bindings = Bindings(self.accounts, access, self.links, self.credentials, self.sessions)
        self.residents = Residents(self.accounts, self.sessions, FileChannel(outbox), texts)
        self._texts = texts

    def first_start(self, unit: str, unit_name: str) -> list[Link]:
        """Make the three administrators of a house that has no staff yet, and a link for each to set a password.

        Parameters
        ----------
        unit, unit_name
            Code and name of the unit at the top; it is made where there is none.

        Raises
        ------
        Conflict
            If there is staff already; a new link for one of them is made by ``Links.for_password``.
        """
        store, today = self.accounts.store, self.accounts.today()
        with store.reading() as reading:
            if reading.count("register.person", Moment(today)):
                raise Conflict("account.first.staffed")
            known = reading.by_key("register.unit", unit, Moment(today))
        with store.write(CONSOLE, "first_start") as writing:
            if known is None:
                top = {"code": unit, "name": unit_name, "kind": "district"}
                writing.put("register.unit", top, keeper=unit)
            for login, role in FIRST_STAFF:
                name = self._texts.say(f"access.roles.{role}", "zh")
                person = {"login": login, "name": name, "unit": unit, "joined_on": today}
                writing.put("register.person", person, keeper=unit)
                appointment = {"person": login, "role": role, "unit": unit, "from_day": today}
                writing.put("register.appointment", appointment, keeper=unit)
        return [self.links.for_password(CONSOLE, login) for login, _ in FIRST_STAFF]


def house_key(path: Path) -> bytes:
    """Read the secret key of the house from its file; made, for its owner alone to read, where there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass  # another process was quicker
        finally:
            fresh.unlink()
    return bytes.fromhex(path.read_text(encoding="ascii").strip())
