"""The declaration of the system enterprise. 优质企业"""

from guanshan.declaration import System
from guanshan.systems.enterprise.records import (
    EquityFinancing,
    FinancialYear,
    IntellectualProperty,
    StaffFigure,
    Standing,
    StatedFact,
    Title,
)

SYSTEM = System(
    name="enterprise",
    office="industry",
    records=(FinancialYear, IntellectualProperty, Title, StaffFigure, EquityFinancing, Standing, StatedFact),
    shows=("register.market_entity",),
    figures="guanshan.systems.enterprise.service.figures:figures",
    verdicts="guanshan.systems.enterprise.service.verdict:verdict",
    moves="guanshan.systems.enterprise.service.moves:moves",
    binds="guanshan.systems.enterprise.service.binding:check",
    api="guanshan.systems.enterprise.api:routes",
    guards={"enterprise.stated_fact": "guanshan.systems.enterprise.service.statement:guard"},
    sample="guanshan.systems.enterprise.sample:load",
)
