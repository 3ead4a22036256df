"""The declaration of the system briefing. 简报"""

from guanshan.declaration import Page, PublicPage, System
from guanshan.systems.briefing.records import Edition, EditionCopy, NewsItem, ReportedFigure, Signature

SYSTEM = System(
    name="briefing",
    office="statistics",
    records=(ReportedFigure, NewsItem, Edition, EditionCopy, Signature),
    pages=(
        Page(
            path="editions",
            label="briefing.pages.editions",
            builder="guanshan.systems.briefing.pages.editions:editions_page",
        ),
        Page(
            path="indicators",
            label="briefing.pages.indicators",
            builder="guanshan.systems.briefing.pages.indicators:indicators_page",
        ),
        Page(
            path="press",
            label="briefing.pages.press",
            builder="guanshan.systems.briefing.pages.press:press_page",
        ),
    ),
    public=(
        PublicPage(
            path="/briefing", builder="guanshan.systems.briefing.api.published:latest", label="briefing.title"
        ),
        PublicPage(path="/briefing/{number}", builder="guanshan.systems.briefing.api.published:one"),
        PublicPage(
            path="/briefing/{number}/changes", builder="guanshan.systems.briefing.api.published:changes"
        ),
        PublicPage(path="/briefing/{number}/{form}", builder="guanshan.systems.briefing.api.published:paper"),
    ),
    commands={"build": "guanshan.systems.briefing.commands:build"},
    opens="guanshan.systems.briefing.service.edition:open_with_an_edition",
    api="guanshan.systems.briefing.api.press:routes",
    uploads=("press",),
    sample="guanshan.systems.briefing.sample:load",
)
