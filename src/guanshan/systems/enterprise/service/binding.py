"""Which register answers what a rulebook asks? 输入的来源

An input names its register field (``enterprise.financial_year.rd_expense``), a named fact (``enterprise.fact.hnte_valid``) or a fact that
is only ever stated (``enterprise.stated_fact.years_in_segment``); one that names nothing can be stated as ``<family>.<input>``. The same
binding serves the rulebooks of the house and those that a district writes by YAML alone: what it names is looked up among the record
types of the house, and refused with file, line and reason where it does not fit.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

import polars as pl

from guanshan.assess.parameter import Input
from guanshan.assess.rulebook import rulebook_of
from guanshan.assess.source import Node, RulebookFault
from guanshan.assess.standard import Rulebook
from guanshan.refusal import NotFound, RefusedInput
from guanshan.register import field
from guanshan.register.record import RecordType, RecordTypes
from guanshan.systems.enterprise.engine.fact import Fact, Joined, Kind, every, first, of_year
from guanshan.systems.enterprise.engine.facts import FACTS
from guanshan.systems.enterprise.engine.period import Period, period_of
from guanshan.systems.enterprise.service.judged import judged_inputs

FACT: Final = "enterprise.fact."
STATED: Final = "enterprise.stated_fact."
_ANY_DAY: Final = date(2024, 1, 1)
_MONEY: Final = {"CNY": 1, "10k_CNY": 10_000, "100M_CNY": 100_000_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """Where the value of an input comes from. 来源

    Parameters
    ----------
    stated
        The name under which it can be stated.
    fact
        What the registers tell; None where it is only ever stated.
    factor
        By what a number of the fact is multiplied to be in the input's unit.
    judged
        Whether an expert or an office has to find it, so that an enterprise's own word does not do.
    """

    input: Input
    stated: str
    fact: Fact | Joined | None
    factor: Fraction
    judged: bool = False

    @property
    def key(self) -> str:
        """Name of the column in which the fact is read: the same for all inputs that ask the same."""
        return column_of(self.fact.name, self.input.period) if self.fact else ""


def column_of(fact: str, period: str | None) -> str:
    """Name the column of a fact in a period."""
    return f"{fact} {period or 'on_the_day'}"


def bindings_of(book: Rulebook, types: RecordTypes) -> tuple[Binding, ...]:
    """Bind every input of a rulebook.

    Raises
    ------
    RefusedInput
        If a register field or fact is not there, or does not fit the input; the refusal's ``name`` is the input's.
    """
    judged = judged_inputs(book)
    return tuple(
        replace(binding_of(one, book.family, types), judged=one.name in judged) for one in book.inputs
    )


def binding_of(one: Input, family: str, types: RecordTypes) -> Binding:
    """Bind one input; refuses as `bindings_of` does."""
    register = one.register
    if register is None or register.startswith(STATED):
        stated = f"{family}.{one.name}" if register is None else register.removeprefix(STATED)
        return Binding(input=one, stated=stated, fact=None, factor=Fraction(1))
    fact = fact_named(register, types, one.name)
    if one.kind != fact.kind:
        raise _misfit("kind", one, found=fact.kind, wanted=one.kind)
    if unlisted := set(fact.options) - set(one.options):
        raise _misfit("options", one, found=" / ".join(sorted(unlisted)))
    reach = period_of(one.period, _ANY_DAY).reach
    if reach not in fact.reach and "day" not in fact.reach:
        raise _misfit("period", one, period=one.period or "-", wanted=" / ".join(fact.reach))
    return Binding(input=one, stated=register, fact=fact, factor=_factor(one, fact))


def fact_named(register: str, types: RecordTypes, asked_by: str = "") -> Fact | Joined:
    """Return the fact, or the plain field as a fact, that a text names.

    Raises
    ------
    RefusedInput
        If there is none, or its register does not tell of market entities.
    """
    if register.startswith(FACT):
        name = register.removeprefix(FACT)
        if name not in FACTS:
            known = ", ".join(FACTS)
            raise RefusedInput("enterprise.binding.no_fact", name=asked_by, register=register, known=known)
        return FACTS[name]
    name, _, column = register.rpartition(".")
    try:
        declared = types[name] if name in types else types[name or register]
        return plain(declared, column)
    except NotFound:
        raise RefusedInput("enterprise.binding.no_field", name=asked_by, register=register) from None


def plain(declared: RecordType, column: str) -> Fact:
    """Read a plain field as a fact: of its year where the register is yearly, else of the row that began last.

    Raises
    ------
    NotFound
        If there is no such field, or the register tells of no market entity.
    """
    one = declared.field(column)
    kinds: Mapping[type[field.Kind], Kind] = {
        field.Number: "number", field.Whole: "number", field.Flag: "flag", field.Choice: "choice", field.Text: "choice",
    }  # fmt: skip
    kind = kinds.get(type(one.kind))
    if declared.owner is None or kind is None or one.personal:
        raise NotFound("refusal.no_field", record=declared.name, field=column)
    yearly = any(part.name == "year" and isinstance(part.kind, field.Year) for part in declared.fields)
    rows: Callable[[Period], pl.Expr] = of_year if yearly else every
    if not yearly and declared.key != (declared.owner,) and declared.holds_from:
        began = pl.col(declared.holds_from)
        rows = lambda _period: began == began.max()  # noqa: E731 (one of three small expressions)
    summed = yearly and kind == "number"
    return Fact(
        name=f"{declared.name}.{column}",
        kind=kind,
        unit=one.kind.unit if isinstance(one.kind, field.Number | field.Whole) else "1",
        places=one.kind.places if isinstance(one.kind, field.Number) else 0,
        options=one.kind.options if isinstance(one.kind, field.Choice) else (),
        register=declared.name,
        fields=(column,),
        rows=rows,
        value=_all_years(column) if summed else first(pl.col(column)),
        reach=(("year", "span") if summed else ("year",)) if yearly else ("day",),
    )


def _all_years(column: str) -> Callable[[Period, pl.Expr], pl.Expr]:
    """Sum a column over the years of a period; unknown where one year is."""

    def value(period: Period, rows: pl.Expr) -> pl.Expr:
        told = pl.col(column).filter(rows)
        return pl.when(told.count() == len(period.years)).then(told.sum())

    return value


def _factor(one: Input, fact: Fact | Joined) -> Fraction:
    """Tell by what a fact's whole number is multiplied to be in the input's unit."""
    if one.kind != "number":
        return Fraction(1)
    if one.unit in _MONEY and fact.unit in _MONEY:
        unit = Fraction(_MONEY[fact.unit], _MONEY[one.unit])
    elif one.unit == fact.unit:
        unit = Fraction(1)
    else:
        raise _misfit("unit", one, found=fact.unit, wanted=one.unit)
    factor = Fraction(unit, 10**fact.places)
    if (factor * 10**one.decimals).denominator != 1:
        raise _misfit("decimals", one, found=one.decimals)
    return factor


def conversion(stated: str | None, wanted: str) -> Fraction | None:
    """Return the factor from the unit of a statement to that of an input; None where the one cannot be turned into the other."""
    if stated is None or stated == wanted:
        return Fraction(1)
    if stated in _MONEY and wanted in _MONEY:
        return Fraction(_MONEY[stated], _MONEY[wanted])
    return None


def registers_of(facts: Iterable[Fact | Joined], types: RecordTypes) -> dict[str, tuple[str, ...]]:
    """Return the fields that are read of each register for some facts."""
    found: dict[str, dict[str, None]] = {}
    for fact in facts:
        if isinstance(fact, Fact):
            declared = types[fact.register]
            began = (declared.holds_from,) if declared.holds_from else ()
            found.setdefault(fact.register, {}).update(dict.fromkeys((*fact.fields, *began)))
        else:
            parts = [fact_named(name, types) for name, _ in fact.of]
            for register, fields in registers_of(parts, types).items():
                found.setdefault(register, {}).update(dict.fromkeys(fields))
    return {register: tuple(fields) for register, fields in found.items()}


def check(text: Node, types: RecordTypes) -> None:
    """Check that the registers and facts that a rulebook's text names are there and fit.

    Raises
    ------
    RulebookFault
        With file, line and reason.
    """
    try:
        bindings_of(rulebook_of(text), types)
    except RulebookFault:
        raise
    except RefusedInput as refused:
        named = str(refused.values["name"])
        inputs = text.take("inputs")
        node = inputs.take(named).get("register") or inputs.take(named)
        raise RulebookFault(refused.key, **{**refused.values, "file": node.file, "line": node.line}) from None


def _misfit(what: str, one: Input, **values: object) -> RefusedInput:
    return RefusedInput(f"enterprise.binding.{what}", name=one.name, register=one.register, **values)
