"""What does the briefing keep? 报告数、要闻与期次"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from guanshan.register.field import Choice, Day, Number, Reference, Text, Whole
from guanshan.register.record import LISTED, SEARCHED, record
from guanshan.report.figure import QUALIFIERS

HOUSE = "system"
"""Keeper of what only the house itself writes: no form changes an edition."""


@record(key=("indicator", "subject", "period", "document"), title="indicator", holds_from="stated_on")
class ReportedFigure:
    """A value of an indicator as one document states it. 报告数

    A restated value is a row of its own, with its own document: the earlier one stays beside it. ``printed_zh`` and ``printed_en`` keep how
    the document puts a value that no plain number says: 数十亿元.
    """

    indicator: Annotated[str, Text(60, r"[a-z][a-z0-9_]*"), LISTED, SEARCHED]
    subject: Annotated[str, Text(60), LISTED] = "district"
    period: Annotated[str, Text(10, r"\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?"), LISTED]
    value: Annotated[
        Decimal, Number(unit="1", places=4, low=Decimal(-(10**14)), high=Decimal(10**14)), LISTED
    ]
    qualifier: Annotated[str, Choice(QUALIFIERS), LISTED] = "exact"
    unit: Annotated[str, Text(20), LISTED]
    office: Annotated[str, Reference("register.unit"), LISTED]
    document: Annotated[str, Reference("register.document"), LISTED]
    stated_on: Annotated[date | None, Day(), LISTED] = None
    printed_zh: Annotated[str | None, Text(40)] = None
    printed_en: Annotated[str | None, Text(80)] = None
    note: Annotated[str | None, Text(300)] = None


@record(key=("number",), title="headline_zh", holds_from="happened_on")
class NewsItem:
    """A piece of short news of the district; figures stand in its text by the name of their indicator. 要闻"""

    number: Annotated[str, Text(40, r"[0-9A-Za-z][0-9A-Za-z-]*"), LISTED, SEARCHED]
    headline_zh: Annotated[str, Text(80), LISTED, SEARCHED]
    headline_en: Annotated[str, Text(160), LISTED, SEARCHED]
    text_zh: Annotated[str, Text(2000, several_lines=True)]
    text_en: Annotated[str, Text(4000, several_lines=True)]
    happened_on: Annotated[date, Day(), LISTED]
    office: Annotated[str, Reference("register.unit"), LISTED]
    document: Annotated[str | None, Reference("register.document")] = None


@record(key=("number",), title="number", holds_from="on_day", keeper=HOUSE)
class Edition:
    """A briefing as it was built: for which day, known when, and the digest of its content. 期次"""

    number: Annotated[str, Text(20, r"\d{4}-\d{2}-\d{2}-\d+"), LISTED, SEARCHED]
    on_day: Annotated[date, Day(), LISTED]
    known_at: Annotated[int, Whole("us", high=2**62)]
    digest: Annotated[str, Text(64, r"[0-9a-f]{64}"), LISTED]
    figures: Annotated[int, Whole("items"), LISTED]
    previous: Annotated[str | None, Reference("briefing.edition"), LISTED] = None


@record(key=("digest",), title="digest", keeper=HOUSE)
class EditionCopy:
    """What an edition says, kept under the digest of its own bytes. 留存件"""

    digest: Annotated[str, Text(64, r"[0-9a-f]{64}"), LISTED]
    edition: Annotated[str, Reference("briefing.edition"), LISTED]
    form: Annotated[str, Choice(("json", "html_zh", "html_en")), LISTED]
    content: Annotated[str, Text(4_000_000, several_lines=True)]


@record(key=("edition", "person"), title="edition", holds_from="signed_on", keeper=HOUSE)
class Signature:
    """An officer's name under an edition: exactly these bytes, on that day. 签发"""

    edition: Annotated[str, Reference("briefing.edition"), LISTED]
    person: Annotated[str, Reference("register.person"), LISTED]
    unit: Annotated[str, Reference("register.unit"), LISTED]
    signed_on: Annotated[date, Day(), LISTED]
    digest: Annotated[str, Text(64, r"[0-9a-f]{64}"), LISTED]
