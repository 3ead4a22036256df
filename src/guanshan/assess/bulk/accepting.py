"""Can these columns be taken? 列输入核对

Takes a frame's columns as inputs of a rulebook: of the right kind, within range, with no more decimals than declared, options that there
are. What is given together (a list or a struct) is laid out. Other columns are left alone. Values that the float check does not settle
are read one by one, exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from guanshan.assess.bulk.knowing import input_column
from guanshan.assess.bulk.value import Seen
from guanshan.assess.parameter import Parameter, exact
from guanshan.assess.standard import Rulebook
from guanshan.refusal import RefusedInput

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A frame whose columns are inputs. 已核对的列

    Parameters
    ----------
    frame
        The frame with its own columns, and ``in__NAME`` beside them.
    raw
        Where each input stands as it was given: name of the input to name of the column.
    columns
        The inputs that are there, and what was seen of them.
    """

    rulebook: Rulebook
    frame: Frame
    raw: Mapping[str, str]
    columns: Mapping[str, Seen]


def accept(rulebook: Rulebook, frame: Frame) -> Accepted:
    """Take a frame's columns as inputs.

    Raises
    ------
    RefusedInput
        If no column is an input of the rulebook, or a value will not do; the refusal names it.
    """
    frame = _laid_out(rulebook, frame)
    schema = frame.collect_schema()
    raw: dict[str, str] = {}
    for name in rulebook.parameters:
        column = _together_column(name) if _together_column(name) in schema else name
        if column in schema and schema[column] != nw.Unknown:
            raw[name] = column
    if not raw:
        raise RefusedInput(
            "assess.frame.no_inputs", rulebook=rulebook.name, names=", ".join(list(rulebook.parameters)[:8])
        )
    typed = [
        _typed(rulebook.parameters[name], nw.col(column), schema[column]).alias(input_column(name))
        for name, column in raw.items()
    ]
    frame = frame.with_columns(*typed)
    return Accepted(rulebook, frame, raw, _checked(rulebook, frame, raw))


def _together_column(name: str) -> str:
    return f"given__{name}"


def _laid_out(rulebook: Rulebook, frame: Frame) -> Frame:
    schema = frame.collect_schema()
    laid: list[nw.Expr] = []
    for name, parts in rulebook.together.items():
        if name not in schema or not isinstance(schema[name], nw.List | nw.Array | nw.Struct):
            continue  # another rulebook's column of that name
        for key, parameter in parts:
            part = nw.col(name).list.get(key) if isinstance(key, int) else nw.col(name).struct.field(key)
            laid.append(part.alias(_together_column(parameter)))
    return frame.with_columns(*laid) if laid else frame


def _typed(one: Parameter, column: nw.Expr, dtype: nw.dtypes.DType) -> nw.Expr:
    fits = {
        "number": dtype.is_numeric(),
        "flag": dtype == nw.Boolean,
        "choice": dtype in (nw.String, nw.Categorical, nw.Enum),
    }
    if not fits[one.kind]:
        raise RefusedInput("assess.frame.kind", name=one.name, kind=one.kind, found=str(dtype))
    if one.kind == "number":
        return column if dtype == nw.Float64 else column.cast(nw.Float64)
    if one.kind == "flag" or dtype == nw.String:
        return column
    if isinstance(dtype, nw.Enum) and set(dtype.categories) <= set(getattr(one, "options", ())):
        return column.cast(nw.Enum(getattr(one, "options", ())))
    return column.cast(nw.String)


def _checked(rulebook: Rulebook, frame: Frame, raw: Mapping[str, str]) -> Mapping[str, Seen]:
    """Look through all columns at once, and one by one through what that does not settle."""
    looks: dict[str, nw.Expr] = {}
    doubtful: dict[str, nw.Expr] = {}
    for name in raw:
        column, one = nw.col(input_column(name)), rulebook.parameters[name]
        looks[f"null__{name}"] = column.is_null().any()
        if one.kind == "number":
            looks[f"zero__{name}"] = (column == 0).any()
            looks[f"most__{name}"] = column.abs().max()
        if one.kind != "flag":
            doubtful[name] = _doubt(one, column)
            looks[f"doubt__{name}"] = doubtful[name].any()
    answers = frame.select(*(look.alias(name) for name, look in looks.items())).collect().row(0)
    found = dict(zip(looks, answers, strict=True))
    for name, doubt in doubtful.items():
        if found[f"doubt__{name}"]:
            _settle(rulebook.parameters[name], frame.filter(doubt).select(nw.col(raw[name])))
    return {
        name: Seen(
            nullable=bool(found[f"null__{name}"]),
            nonzero=not found.get(f"zero__{name}", True),
            most=found.get(f"most__{name}") or 0.0,
        )
        for name in raw
    }


def _doubt(one: Parameter, column: nw.Expr) -> nw.Expr:
    if one.kind == "choice":
        return ~column.is_in(list(getattr(one, "options", ())))
    assert one.low is not None
    assert one.high is not None
    outside = (column < float(one.low)) | (column > float(one.high))
    return outside | (column.round(one.decimals) != column)


def _settle(one: Parameter, rows: Frame) -> None:
    """Read each value exactly; the first that will not do is refused."""
    for (value,) in rows.unique().collect().iter_rows():
        if one.kind == "number" and isinstance(value, float) and value != value:
            exact(value, one.name)
        one.read(value)
