"""Record types on which the importer is tried."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from guanshan.register.field import (
    Choice,
    CreditCode,
    Day,
    Flag,
    Money,
    Number,
    Personal,
    Phone,
    Reference,
    ResidentId,
    Text,
    Whole,
    Year,
)
from guanshan.register.record import LISTED, SEARCHED, record

REGISTERED = "register.purpose.registration"


@record(key=("credit_code", "year"), title="name", holds_from="year")
class YearlyReport:
    """What an enterprise reports of a year. 年报"""

    credit_code: Annotated[str, CreditCode(), LISTED]
    year: Annotated[int, Year(), LISTED]
    name: Annotated[str, Text(100), LISTED, SEARCHED]
    kind: Annotated[str | None, Choice(("company", "cooperative")), LISTED] = None
    revenue: Annotated[Decimal | None, Money(), LISTED] = None
    profit: Annotated[Decimal | None, Money(low=Decimal(-(10**14)))] = None
    research: Annotated[Decimal | None, Money()] = None
    debt_ratio: Annotated[Decimal | None, Number("%", 2, Decimal(0), Decimal(1000))] = None
    staff: Annotated[int | None, Whole("person")] = None
    founded_on: Annotated[date | None, Day()] = None
    listed: Annotated[bool | None, Flag()] = None
    industry: Annotated[str | None, Text(5, r"[A-T]?\d{2,4}")] = None
    owner_id: Annotated[
        str | None, ResidentId(), Personal(purpose=REGISTERED, keep_years=5, mask="id", sensitive=True)
    ] = None
    phone: Annotated[str | None, Phone(), Personal(purpose=REGISTERED, keep_years=5, mask="phone")] = None
    street: Annotated[str | None, Text(60)] = None


@record(key=("code",), title="full_name", holds_from="listing_date")
class ListedCompany:
    """A company whose shares are traded. 上市公司"""

    code: Annotated[str, Text(6, r"\d{6}"), LISTED, SEARCHED]
    short_name: Annotated[str, Text(20), LISTED, SEARCHED]
    full_name: Annotated[str, Text(100), SEARCHED]
    exchange: Annotated[str, Choice(("sse", "szse", "bse")), LISTED]
    listing_date: Annotated[date | None, Day()] = None


@record(key=("full_code",), title="name")
class IndustryClass:
    """A class of the national economy. 国民经济行业 (GB/T 4754)"""

    full_code: Annotated[str, Text(5, r"[A-T]\d{0,4}"), LISTED, SEARCHED]
    code: Annotated[str, Text(4)]
    name: Annotated[str, Text(100), LISTED, SEARCHED]
    level: Annotated[str, Choice(("section", "division", "group", "class")), LISTED]
    parent: Annotated[str | None, Reference("proving.industry_class")] = None
