"""A small house with two offices, into which files are imported."""

from datetime import UTC, date, datetime
from pathlib import Path

from proving.records import IndustryClass, ListedCompany, YearlyReport

from guanshan.clock import DistrictClock, SetTime, tick_of
from guanshan.i18n import Texts, load_texts
from guanshan.observe.importing import Importer
from guanshan.register.access import Access, UnitTree
from guanshan.register.actor import Actor, Held
from guanshan.register.database import Database
from guanshan.register.party import MarketEntity
from guanshan.register.place import Place
from guanshan.register.record import RecordTypes
from guanshan.register.registry import Registry
from guanshan.register.store import Store
from guanshan.register.unit import Unit

TODAY = date(2024, 5, 6)
TREE = UnitTree({"district": None, "science": "district", "finance": "district"})
OFFICER = Actor("zhang", "张", "staff", (Held("officer", "science"),))
OTHER_OFFICER = Actor("li", "李", "staff", (Held("officer", "finance"),))
TYPES = (MarketEntity, Place, Unit, YearlyReport, ListedCompany, IndustryClass)


def proving_texts() -> Texts:
    return load_texts([("proving", Path(__file__).parent)])


def proving_importer(folder: Path, url: str | None = None) -> Importer:
    """Open a house whose registers are empty."""
    store = Store(Database(url or f"sqlite:///{folder / 'house.db'}"), RecordTypes(TYPES), SetTime())
    store.create()
    noon = tick_of(datetime(2024, 5, 6, 4, tzinfo=UTC))
    registry = Registry(store, Access(TREE), lambda: DistrictClock(lambda: noon))
    return Importer(registry, proving_texts(), folder / "repairs")
