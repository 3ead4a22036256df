"""What of a record stands on the page? 记录的呈现

Turns versions into rows of cells: the text, the exact amount behind it, whether it is masked, where a
reference leads. Lists, record pages, public rows, prints and the enterprise's own pages all draw from here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guanshan.clock import moment_of
from guanshan.register.field import Geometry, Reference
from guanshan.register.query import Version
from guanshan.register.record import OPEN_END, Field, RecordType
from guanshan.screens.words import Words, is_figure

Names = Mapping[tuple[str, str], str]
"""Name of a record by its register and natural key."""

_NO_NAMES: Names = {}

Leads = Callable[[str, str], str | None]
"""Address of the record with a natural key in a register, or None where there is no page for it."""


def nowhere(register: str, key: str) -> str | None:
    """Lead nowhere: for pages on which references are plain text."""
    return None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value on a page."""

    field: str
    label: str
    text: str
    right: bool = False
    exact: str | None = None
    masked: bool = False
    personal: bool = False
    lead: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One version as a line of a list: its record and its cells."""

    record: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was ever said of a record: for when, known when, by which entry, and what it changed."""

    version: Version
    holds: str
    recorded: str
    superseded: str | None
    stands: bool
    changes: tuple[tuple[str, str, str], ...]
    source: str


def listed(declared: RecordType) -> tuple[Field, ...]:
    """Return the fields that stand as columns of a register's list; all where none is marked."""
    marked = tuple(one for one in declared.fields if one.listed)
    return marked or declared.fields


def line_of(
    words: Words,
    version: Version,
    fields: Sequence[Field] | None = None,
    lead: Leads = nowhere,
    names: Names = _NO_NAMES,
) -> Line:
    """Turn a version into a line."""
    fields = listed(version.type) if fields is None else fields
    return Line(
        version.record, version.name, tuple(cell_of(words, version, one, lead, names) for one in fields)
    )


def cell_of(
    words: Words, version: Version, one: Field, lead: Leads = nowhere, names: Names = _NO_NAMES
) -> Cell:
    """Turn a field of a version into a cell."""
    value = version.values.get(one.name)
    masked = one.name in version.masked
    text = str(value) if isinstance(value, str) and masked else words.value(version.type, one, value)
    name = names.get((one.kind.to, text)) if isinstance(one.kind, Reference) else None
    return Cell(
        field=one.name,
        label=words.head(version.type, one),
        text=name or text,
        right=is_figure(one.kind),
        exact=text if name else words.exact(one, value),
        masked=masked,
        personal=one.personal is not None,
        lead=lead(one.kind.to, value) if isinstance(one.kind, Reference) and isinstance(value, str) else None,
    )


def facts_of(
    words: Words, version: Version, lead: Leads = nowhere, names: Names = _NO_NAMES
) -> tuple[Cell, ...]:
    """Return every filled field of a version but its shape."""
    return tuple(
        cell_of(words, version, one, lead, names)
        for one in version.type.fields
        if version.values.get(one.name) is not None and not isinstance(one.kind, Geometry)
    )


def holds(words: Words, version: Version) -> str:
    """Say from when until when a version holds."""
    key = "screens.interval_endless" if version.valid_to == OPEN_END else "screens.interval_open"
    return words(key, start=words.day(version.valid_from), end=words.day(version.valid_to))


def said_of(words: Words, history: Iterable[Version]) -> tuple[Said, ...]:
    """Tell a record's history, the newest first, each version with what it changed against the one before it in record time."""
    versions = list(history)
    told = []
    for place, version in enumerate(versions):
        earlier = next((one for one in versions[place + 1 :] if one.entry < version.entry), None)
        told.append(
            Said(
                version=version,
                holds=holds(words, version),
                recorded=words.time(moment_of(version.recorded_at)),
                superseded=None if version.stands else words.time(moment_of(version.superseded_at)),
                stands=version.stands,
                changes=changes_of(words, earlier, version) if earlier else (),
                source=source_of(words, version),
            )
        )
    return tuple(told)


def changes_of(words: Words, before: Version, after: Version) -> tuple[tuple[str, str, str], ...]:
    """Return label, old and new value of every field in which two versions differ."""
    declared = after.type
    return tuple(
        (
            words.field(declared, one.name),
            cell_of(words, before, one).text or words("screens.nothing"),
            cell_of(words, after, one).text or words("screens.nothing"),
        )
        for one in declared.fields
        if before.values.get(one.name) != after.values.get(one.name) and not isinstance(one.kind, Geometry)
    )


def source_of(words: Words, version: Version) -> str:
    """Say where a version comes from: an import with sheet and row, a form, the sample."""
    source = version.source
    if source.import_id:
        return words(
            "screens.source.import",
            import_id=source.import_id,
            sheet=source.sheet or "",
            row=source.row or "",
        )
    note = source.note or "form"
    return words.maybe(f"screens.source.{note}") or note
