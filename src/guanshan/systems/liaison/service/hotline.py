"""How do orders of the 12345 hotline become cases? 12345工单导入

The workbook comes in through the importer like any other, with its errors by row and column; then a case is opened of every order that
has none yet. Both can be repeated: an order is one record, and one case.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from guanshan.act.casebook import Casebook, Petition
from guanshan.act.casefile import EVER
from guanshan.observe.importing import Importer
from guanshan.register.actor import Actor
from guanshan.register.query import Condition, Version

ORDER = "liaison.hotline_order"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a workbook: rows that are new or changed, rows that would not do, cases opened, those perhaps asked before."""

    landed: int
    refused: int
    opened: tuple[str, ...]
    alike: tuple[str, ...]


def take(
    importer: Importer,
    book: Casebook,
    actor: Actor,
    content: bytes,
    file_name: str,
    *,
    good_rows: bool = False,
    keeper: str | None = None,
) -> Taken:
    """Bring a workbook of orders in and open the cases.

    Raises
    ------
    RefusedInput, Forbidden, NotSignedIn
        As the importer does; nothing lands, and no case is opened, unless every row will do or ``good_rows`` is chosen.
    """
    staged = importer.stage(actor, ORDER, content, file_name, keeper=keeper)
    landing = importer.land(actor, staged, good_rows=good_rows)
    opened = open_cases(book, actor)
    alike = tuple(one for one in opened if "≈" in book.file(actor, one).filed[0].note)
    return Taken(landing.counts.new + landing.counts.changed, landing.refused, opened, alike)


def open_cases(book: Casebook, actor: Actor) -> tuple[str, ...]:
    """Open a case of every order that has none yet, all in one transaction; return their numbers."""
    store = book.registry.store
    with store.write(actor, "case.open") as writing:
        reading = writing.reading
        hotline = Condition("channel", "eq", "hotline")
        known = {one.values["reference"] for one in reading.find("act.case", EVER, [hotline])}
        orders = [one for one in reading.find(ORDER, EVER) if one.key not in known]
        return tuple(
            book.opened_in(
                writing, actor, "appeal", _petition(one), {"category": str(one.values["category"])}
            )
            for one in orders
        )


def _petition(order: Version) -> Petition:
    told = {name: None if value is None else str(value) for name, value in order.values.items()}
    received = order.values["received_on"]
    return Petition(
        title=str(told["title"]),
        text=str(told["text"]),
        credit_code=told["credit_code"],
        contact_name=told["contact_name"],
        contact_phone=told["contact_phone"],
        channel="hotline",
        reference=order.key,
        received_at=datetime.combine(received, time()) if isinstance(received, date) else None,
    )
