"""What changed from one edition to the next, and who signed? 期次说明"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guanshan.report.saying import say_value
from guanshan.screens.house import House
from guanshan.screens.words import Words
from guanshan.systems.briefing.service.changing import Change
from guanshan.systems.briefing.service.edition import changes_of, edition, editions
from guanshan.systems.briefing.service.printing import paper, style


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A changed figure in a reader's words."""

    title: str
    name: str
    period: str
    before: str
    after: str


def changes_html(house: House, words: Words, number: str) -> str:
    """Write what is known of an edition: its digest, who signed it, what changed since the one before."""
    listed = editions(house)
    found = edition(house, number)
    return str(
        paper().write(
            "changes.html",
            words,
            css=style(),
            edition=found,
            listed=listed,
            changes=[told_change(words, house, one) for one in changes_of(house, number)],
            signed=[
                (house.office_name(one.unit), words.day(one.on), words.time(one.at))
                for one in found.signatures
            ],
        )
    )


def told_change(words: Words, house: House, change: Change) -> ToldChange:
    """Say what a figure was and what it is now."""
    stands = change.after or change.before or {}
    name = str(stands["name"])
    title = house.catalogue[name].title[words.language] if name in house.catalogue else name
    return ToldChange(
        title, name, str(stands["period"]), *(_said(words, one) for one in (change.before, change.after))
    )


def _said(words: Words, one: dict[str, Any] | None) -> str:
    if one is None:
        return words("briefing.changes.absent")
    if one["value"] is None:
        return words("report.said.unknown")
    said = say_value(words.texts, words.language, Decimal(one["value"]), one["unit"], one["qualifier"]).text
    beside = [one["document"]] if one["document"] else []
    if one["rows"] is not None:
        beside.append(words("briefing.changes.rows", count=f"{one['rows']:,}"))
    return (
        f"{said}（{'；'.join(beside)}）"
        if words.language == "zh" and beside
        else f"{said} ({'; '.join(beside)})"
        if beside
        else said
    )
