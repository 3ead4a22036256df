"""Who is at this open page, and may they still? 一次打开的页面

A page of the desk stays open while the world changes: the session may end, a role may be taken away. So every
handler of every event goes through `Visit.guarded`: it looks up the session and asks access again, and where
the answer is no, it does nothing and the page closes.
"""

import functools
import inspect
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from nicegui import Client, core, ui
from starlette.requests import HTTPConnection

from guanshan.clock import tick_of
from guanshan.i18n import Language
from guanshan.refusal import Forbidden, NotSignedIn, Refusal
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.screens.asking import Asking, asked_moment
from guanshan.screens.house import House
from guanshan.screens.words import Words

_LOG = logging.getLogger(__name__)

Handler = Callable[..., Any]
May = Callable[[Actor], None]
"""Raises a Refusal if the actor may not (any more) be at this page."""


@dataclass
class Desk:
    """What every page of the officers' desk stands on. 办公桌

    Parameters
    ----------
    who
        Returns whoever is behind a connection now; told whether that counts as being active.
    language_of
        Returns the reader's language.
    form_token
        Returns the token that a plain form of this browser carries.
    look
        Short digest of the style sheets, so that browsers fetch changed ones.
    """

    house: House
    who: Callable[[HTTPConnection, bool], Actor]
    language_of: Callable[[HTTPConnection], Language]
    form_token: Callable[[HTTPConnection], str]
    look: str
    open: dict[str, "Visit"] = field(default_factory=dict)

    def close_session(self, number: str) -> None:
        """Close every open page of a session; may be called from any thread."""
        if core.loop is not None and not core.loop.is_closed():
            core.loop.call_soon_threadsafe(self._close, number)

    def _close(self, number: str) -> None:
        for visit in [one for one in self.open.values() if one.session == number]:
            visit.close()


class Visit:
    """One open page of the desk, from its being built until it closes. 打开的页面

    Parameters
    ----------
    desk
        The desk.
    client
        NiceGUI's side of the page.
    may
        Raises a refusal if the actor may not be at this page.
    """

    def __init__(self, desk: Desk, client: Client, may: May) -> None:
        self.desk = desk
        self.house: House = desk.house
        self.client = client
        self.request = client.request
        self.actor = desk.who(self.request, True)
        self.session = self.actor.session
        self.words: Words = self.house.words(desk.language_of(self.request))
        self.query = dict(self.request.query_params)
        self.closed = False
        self.on, self.known_at = asked_moment(self.query)
        self._may = may
        desk.open[client.id] = self
        client.on_delete(lambda: desk.open.pop(client.id, None))

    @property
    def moment(self) -> Moment:
        """The moment as of which the page is read."""
        known = None if self.known_at is None else tick_of(self.known_at)
        return self.house.registry.moment(self.on, known)

    @property
    def asking(self) -> Asking:
        """What this visitor asks of a system."""
        return Asking(
            house=self.house, actor=self.actor, words=self.words, moment=self.moment, query=self.query, link=self.link,
            form=self.desk.form_token(self.request),
        )  # fmt: skip

    @property
    def is_elsewhen(self) -> bool:
        """Whether the page shows another day or an earlier knowledge than now; nothing can be changed then."""
        return self.on is not None or self.known_at is not None

    def check(self) -> None:
        """Raise a refusal unless the actor is staff and may be at this page."""
        if self.actor.kind != "staff":
            raise NotSignedIn("account.session.none")
        self._may(self.actor)

    def link(self, path: str, /, **query: object) -> str:
        """Return an address on the desk that keeps the chosen moment and drops what is empty."""
        kept: dict[str, object] = {}
        if self.on is not None:
            kept["on"] = self.on.isoformat()
        if self.known_at is not None:
            kept["known_at"] = self.known_at.isoformat()
        kept.update({name: value for name, value in query.items() if value not in (None, "")})
        return f"{path}?{urlencode(kept)}" if kept else path

    def record_link(self, register: str, record: str) -> str:
        """Return the address of a record's page."""
        return self.link(f"/desk/r/{register}/{record}")

    def guarded(self, handler: Handler) -> Callable[..., Awaitable[None]]:
        """Return a handler that first looks up the session and asks access again; the only way to hang one on an event."""
        takes = bool(inspect.signature(handler).parameters)

        @functools.wraps(handler)
        async def checked(event: object = None) -> None:
            if not self.still_may():
                return
            try:
                result = handler(event) if takes else handler()
                if inspect.isawaitable(result):
                    await result
            except Refusal as refusal:
                self.tell(self.words.refusal(refusal), "negative")
            except Exception:  # noqa: BLE001 (logged; an open page must say something rather than hang)
                _LOG.exception("a handler of the desk failed")
                now = self.words.time(self.house.registry.store.clock.tick())
                self.tell(self.words("screens.error.note", time=now), "negative")

        checked.__guarded__ = True  # type: ignore[attr-defined]
        return checked

    def still_may(self) -> bool:
        """Look up the session and ask access again; close the page where the answer is no."""
        if self.closed:
            return False
        actor = self.desk.who(self.request, True)
        if actor.kind != "staff" or actor.session != self.session:
            self.close()
            return False
        self.actor = actor
        try:
            self._may(actor)
        except (NotSignedIn, Forbidden):
            self.close("/desk/")
            return False
        return True

    def tell(self, text: str, kind: Literal["positive", "negative", "info"] = "positive") -> None:
        """Tell the person something, beside the page."""
        stays = 8_000 if kind == "negative" else 4_000
        with self.client:
            ui.notify(text, type=kind, position="top", multi_line=True, timeout=stays)

    def go(self, address: str) -> None:
        """Go to another page."""
        with self.client:
            ui.navigate.to(address.removeprefix("/desk") if address.startswith("/desk") else address)

    def close(self, where: str = "/sign-in?ended=1") -> None:
        """Close the page: nothing on it acts any more, and the browser goes elsewhere."""
        if self.closed:
            return
        self.closed = True
        self.client.run_javascript(f"window.location.replace({where!r})")
