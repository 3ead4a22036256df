"""What does the district know of an enterprise beyond its registration? 经营、知识产权与荣誉称号"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from guanshan.register.field import Choice, Day, Flag, Money, Reference, Text, Whole, Year
from guanshan.register.record import LISTED, SEARCHED, record

_ANY_SIGN = Decimal(-(10**14))


@record(key=("credit_code", "year"), title="credit_code", holds_from="year", owner="credit_code")
class FinancialYear:
    """One year's figures of an enterprise, from its audited report. 年度财务"""

    credit_code: Annotated[str, Reference("register.market_entity"), LISTED]
    year: Annotated[int, Year(), LISTED]
    operating_revenue: Annotated[Decimal | None, Money(), LISTED] = None
    main_revenue: Annotated[Decimal | None, Money(), LISTED] = None
    rd_expense: Annotated[Decimal | None, Money(), LISTED] = None
    total_assets: Annotated[Decimal | None, Money(), LISTED] = None
    total_liabilities: Annotated[Decimal | None, Money(), LISTED] = None
    net_profit: Annotated[Decimal | None, Money(_ANY_SIGN), LISTED] = None
    tax_paid: Annotated[Decimal | None, Money(_ANY_SIGN)] = None
    export_value: Annotated[Decimal | None, Money()] = None
    audited: Annotated[bool | None, Flag()] = None
    document: Annotated[str | None, Reference("register.document")] = None


@record(key=("credit_code", "year"), title="credit_code", holds_from="year", owner="credit_code")
class StaffFigure:
    """How many people worked for an enterprise in a year, as a monthly average. 人员情况"""

    credit_code: Annotated[str, Reference("register.market_entity"), LISTED]
    year: Annotated[int, Year(), LISTED]
    staff: Annotated[int | None, Whole("persons", high=1_000_000), LISTED] = None
    rd_staff: Annotated[int | None, Whole("persons", high=1_000_000), LISTED] = None
    technical_staff: Annotated[int | None, Whole("persons", high=1_000_000), LISTED] = None
    bachelors: Annotated[int | None, Whole("persons", high=1_000_000)] = None
    insured: Annotated[int | None, Whole("persons", high=1_000_000)] = None
    document: Annotated[str | None, Reference("register.document")] = None


@record(key=("number",), title="name", holds_from="granted_on", holds_until="lapses_on", owner="credit_code")
class IntellectualProperty:
    """A right that an enterprise holds: a patent, a software copyright, a layout design ... 知识产权

    Which of the rights are of class I (Ⅰ类), class II (Ⅱ类) or of high value (高价值) is computed, not stated.
    """

    number: Annotated[str, Text(60), LISTED, SEARCHED]
    name: Annotated[str, Text(200), LISTED, SEARCHED]
    kind: Annotated[
        str,
        Choice(
            (
                "invention_patent", "defence_patent", "plant_variety", "state_crop_variety", "state_new_drug",
                "state_tcm", "circuit_layout", "utility_model", "design", "software_copyright", "trademark", "other",
            )
        ),
        LISTED,
    ]  # fmt: skip
    credit_code: Annotated[str, Reference("register.market_entity"), LISTED]
    granted_on: Annotated[date, Day(), LISTED]
    lapses_on: Annotated[date | None, Day()] = None
    acquired: Annotated[str | None, Choice(("self_developed", "bought", "other")), LISTED] = None
    acquired_on: Annotated[date | None, Day()] = None
    related: Annotated[bool | None, Flag(), LISTED] = None
    overseas_family: Annotated[bool | None, Flag()] = None
    overseas_income: Annotated[bool | None, Flag()] = None
    pledged: Annotated[bool | None, Flag()] = None
    awarded: Annotated[bool | None, Flag()] = None
    document: Annotated[str | None, Reference("register.document")] = None


@record(
    key=("credit_code", "name", "recognised_on"), title="name", holds_from="recognised_on", holds_until="lapses_on",
    owner="credit_code",
)  # fmt: skip
class Title:
    """An honour or title that an authority gave by a document. 荣誉与称号

    What an authority said stands here; what our rulebooks say of the same enterprise is a verdict, and no title.
    """

    credit_code: Annotated[str, Reference("register.market_entity"), LISTED]
    kind: Annotated[
        str,
        Choice(
            (
                "innovative", "srdi", "little_giant", "champion", "hnte", "tech_sme", "incubator", "makerspace",
                "green_factory", "green_supply_chain", "innovation_demonstration", "ip_advantage",
                "ip_demonstration", "rd_institution", "science_award", "brand", "other",
            )
        ),
        LISTED,
    ]  # fmt: skip
    name: Annotated[str, Text(200), LISTED, SEARCHED]
    level: Annotated[
        str | None,
        Choice(("national", "ministerial", "provincial", "municipal", "district", "other")),
        LISTED,
    ] = None
    issuer: Annotated[str | None, Text(100), LISTED] = None
    recognised_on: Annotated[date, Day(), LISTED]
    lapses_on: Annotated[date | None, Day(), LISTED] = None
    certificate: Annotated[str | None, Text(60), SEARCHED] = None
    document: Annotated[str | None, Reference("register.document")] = None


@record(key=("credit_code", "round", "paid_on"), title="round", holds_from="paid_on", owner="credit_code")
class EquityFinancing:
    """Capital that investors paid in for new shares. 股权融资"""

    credit_code: Annotated[str, Reference("register.market_entity"), LISTED]
    round: Annotated[str, Text(60), LISTED]
    paid_on: Annotated[date, Day(), LISTED]
    paid_in: Annotated[Decimal, Money(), LISTED]
    investor: Annotated[str | None, Text(200), LISTED] = None
    qualified: Annotated[bool | None, Flag(), LISTED] = None
    document: Annotated[str | None, Reference("register.document")] = None


@record(key=("credit_code", "checked_on"), title="credit_code", holds_from="checked_on", owner="credit_code")
class Standing:
    """What an office found when it went through an enterprise's papers, and no other register says. 资格核查

    Once papers have been checked, a right or title that is not registered counts as not there; before that it is unknown.
    """

    credit_code: Annotated[str, Reference("register.market_entity"), LISTED]
    checked_on: Annotated[date, Day(), LISTED]
    main_product: Annotated[str | None, Text(200), LISTED] = None
    strategic_field: Annotated[bool | None, Flag(), LISTED] = None
    dishonest: Annotated[bool | None, Flag(), LISTED] = None
    prohibited: Annotated[bool | None, Flag(), LISTED] = None
    serious_event: Annotated[bool | None, Flag(), LISTED] = None
    document: Annotated[str | None, Reference("register.document")] = None


@record(
    key=("credit_code", "fact", "year", "voice"), title="fact", holds_from="year", owner="credit_code", evolves=True,
    voice="voice",
)  # fmt: skip
class StatedFact:
    """What an enterprise or an office states because no other register holds it. 填报事项

    The name of the fact is what a rulebook's input calls it (see ``docs/rulebooks.md``): ``years_in_segment``,
    ``enterprise.financial_year.rd_expense``, or ``<family>.<input>``. What an office states counts before what the enterprise says of
    itself, and a row of the proper register before both.
    """

    credit_code: Annotated[str, Reference("register.market_entity"), LISTED]
    fact: Annotated[str, Text(120, r"[a-z][A-Za-z0-9_.-]*"), LISTED]
    year: Annotated[int | None, Year(), LISTED] = None
    value: Annotated[str, Text(100), LISTED]
    unit: Annotated[str | None, Text(20), LISTED] = None
    voice: Annotated[str, Choice(("enterprise", "office")), LISTED] = "office"
    document: Annotated[str | None, Reference("register.document")] = None


@record(
    key=("credit_code", "number", "voice"), title="text", holds_from="written_on", owner="credit_code", voice="voice"
)  # fmt: skip
class CultivationNote:
    """A note that an office writes to an enterprise about a designation, or the enterprise's receipt for it. 培育提示

    A note and its receipt have one number: the office speaks first, and by its receipt the enterprise says that it has read the note, with
    an answer where it likes. Who wrote it stands in the audit chain; ``author`` is how the writer is named to the reader.
    """

    credit_code: Annotated[str, Reference("register.market_entity"), LISTED]
    number: Annotated[str, Text(20, r"\d{8}-\d{1,6}"), LISTED]
    voice: Annotated[str, Choice(("enterprise", "office")), LISTED] = "office"
    designation: Annotated[str | None, Text(60, r"[a-z][a-z0-9-]*"), LISTED] = None
    text: Annotated[str, Text(500), LISTED, SEARCHED]
    author: Annotated[str, Text(100), LISTED]
    written_on: Annotated[date, Day(), LISTED]
