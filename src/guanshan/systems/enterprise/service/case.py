"""What do the registers say of one enterprise that a rulebook asks for? 评定输入

What no register says and nobody states is unknown (None), never left out: the rulebook's presumptions are for cases that people write by
hand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from guanshan.refusal import NotFound
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.engine.fact import Fact
from guanshan.systems.enterprise.engine.period import period_of
from guanshan.systems.enterprise.service.answer import registered, stated
from guanshan.systems.enterprise.service.binding import Binding, fact_named
from guanshan.systems.enterprise.service.designation import Designation
from guanshan.systems.enterprise.service.reading import CHECKED, CODE, STANDING, STATED, Reading, read

SAMPLE_NOTE: Final = "sample"
Voice = Literal["enterprise", "office"]


@dataclass(frozen=True, slots=True)
class Ground:
    """A row of a register on which a value rests, and the fields that were read. 数据来源

    Parameters
    ----------
    voice
        Who said it, where it is a statement: the ``enterprise`` itself, or an ``office``.
    """

    register: str
    record: str
    key: str
    fields: tuple[str, ...]
    keeper: str
    sample: bool
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What the registers say of one enterprise for one rulebook: inputs by name, and the rows behind each. 评定输入

    Parameters
    ----------
    checked
        Whether an office has gone through its papers, so that what is not registered counts as not there.
    """

    inputs: Mapping[str, object]
    grounds: Mapping[str, tuple[Ground, ...]]
    checked: bool


def read_one(
    registry: Registry, actor: Actor, credit_code: str, designations: Sequence[Designation], moment: Moment
) -> Reading:
    """Read the registers of one enterprise for some designations.

    Raises
    ------
    NotFound
        If there is no such enterprise, or none that the actor may read.
    """
    bindings = [binding for one in designations for binding in one.bindings]
    reading = read(registry, actor, bindings, moment, registry.store.types, [credit_code])
    # A verdict on the published part of somebody else's records would be no verdict.
    scopes = [registry.access.scope(actor, "read", reading.types[name]).seen for name in reading.frames]
    whole = all(scope.everything or scope.owner == credit_code for scope in scopes)
    if reading.wide.is_empty() or not whole:
        raise NotFound("enterprise.no_enterprise", credit_code=credit_code)
    return reading


def case_of(reading: Reading, designation: Designation, credit_code: str) -> Case:
    """Return the inputs of a rulebook for one of the enterprises that were read."""
    row = reading.wide.row(by_predicate=pl.col(CODE) == credit_code, named=True)
    inputs = inputs_of(reading, designation, row)
    mine = {name: frame.filter(pl.col(CODE) == credit_code) for name, frame in reading.frames.items()}
    grounds: dict[str, tuple[Ground, ...]] = {}
    for one in designation.bindings:
        is_stated = registered(one, row) is None and inputs[one.input.name] is not None
        rows = _of_statement if is_stated else _of_registers
        grounds[one.input.name] = tuple(rows(one, reading, mine))
    return Case(inputs, grounds, bool(row[CHECKED]))


def inputs_of(reading: Reading, designation: Designation, row: Mapping[str, object]) -> dict[str, object]:
    """Return the inputs of a rulebook in a row of `Reading.wide`: the registers' word, else what is stated."""
    inputs: dict[str, object] = {}
    for one in designation.bindings:
        known = registered(one, row)
        inputs[one.input.name] = stated(one, row, reading) if known is None else known
    return inputs


def _of_registers(binding: Binding, reading: Reading, mine: Mapping[str, pl.DataFrame]) -> Iterator[Ground]:
    fact, period = binding.fact, binding.input.period
    if fact is None:
        return
    parts = (
        [(fact, period)]
        if isinstance(fact, Fact)
        else [(fact_named(name, reading.types), when) for name, when in fact.of]
    )
    for part, when in parts:
        assert isinstance(part, Fact)
        rows = mine[part.register].filter(part.rows(period_of(when, reading.moment.on)))
        yield from _grounds(rows, part.register, part.fields)
        if rows.is_empty() and part.absent is not None:
            yield from _grounds(mine[STANDING], STANDING, ("checked_on",))


def _of_statement(binding: Binding, reading: Reading, mine: Mapping[str, pl.DataFrame]) -> Iterator[Ground]:
    year = period_of(binding.input.period, reading.moment.on).year
    told = mine[STATED].filter(
        (pl.col("fact") == binding.stated) & pl.col("year").eq_missing(pl.lit(year, dtype=pl.Int64))
    )
    return _grounds(told.sort("voice", descending=True).head(1), STATED, ("value",))


def _grounds(rows: pl.DataFrame, register: str, fields: tuple[str, ...]) -> Iterator[Ground]:
    for row in rows.iter_rows(named=True):
        yield Ground(
            register=register,
            record=row["record"],
            key=row["natural_key"],
            fields=fields,
            keeper=row["keeper"],
            sample=row["source_note"] == SAMPLE_NOTE,
            voice=row.get("voice"),
        )
