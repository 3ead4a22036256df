"""Where do the rulebooks of the command line lie? 规则目录"""

import os
from datetime import date
from pathlib import Path

import click

import guanshan
from guanshan.assess.library import Library
from guanshan.assess.rulebook import load
from guanshan.assess.standard import Rulebook
from guanshan.clock import DistrictClock, TrueTime
from guanshan.settings import load_settings

FOLDER = click.Path(file_okay=False, path_type=Path, exists=True)
RULEBOOKS = click.option(
    "--rulebooks",
    type=FOLDER,
    help="Folder of rulebooks of your own; that of the settings where it is not said.",
)


def library(own: Path | None) -> Library:
    """Return the rulebooks of every system and, the last word, the district's own: in the folder said here, or that of the settings."""
    systems = [Path(next(iter(guanshan.__path__))) / "systems"]
    if elsewhere := os.environ.get("GUANSHAN_SYSTEMS_DIR"):
        systems.append(Path(elsewhere))
    folders = [folder for place in systems for folder in sorted(place.glob("*/rulebooks"))]
    return Library(folders, own or load_settings().rulebooks)


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
    shelf = library(own)
    if name.partition(".")[0] in shelf.families:
        on = on or today()
    return shelf.find(name, on), on
