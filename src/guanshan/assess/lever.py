"""What may an enterprise move, and what does that cost? 可调整项文本

Levers and costs are data of the rulebook that an office can change; what is forbidden is never proposed.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final, Literal

from guanshan.assess.clause import FLAGS
from guanshan.assess.declared import mark_of, words
from guanshan.assess.parameter import Parameter, Words
from guanshan.assess.source import Node
from guanshan.assess.standard import Lever, Setting

MOVES: Final[tuple[Literal["up", "down", "set"], ...]] = ("up", "down", "set")
_ENTRIES = ("move", "cost", "step", "most", "to", "mark", "note")


def levers_of(
    node: Node | None, parameters: Mapping[str, Parameter], forbidden: Mapping[str, Words]
) -> Iterable[Lever]:
    """Read the levers: the quantity, the direction, the cost of one unit, the step in which it moves."""
    for name, part in node.items() if node else ():
        yield lever_of(name, part, parameters, forbidden)


def lever_of(
    name: str,
    node: Node,
    parameters: Mapping[str, Parameter],
    forbidden: Mapping[str, Words],
    before: Lever | None = None,
) -> Lever:
    """Read one lever; what it does not say is as it was ``before``.

    Raises
    ------
    RulebookFault
        If there is no such quantity or it is forbidden, or move, cost, step or reach will not do.
    """
    node.only(*_ENTRIES)
    if name not in parameters:
        raise node.fault("unknown_name", value=name)
    if name in forbidden:
        raise node.fault("forbidden_lever")
    parameter = parameters[name]
    move = before.move if before and not node.get("move") else _move(node.take("move"), parameter)
    mark = node.get("mark")
    said = mark_of(mark) if mark else "C"
    if move == "set":
        return Lever(
            name, move, Fraction(0), Fraction(1), None, said, tuple(_settings(node, parameter, before))
        )
    cost = _positive(node, "cost", before.cost if before else None, or_zero=True)
    step = _positive(node, "step", before.step if before else Fraction(1))
    most = node.get("most")
    if (step * 10**parameter.decimals).denominator != 1:
        raise node.take("step").fault("finer", value=node.take("step").content, decimals=parameter.decimals)
    reach = _positive(node, "most", Fraction(0)) if most else before.most if before else None
    return Lever(name, move, cost, step, reach, said)


def _move(node: Node, parameter: Parameter) -> Literal["up", "down", "set"]:
    move = next((move for move in MOVES if move == node.content), None)
    if move is None or (move == "set") == (parameter.kind == "number"):
        raise node.fault("choice", value=node.content, options=" / ".join(MOVES))
    return move


def _positive(node: Node, entry: str, otherwise: Fraction | None, *, or_zero: bool = False) -> Fraction:
    part = node.get(entry)
    if part is None:
        if otherwise is None:
            raise node.fault("missing", entry=entry)
        return otherwise
    number = part.number()
    if number < 0 or (number == 0 and not or_zero):
        raise part.fault("cost")
    return number


def _settings(node: Node, parameter: Parameter, before: Lever | None) -> Iterable[Setting]:
    """Read what each setting costs: ``to`` names them one by one; ``cost`` alone is for "yes", or for every option."""
    options: list[bool | str] = (
        [True, False] if parameter.kind == "flag" else [*getattr(parameter, "options", ())]
    )
    to = node.get("to")
    if to is None:
        if before and not node.get("cost"):
            yield from before.settings
            return
        cost = _positive(node, "cost", None, or_zero=True)
        yield from ((option, cost) for option in options if option is not False)
        return
    for name, part in to.items():
        option = FLAGS.get(name, name) if parameter.kind == "flag" else name
        if option not in options:
            raise part.fault("unknown_name", value=name)
        if part.number() < 0:
            raise part.fault("cost")
        yield option, part.number()


def forbidden_of(node: Node | None, parameters: Mapping[str, Parameter]) -> dict[str, Words]:
    """Read what is never proposed as a change, and why."""
    found: dict[str, Words] = {}
    for name, part in node.items() if node else ():
        if name not in parameters:
            raise part.fault("unknown_name", value=name)
        found[name] = words(part)
    return found
