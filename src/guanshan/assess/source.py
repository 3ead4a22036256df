"""Where in the file does it stand? 规则文本

A rulebook is YAML that offices write by hand. Its text is read into nodes that remember their line, so that a fault is told
with file, line and reason. Scalars stay text until somebody asks for a number, a day or a flag: no figure ever passes through a
binary float.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

import yaml

from guanshan.refusal import RefusedInput

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class RulebookFault(RefusedInput):
    """A rulebook that cannot be read as one: ``file``, ``line`` and the reason. 规则有误"""


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a rulebook's text and where it stands.

    Parameters
    ----------
    content
        A mapping from name to node, a tuple of nodes, a text, or None where nothing is written.
    """

    file: str
    line: int
    name: str
    content: "Mapping[str, Node] | tuple[Node, ...] | str | None"

    def fault(self, key: str, **values: object) -> RulebookFault:
        """Build the refusal of this piece of text; the caller raises it."""
        return RulebookFault(
            f"assess.fault.{key}", **{"file": self.file, "line": self.line, "name": self.name, **values}
        )

    def only(self, *names: str) -> None:
        """Refuse any entry that has another name."""
        for name, node in self.items():
            if name not in names:
                raise node.fault("no_such_entry", known=", ".join(names))

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Walk through the entries of a mapping, in the order in which they are written."""
        if not isinstance(self.content, Mapping):
            raise self.fault("not_a_mapping")
        return iter(self.content.items())

    def each(self) -> tuple["Node", ...]:
        """Return the parts of a list."""
        if not isinstance(self.content, tuple):
            raise self.fault("not_a_list")
        return self.content

    def get(self, name: str) -> "Node | None":
        """Return an entry of a mapping, or None where it is missing or empty."""
        found = dict(self.items()).get(name)
        return None if found is None or found.content is None else found

    def take(self, name: str) -> "Node":
        """Return an entry of a mapping that must be there."""
        found = self.get(name)
        if found is None:
            raise self.fault("missing", entry=name)
        return found

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.content, str) or not self.content.strip():
            raise self.fault("not_text")
        return self.content

    def number(self) -> Fraction:
        """Return an exact number, as its decimals say."""
        try:
            number = Decimal(self.text())
        except InvalidOperation:
            raise self.fault("not_number", value=self.content) from None
        if not number.is_finite():
            raise self.fault("not_number", value=self.content)
        return Fraction(number)

    def whole(self) -> int:
        """Return a whole number."""
        number = self.number()
        if number.denominator != 1:
            raise self.fault("not_whole", value=self.content)
        return int(number)

    def day(self) -> date:
        """Return a day, written as 2024-04-26."""
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.fault("not_day", value=self.content) from None

    def flag(self) -> bool:
        """Return true or false."""
        if self.content not in ("true", "false"):
            raise self.fault("not_flag", value=self.content)
        return self.content == "true"


def read(path: Path) -> Node:
    """Read a YAML file into nodes.

    Raises
    ------
    RulebookFault
        If it cannot be read, is not YAML, or names an entry twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise RulebookFault("assess.fault.unreadable", file=str(path), line=0, name=path.name) from None
    return read_text(text, path.name)


def read_text(text: str, file: str) -> Node:
    """Read YAML text into nodes; ``file`` is the name told in faults."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RulebookFault(
            "assess.fault.not_yaml", file=file, line=line, name=file, problem=error.problem
        ) from None
    except yaml.YAMLError:
        raise RulebookFault("assess.fault.not_yaml", file=file, line=0, name=file, problem="") from None
    if root is None:
        raise RulebookFault("assess.fault.missing", file=file, line=1, name=file, entry="rulebook")
    return _node(root, file, file)


def text_of(node: Node) -> str:
    """Write nodes as YAML again: the same rulebook comes out of it, without comments and anchors."""
    return yaml.safe_dump(_content(node), allow_unicode=True, sort_keys=False, width=140)


def _content(node: Node) -> object:
    if isinstance(node.content, Mapping):
        return {name: _content(part) for name, part in node.content.items()}
    return [_content(part) for part in node.content] if isinstance(node.content, tuple) else node.content


_DEEPEST = 30
_MERGE = "tag:yaml.org,2002:merge"


def _node(node: yaml.Node, file: str, name: str, depth: int = 0) -> Node:
    line = node.start_mark.line + 1
    if depth > _DEEPEST:
        raise RulebookFault("assess.fault.too_deep", file=file, line=line, name=name)
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Node] = {}
        merged: dict[str, Node] = {}
        for key, value in node.value:
            entry = _node(value, file, str(key.value), depth + 1)
            entry = Node(file, key.start_mark.line + 1, entry.name, entry.content)
            if key.tag == _MERGE:
                merged |= {one: Node(file, entry.line, one, part.content) for one, part in entry.items()}
                continue
            if entry.name in entries:
                raise entry.fault("twice")
            entries[entry.name] = entry
        return Node(file, line, name, {**merged, **entries})
    if isinstance(node, yaml.SequenceNode):
        return Node(file, line, name, tuple(_node(part, file, name, depth + 1) for part in node.value))
    empty = node.tag == "tag:yaml.org,2002:null"
    return Node(file, line, name, None if empty else str(node.value))
