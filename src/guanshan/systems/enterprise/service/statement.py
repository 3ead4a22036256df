"""What may an enterprise or an office state, and what has been stated? 填报事项

Inputs of rulebooks that no register answers can be stated; what is stated is checked as the rulebooks in force read it, and it stays
visible who said it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

import polars as pl

from guanshan.assess.library import Library
from guanshan.assess.parameter import Input, Words
from guanshan.refusal import NotFound, RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.field import Value
from guanshan.register.query import Moment
from guanshan.register.query import Reading as Registers
from guanshan.register.record import RecordType, RecordTypes
from guanshan.register.registry import Registry
from guanshan.register.store import Guard, Landed
from guanshan.systems.enterprise.engine.period import period_of
from guanshan.systems.enterprise.service.answer import FLAGS, NUMBER, registered
from guanshan.systems.enterprise.service.binding import Binding, conversion
from guanshan.systems.enterprise.service.case import read_one
from guanshan.systems.enterprise.service.designation import Designation, bound_to, in_force, library
from guanshan.systems.enterprise.service.reading import CODE, STATED
from guanshan.systems.enterprise.service.verdict import is_meant

Voice = Literal["enterprise", "office"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that rulebooks in force ask of an enterprise and that can be stated. 待填事项

    Parameters
    ----------
    fact
        Its name, under which it is stated.
    asked_by
        The inputs that ask for it: dated id of the rulebook, and the input's declaration (kind, unit, options, range, decimals).
    year
        The year to which an answer belongs; None where it belongs to the day.
    registered
        Whether a register answers it, so that a statement would not count.
    value, voice
        What is stated as of the moment, and by whom; None where nothing is.
    unit
        The unit in which it was stated; None for that of the rulebooks.
    record
        The record of the statement that counts.
    """

    fact: str
    title: Words
    asked_by: Sequence[tuple[str, Input]]
    year: int | None
    registered: bool
    value: str | None
    unit: str | None
    voice: Voice | None
    record: str | None


def questions(
    registry: Registry,
    actor: Actor,
    credit_code: str,
    moment: Moment | None = None,
    books: Library | None = None,
) -> tuple[Question, ...]:
    """Return what rulebooks in force ask of an enterprise and can be stated, with what the registers say and what was stated.

    Parameters
    ----------
    books
        The rulebooks; left out, those that come with the system.

    Raises
    ------
    NotFound
        If there is no such enterprise, or none that the actor may read.
    """
    at = moment or registry.moment()
    designations = in_force(books or library(), registry.store.types, at.on)
    reading = read_one(registry, actor, credit_code, designations, at)
    row = reading.wide.row(by_predicate=pl.col(CODE) == credit_code, named=True)
    told = reading.frames[STATED].sort("voice", descending=True)
    asked: dict[tuple[str, int | None], list[tuple[Designation, Binding]]] = {}
    for designation in designations:
        if is_meant(reading, designation):
            for binding in designation.bindings:
                year = period_of(binding.input.period, at.on).year
                asked.setdefault((binding.stated, year), []).append((designation, binding))
    found: list[Question] = []
    for (fact, year), asking in asked.items():
        mine = told.filter((pl.col("fact") == fact) & pl.col("year").eq_missing(pl.lit(year, dtype=pl.Int64)))
        said = mine.row(0, named=True) if mine.height else {}
        found.append(
            Question(
                fact=fact,
                title=asking[0][1].input.title,
                asked_by=tuple((one.book.name, binding.input) for one, binding in asking),
                year=year,
                registered=any(registered(binding, row) is not None for _, binding in asking),
                value=said.get("value"),
                unit=said.get("unit"),
                voice=said.get("voice"),
                record=said.get("record"),
            )
        )
    return tuple(found)


def state(
    registry: Registry,
    actor: Actor,
    credit_code: str,
    fact: str,
    value: str,
    *,
    year: int | None = None,
    unit: str | None = None,
    document: str | None = None,
    reason: str = "",
    books: Library | None = None,
) -> Landed:
    """State a fact as of the district's day, or state it anew; an enterprise's account speaks as the enterprise, others as an office.

    Parameters
    ----------
    fact, year
        Which question is answered: see `Question`.
    value
        A number in figures, ``true`` or ``false``, or the code of an option.
    unit
        Unit of a number; left out, that of the rulebook.
    document
        Number of the document that shows it.
    reason
        Why; it stands in the audit chain. Left out, that it was stated.

    Raises
    ------
    RefusedInput
        If no rulebook in force asks for it, or it cannot be read as one of them reads it.
    NotFound, Forbidden, NotSignedIn, ManyRefusals
        If there is no such enterprise, or the actor may not speak of it.
    """
    today, types = registry.today(), registry.store.types
    registry.by_key(actor, "register.market_entity", credit_code)
    voice: Voice = "enterprise" if actor.kind == "enterprise" else "office"
    values = {
        "credit_code": credit_code, "fact": fact, "year": year, "value": value.strip(), "unit": unit, "voice": voice,
        "document": document,
    }  # fmt: skip
    designations = in_force(books or library(), types, today)
    check(types[STATED].check(values), _by_fact(binding for one in designations for binding in one.bindings))
    key = types[STATED].key_of({**values})
    told = reason or f"{fact} {year or ''}".strip()
    try:
        standing = registry.by_key(actor, STATED, key)
    except NotFound:
        return registry.add(actor, STATED, values, told, since=today)
    changes = {name: values[name] for name in ("value", "unit", "document")}
    return registry.edit(actor, STATED, standing.record, changes, told, since=today)


def guard(types: RecordTypes, books: Library) -> Guard:
    """Build the check that a store makes of every statement, whoever writes it and by whichever door: form, import, API.

    Parameters
    ----------
    types
        The record types of the house.
    books
        The rulebooks of the house, of whatever day; one that is amended is seen with the next statement.
    """
    kept: dict[tuple[int, ...], Mapping[str, list[Binding]]] = {}

    def asked_by() -> Mapping[str, list[Binding]]:
        volumes = [one.rulebook() for one in books.volumes if one.fault is None]
        key = tuple(map(id, volumes))
        if key not in kept:
            kept.clear()
            bound = [designation for book in volumes if (designation := bound_to(book, types)) is not None]
            kept[key] = _by_fact(binding for one in bound for binding in one.bindings)
        return kept[key]

    def guarded(_registers: Registers, _declared: RecordType, values: Mapping[str, Value]) -> None:
        check(values, asked_by())

    return guarded


def check(values: Mapping[str, object], asked_by: Mapping[str, Sequence[Binding]]) -> None:
    """Refuse a statement that answers nothing that is asked, or in a way that those who ask cannot read.

    Parameters
    ----------
    asked_by
        The inputs that ask for a fact, by its name.

    Raises
    ------
    RefusedInput
        With the field and the reason.
    """
    fact, year = str(values["fact"]), values["year"]
    asking = asked_by.get(fact, ())
    if not asking:
        raise RefusedInput("enterprise.statement.no_fact", field="fact", fact=fact)
    if values.get("voice") == "enterprise" and any(one.judged for one in asking):
        raise RefusedInput("enterprise.statement.not_yours", field="fact", fact=fact)
    yearly = any(period_of(one.input.period, date.max).year is not None for one in asking)
    if yearly != (year is not None):
        raise RefusedInput(f"enterprise.statement.{'year' if yearly else 'no_year'}", field="year", fact=fact)
    unit = None if values["unit"] is None else str(values["unit"])
    for one in asking:
        _check_value(one.input, fact, str(values["value"]), unit)


def _check_value(one: Input, fact: str, value: str, unit: str | None) -> None:
    given: object = value
    if one.kind == "flag":
        if value not in FLAGS:
            raise RefusedInput("enterprise.statement.flag", field="value", fact=fact, value=value)
        given = FLAGS[value]
    elif one.kind == "number":
        factor = conversion(unit, one.unit)
        if factor is None:
            raise RefusedInput(
                "enterprise.statement.unit", field="unit", fact=fact, wanted=one.unit, found=unit
            )
        if not re.fullmatch(NUMBER, value, re.ASCII):
            raise RefusedInput("enterprise.statement.number", field="value", fact=fact, value=value)
        given = Fraction(value) * factor
    try:
        one.read(given)
    except RefusedInput as refused:
        raise RefusedInput(refused.key, **{**refused.values, "value": value, "field": "value"}) from None


def _by_fact(bindings: Iterable[Binding]) -> Mapping[str, list[Binding]]:
    found: dict[str, list[Binding]] = {}
    for one in bindings:
        found.setdefault(one.stated, []).append(one)
    return found
