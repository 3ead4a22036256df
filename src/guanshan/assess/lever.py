"""What may an enterprise move, and what does that cost? 可调整项文本

Levers and costs are data of the rulebook that an office can change; what is forbidden is never proposed.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from guanshan.assess.declared import mark_of, words
from guanshan.assess.parameter import Parameter, Words
from guanshan.assess.source import Node
from guanshan.assess.standard import Lever

MOVES: Final[tuple[Literal["up", "down", "set"], ...]] = ("up", "down", "set")


def levers_of(node: Node | None, parameters: Mapping[str, Parameter]) -> Iterable[Lever]:
    """Read the levers: the quantity, the direction, the cost of one unit, the step in which it moves."""
    for name, part in node.items() if node else ():
        part.only("move", "cost", "step", "most", "mark", "note")
        if name not in parameters:
            raise part.fault("unknown_name", value=name)
        move = next((move for move in MOVES if move == part.take("move").content), None)
        if move is None or (move == "set") == (parameters[name].kind == "number"):
            raise part.take("move").fault(
                "choice", value=part.take("move").content, options=" / ".join(MOVES)
            )
        step, most, mark = part.get("step"), part.get("most"), part.get("mark")
        cost = part.take("cost")
        if cost.number() < 0 or (step is not None and step.number() <= 0):
            raise part.fault("cost")
        yield Lever(
            name=name,
            move=move,
            cost=cost.number(),
            step=step.number() if step else cost.number() * 0 + 1,
            most=most.number() if most else None,
            mark=mark_of(mark) if mark else "C",
        )


def forbidden_of(node: Node | None, parameters: Mapping[str, Parameter]) -> dict[str, Words]:
    """Read what is never proposed as a change, and why."""
    found: dict[str, Words] = {}
    for name, part in node.items() if node else ():
        if name not in parameters:
            raise part.fault("unknown_name", value=name)
        found[name] = words(part)
    return found
