"""What do all screens and pages stand on? 一家之内

The House is put together once, in `guanshan.app`, and handed to whatever is drawn: registers, access,
accounts, texts, the systems that were found. Nothing here is global, so that two houses can stand in one
process.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from guanshan.act.casebook import Casebook
from guanshan.assess.library import Library
from guanshan.clock import DistrictClock
from guanshan.declaration import System
from guanshan.i18n import Language, Texts
from guanshan.observe.importing import Importer
from guanshan.register.access import Access
from guanshan.register.account.door import Door
from guanshan.register.query import Moment
from guanshan.register.record import RecordType
from guanshan.register.registry import Registry
from guanshan.register.store import Store
from guanshan.report.catalogue import Catalogue
from guanshan.report.figure import Figure
from guanshan.report.indicator import DISTRICT
from guanshan.report.period import read_period
from guanshan.report.reckoning import Reporter
from guanshan.screens.bench import Bench
from guanshan.screens.words import Words, speak

_STATES_KEPT = 64

SYSTEMS_OF_THE_PAGE = (
    "enterprise", "briefing", "talent", "housing", "science", "capital", "chain", "liaison", "factory",
    "livestock", "charging", "fire", "station", "flood", "lightshow", "health", "culture",
)  # fmt: skip
"""Every system that the district is to have, in the order of the newspaper page; their words are ``district.systems.*``."""


@dataclass(frozen=True, kw_only=True)
class House:
    """Everything that a screen, a page or an API call stands on. 家

    Parameters
    ----------
    systems
        The systems that were found, in the order of the page, those unknown to it last.
    sample
        Whether the house runs on sample data.
    clock
        Returns the district clock as it stands.
    library
        The rulebooks of the systems and the district's own.
    casebook
        The cases: opened, moved, told.
    report_dir
        Where files that are made for somebody's download wait.
    most_upload
        Largest file that may be uploaded [bytes].
    """

    texts: Texts
    systems: tuple[System, ...]
    store: Store
    registry: Registry
    access: Access
    door: Door
    importer: Importer
    library: Library
    casebook: Casebook
    reporter: Reporter
    clock: Callable[[], DistrictClock]
    sample: bool
    report_dir: Path
    most_upload: int = 64_000_000
    bench: Bench = field(default_factory=Bench, repr=False)
    _figures: dict[tuple[int, Moment], tuple[Figure, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def speak(self) -> Callable[[Language], Words]:
        """Give the words of a language."""
        return speak(self.texts)

    def words(self, language: Language) -> Words:
        """Return the texts of the house in one language."""
        return self.speak(language)

    def system(self, name: str) -> System | None:
        """Return a system by name, where it is there."""
        return next((one for one in self.systems if one.name == name), None)

    def registers(self) -> tuple[RecordType, ...]:
        """Return every register, those of the core first."""
        return tuple(self.registry.types)

    def system_title(self, words: Words, name: str) -> str:
        """Title of a system, built or not."""
        return words.maybe(f"{name}.title") or words.maybe(f"district.systems.{name}.title") or name

    def office_name(self, code: str) -> str:
        """Name of a unit; its code where the register of units does not hold it."""
        return self.access.tree.name(code)

    def figures(self, moment: Moment | None = None) -> tuple[Figure, ...]:
        """Return the figures of the public home page, computed once for each state of the registers."""
        moment = moment or self.registry.moment()
        state = (self.store.head().seq, moment)
        if state not in self._figures:
            if len(self._figures) > _STATES_KEPT:
                self._figures.clear()
            with self.reporter.at(moment) as sight:
                self._figures[state] = tuple(sight.figure(one.name) for one in self.catalogue if one.home)
        return self._figures[state]

    def figure(
        self, name: str, moment: Moment | None = None, period: str = "", subject: str = DISTRICT
    ) -> Figure:
        """Return the figure of an indicator.

        Raises
        ------
        NotFound
            If there is no such indicator.
        RefusedInput
            If the period is none, or of another kind than the indicator's.
        """
        wanted = read_period(period) if period else None
        return self.reporter.figure(name, moment or self.registry.moment(), wanted, subject)

    @property
    def catalogue(self) -> Catalogue:
        """Every indicator of the house."""
        return self.reporter.catalogue
