"""How are records and moments written as JSON? 接口数据

One way of writing a version, a record type, an event or a refusal for every route of the API.
"""

import base64
import binascii
from datetime import date, datetime

from guanshan.clock import moment_of, tick_of
from guanshan.refusal import ManyRefusals, Refusal, RefusedInput
from guanshan.register.field import Choice, Day, Flag, Kind, Number, Text, Whole, Year
from guanshan.register.query import Moment, Version
from guanshan.register.record import OPEN_END, Field, RecordType
from guanshan.screens.chain import Entry
from guanshan.screens.house import House
from guanshan.screens.words import Words
from guanshan.web.api_body import Plain

_MOST_TOLD = 200


def moment_from(house: House, on: date | None, known_at: datetime | None) -> Moment:
    """Build a moment from what a call names."""
    return house.registry.moment(on, None if known_at is None else max(0, tick_of(known_at)))


def version_json(version: Version) -> Plain:
    """Write a version."""
    source = version.source
    return {
        "record": version.record,
        "title": version.name,
        "key": version.key,
        "values": version.type.to_json(version.values),
        "masked": sorted(version.masked),
        "valid_from": version.valid_from.isoformat(),
        "valid_to": None if version.valid_to == OPEN_END else version.valid_to.isoformat(),
        "recorded_at": moment_of(version.recorded_at).isoformat(),
        "superseded_at": None if version.stands else moment_of(version.superseded_at).isoformat(),
        "entry": version.entry,
        "keeper": version.keeper,
        "source": {"import": source.import_id, "sheet": source.sheet, "row": source.row, "note": source.note},
    }


def type_json(words: Words, declared: RecordType) -> Plain:
    """Write a record type: its names, its key and the JSON schema of its values."""
    return {
        "name": declared.name,
        "title": words.register(declared),
        "key": list(declared.key),
        "evolves": declared.evolves,
        "owner": declared.owner,
        "keeper": declared.keeper,
        "fields": [field_json(words, declared, one) for one in declared.fields],
        "schema": schema_of(declared),
    }


def field_json(words: Words, declared: RecordType, one: Field) -> Plain:
    """Write a field of a record type."""
    told: Plain = {
        "name": one.name,
        "label": words.field(declared, one.name),
        "kind": type(one.kind).__name__,
        "required": one.required and one.default is None,
        "personal": one.personal is not None,
        "unit": one.kind.unit if isinstance(one.kind, Whole | Number) else None,
    }
    if isinstance(one.kind, Choice):
        told["options"] = {
            option: words(declared.choice_label(one.name, option)) for option in one.kind.options
        }
    return told


def schema_of(declared: RecordType) -> Plain:
    """Write the JSON schema of a record's values."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [one.name for one in declared.fields if one.required and one.default is None],
        "properties": {one.name: _schema(one.kind, one.required) for one in declared.fields},
    }


def _schema(kind: Kind, required: bool) -> Plain:
    match kind:
        case Choice(options=options):
            told: Plain = {"type": "string", "enum": list(options)}
        case Flag():
            told = {"type": "boolean"}
        case Whole(low=low, high=high) | Year(low=low, high=high):
            told = {"type": "integer", "minimum": low, "maximum": high}
        case Number(unit=unit):
            told = {"type": "string", "format": "decimal", "description": unit}
        case Day():
            told = {"type": "string", "format": "date"}
        case Text(most=most):
            told = {"type": "string", "minLength": 1, "maxLength": most}
        case _:
            told = {"type": "string"}
    if required:
        return told
    if "enum" in told:
        told["enum"] = [*told["enum"], None]
    return {**told, "type": [told["type"], "null"]}


def entry_json(entry: Entry) -> Plain:
    """Write an event of the audit chain."""
    return {**entry.body, "digest": entry.digest}


def refusal_json(words: Words, refusal: Refusal) -> Plain:
    """Write a refusal: key, text in the reader's words, field and row; each of several beside it."""
    told: Plain = {
        "key": refusal.key,
        "text": words.refusal(refusal),
        "field": _named(refusal, "field"),
        "row": _named(refusal, "row"),
    }
    if isinstance(refusal, ManyRefusals):
        told["errors"] = [refusal_json(words, one) for one in refusal.refusals[:_MOST_TOLD]]
    return told


def _named(refusal: Refusal, name: str) -> str | int | None:
    value = refusal.values.get(name)
    return value if isinstance(value, str | int) else None


def write_cursor(offset: int, known_at: int) -> str:
    """Write where the next page begins; the page is read as of the same tick."""
    return base64.urlsafe_b64encode(f"{offset}.{known_at}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[int, int]:
    """Read where a page begins.

    Raises
    ------
    RefusedInput
        If it is no cursor of ours.
    """
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
        offset, _, known_at = decoded.partition(".")
        found = int(offset), int(known_at)
    except (ValueError, binascii.Error):
        raise RefusedInput("web.api.cursor", value=text[:80]) from None
    if not (0 <= found[0] < 10**9 and 0 <= found[1] < 2**62):
        raise RefusedInput("web.api.cursor", value=text[:80])
    return found
