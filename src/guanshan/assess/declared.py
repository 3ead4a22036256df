"""Which inputs and derived quantities does this text declare? 参数文本

Reads and checks the declarations: kinds, units, periods, ranges, options, presumptions, and formulas whose units follow.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from guanshan.assess.clause import formula_of, parameter_of
from guanshan.assess.criterion import Mark
from guanshan.assess.parameter import Derived, Input, Kind, Parameter, Words
from guanshan.assess.shape import MixedKinds, shape_of
from guanshan.assess.source import Node
from guanshan.refusal import RefusedInput

MARKS: tuple[Mark, ...] = ("2+", "1", "M", "C")
KINDS: tuple[Kind, ...] = ("number", "flag", "choice")
PERIODS = (
    "last_year", "year_before", "two_years_before", "end_of_last_year", "on_the_day", "last_2_years", "last_3_years",
    "last_5_years", "year_before_application", "next_year",
)  # fmt: skip
_INPUT = (
    "title", "kind", "unit", "decimals", "low", "high", "options", "period", "register", "presumed", "mark", "note",
)  # fmt: skip
MOST_DECIMALS = 12
_WIDE = Fraction(10**9)


def words(node: Node) -> Words:
    """Read a text in both languages."""
    node.only("zh", "en")
    return {"zh": node.take("zh").text(), "en": node.take("en").text()}


def mark_of(node: Node) -> Mark:
    """Read an evidence mark."""
    for mark in MARKS:
        if mark == node.content:
            return mark
    raise node.fault("choice", value=node.content, options=" / ".join(MARKS))


def input_of(name: str, node: Node) -> Input:
    """Read an input: a number has a unit, decimals and a range, a choice its options."""
    node.only(*_INPUT)
    if not name.isidentifier():
        raise node.fault("not_a_name")
    kind = next((kind for kind in KINDS if kind == node.take("kind").content), None)
    if kind is None:
        raise node.take("kind").fault("choice", value=node.take("kind").content, options=" / ".join(KINDS))
    period, register, mark = node.get("period"), node.get("register"), node.get("mark")
    if period and period.content not in PERIODS:
        raise period.fault("choice", value=period.content, options=" / ".join(PERIODS))
    if mark:
        mark_of(mark)
    if kind == "choice" and not node.take("options").filled():
        raise node.take("options").fault("empty")
    options = tuple(node.take("options").items()) if kind == "choice" else ()
    number = kind == "number"
    declared = Input(
        name=name,
        title=words(node.take("title")),
        kind=kind,
        unit=node.take("unit").text() if number else "1",
        decimals=decimals_of(node.take("decimals")) if number else 0,
        low=node.take("low").number() if number else None,
        high=node.take("high").number() if number else None,
        options=tuple(option for option, _ in options),
        option_titles=tuple(words(part) for _, part in options),
        period=period.text() if period else None,
        register=register.text() if register else None,
        presumed=_presumed(node.get("presumed"), kind),
    )
    if declared.low is not None and declared.high is not None and declared.low > declared.high:
        raise node.fault("range")
    _check_presumption(declared, node)
    return declared


def decimals_of(node: Node) -> int:
    """Read how many decimals a number may have."""
    decimals = node.whole()
    if not 0 <= decimals <= MOST_DECIMALS:
        raise node.fault("decimals", value=node.content, most=MOST_DECIMALS)
    return decimals


def _presumed(node: Node | None, kind: Kind) -> Fraction | bool | str | None:
    if node is None:
        return None
    if kind == "number":
        return node.number()
    return node.flag() if kind == "flag" else node.text()


def _check_presumption(declared: Input, node: Node) -> None:
    try:
        declared.read(declared.presumed)
    except RefusedInput:
        raise node.take("presumed").fault("presumed", value=node.take("presumed").content) from None


def derived_of(node: Node | None, parameters: dict[str, Parameter]) -> Iterable[Derived]:
    """Read derived quantities in their order, adding each to the parameters that the next may use."""
    for name, part in node.items() if node else ():
        part.only("title", "unit", "formula", "given", "note")
        if not name.isidentifier():
            raise part.fault("not_a_name")
        if name in parameters:
            raise part.fault("twice")
        parameters[name] = derived = _derived(name, part, parameters)
        yield derived


def _derived(name: str, part: Node, parameters: Mapping[str, Parameter]) -> Derived:
    written = part.take("formula")
    formula = formula_of(written, parameters)
    try:
        shape = shape_of(formula, parameters)
    except MixedKinds:
        raise written.fault("units", value=written.text()) from None
    number = shape.kind == "number"
    unit = part.take("unit").text() if number else "1"
    if shape.unit is not None and shape.unit != ("1" if unit == "%" else unit):
        raise part.take("unit").fault("unit", declared=unit, found=shape.unit)
    title, given = words(part.take("title")), part.get("given")
    if given:
        given.only("decimals", "low", "high")
        decimals, low, high = (given.take(entry) for entry in ("decimals", "low", "high"))
        if low.number() > high.number():
            raise given.fault("range")
        return Derived(
            name,
            title,
            shape.kind,
            unit,
            formula,
            written.text(),
            decimals_of(decimals),
            low.number(),
            high.number(),
        )
    if number and unit not in ("%", "1"):
        return Derived(name, title, shape.kind, unit, formula, written.text(), 6, -_WIDE, _WIDE)
    return Derived(name, title, shape.kind, unit, formula, written.text())


def together_of(
    node: Node | None, parameters: Mapping[str, Parameter]
) -> dict[str, tuple[tuple[str | int, str], ...]]:
    """Read the names under which several values are given at once."""
    found: dict[str, tuple[tuple[str | int, str], ...]] = {}
    for name, part in node.items() if node else ():
        if name in parameters:
            raise part.fault("twice")
        if isinstance(part.content, tuple):
            found[name] = tuple(
                (place, parameter_of(one, parameters).name) for place, one in enumerate(part.content)
            )
        else:
            found[name] = tuple((key, parameter_of(one, parameters).name) for key, one in part.items())
    return found
