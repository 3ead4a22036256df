"""What do the registers say of many enterprises at once? 批量读取

Reads the registers column-wise and brings every fact that some rulebooks ask for into one frame: a row for each enterprise, a column for
each fact in its period. One enterprise is read in just the same way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from guanshan.register import field
from guanshan.register.actor import Actor
from guanshan.register.query import Condition, Moment
from guanshan.register.record import Field, RecordTypes
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.engine.fact import TYPES, Fact, Joined
from guanshan.systems.enterprise.engine.facts import ENTITY, TITLE
from guanshan.systems.enterprise.engine.period import Period, period_of
from guanshan.systems.enterprise.service.binding import Binding, column_of, fact_named, registers_of

CODE: Final = "credit_code"
STANDING: Final = "enterprise.standing"
STATED: Final = "enterprise.stated_fact"
CHECKED: Final = "checked"
"""Column that says whether an office has gone through an enterprise's papers."""
ALWAYS: Final[Mapping[str, tuple[str, ...]]] = {
    ENTITY: ("name", "street", "kind"),
    STANDING: ("checked_on",),
    STATED: ("fact", "year", "value", "unit", "voice"),
    TITLE: ("kind", "name", "level", "recognised_on", "lapses_on"),
}
"""What is read whatever the rulebooks ask."""
IDENTITY: Final = ("record", "natural_key", "keeper", "source_note")


@dataclass(frozen=True)
class Reading:
    """The registers of some enterprises as columns. 读取结果

    Parameters
    ----------
    frames
        By register: the rows that hold at the moment, with the columns that are read, `CODE` and what identifies a row.
    """

    moment: Moment
    types: RecordTypes
    bindings: tuple[Binding, ...]
    frames: Mapping[str, pl.DataFrame]

    @cached_property
    def wide(self) -> pl.DataFrame:
        """A row for each enterprise, a column for each fact in its period (`Binding.key`) and for each statement (`said`, `unit_said`)."""
        by_register: dict[str, dict[str, tuple[Fact, Period]]] = {}
        for key, (fact, period) in self._facts().items():
            by_register.setdefault(fact.register, {})[key] = (fact, period)
        standing = self.frames[STANDING].select(CODE, pl.lit(True).alias(CHECKED)).unique()
        wide = self.frames[ENTITY].select(CODE, *ALWAYS[ENTITY], "source_note")
        wide = wide.join(standing, on=CODE, how="left").with_columns(pl.col(CHECKED).fill_null(False))
        for register, facts in by_register.items():
            wide = _told(wide, self.frames[register], facts)
        return _with_statements(wide.with_columns(self._joined()), self.frames[STATED], self.statements)

    @cached_property
    def statements(self) -> Mapping[tuple[str, int | None], str]:
        """What may have been stated: the column by fact and year."""
        on = self.moment.on
        asked = {(one.stated, period_of(one.input.period, on).year) for one in self.bindings}
        return {(fact, year): said(fact, year) for fact, year in sorted(asked, key=str)}

    @cached_property
    def units(self) -> Mapping[str, tuple[str, ...]]:
        """In which units each statement was made: by the column of the unit."""
        names = [f"unit {name}" for name in self.statements.values()]
        told = (
            self.wide.lazy().select(pl.col(name).drop_nulls().unique().implode() for name in names).collect()
        )
        return {name: tuple(told[name][0]) for name in names}

    def _facts(self) -> dict[str, tuple[Fact, Period]]:
        """The facts of one register that are asked for, those within joined ones included, by the name of their column."""
        found: dict[str, tuple[Fact, Period]] = {}
        for one in self.bindings:
            if isinstance(one.fact, Fact):
                found[one.key] = one.fact, period_of(one.input.period, self.moment.on)
            elif one.fact is not None:
                for name, period in one.fact.of:
                    part = fact_named(name, self.types)
                    assert isinstance(part, Fact)
                    found[column_of(part.name, period)] = part, period_of(period, self.moment.on)
        return found

    def _joined(self) -> list[pl.Expr]:
        found: dict[str, pl.Expr] = {}
        for one in self.bindings:
            if isinstance(one.fact, Joined):
                names = [column_of(fact_named(name, self.types).name, period) for name, period in one.fact.of]
                value = one.fact.value(*map(pl.col, names))
                found[one.key] = value.cast(TYPES[one.fact.kind]).alias(one.key)
        return list(found.values())


def said(fact: str, year: int | None) -> str:
    """Name the column of a statement."""
    return f"said {fact} {year or ''}"


def unit_said(fact: str, year: int | None) -> str:
    """Name the column of a statement's unit."""
    return f"unit {said(fact, year)}"


def read(
    registry: Registry,
    actor: Actor,
    bindings: Iterable[Binding],
    moment: Moment,
    types: RecordTypes,
    codes: Sequence[str] | None = None,
) -> Reading:
    """Read the registers on which some inputs rest.

    Parameters
    ----------
    codes
        Of which enterprises; None for all that the actor may read.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor may not read one of the registers.
    """
    asked = tuple(bindings)
    fields = registers_of((one.fact for one in asked if one.fact is not None), types)
    mine = () if codes is None else (Condition(CODE, "in", tuple(codes)),)
    frames: dict[str, pl.DataFrame] = {}
    for register in {**ALWAYS, **fields}:
        declared = types[register]
        owner = declared.owner or CODE
        names = list(dict.fromkeys((*ALWAYS.get(register, ()), *fields.get(register, ()))))
        where = tuple(Condition(owner, one.op, one.value) for one in mine)
        columns = registry.columns(actor, register, [owner, *names, *IDENTITY], moment, where)
        schema = {CODE: pl.String(), **{name: _type(declared.field(name)) for name in names}}
        schema |= dict.fromkeys(IDENTITY, pl.String())
        frames[register] = pl.DataFrame(
            {CODE: columns[owner], **{name: columns[name] for name in (*names, *IDENTITY)}}, schema=schema
        )
    return Reading(moment, types, asked, frames)


def _type(one: Field) -> pl.DataType:
    match one.kind:
        case field.Number() | field.Whole() | field.Year():
            return pl.Int64()
        case field.Flag():
            return pl.Boolean()
        case field.Day():
            return pl.Date()
    return pl.String()


def _told(wide: pl.DataFrame, frame: pl.DataFrame, facts: Mapping[str, tuple[Fact, Period]]) -> pl.DataFrame:
    """Add what the rows of one register come to."""
    counted: list[pl.Expr] = []
    for key, (fact, period) in facts.items():
        rows = fact.rows(period).fill_null(False)
        counted += [fact.value(period, rows).alias(key), rows.any().alias(f"rows {key}")]
    told = frame.lazy().group_by(CODE).agg(counted)
    columns = [
        pl.when(pl.col(f"rows {key}").fill_null(False))
        .then(pl.col(key))
        .when(pl.col(CHECKED))
        .then(pl.lit(fact.absent, dtype=TYPES[fact.kind]))
        .cast(TYPES[fact.kind])
        .alias(key)
        for key, (fact, _) in facts.items()
    ]
    whole = wide.lazy().join(told, on=CODE, how="left").with_columns(columns)
    return whole.drop(f"rows {key}" for key in facts).collect()


def _with_statements(
    wide: pl.DataFrame, stated: pl.DataFrame, slots: Mapping[tuple[str, int | None], str]
) -> pl.DataFrame:
    """Add what is stated, an office's word before the enterprise's own; a column for every statement, empty where nobody made one."""
    known = pl.DataFrame(
        [(fact, year, column) for (fact, year), column in slots.items()],
        schema={"fact": pl.String, "year": pl.Int64, "slot": pl.String},
        orient="row",
    )
    told = (
        stated.join(known, on=["fact", "year"], nulls_equal=True)
        .sort("voice", descending=True)
        .unique([CODE, "slot"], keep="first", maintain_order=True)
    )
    for values, prefix in (("value", ""), ("unit", "unit ")):
        laid_out = told.pivot(on="slot", index=CODE, values=values)
        named = {name: f"{prefix}{name}" for name in laid_out.columns if name != CODE}
        wide = wide.join(laid_out.rename(named), on=CODE, how="left")
        missing = [f"{prefix}{name}" for name in slots.values() if f"{prefix}{name}" not in wide.columns]
        wide = wide.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
    return wide
