"""Record types of a trial system: one that evolves from a day, one that has an end of its own, one that is a fact."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from guanshan.register.field import Choice, Day, Flag, Number, Personal, Phone, Reference, Text, Whole
from guanshan.register.record import LISTED, SEARCHED, RecordTypes, record


@record(key=("code",), title="name", evolves=True)
class Site:
    """A place that says nothing of its own beginning."""

    code: Annotated[str, Text(40), LISTED, SEARCHED]
    name: Annotated[str, Text(60), LISTED, SEARCHED]
    height: Annotated[Decimal | None, Number(unit="m", places=3)] = None
    open: Annotated[bool | None, Flag()] = None
    parent: Annotated[str | None, Reference("trial.site")] = None


@record(key=("code",), title="name", holds_from="since", holds_until="until", owner="code", evolves=True)
class Firm:
    """An enterprise, from its founding until its end."""

    code: Annotated[str, Text(40), LISTED, SEARCHED]
    name: Annotated[str, Text(60), LISTED, SEARCHED]
    staff: Annotated[int | None, Whole("persons")] = None
    site: Annotated[str | None, Reference("trial.site")] = None
    contact: Annotated[str | None, Phone(), Personal(purpose="p", keep_years=3, mask="phone")] = None
    since: Annotated[date | None, Day()] = None
    until: Annotated[date | None, Day()] = None


@record(key=("code",), title="name", holds_from="since", holds_until="until")
class Works:
    """The same fields as a firm's, as a fact."""

    code: Annotated[str, Text(40), LISTED, SEARCHED]
    name: Annotated[str, Text(60), LISTED, SEARCHED]
    staff: Annotated[int | None, Whole("persons")] = None
    site: Annotated[str | None, Reference("trial.site")] = None
    contact: Annotated[str | None, Phone(), Personal(purpose="p", keep_years=3, mask="phone")] = None
    since: Annotated[date | None, Day()] = None
    until: Annotated[date | None, Day()] = None


@record(
    key=("firm", "name"), title="name", holds_from="given_on", holds_until="lapses_on", owner="firm"
)  # fmt: skip
class Prize:
    """A fact: what is said of it was always so."""

    firm: Annotated[str, Reference("trial.firm"), LISTED]
    name: Annotated[str, Text(60), LISTED, SEARCHED]
    rank: Annotated[str | None, Choice(("first", "second"))] = None
    given_on: Annotated[date | None, Day()] = None
    lapses_on: Annotated[date | None, Day()] = None


def trial_types() -> RecordTypes:
    """Return all of them."""
    return RecordTypes([Site, Firm, Works, Prize])
