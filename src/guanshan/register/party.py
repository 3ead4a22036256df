"""Who acts in the district? 市场主体"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from guanshan.register.field import Choice, CreditCode, Day, Flag, Money, Personal, Phone, Reference, Text
from guanshan.register.record import LISTED, SEARCHED, record


@record(
    key=("credit_code",), title="name", holds_from="established_on", holds_until="deregistered_on",
    owner="credit_code", evolves=True,
)  # fmt: skip
class MarketEntity:
    """A company, farmers' cooperative or individual business, as registered. 市场主体"""

    credit_code: Annotated[str, CreditCode(), LISTED, SEARCHED]
    name: Annotated[str, Text(200), LISTED, SEARCHED]
    kind: Annotated[
        str,
        Choice(("company", "partnership", "sole_proprietorship", "cooperative", "individual", "branch")),
        LISTED,
    ]
    status: Annotated[str, Choice(("active", "abnormal", "revoked", "deregistered")), LISTED] = "active"
    industry: Annotated[str | None, Text(5, r"[A-T]?\d{0,4}"), LISTED] = None
    registered_capital: Annotated[Decimal | None, Money(), LISTED] = None
    private: Annotated[bool | None, Flag()] = None
    street: Annotated[str | None, Reference("register.place"), LISTED] = None
    address: Annotated[str | None, Text(200)] = None
    legal_representative: Annotated[
        str | None, Text(60), Personal(purpose="register.purpose.registration", keep_years=20, mask="name")
    ] = None
    contact_phone: Annotated[
        str | None, Phone(), Personal(purpose="register.purpose.contact", keep_years=3, mask="phone")
    ] = None
    established_on: Annotated[date | None, Day(), LISTED] = None
    deregistered_on: Annotated[date | None, Day()] = None
