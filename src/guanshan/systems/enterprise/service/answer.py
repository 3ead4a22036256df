"""What value does an input take? 输入取值

The same rule twice, in exact fractions for one enterprise and column-wise for many: the registers' word first, then what an office or
else the enterprise states. A value that the rulebook does not accept (out of its range, not among its options) is unknown.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import polars as pl

from guanshan.assess.parameter import Input
from guanshan.refusal import RefusedInput
from guanshan.systems.enterprise.engine.period import period_of
from guanshan.systems.enterprise.service.binding import Binding, conversion
from guanshan.systems.enterprise.service.reading import CODE, Reading, said, unit_said

NUMBER: Final = r"^-?\d{1,15}(\.\d{1,9})?$"
"""How a stated number is written."""
FLAGS: Final = {"true": True, "false": False}

_COLUMNS: Final[Mapping[str, pl.DataType]] = {
    "number": pl.Float64(),
    "flag": pl.Boolean(),
    "choice": pl.String(),
}


def registered(binding: Binding, row: Mapping[str, object]) -> object:
    """Return what the registers say of an input, in a row of `Reading.wide`; None where they do not."""
    value = row[binding.key] if binding.fact else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = value * binding.factor
    return _readable(binding.input, value)


def stated(binding: Binding, row: Mapping[str, object], reading: Reading) -> object:
    """Return what is stated of an input; None where nothing is, or nothing that the rulebook accepts."""
    year = period_of(binding.input.period, reading.moment.on).year
    text, unit = row[said(binding.stated, year)], row[unit_said(binding.stated, year)]
    return None if text is None else parsed(binding.input, str(text), None if unit is None else str(unit))


def parsed(one: Input, text: str, unit: str | None) -> object:
    """Read a stated value as an input does; None where it does not."""
    if one.kind == "flag":
        return FLAGS.get(text)
    if one.kind == "choice":
        return _readable(one, text)
    factor = conversion(unit, one.unit)
    if factor is None or not re.fullmatch(NUMBER, text, re.ASCII):
        return None
    return _readable(one, Fraction(text) * factor)


def _readable(one: Input, value: object) -> object:
    try:
        one.read(value)
    except RefusedInput:
        return None
    return value


def answers(bindings: tuple[Binding, ...], reading: Reading) -> pl.DataFrame:
    """Return the inputs of a rulebook for every enterprise: ``id``, and a column for each input."""
    columns = [_column(one, reading).alias(one.input.name) for one in bindings]
    return reading.wide.lazy().select(pl.col(CODE).alias("id"), *columns).collect()


def _column(binding: Binding, reading: Reading) -> pl.Expr:
    one = binding.input
    year = period_of(one.period, reading.moment.on).year
    text = pl.col(said(binding.stated, year))
    match one.kind:
        case "flag":
            told = text.replace_strict(FLAGS, default=None, return_dtype=pl.Boolean)
        case "choice":
            told = _accepted(one, text)
        case _:
            number = pl.when(text.str.contains(NUMBER)).then(text.cast(pl.Float64, strict=False))
            told = _accepted(one, _converted(one, number, unit_said(binding.stated, year), reading))
    if binding.fact is None:
        return told.cast(_COLUMNS[one.kind])
    known = pl.col(binding.key)
    if one.kind == "number":
        known = _times(known.cast(pl.Float64), binding.factor).round(one.decimals)
    return pl.coalesce(_accepted(one, known), told).cast(_COLUMNS[one.kind])


def _converted(one: Input, number: pl.Expr, column: str, reading: Reading) -> pl.Expr:
    """Turn a stated number into the input's unit; unknown where that cannot be, or yields more decimals than the input has."""
    found = number
    for unit in reading.units[column]:
        factor = conversion(unit, one.unit)
        if factor != 1:
            other = None if factor is None else _times(number, factor)
            found = pl.when(pl.col(column) == unit).then(other).otherwise(found)
    rounded = found.round(one.decimals)
    return pl.when((rounded - found).abs() <= found.abs() * 1e-12).then(rounded)


def _times(number: pl.Expr, factor: Fraction) -> pl.Expr:
    return number * float(factor.numerator) / float(factor.denominator)


def _accepted(one: Input, column: pl.Expr) -> pl.Expr:
    match one.kind:
        case "choice":
            return pl.when(column.is_in(one.options)).then(column)
        case "number" if one.low is not None and one.high is not None:
            return pl.when(column.is_between(float(one.low), float(one.high))).then(column)
    return column
