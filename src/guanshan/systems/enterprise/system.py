"""The declaration of the system enterprise. 优质企业"""

from guanshan.declaration import Page, PlainPage, System
from guanshan.systems.enterprise.records import (
    CultivationNote,
    EquityFinancing,
    FinancialYear,
    IntellectualProperty,
    StaffFigure,
    Standing,
    StatedFact,
    Title,
)

_PAGES = "guanshan.systems.enterprise.pages"

SYSTEM = System(
    name="enterprise",
    office="industry",
    records=(
        FinancialYear,
        IntellectualProperty,
        Title,
        StaffFigure,
        EquityFinancing,
        Standing,
        StatedFact,
        CultivationNote,
    ),
    shows=("register.market_entity",),
    pages=(
        Page(path="pipeline", label="enterprise.pipeline.title", builder=f"{_PAGES}.pipeline:pipeline_page"),
        Page(
            path="standing",
            label="enterprise.standing.title",
            builder=f"{_PAGES}.standing:standing_page",
            listed=False,
        ),
        Page(path="note", label="enterprise.note.title", builder=f"{_PAGES}.noting:note_page", listed=False),
    ),
    parts={"register.market_entity": f"{_PAGES}.standing:standing_part"},
    prints=(
        PlainPage(
            path="pipeline", label="enterprise.pipeline.title", draw=f"{_PAGES}.printed:printed_pipeline"
        ),
        PlainPage(
            path="standing", label="enterprise.standing.title", draw=f"{_PAGES}.printed:printed_standing"
        ),
    ),
    own=(
        PlainPage(path="standing", label="enterprise.standing.title", draw=f"{_PAGES}.own:standing"),
        PlainPage(
            path="facts",
            label="enterprise.fill.title",
            draw=f"{_PAGES}.own:facts",
            act=f"{_PAGES}.own:keep_facts",
        ),
        PlainPage(
            path="notes",
            label="enterprise.note.notes",
            draw=f"{_PAGES}.own:notes_page",
            act=f"{_PAGES}.own:confirm_note",
        ),
    ),
    front=f"{_PAGES}.own:front",
    moves="guanshan.systems.enterprise.service.moves:moves",
    binds="guanshan.systems.enterprise.service.binding:check",
    api="guanshan.systems.enterprise.api:routes",
    guards={
        "enterprise.stated_fact": "guanshan.systems.enterprise.service.statement:guard",
        "enterprise.cultivation_note": "guanshan.systems.enterprise.service.note:guard",
    },
    sample="guanshan.systems.enterprise.sample:load",
)
