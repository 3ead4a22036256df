"""Which briefings were published, and can each be proven? 期次

An edition is what the briefing said for a day, as far as was known at a time. It is kept under the digest of its own bytes, written by
the house alone, signed by officers of the responsible office, every step an event of the audit chain; made again from its day and its
known time it is the same, byte for byte. A correction is another edition.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from guanshan.canonical import canonical_bytes
from guanshan.i18n import LANGUAGES
from guanshan.refusal import Conflict, Forbidden, NotFound, RefusedInput
from guanshan.register.actor import CONSOLE, Actor
from guanshan.register.query import Condition, Moment, Source, Version
from guanshan.screens.house import House
from guanshan.systems.briefing.service.changing import Change, changes_between
from guanshan.systems.briefing.service.composing import compose
from guanshan.systems.briefing.service.printing import briefing_html

Form = Literal["json", "html_zh", "html_en"]
FORMS: Final[tuple[Form, ...]] = ("json", "html_zh", "html_en")

OFFICE: Final = "statistics"
"""The unit whose officers build and sign; where the house has no such unit, any officer's will do."""

_SOURCE: Final = Source(note="edition")

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature under an edition. 签发"""

    person: str
    unit: str
    on: date
    at: int


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as it is kept. 期次"""

    number: str
    moment: Moment
    digest: str
    figures: int
    previous: str | None
    recorded_at: int
    signatures: tuple[Signed, ...]


def made(house: House, moment: Moment) -> dict[Form, str]:
    """Make every form of the briefing of a moment: the same moment gives the same bytes."""
    composed = compose(house, moment)
    pages = {f"html_{language}": briefing_html(house.words(language), composed) for language in LANGUAGES}
    return {
        "json": canonical_bytes(composed).decode(),
        "html_zh": pages["html_zh"],
        "html_en": pages["html_en"],
    }


def build_edition(house: House, actor: Actor, on: date | None = None) -> Edition:
    """Build the briefing of a day, from all that is known now, and keep it as an edition.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor is no officer of the responsible office.
    RefusedInput
        If the day lies ahead.
    Conflict
        If nothing has changed since the last edition of that day.
    """
    unit = _require(house, actor, "edition.build")
    moment = house.reporter.pinned(house.registry.moment(on))
    if moment.on > house.registry.today():
        raise RefusedInput("briefing.edition.ahead", on=moment.on)
    forms = made(house, moment)
    digests = {form: _digest(content) for form, content in forms.items()}
    earlier = editions(house)
    of_the_day = [one for one in earlier if one.moment.on == moment.on]
    if of_the_day and _says_the_same(kept_copy(house, of_the_day[0].number, "json"), forms["json"]):
        raise Conflict("briefing.edition.unchanged", number=of_the_day[0].number)
    number = f"{moment.on.isoformat()}-{len(of_the_day) + 1}"
    with house.store.write(actor, "edition.build", number, {"digest": digests["json"]}) as writing:
        values = {
            "number": number,
            "on_day": moment.on,
            "known_at": moment.known_at,
            "digest": digests["json"],
            "figures": len(json.loads(forms["json"])["figures"]),
            "previous": earlier[0].number if earlier else None,
        }
        writing.put("briefing.edition", values, keeper=unit, source=_SOURCE)
        for form, content in forms.items():
            copy = {"digest": digests[form], "edition": number, "form": form, "content": content}
            writing.put("briefing.edition_copy", copy, keeper=unit, source=_SOURCE)
    return edition(house, number)


def sign_edition(house: House, actor: Actor, number: str) -> Edition:
    """Put an officer's name under an edition, after its bytes were held against their digest and made again.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor is no officer of the responsible office.
    NotFound
        If there is no such edition.
    Conflict
        If it was altered, cannot be made again as it is, or bears this officer's name already.
    """
    unit = _require(house, actor, "edition.sign")
    if actor.kind != "staff":
        raise Forbidden("access.needs.officer")
    found = edition(house, number)
    if any(one.person == actor.id for one in found.signatures):
        raise Conflict("briefing.edition.signed_already", number=number)
    for form in FORMS:
        kept_copy(house, number, form)
    if not is_made_again(house, number):
        raise Conflict("briefing.edition.not_made_again", number=number)
    with house.store.write(actor, "edition.sign", number, {"digest": found.digest}) as writing:
        values = {
            "edition": number,
            "person": actor.id,
            "unit": unit,
            "signed_on": house.registry.today(),
            "digest": found.digest,
        }
        writing.put("briefing.signature", values, keeper=unit, source=_SOURCE)
    return edition(house, number)


def editions(house: House) -> list[Edition]:
    """Return every edition, the newest first."""
    far = Moment(date(9999, 12, 30))
    with house.store.reading() as reading:
        found = reading.find("briefing.edition", far)
        signatures: dict[str, list[Version]] = {}
        for one in reading.find("briefing.signature", far):
            signatures.setdefault(str(one.values["edition"]), []).append(one)
    newest = sorted(found, key=lambda one: one.recorded_at, reverse=True)
    return [_edition(one, signatures.get(one.key, [])) for one in newest]


def edition(house: House, number: str) -> Edition:
    """Return one edition.

    Raises
    ------
    NotFound
        If there is none of that number.
    """
    for one in editions(house):
        if one.number == number:
            return one
    raise NotFound("briefing.edition.not_found", number=number[:40])


def kept_copy(house: House, number: str, form: Form) -> str:
    """Return what an edition says, held against its digest.

    Raises
    ------
    NotFound
        If there is no such edition.
    Conflict
        If its bytes are not those under whose digest they are kept.
    """
    return _content(house, edition(house, number).number, form)


def is_made_again(house: House, number: str) -> bool:
    """Tell whether an edition, made again from its day and its known time, is the same byte for byte."""
    again = made(house, edition(house, number).moment)
    return all(again[form] == kept_copy(house, number, form) for form in FORMS)


def changes_of(house: House, number: str) -> list[Change]:
    """List what changed from the edition before to this one; of the first, nothing."""
    found = edition(house, number)
    if found.previous is None:
        return []
    return changes_between(
        json.loads(kept_copy(house, found.previous, "json")), json.loads(kept_copy(house, number, "json"))
    )


def open_with_an_edition(house: House) -> None:
    """Publish a first edition of a sample district, so that there is one to read."""
    if house.sample and not editions(house):
        build_edition(house, CONSOLE)


def _content(house: House, number: str, form: Form) -> str:
    wanted = [Condition("edition", "eq", number), Condition("form", "eq", form)]
    with house.store.reading() as reading:
        found = reading.find("briefing.edition_copy", Moment(date(9999, 12, 30)), wanted, limit=1)
    if not found:
        raise NotFound("briefing.edition.not_found", number=number)
    content = str(found[0].values["content"])
    if _digest(content) != found[0].values["digest"]:
        raise Conflict("briefing.edition.altered", number=number)
    return content


def _says_the_same(one: str, other: str) -> bool:
    """Tell whether two editions differ in nothing but the time at which they were known."""
    pages = [json.loads(each)["pages"] for each in (one, other)]
    for page in (page for each in pages for page in each.values()):
        page.pop("known")
        for note in page["notes"]:
            note.pop("link")
    return bool(pages[0] == pages[1])


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _edition(version: Version, signatures: list[Version]) -> Edition:
    values = version.values
    on, known_at, figures = values["on_day"], values["known_at"], values["figures"]
    assert isinstance(on, date)
    assert isinstance(known_at, int)
    assert isinstance(figures, int)
    return Edition(
        number=version.key,
        moment=Moment(on, known_at),
        digest=str(values["digest"]),
        figures=figures,
        previous=None if values["previous"] is None else str(values["previous"]),
        recorded_at=version.recorded_at,
        signatures=tuple(_signed(signatures)),
    )


def _signed(versions: list[Version]) -> Iterator[Signed]:
    for one in sorted(versions, key=lambda each: each.recorded_at):
        signed_on = one.values["signed_on"]
        assert isinstance(signed_on, date)
        yield Signed(str(one.values["person"]), str(one.values["unit"]), signed_on, one.recorded_at)


def _require(house: House, actor: Actor, act: str) -> str:
    """Make sure that an actor may build or sign, and return the unit in whose name."""
    office = OFFICE if house.access.tree.holds(OFFICE) else actor.unit_named() or None
    return house.access.require(actor, act, keeper=office).unit or OFFICE
