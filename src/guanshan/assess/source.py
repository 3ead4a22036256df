"""Where in the file does it stand? 规则文本

A rulebook is YAML that offices write by hand. `guanshan.assess.reading` turns its text into nodes that remember their line, so that a
fault is told with file, line and reason. Scalars stay text until somebody asks for a number, a day or a flag: no figure ever passes
through a binary float.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

from guanshan.refusal import RefusedInput

MOST_DIGITS: Final = 60
"""Characters of a number; no figure of an office is longer, and a machine would compute for ever on some that are."""


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

    def filled(self) -> bool:
        """Tell whether a mapping has any entry."""
        return any(True for _ in self.items())

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
            raise self.fault("missing_at_top" if self.name == self.file else "missing", entry=name)
        return found

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.content, str) or not self.content.strip():
            raise self.fault("not_text")
        return self.content

    def number(self) -> Fraction:
        """Return an exact number, as its decimals say."""
        text = self.text()
        try:
            number = Decimal(text) if len(text) <= MOST_DIGITS else Decimal("nan")
        except InvalidOperation:
            raise self.fault("not_number", value=self.content) from None
        if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
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
