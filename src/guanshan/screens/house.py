"""What do all screens and pages stand on? 一家之内

The House is put together once, in `guanshan.app`, and handed to whatever is drawn: registers, access,
accounts, texts, the systems that were found. Nothing here is global, so that two houses can stand in one
process.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from guanshan.assess.library import Library
from guanshan.clock import DistrictClock
from guanshan.declaration import Figure, System, load
from guanshan.i18n import Language, Texts
from guanshan.observe.importing import Importer
from guanshan.refusal import NotFound
from guanshan.register.access import Access
from guanshan.register.account.door import Door
from guanshan.register.query import Moment
from guanshan.register.record import RecordType
from guanshan.register.registry import Registry
from guanshan.register.store import Store
from guanshan.screens.bench import Bench
from guanshan.screens.words import Words, speak

_STATES_KEPT = 64

SYSTEMS_OF_THE_PAGE = (
    "enterprise", "briefing", "talent", "housing", "science", "capital", "chain", "liaison", "factory",
    "livestock", "charging", "fire", "station", "flood", "lightshow", "health", "culture",
)  # fmt: skip
"""Every system that the district is to have, in the order of the newspaper page; their words are ``district.systems.*``."""


@dataclass(frozen=True)
class ShownFigure:
    """A figure of the public page together with the system that gives it."""

    system: str
    figure: Figure

    @property
    def title(self) -> str:
        """Key of its title."""
        return f"{self.system}.figures.{self.figure.name}.title"

    @property
    def definition(self) -> str:
        """Key of its definition (口径)."""
        return f"{self.system}.figures.{self.figure.name}.definition"


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
    clock: Callable[[], DistrictClock]
    sample: bool
    report_dir: Path
    most_upload: int = 64_000_000
    bench: Bench = field(default_factory=Bench, repr=False)
    _figures: dict[tuple[int, Moment], tuple[ShownFigure, ...]] = field(default_factory=dict, repr=False)

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

    def figures(self, moment: Moment | None = None) -> tuple[ShownFigure, ...]:
        """Return every public figure, computed once for each state of the registers."""
        moment = moment or self.registry.moment()
        state = (self.store.head().seq, moment)
        if state not in self._figures:
            if len(self._figures) > _STATES_KEPT:
                self._figures.clear()
            self._figures[state] = tuple(self._computed(moment))
        return self._figures[state]

    def figure(self, name: str, moment: Moment | None = None) -> ShownFigure:
        """Return a public figure by its name.

        Raises
        ------
        NotFound
            If no system gives one of that name.
        """
        for shown in self.figures(moment):
            if shown.figure.name == name:
                return shown
        raise NotFound("web.figure.not_found", name=name)

    def _computed(self, moment: Moment) -> Iterator[ShownFigure]:
        for system in self.systems:
            if system.figures:
                for one in load(system.figures)(self.registry, moment):
                    yield ShownFigure(system.name, one)
