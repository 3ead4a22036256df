"""What is kept of a case? 事项登记

Only `guanshan.act.casebook` writes here: what stands in these registers came about by a step that the kind of case grants.
"""

from datetime import date
from typing import Annotated, Final

from guanshan.act.case.kind import HATS
from guanshan.register.field import Choice, Day, Flag, Personal, Phone, Reference, Text, WallTime, Whole
from guanshan.register.record import LISTED, SEARCHED, SERVICE, record

CHANNELS: Final = ("form", "desk", "phone", "visit", "hotline")
"""By which way a case came in: 网上填报, 单位代录, 电话, 来访, 12345热线."""


@record(
    key=("number",), title="title", holds_from="opened_on", owner="credit_code", keeper=SERVICE, evolves=True
)
class Case:
    """A case and where it stands today. 事项

    All but who asks for what follows from its steps; it stands here so that lists and searches are one query.
    """

    number: Annotated[str, Text(40), LISTED, SEARCHED]
    title: Annotated[str, Text(200), LISTED, SEARCHED]
    kind: Annotated[str, Text(60), LISTED]
    category: Annotated[str, Text(40), LISTED]
    state: Annotated[str, Text(40), LISTED]
    text: Annotated[str, Text(4_000, several_lines=True)]
    credit_code: Annotated[str | None, Reference("register.market_entity"), LISTED] = None
    applicant: Annotated[str | None, Text(100)] = None
    contact_name: Annotated[
        str | None, Text(60), Personal(purpose="act.purpose.contact", keep_years=5, mask="name")
    ] = None
    contact_phone: Annotated[
        str | None, Phone(), Personal(purpose="act.purpose.contact", keep_years=5, mask="phone")
    ] = None
    channel: Annotated[str, Choice(CHANNELS)] = "desk"
    reference: Annotated[str | None, Text(100)] = None
    lead: Annotated[str | None, Reference("register.unit"), LISTED] = None
    turn: Annotated[str | None, Reference("register.unit")] = None
    person: Annotated[str | None, Text(100)] = None
    opened_on: Annotated[date, Day()]
    opened_at: Annotated[str, WallTime()]
    clock: Annotated[str | None, Text(40)] = None
    warns_at: Annotated[str | None, WallTime()] = None
    due_at: Annotated[str | None, WallTime(), LISTED] = None
    open: Annotated[bool, Flag()] = True
    paused: Annotated[bool, Flag()] = False
    provisional: Annotated[bool, Flag()] = False
    solved: Annotated[bool | None, Flag()] = None
    satisfaction: Annotated[str | None, Text(40)] = None
    steps: Annotated[int, Whole("steps", low=1)] = 1


@record(key=("case", "number"), title="case", holds_from="on_day", keeper=SERVICE)
class Step:
    """One thing that was done with a case. 经办记录"""

    case: Annotated[str, Reference("act.case"), LISTED]
    number: Annotated[int, Whole("steps", low=1), LISTED]
    at: Annotated[str, WallTime(), LISTED]
    move: Annotated[str, Text(40), LISTED]
    actor: Annotated[str, Text(100), LISTED]
    hat: Annotated[str, Choice(HATS), LISTED]
    unit: Annotated[str | None, Reference("register.unit"), LISTED] = None
    state: Annotated[str, Text(40), LISTED]
    answers: Annotated[str, Text(40_000, several_lines=True)]
    note: Annotated[str | None, Text(2_000, several_lines=True)] = None
    on_day: Annotated[date, Day()]


@record(key=("case", "unit"), title="unit", holds_from="since", keeper=SERVICE, evolves=True)
class Part:
    """Which part a unit has in a case. 单位分工"""

    case: Annotated[str, Reference("act.case"), LISTED]
    unit: Annotated[str, Reference("register.unit"), LISTED]
    role: Annotated[str, Choice(("lead", "executing", "supporting")), LISTED]
    since: Annotated[date, Day()]


@record(key=("case", "number"), title="case", holds_from="on_day", keeper=SERVICE)
class Attachment:
    """A file that belongs to a case; its content lies in the data folder under its SHA-256. 附件"""

    case: Annotated[str, Reference("act.case"), LISTED]
    number: Annotated[int, Whole("files", low=1), LISTED]
    name: Annotated[str, Text(200), LISTED]
    size: Annotated[int, Whole("B"), LISTED]
    sha256: Annotated[str, Text(64, r"[0-9a-f]{64}")]
    at: Annotated[str, WallTime(), LISTED]
    actor: Annotated[str, Text(100), LISTED]
    public: Annotated[bool, Flag()] = False
    on_day: Annotated[date, Day()]


RECORDS: Final = (Case, Step, Part, Attachment)
