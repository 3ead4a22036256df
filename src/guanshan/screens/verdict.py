"""How does a verdict stand on the page? 评价的呈现

Shows what a system says of a record under a rulebook: the verdict, and clause by clause what was found, what
was asked, how many points it earned and where that is written. The screens know no rulebook; they show what
the system's declaration gives.
"""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from guanshan.declaration import load
from guanshan.refusal import Forbidden, NotFound, NotSignedIn, RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.query import Moment, Version
from guanshan.screens.house import House
from guanshan.screens.paper import Paper
from guanshan.screens.words import Words

_PAPER = Paper()


def verdicts_of(
    house: House, words: Words, actor: Actor, version: Version, moment: Moment | None = None
) -> list[Mapping[str, Any]]:
    """Return what the systems say of a record: each verdict as plain data, explained by clause."""
    owner = version.values.get(version.type.owner) if version.type.owner else None
    if version.type.name != "register.market_entity" or owner is None:
        return []
    told: list[Mapping[str, Any]] = []
    for system in house.systems:
        if system.verdicts:
            try:
                explained = load(system.verdicts)(house.registry, actor, owner, moment)
            except (
                NotFound,
                RefusedInput,
                Forbidden,
                NotSignedIn,
            ):  # it may rest on what this reader may not read
                continue
            told.append(explained.told(words.language))
    return told


def verdicts_markup(
    house: House, words: Words, actor: Actor, version: Version, moment: Moment | None = None
) -> Markup | None:
    """Write the verdicts on a record as HTML; None where there are none."""
    told = verdicts_of(house, words, actor, version, moment)
    if not told:
        return None
    return _PAPER.write("verdicts.html", words, verdicts=told)
