"""Where do the rulebooks of the command line lie? 规则目录"""

import os
from datetime import date
from pathlib import Path

import guanshan
from guanshan.assess.library import Library
from guanshan.assess.rulebook import load
from guanshan.assess.standard import Rulebook
from guanshan.clock import DistrictClock, TrueTime


def folders(own: Path | None) -> list[Path]:
    """Return the folders of rulebooks: those of every system, then the district's own."""
    systems = [Path(next(iter(guanshan.__path__))) / "systems"]
    if elsewhere := os.environ.get("GUANSHAN_SYSTEMS_DIR"):
        systems.append(Path(elsewhere))
    found = [folder for place in systems for folder in sorted(place.glob("*/rulebooks")) if folder.is_dir()]
    return [*found, own] if own else found


def today() -> date:
    """Return today, in China."""
    return DistrictClock(TrueTime().tick).today()


def found(name: str, on: date | None, own: Path | None) -> tuple[Rulebook, date | None]:
    """Return a rulebook by its id, its family's on a day (today where none is said), or by its file; and that day.

    Raises
    ------
    NotFound
        If there is none.
    RefusedInput
        If no version is in force on the day.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return load(path), on
    library = Library(folders(own))
    if name.partition(".")[0] in library.families:
        on = on or today()
    return library.find(name, on), on
