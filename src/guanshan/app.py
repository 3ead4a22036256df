"""How is a house put together? 组装

The composition root: from the settings to systems, texts, registers, access, doors and importer, once for every process that serves,
imports or asks. Nothing else in the package knows how the parts come together.
"""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from sqlalchemy import select

import guanshan.act
import guanshan.systems
from guanshan.act.attachment import Files
from guanshan.act.casebook import Advise, Casebook
from guanshan.act.deadline.calendar import load_calendar
from guanshan.act.kinds import Kinds
from guanshan.act.records import RECORDS as CASE_RECORDS
from guanshan.assess.library import Library
from guanshan.clock import CHINA, DistrictClock, RecordClock, TrueTime, tick_of
from guanshan.declaration import System, load
from guanshan.i18n import Texts, load_texts
from guanshan.observe.importing import Importer
from guanshan.refusal import Conflict
from guanshan.register import sample
from guanshan.register.access import Access, UnitTree
from guanshan.register.account.account import Policy
from guanshan.register.account.door import Door, house_key
from guanshan.register.actor import CONSOLE
from guanshan.register.appointment import appointment_guard
from guanshan.register.database import Database
from guanshan.register.document import Document
from guanshan.register.migrate import Branch, upgrade
from guanshan.register.party import MarketEntity
from guanshan.register.person import Appointment, Person
from guanshan.register.place import Place
from guanshan.register.query import Moment
from guanshan.register.record import RecordType, RecordTypes, record_type
from guanshan.register.registry import Registry
from guanshan.register.schema import settings as kept_settings
from guanshan.register.store import Guard, Store
from guanshan.register.unit import Unit
from guanshan.report.catalogue import load_catalogue
from guanshan.report.reckoning import STATEMENTS, Reporter
from guanshan.report.statement import statement_guard
from guanshan.screens.house import SYSTEMS_OF_THE_PAGE, House
from guanshan.settings import Settings

CORE: Final = (MarketEntity, Place, Document, Unit, Person, Appointment, *CASE_RECORDS)
"""The core's own record types, in the order of its navigation."""

ACT: Final = Branch("act", Path(next(iter(guanshan.act.__path__))) / "migrations")
"""The migrations of cases and notices: a branch beside the registers' own."""

SAMPLE: Final = "sample"
"""Name of the kept setting that marks a house of sample data."""
SHIFT: Final = "district_shift"
"""Name of the kept setting by which the district's clock is moved [us]."""
SAMPLE_TIME: Final = datetime(2024, 5, 6, 9, 0, tzinfo=CHINA)
"""The time at which a sample district begins."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is, and how much there is."""


def find_systems(folder: Path | None = None) -> tuple[System, ...]:
    """Find every system: the package's own and those of another folder, in the order of the page."""
    if folder is not None and str(folder) not in guanshan.systems.__path__:
        guanshan.systems.__path__.append(str(folder))
        importlib.invalidate_caches()
    names = sorted({found.name for found in pkgutil.iter_modules(guanshan.systems.__path__) if found.ispkg})
    systems = [load(f"guanshan.systems.{name}.system:SYSTEM") for name in names]
    ranks = {name: rank for rank, name in enumerate(SYSTEMS_OF_THE_PAGE)}
    return tuple(sorted(systems, key=lambda one: (ranks.get(one.name, len(ranks)), one.name)))


def open_house(settings: Settings, clock: RecordClock | None = None) -> House:
    """Open the house that the settings describe; its database is brought to today's tables first.

    Parameters
    ----------
    clock
        The record clock; the machine's time if left out.
    """
    systems = find_systems(settings.systems_dir)
    texts = load_texts((one.name, one.folder) for one in systems)
    types = RecordTypes([*CORE, *(record for one in systems for record in one.records)])
    database = Database(settings.database)
    upgrade(database, *_schema(systems), algorithm=settings.hash_algorithm)
    record_clock = clock or TrueTime()
    library = library_of(systems, settings)
    catalogue = load_catalogue((one.name, one.folder) for one in systems)
    catalogue.check(types)
    guards = {**guards_of(systems, types, library), STATEMENTS: statement_guard(catalogue)}
    store = Store(database, types, record_clock, guards)
    kept = kept_in(store)
    shift = int(kept.get(SHIFT, "0"))

    def district() -> DistrictClock:
        return DistrictClock(record_clock.tick, shift)

    def today() -> date:
        return district().today()

    access = Access(_tree_of(store, today))
    registry = Registry(store, access, district)
    is_sample = SAMPLE in kept
    door = Door(
        store,
        access,
        today,
        Policy.of(settings, demo=is_sample),
        house_key(settings.key_file),
        settings.outbox,
        texts,
    )
    house = House(
        texts=texts,
        systems=systems,
        store=store,
        registry=registry,
        access=access,
        door=door,
        importer=Importer(registry, texts, settings.data_dir / "repairs"),
        library=library,
        casebook=Casebook(
            registry,
            kinds_of(systems),
            load_calendar(),
            district,
            Files(settings.data_dir / "attachments"),
            advises=_advises_of(systems),
            mails=bool(settings.smtp_host),
        ),
        reporter=Reporter(store, catalogue),
        clock=district,
        sample=is_sample,
        report_dir=settings.data_dir / "reports",
        most_upload=settings.upload_megabytes * 1_000_000,
    )
    access.published = catalogue.open_registers() | {"register.document", STATEMENTS}
    return house


def load_sample(house: House, progress: Progress) -> None:
    """Fill an empty house with the sample district, and set its clock to the sample's day; open it anew afterwards.

    Raises
    ------
    Conflict
        If the house holds anything already.
    """
    if house.store.head().seq:
        raise Conflict("refusal.not_empty")
    sample.load(house.store, progress)
    for system in house.systems:
        if system.sample:
            load(system.sample)(house.store, progress)
    with house.store.write(CONSOLE, "sample") as writing:
        writing.remember(SAMPLE, "yes")
        writing.remember(SHIFT, str(tick_of(SAMPLE_TIME) - writing.tick))
        writing.note("sample", "register", {"time": SAMPLE_TIME.isoformat()})


def library_of(systems: tuple[System, ...], settings: Settings) -> Library:
    """Return the rulebooks of the systems and, the last word, the district's own."""
    return Library([one.folder / "rulebooks" for one in systems], settings.rulebooks)


def kinds_of(systems: tuple[System, ...]) -> Kinds:
    """Return the kinds of case of the systems."""
    return Kinds(one.folder / "cases" for one in systems)


def _advises_of(systems: tuple[System, ...]) -> dict[str, Advise]:
    """Return what is looked up when a petition comes in; imported when the first one does."""
    named = {family: reference for one in systems for family, reference in one.advises.items()}
    return {family: _when_asked(reference) for family, reference in named.items()}


def _when_asked(reference: str) -> Advise:
    return lambda reading, petition: str(load(reference)(reading, petition))


def texts_of(settings: Settings) -> Texts:
    """Load the texts alone, for whoever needs no database."""
    return load_texts((one.name, one.folder) for one in find_systems(settings.systems_dir))


def guards_of(systems: tuple[System, ...], types: RecordTypes, library: Library) -> dict[str, Guard]:
    """Return the checks across records, by record type; those of the systems are imported when something is first written there."""
    own = {
        name: _when_written(reference, types, library)
        for one in systems
        for name, reference in one.guards.items()
    }
    return {"register.appointment": appointment_guard, **own}


def _when_written(reference: str, types: RecordTypes, library: Library) -> Guard:
    @cache
    def guard() -> Guard:
        built: Guard = load(reference)(types, library)
        return built

    return lambda reading, declared, values: guard()(reading, declared, values)


def kept_in(store: Store) -> dict[str, str]:
    """Return the settings that the house itself keeps in its database."""
    with store.database.reading() as connection:
        return {row.name: row.value for row in connection.execute(select(kept_settings))}


def _schema(systems: tuple[System, ...]) -> tuple[list[Branch], list[RecordType]]:
    branches: list[Branch] = [ACT]
    young: list[RecordType] = []
    for system in systems:
        folder = system.folder / "migrations"
        if folder.is_dir():
            branches.append(Branch(system.name, folder))
        else:
            young += [record_type(one) for one in system.records]
    return branches, young


def _tree_of(store: Store, today: Callable[[], date]) -> Callable[[], UnitTree]:
    """Return the tree of units as it stands, read again only when something was written since."""

    @lru_cache(maxsize=4)
    def at(_seq: int, day: date) -> UnitTree:
        with store.reading() as reading:
            units = reading.find("register.unit", Moment(day))
        parents = {str(one.values["code"]): one.values["parent"] for one in units}
        return UnitTree(
            {code: None if parent is None else str(parent) for code, parent in parents.items()},
            {str(one.values["code"]): str(one.values["name"]) for one in units},
        )

    return lambda: at(store.head().seq, today())
