"""The declaration of the system liaison. 政企沟通"""

from guanshan.declaration import System
from guanshan.systems.liaison.records import HotlineOrder, Outcome

SYSTEM = System(
    name="liaison",
    office="private-economy",
    records=(HotlineOrder, Outcome),
    commands={"import-12345": "guanshan.systems.liaison.commands:import_12345"},
    guards={"liaison.outcome": "guanshan.systems.liaison.service.outcome:guard"},
    advises={"appeal": "guanshan.systems.liaison.service.duplicate:advise"},
    sample="guanshan.systems.liaison.sample:load",
)
