"""Who asks for a page of a system's own, and for what? 请求

What a system is handed when it draws a part of a record's page, a page for the printer, a page at the outsiders' door, or answers a call of
the API: never the request itself. It asks registers and services as this actor, and says what it finds in this reader's words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from guanshan.clock import tick_of
from guanshan.refusal import RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.screens.house import House
from guanshan.screens.words import Words

Link = Callable[..., str]
"""Returns an address with what is asked of it; the desk's keeps the chosen moment."""


def plain_link(path: str, /, **query: object) -> str:
    """Return an address with its query, without what is empty."""
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Somebody who asks for something of a system. 请求

    Parameters
    ----------
    moment
        The moment as of which is asked.
    query
        What stands in the address.
    form
        Token that a plain form of this reader carries, as its hidden field ``form``.
    link
        Returns an address; on the desk it keeps the chosen moment.
    """

    house: House
    actor: Actor
    words: Words
    moment: Moment
    query: Mapping[str, str] = field(default_factory=dict)
    form: str = ""
    link: Link = plain_link


def asked_moment(query: Mapping[str, str]) -> tuple[date | None, datetime | None]:
    """Read the day and the time of knowledge from an address; None where it names none.

    Raises
    ------
    RefusedInput
        If one of them is no day or time.
    """
    on, known_at = query.get("on", ""), query.get("known_at", "")
    try:
        return (
            date.fromisoformat(on) if on else None,
            datetime.fromisoformat(known_at) if known_at else None,
        )
    except ValueError:
        raise RefusedInput("web.api.time", value=(on or known_at)[:40]) from None


def moment_of_query(house: House, query: Mapping[str, str]) -> Moment:
    """Return the moment that an address names; refuses as `asked_moment` does."""
    on, known_at = asked_moment(query)
    return house.registry.moment(on, None if known_at is None else max(0, tick_of(known_at)))
