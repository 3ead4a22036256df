"""What does this clause ask? 条款文本

Reads the rule of one criterion and the formulas of a rulebook, and checks them against the declared names: kinds and units that fit,
every option given its points, every case list with an end.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from guanshan.assess.banding import bands_of, points_of
from guanshan.assess.criterion import (
    AnyRoute,
    Best,
    Cases,
    Interval,
    Judgement,
    Rule,
    Scale,
    Switch,
    Table,
    Test,
    Threshold,
    Worth,
)
from guanshan.assess.expression import Expression, NotAFormula, names, parse
from guanshan.assess.parameter import Input, Parameter
from guanshan.assess.shape import MixedKinds, shape_of
from guanshan.assess.source import Node

RULES: Final = ("test", "tests", "bands", "options", "cases", "best", "worth", "expert", "score", "any_route")
"""The kinds of rule that a criterion may have, by the entry that holds it."""

FLAGS: Final = {"yes": True, "no": False}
"""How a flag's two options are written."""
_ALWAYS = "otherwise"


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


def rule_of(node: Node, parameters: Mapping[str, Parameter]) -> Rule:
    """Read the one rule that a criterion has."""
    written = [name for name in RULES if node.get(name)]
    if len(written) != 1:
        raise node.fault("one_of", options=" / ".join(RULES))
    kind = written[0]
    rule, judged = node.take(kind), node.get("judged")
    is_judged = judged is not None and judged.flag()
    match kind:
        case "test":
            return _test(rule, parameters, judged=is_judged)
        case "score":
            return Threshold(tuple((name, part.number()) for name, part in rule.items()), is_judged)
        case "any_route":
            if not rule.flag():
                raise rule.fault("not_flag", value="false")
            return AnyRoute()
        case "cases":
            return _cases(rule, parameters)
        case "best":
            if not rule.filled():
                raise rule.fault("empty")
            return Best(tuple(_choices(rule, parameters)))
        case "expert":
            of = node.get("of")
            most = None if rule.content == "true" else rule.number()
            return Judgement(most, parameter_of(of, parameters, "number").name if of else None)
    return _of_quantity(kind, rule, node, parameters)


def _of_quantity(kind: str, rule: Node, node: Node, parameters: Mapping[str, Parameter]) -> Rule:
    of = node.take("of")
    match kind:
        case "bands":
            return Scale(parameter_of(of, parameters, "number").name, bands_of(rule))
        case "worth":
            rule.only("low", "high")
            span = Interval(rule.take("low").number(), rule.take("high").number())
            return Worth(parameter_of(of, parameters, "number").name, span)
        case "tests":
            parameter = parameter_of(of, parameters, "choice")
            wanted = parameter.options if isinstance(parameter, Input) else ()
            for option, part in rule.items():
                if option not in wanted:
                    raise part.fault("unknown_name", value=option)
            return Switch(
                parameter.name,
                tuple((option, _test(part, parameters, judged=False)) for option, part in rule.items()),
            )
    parameter = parameter_of(of, parameters)
    return Table(parameter.name, tuple(_options(rule, parameter)))


def parameter_of(node: Node, parameters: Mapping[str, Parameter], kind: str | None = None) -> Parameter:
    """Return the parameter that a text names, which must be of a kind where one is asked for."""
    parameter = parameters.get(node.text())
    if parameter is None:
        raise node.fault("unknown_name", value=node.content)
    if kind and parameter.kind != kind:
        raise node.fault("not_a_number" if kind == "number" else "not_a_choice", value=node.content)
    return parameter


def _test(node: Node, parameters: Mapping[str, Parameter], *, judged: bool) -> Test:
    return Test(condition_of(node, parameters), node.text(), judged)


def _cases(node: Node, parameters: Mapping[str, Parameter]) -> Cases:
    if not node.each():
        raise node.fault("empty")
    *conditional, last = node.each()
    for part in conditional:
        part.only("if", "points")
    last.only(_ALWAYS)
    return Cases(
        tuple(
            (_test(part.take("if"), parameters, judged=False), points_of(part.take("points")))
            for part in conditional
        ),
        points_of(last.take(_ALWAYS)),
    )


def _choices(node: Node, parameters: Mapping[str, Parameter]) -> Iterable[tuple[str, Scale]]:
    for name, part in node.items():
        part.only("of", "bands")
        of = parameter_of(part.take("of"), parameters, "number")
        yield name, Scale(of.name, bands_of(part.take("bands")))


def _options(node: Node, parameter: Parameter) -> Iterable[tuple[str | bool, Interval]]:
    wanted: list[str | bool] = (
        [True, False] if parameter.kind == "flag" else list(getattr(parameter, "options", ()))
    )
    found: list[str | bool] = []
    for name, points in node.items():
        option = FLAGS.get(name, name) if parameter.kind == "flag" else name
        if option not in wanted:
            raise points.fault("unknown_name", value=name)
        found.append(option)
        yield option, points_of(points)
    if missing := [str(option) for option in wanted if option not in found]:
        raise node.fault("missing", entry=", ".join(missing))
