"""What does a register hold? 登记项

A record type is a frozen dataclass whose annotations say everything that the house needs to know: the table, the form, the
import template, the columns, the HTTP API are derived from it. It is declared once::

    @record(key=("number",), title="title", holds_from="issued_on")
    class Document:
        "A paper of an authority. 文件"

        number: Annotated[str, Text(60)]
        title: Annotated[str, Text(200), SEARCHED]
        issued_on: Annotated[date | None, Day()] = None
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import Any, Final, TypeVar, dataclass_transform, get_args, get_type_hints

from guanshan.refusal import ManyRefusals, NotFound, Refusal, RefusedInput
from guanshan.register.field import Json, Kind, Personal, Reference, Value


class _Searched:
    """Marks a field that the one search box looks into."""


class _Listed:
    """Marks a field that stands as a column of the register's list."""


SEARCHED: Final = _Searched()
LISTED: Final = _Listed()

SERVICE: Final = "service"
"""Keeper of a register that nobody writes by hand: a service of the house does, by rules of its own."""

OPEN_END: Final = date(9999, 12, 31)
"""The end of a validity that has no end."""

BEGINNING: Final = date(1, 1, 1)
"""The beginning of a validity whose beginning is not known."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record type. 字段"""

    name: str
    kind: Kind
    required: bool
    personal: Personal | None
    searched: bool
    listed: bool
    default: Value = None


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of record, as the whole house sees it. 登记类型

    Parameters
    ----------
    name
        Unique name, ``<system>.<record>``; the table is named ``<system>_<record>``.
    key
        Fields of the natural key (自然键): two records with the same key are one.
    title
        The field by which people call a record.
    holds_from, holds_until
        Fields that say from which day (inclusive) and until which day (exclusive) the record holds; None where whoever writes it says so.
    owner
        The field that names the market entity to which the record belongs: what an outsider may see.
    keeper
        The role that may write it, or `SERVICE`.
    evolves
        Whether it changes over time, so that a change holds from a day; else a change corrects what always was so.
    voice
        The field that says who speaks, ``enterprise`` or ``office``: the enterprise to which such a record belongs may write it too, in its
        own voice alone. None where only the keeper speaks.
    """

    name: str
    python: type
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    title: str
    holds_from: str | None
    holds_until: str | None
    owner: str | None
    keeper: str
    evolves: bool
    voice: str | None = None

    @property
    def system(self) -> str:
        """Name of the system (or verb) that declares it."""
        return self.name.split(".")[0]

    @property
    def table(self) -> str:
        """Name of its table in the database."""
        return self.name.replace(".", "_")

    @property
    def label(self) -> str:
        """Key of its title in the text catalogue."""
        return f"{self.system}.records.{self.name.split('.')[1]}.title"

    def field(self, name: str) -> Field:
        """Return a field by name.

        Raises
        ------
        NotFound
            If the type has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise NotFound("refusal.no_field", record=self.name, field=name)

    def field_label(self, name: str) -> str:
        """Key of a field's label in the text catalogue; beside it stand ``note`` and ``aliases``."""
        return f"{self.system}.records.{self.name.split('.')[1]}.fields.{name}.label"

    def choice_label(self, name: str, option: str) -> str:
        """Key of a choice's label in the text catalogue."""
        return f"{self.system}.records.{self.name.split('.')[1]}.fields.{name}.options.{option}"

    @property
    def personal(self) -> tuple[Field, ...]:
        """Fields that hold personal data."""
        return tuple(field for field in self.fields if field.personal)

    @property
    def references(self) -> tuple[tuple[Field, str], ...]:
        """Fields that refer to another record, with the name of its type."""
        return tuple((field, field.kind.to) for field in self.fields if isinstance(field.kind, Reference))

    def check(self, values: Mapping[str, object]) -> dict[str, Value]:
        """Return the values of a whole record in the form in which they are kept.

        Raises
        ------
        ManyRefusals
            Every field that will not do, each refusal with its ``field``.
        """
        kept: dict[str, Value] = {}
        refused: list[Refusal] = []
        unknown = sorted(values.keys() - {field.name for field in self.fields})
        refused.extend(RefusedInput("refusal.no_field", record=self.name, field=name) for name in unknown)
        for field in self.fields:
            value = values.get(field.name, field.default)
            if value is None:
                if field.required:
                    refused.append(RefusedInput("refusal.required", field=field.name))
                kept[field.name] = None
                continue
            try:
                kept[field.name] = field.kind.check(value)
            except RefusedInput as refusal:
                refused.append(RefusedInput(refusal.key, **{**refusal.values, "field": field.name}))
        start, end = (BEGINNING, OPEN_END) if refused else self.validity_of(kept)
        if start >= end:
            named = self.holds_until or ""
            refused.append(RefusedInput("refusal.ends_before_it_begins", field=named, start=start, end=end))
        if refused:
            raise ManyRefusals(refused)
        return kept

    def key_of(self, values: Mapping[str, Value]) -> str:
        r"""Write the natural key of a record as one text, its parts joined by ``|``; a ``|`` within a part becomes ``\|``."""
        parts = ["" if values[name] is None else str(values[name]) for name in self.key]
        if len(parts) == 1:
            return parts[0]
        return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)

    def validity_of(self, values: Mapping[str, Value]) -> tuple[date, date]:
        """Read from the values of a record from when until when it holds [from, until)."""
        start = values.get(self.holds_from) if self.holds_from else None
        end = values.get(self.holds_until) if self.holds_until else None
        return (_first_day(start), end if isinstance(end, date) else OPEN_END)

    def to_json(self, values: Mapping[str, Value]) -> dict[str, Json]:
        """Write a record's values for JSON."""
        return {field.name: field.kind.to_json(values[field.name]) for field in self.fields}


def _first_day(start: Value) -> date:
    """A day as it is; of a year, the first day after it: its figures hold from when the year is over."""
    if isinstance(start, date):
        return start
    return date(start + 1, 1, 1) if isinstance(start, int) and not isinstance(start, bool) else BEGINNING


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(
    *,
    key: tuple[str, ...],
    title: str,
    holds_from: str | None = None,
    holds_until: str | None = None,
    owner: str | None = None,
    keeper: str = "officer",
    evolves: bool = False,
    voice: str | None = None,
) -> Callable[[type[T]], type[T]]:
    """Declare a record type from an annotated class; see the module's docstring and `RecordType`."""

    def declare(cls: type[T]) -> type[T]:
        frozen = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        system = cls.__module__.split(".")[-2]
        declared = RecordType(
            name=f"{system}.{_snake(cls.__name__)}",
            python=frozen,
            fields=tuple(_fields_of(frozen)),
            key=key,
            title=title,
            holds_from=holds_from,
            holds_until=holds_until,
            owner=owner,
            keeper=keeper,
            evolves=evolves,
            voice=voice,
        )
        for name in (*key, title, *filter(None, (holds_from, holds_until, owner, voice))):
            declared.field(name)
        frozen.__record_type__ = declared  # type: ignore[attr-defined]
        return frozen

    return declare


def record_type(cls: type) -> RecordType:
    """Return the record type that a class declares."""
    declared = cls.__dict__["__record_type__"]
    assert isinstance(declared, RecordType)
    return declared


class RecordTypes:
    """Every record type of a house, by name. 登记类型目录"""

    def __init__(self, classes: Iterable[type]) -> None:
        self._types = {declared.name: declared for declared in map(record_type, classes)}

    def __getitem__(self, name: str) -> RecordType:
        """Return a type by its full name, or by its short name where only one system has it.

        Raises
        ------
        NotFound
            If no type, or more than one, has the name.
        """
        if name in self._types:
            return self._types[name]
        found = [declared for full, declared in self._types.items() if full.split(".")[1] == name]
        if len(found) != 1:
            raise NotFound("refusal.no_register", record=name, known=", ".join(sorted(self._types)))
        return found[0]

    def __iter__(self) -> Iterator[RecordType]:
        """Walk through the types in the order in which they were declared."""
        return iter(self._types.values())

    def __contains__(self, name: str) -> bool:
        """Tell whether a full name is known."""
        return name in self._types


def _fields_of(cls: type) -> Iterator[Field]:
    hints = get_type_hints(cls, include_extras=True)
    for declared in dataclasses.fields(cls):
        marks: tuple[Any, ...] = hints[declared.name].__metadata__
        plain = hints[declared.name].__origin__
        kinds = [mark for mark in marks if isinstance(mark, Kind)]
        if len(kinds) != 1:
            raise TypeError(f"{cls.__name__}.{declared.name} must name exactly one kind")
        yield Field(
            name=declared.name,
            kind=kinds[0],
            required=NoneType not in get_args(plain),
            personal=next((mark for mark in marks if isinstance(mark, Personal)), None),
            searched=SEARCHED in marks,
            listed=LISTED in marks,
            default=None if declared.default is dataclasses.MISSING else declared.default,
        )


def _snake(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")
