"""What does this clause ask? 条款文本

Reads the rule of one criterion (a test, bands, options or an expert's judgement) and the formulas of a rulebook, and checks them
against the declared names: kinds and units that fit, bands that touch without gap or overlap, every option given its points.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise

from guanshan.assess.criterion import Band, Judgement, Scale, Table, Test
from guanshan.assess.expression import Expression, NotAFormula, names, parse
from guanshan.assess.parameter import MixedKinds, Parameter, shape_of
from guanshan.assess.source import Node

_FLAGS = {"yes": True, "no": False}


def formula_of(node: Node, parameters: Mapping[str, Parameter]) -> Expression:
    """Read a formula whose names are all declared."""
    try:
        formula = parse(node.text())
    except NotAFormula:
        raise node.fault("not_a_formula", value=node.content) from None
    for name in names(formula):
        if name not in parameters:
            raise node.fault("unknown_name", value=name)
    return formula


def condition_of(node: Node, parameters: Mapping[str, Parameter]) -> Expression:
    """Read a formula that is true or false."""
    formula = formula_of(node, parameters)
    try:
        shape = shape_of(formula, parameters)
    except MixedKinds:
        raise node.fault("units", value=node.text()) from None
    if shape.kind != "flag":
        raise node.fault("not_a_condition", value=node.text())
    return formula


def rule_of(node: Node, parameters: Mapping[str, Parameter]) -> Test | Scale | Table | Judgement:
    """Read the one rule that a criterion has."""
    written = [name for name in ("test", "bands", "options", "expert") if node.get(name)]
    if len(written) != 1:
        raise node.fault("one_of", options="test / bands / options / expert")
    rule = node.take(written[0])
    if written[0] == "test":
        return Test(condition_of(rule, parameters), rule.text())
    if written[0] == "expert":
        return Judgement(None if rule.content == "true" else rule.number())
    of = node.take("of")
    parameter = parameters.get(of.text())
    if parameter is None:
        raise of.fault("unknown_name", value=of.content)
    if written[0] == "bands":
        if parameter.kind != "number":
            raise of.fault("not_a_number", value=of.content)
        return Scale(parameter.name, tuple(_bands(rule)))
    return Table(parameter.name, tuple(_options(rule, parameter)))


def _bands(node: Node) -> Iterable[Band]:
    bands: list[Band] = []
    for part in node.each():
        part.only("from", "to", "points")
        low, high = part.get("from"), part.get("to")
        bands.append(
            Band(low.number() if low else None, high.number() if high else None, part.take("points").number())
        )
        if bands[-1].low is not None and bands[-1].high is not None and bands[-1].low >= bands[-1].high:
            raise part.fault("band")
    rising = sorted(
        zip(bands, node.each(), strict=True), key=lambda pair: (pair[0].low is not None, pair[0].low or 0)
    )
    for (below, _), (above, where) in pairwise(rising):
        if below.high is None or above.low is None or above.low < below.high:
            raise where.fault("bands_overlap")
        if above.low > below.high:
            raise where.fault("bands_gap")
        if above.points == below.points:
            raise where.fault("bands_equal")
    if not rising or rising[0][0].low is not None or rising[-1][0].high is not None:
        raise node.fault("bands_gap")
    return bands


def _options(node: Node, parameter: Parameter) -> Iterable[tuple[str | bool, Fraction]]:
    wanted: list[str | bool] = (
        [True, False] if parameter.kind == "flag" else list(getattr(parameter, "options", ()))
    )
    found: list[str | bool] = []
    for name, points in node.items():
        option = _FLAGS.get(name, name) if parameter.kind == "flag" else name
        if option not in wanted:
            raise points.fault("unknown_name", value=name)
        found.append(option)
        yield option, points.number()
    if missing := [str(option) for option in wanted if option not in found]:
        raise node.fault("missing", entry=", ".join(missing))
