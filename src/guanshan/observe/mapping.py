"""Which column is which field? 列对应

A mapping says how the sheets of one office are read onto one register. It is guessed from the names of the columns, corrected by
whoever imports, kept as YAML that people can read, and remembered for the next sheet with the same head.
"""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from guanshan.i18n import LANGUAGES, Texts
from guanshan.observe.heading import Head, Heading, label_variants, plain_label
from guanshan.refusal import RefusedInput
from guanshan.register.field import Kind, Number, Whole, Year
from guanshan.register.record import Field, RecordType
from guanshan.units import unit_factor

_KEYS: Final = {"register", "sheet", "head", "columns", "constants", "since"}


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column is read as.

    Parameters
    ----------
    heading
        The head's words for the column; ``@C`` behind or instead of them names its letters.
    field
        The field, or None where the column is left out.
    unit
        Unit of the column's numbers; empty for the one that the head names, else the field's own.
    """

    heading: str
    field: str | None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How a sheet is read onto a register. 列对应

    Parameters
    ----------
    register
        Full name of the register.
    columns
        What the columns are read as.
    sheet
        Name of the sheet; None for the one with most known columns.
    head
        First and last row of the head, from 1 as a spreadsheet program counts; None to find it.
    constants
        What a field holds in every row because the sheet says it once or not at all.
    since
        From which day on the values hold, for records that change over time.
    """

    register: str
    columns: tuple[ColumnUse, ...]
    sheet: str | None = None
    head: tuple[int, int] | None = None
    constants: MappingOf[str, str] = field(default_factory=dict)
    since: date | None = None

    def to_yaml(self) -> str:
        """Write the mapping for people and for the next import."""
        columns = {
            use.heading: {"field": use.field, "unit": use.unit} if use.unit else use.field
            for use in self.columns
        }
        told: dict[str, object] = {"register": self.register}
        if self.sheet:
            told["sheet"] = self.sheet
        if self.head:
            told["head"] = list(self.head)
        told["columns"] = columns
        if self.constants:
            told["constants"] = dict(self.constants)
        if self.since:
            told["since"] = self.since
        return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)


@dataclass(frozen=True, slots=True)
class Used:
    """A column of a sheet and the field that it is read into, with the factor of its unit."""

    heading: Heading
    field: Field
    factor: Decimal


def read_mapping(text: str) -> Mapping:
    """Read a mapping from YAML.

    Raises
    ------
    RefusedInput
        If it is no mapping; the text says what is wrong with it.
    """
    try:
        told: Any = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise RefusedInput("observe.mapping_broken", problem=str(fault).splitlines()[0][:120]) from None
    if not isinstance(told, dict) or not isinstance(told.get("register"), str):
        raise RefusedInput("observe.mapping_broken", problem="register")
    if unknown := sorted(str(key) for key in told.keys() - _KEYS):
        raise RefusedInput("observe.mapping_broken", problem=", ".join(unknown))
    columns, constants = told.get("columns") or {}, told.get("constants") or {}
    head, since, sheet = told.get("head"), told.get("since"), told.get("sheet")
    if isinstance(head, int) and not isinstance(head, bool):
        head = [head, head]
    if not (isinstance(columns, dict) and isinstance(constants, dict)):
        raise RefusedInput("observe.mapping_broken", problem="columns")
    if not (since is None or type(since) is date):
        raise RefusedInput("observe.mapping_broken", problem="since")
    return Mapping(
        register=told["register"],
        columns=tuple(_use(heading, use) for heading, use in columns.items()),
        sheet=None if sheet is None else str(sheet),
        head=_span(head),
        constants={str(name): str(value) for name, value in constants.items()},
        since=since,
    )


def _span(head: object) -> tuple[int, int] | None:
    match head:
        case None:
            return None
        case [int(first), int(last)] if 1 <= first <= last < first + 10 and bool not in map(type, head):
            return first, last
    raise RefusedInput("observe.mapping_broken", problem="head")


def _use(heading: object, use: object) -> ColumnUse:
    if use is None or isinstance(use, str):
        return ColumnUse(str(heading), use or None)
    if isinstance(use, dict) and use.keys() <= {"field", "unit"} and isinstance(use.get("field"), str | None):
        return ColumnUse(str(heading), use.get("field"), str(use.get("unit") or ""))
    raise RefusedInput("observe.mapping_broken", problem=str(heading))


def names_of(record: RecordType, texts: Texts) -> dict[str, dict[str, int]]:
    """List the names under which the fields of a register are known, each reduced by `plain_label`.

    Returns
    -------
    For each field, its names with their rank: 0 a label, 1 the field's own name, 2 an alias.
    """
    return {one.name: dict(_names(record, one, texts)) for one in record.fields}


def _names(record: RecordType, one: Field, texts: Texts) -> Iterator[tuple[str, int]]:
    aliases = record.field_label(one.name).removesuffix("label") + "aliases"
    ranked: list[tuple[str, int]] = []
    for language in LANGUAGES:
        if texts.has(aliases):
            said = texts.say(aliases, language).replace(";", "、").replace("；", "、")
            ranked += [(alias, 2) for alias in said.split("、")]
    ranked.append((one.name, 1))
    ranked += [(texts.say(record.field_label(one.name), language), 0) for language in LANGUAGES]
    for words, rank in ranked:
        for variant in label_variants((words,)):
            yield variant, rank


def known_names(record: RecordType, texts: Texts) -> frozenset[str]:
    """Return all names under which any field of a register is known."""
    return frozenset(name for names in names_of(record, texts).values() for name in names)


def guess_mapping(record: RecordType, head: Head, texts: Texts) -> Mapping:
    """Guess which column is which field.

    A column goes to the field that knows it by the most telling form of its name; where two columns or two fields are equally
    likely, nothing is guessed and the column is left to whoever imports.
    """
    names = names_of(record, texts)
    wishes: list[tuple[tuple[int, int], int, str]] = []
    for place, heading in enumerate(head.headings):
        for form, variant in enumerate(label_variants(heading.path)):
            wishes += [
                ((form, known[variant]), place, name) for name, known in names.items() if variant in known
            ]
    fields: dict[int, str] = {}
    for rank in sorted({wish[0] for wish in wishes}):
        open_wishes = {
            (place, name)
            for wished, place, name in wishes
            if wished == rank and place not in fields and name not in fields.values()
        }
        for place, name in sorted(open_wishes):
            rivals = [other for other in open_wishes if other[0] == place or other[1] == name]
            if len(rivals) == 1:
                fields[place] = name
    texts_of = headings_by_text(head)
    columns = tuple(ColumnUse(text, fields.get(place)) for place, text in enumerate(texts_of))
    return Mapping(register=record.name, columns=columns)


def headings_by_text(head: Head) -> dict[str, Heading]:
    """Name every column of a head so that no two have the same name: repeated names carry their letters."""
    texts = [heading.text for heading in head.headings]
    return {
        heading.text if texts.count(heading.text) == 1 else f"{heading.text}@{heading.letters}": heading
        for heading in head.headings
    }


def apply_mapping(mapping: Mapping, record: RecordType, head: Head, texts: Texts) -> tuple[Used, ...]:
    """Find the columns of a sheet that a mapping names.

    Raises
    ------
    RefusedInput
        If a column, a field or a unit of the mapping is not there, a field is named twice, or a required one not at all.
    """
    found: dict[str, Used] = {}
    named = headings_by_text(head)
    listed = "、".join(named)
    for use in mapping.columns:
        if use.field is None:
            continue
        one = record.field(use.field)
        heading = _heading_named(use.heading, named)
        if heading is None:
            raise RefusedInput("observe.no_column", column=use.heading, columns=listed)
        if one.name in found or one.name in mapping.constants:
            raise RefusedInput("observe.field_twice", **_label(record, one, texts))
        found[one.name] = Used(heading, one, _factor(use.unit, heading, head, one.kind))
    missing = [
        one
        for one in record.fields
        if one.required
        and one.default is None
        and one.name not in found
        and one.name not in mapping.constants
    ]
    if missing:
        labels = {
            language: "、".join(texts.say(record.field_label(one.name), language) for one in missing)
            for language in LANGUAGES
        }
        raise RefusedInput(
            "observe.no_required_column", columns=listed, field_zh=labels["zh"], field_en=labels["en"]
        )
    for name in mapping.constants:
        record.field(name)
    return tuple(found.values())


def _heading_named(text: str, named: MappingOf[str, Heading]) -> Heading | None:
    if text in named:
        return named[text]
    words, _, letters = text.rpartition("@")
    if letters and letters.isascii():
        for heading in named.values():
            if heading.letters == letters.upper() and words in ("", heading.text):
                return heading
    alike = [heading for heading in named.values() if plain_label(heading.text) == plain_label(text)]
    return alike[0] if len(alike) == 1 else None


def _factor(unit: str, heading: Heading, head: Head, kind: Kind) -> Decimal:
    if isinstance(kind, Year) or not isinstance(kind, Number | Whole):
        return Decimal(1)
    word = unit or heading.unit or (head.unit if kind.unit == "CNY" else "")
    if not word:
        return Decimal(1)
    factor = unit_factor(word, kind.unit)
    if factor is None:
        raise RefusedInput("observe.unit_unknown", column=heading.text, unit=word)
    return factor


def _label(record: RecordType, one: Field, texts: Texts) -> dict[str, object]:
    return {f"field_{language}": texts.say(record.field_label(one.name), language) for language in LANGUAGES}
