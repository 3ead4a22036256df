"""What does liaison keep beside its cases? 12345工单与办理结果公开"""

from datetime import date
from typing import Annotated

from guanshan.register.field import Choice, Day, Flag, Personal, Phone, Reference, Text
from guanshan.register.record import LISTED, SEARCHED, record

CATEGORIES = ("inquiry", "help", "suggestion", "complaint")


@record(key=("number",), title="title", holds_from="received_on", owner="credit_code")
class HotlineOrder:
    """An order that the 12345 hotline passed to the district; a case is opened of each. 12345工单"""

    number: Annotated[str, Text(60), LISTED, SEARCHED]
    received_on: Annotated[date, Day(), LISTED]
    category: Annotated[str, Choice(CATEGORIES), LISTED]
    title: Annotated[str, Text(200), LISTED, SEARCHED]
    text: Annotated[str, Text(4_000, several_lines=True)]
    credit_code: Annotated[str | None, Reference("register.market_entity"), LISTED] = None
    contact_name: Annotated[
        str | None, Text(60), Personal(purpose="liaison.purpose", keep_years=5, mask="name")
    ] = None
    contact_phone: Annotated[
        str | None, Phone(), Personal(purpose="liaison.purpose", keep_years=5, mask="phone")
    ] = None


@record(key=("case",), title="question", holds_from="published_on")
class Outcome:
    """What became of an appeal, in words that everybody may read: no names, no numbers of persons. 办理结果公开"""

    case: Annotated[str, Reference("act.case")]
    category: Annotated[str, Choice(CATEGORIES), LISTED]
    question: Annotated[str, Text(300), LISTED]
    answer: Annotated[str, Text(1_000), LISTED]
    solved: Annotated[bool, Flag(), LISTED]
    published_on: Annotated[date, Day(), LISTED]
