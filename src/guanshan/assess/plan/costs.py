"""What does this office let move, and at what price? 成本文件

A file of an office's own beside a rulebook: the same entries as the rulebook's ``levers``, of which only what differs need be said.
An entry left empty is not to be moved. What the rulebook forbids stays forbidden.
"""

from collections.abc import Iterable
from pathlib import Path

from guanshan.assess.lever import lever_of
from guanshan.assess.reading import read
from guanshan.assess.source import Node
from guanshan.assess.standard import Lever, Rulebook


def load_costs(path: Path, rulebook: Rulebook) -> tuple[Lever, ...]:
    """Read a file of costs for a rulebook.

    Raises
    ------
    RulebookFault
        With file, line and reason.
    """
    return costs_of(read(path), rulebook)


def costs_of(node: Node, rulebook: Rulebook) -> tuple[Lever, ...]:
    """Return the rulebook's levers as a text of costs changes them.

    Raises
    ------
    RulebookFault
        If it speaks of another rulebook, of a name that is not there or forbidden, or a cost or step will not do.
    """
    node.only("rulebook", "levers")
    named = node.get("rulebook")
    if named is not None and named.text() not in (rulebook.name, rulebook.family):
        raise named.fault("other_rulebook", value=named.content, rulebook=rulebook.name)
    found = {lever.name: lever for lever in rulebook.levers}
    for name, part in _entries(node):
        if part.content is None:
            if name not in rulebook.parameters:
                raise part.fault("unknown_name", value=name)
            found.pop(name, None)
        else:
            found[name] = lever_of(name, part, rulebook.parameters, rulebook.forbidden, found.get(name))
    return tuple(found.values())


def _entries(node: Node) -> Iterable[tuple[str, Node]]:
    return node.take("levers").items()
