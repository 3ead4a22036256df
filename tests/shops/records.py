"""Which shops are there? 店铺"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from guanshan.register.field import Choice, Day, Flag, Money, Text
from guanshan.register.record import LISTED, record


@record(key=("number",), title="number", holds_from="from_day", holds_until="until_day")
class Shop:
    """A shop. 店铺"""

    number: Annotated[str, Text(20), LISTED]
    kind: Annotated[str, Choice(("tea", "book", "rice")), LISTED]
    private: Annotated[bool | None, Flag()] = None
    opened_on: Annotated[date, Day()]
    tax: Annotated[Decimal | None, Money()] = None
    from_day: Annotated[date | None, Day()] = None
    until_day: Annotated[date | None, Day()] = None
