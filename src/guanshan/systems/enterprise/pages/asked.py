"""What does an address ask of the pipeline? 查询地址

Filters, order and page stand in the address, so that a list can be sent to a colleague. An address that names no state asks for those
in any state; ``state=all`` asks for everybody.
"""

from collections.abc import Mapping
from typing import Final, cast

from guanshan.refusal import RefusedInput
from guanshan.systems.enterprise.service.pipeline import ANY, MONTHS, Asked, State

EVERYBODY: Final = "all"
ON_A_PAGE: Final = 50
FILTERS: Final = ("designation", "state", "verdict", "street", "q", "months")
"""Names in an address that narrow the list."""
_MOST_TEXT: Final = 100
_MOST_NUMBER: Final = 1_000_000


def asked_of(query: Mapping[str, str], on_a_page: int | None = ON_A_PAGE) -> Asked:
    """Read what an address asks for.

    Raises
    ------
    RefusedInput
        If months or page are no numbers; the rest is checked where the list is made.
    """
    state = query.get("state") or ANY
    page = _whole(query, "page", 1)
    return Asked(
        designation=query.get("designation") or None,
        state=None if state == EVERYBODY else cast("State", state),
        verdict=query.get("verdict") or None,
        street=query.get("street") or None,
        text=query.get("q", "")[:_MOST_TEXT].replace("\0", ""),
        months=_whole(query, "months", MONTHS),
        order=query.get("order") or "name",
        limit=on_a_page,
        offset=0 if on_a_page is None else max(0, page - 1) * on_a_page,
    )


def kept(query: Mapping[str, str], *but: str) -> dict[str, str]:
    """Return the filters and the order of an address, but some."""
    return {name: query[name] for name in (*FILTERS, "order") if query.get(name) and name not in but}


def _whole(query: Mapping[str, str], name: str, otherwise: int) -> int:
    text = query.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and int(text) < _MOST_NUMBER):
        raise RefusedInput("enterprise.pipeline.no_number", name=name, value=text[:40])
    return int(text)
