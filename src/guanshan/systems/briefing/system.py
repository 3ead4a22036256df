"""The declaration of the system briefing. 简报"""

from guanshan.declaration import System
from guanshan.systems.briefing.records import Edition, EditionCopy, NewsItem, ReportedFigure, Signature

SYSTEM = System(
    name="briefing",
    office="statistics",
    records=(ReportedFigure, NewsItem, Edition, EditionCopy, Signature),
    sample="guanshan.systems.briefing.sample:load",
)
