"""What did an office write, and on which line? 手写数据

YAML that people keep by hand is read into pieces that remember their file and line, so that a fault is told with both and a reason. Texts
stay texts until somebody asks for a number, a day or a flag.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import yaml

from guanshan.refusal import RefusedInput

MOST_BYTES: Final = 200_000
"""Largest file [bytes]."""
MOST_DEPTH: Final = 20
"""Levels of nesting."""
_LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class WrittenFault(RefusedInput):
    """Something written by hand that will not do: ``file``, ``line``, ``name`` and the reason. 文本有误"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a file and where it stands.

    Parameters
    ----------
    content
        A mapping from name to piece, a tuple of pieces, a text, or None where nothing is written.
    """

    file: str
    line: int
    name: str
    content: "Mapping[str, Piece] | tuple[Piece, ...] | str | None"

    def fault(self, key: str, /, **values: object) -> WrittenFault:
        """Build the refusal of this piece; ``key`` is a whole key, or the last part of one of ``written``."""
        whole = key if "." in key else f"written.{key}"
        return WrittenFault(whole, **{"file": self.file, "line": self.line, "name": self.name, **values})

    def only(self, *names: str) -> None:
        """Refuse any entry of another name."""
        for name, piece in self.entries():
            if name not in names:
                raise piece.fault("no_such_entry", known=", ".join(names))

    def entries(self) -> Iterator[tuple[str, "Piece"]]:
        """Walk through the entries of a mapping in their order; of nothing there are none."""
        if self.content is None:
            return iter(())
        if not isinstance(self.content, Mapping):
            raise self.fault("not_a_mapping")
        return iter(self.content.items())

    def each(self) -> tuple["Piece", ...]:
        """Return the parts of a list; a single text is a list of one."""
        if isinstance(self.content, str):
            return (self,)
        if not isinstance(self.content, tuple):
            raise self.fault("not_a_list")
        return self.content

    def get(self, name: str) -> "Piece | None":
        """Return an entry that is filled in, or None."""
        found = dict(self.entries()).get(name)
        return None if found is None or found.content is None else found

    def take(self, name: str) -> "Piece":
        """Return an entry that must be filled in."""
        found = self.get(name)
        if found is None:
            raise self.fault("missing", entry=name)
        return found

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.content, str) or not self.content.strip():
            raise self.fault("not_text")
        return self.content

    def word(self, known: tuple[str, ...]) -> str:
        """Return a text that must be one of those known."""
        text = self.text()
        if text not in known:
            raise self.fault("not_known", value=text, known=", ".join(known))
        return text

    def words(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """Return the texts of a list, each one of those known."""
        return tuple(one.word(known) for one in self.each())

    def fraction(self) -> Fraction:
        """Return an exact number of at most twenty characters."""
        text = self.text()
        try:
            return (
                Fraction(text) if len(text) <= 20 and "/" not in text and "e" not in text.lower() else _no()
            )
        except ValueError:
            raise self.fault("not_number", value=text) from None

    def whole(self) -> int:
        """Return a whole number."""
        number = self.fraction()
        if number.denominator != 1:
            raise self.fault("not_number", value=self.content)
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

    def both(self) -> Mapping[str, str]:
        """Return a text in both languages: ``{zh: ..., en: ...}``."""
        self.only("zh", "en")
        return {"zh": self.take("zh").text(), "en": self.take("en").text()}


def read_path(path: Path) -> Piece:
    """Read a file.

    Raises
    ------
    WrittenFault
        As `read_text` does, or if it cannot be opened.
    """
    try:
        return read_text(path.read_bytes().decode("utf-8"), path.name)
    except (OSError, UnicodeDecodeError):
        raise Piece(path.name, 0, path.name, None).fault("unreadable") from None


def read_text(text: str, file: str) -> Piece:
    """Read YAML; ``file`` is the name told in faults.

    Raises
    ------
    WrittenFault
        If it is too large, nested too deep, no YAML, or names an entry twice.
    """
    top = Piece(file, 0, file, None)
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise top.fault("too_large", most=MOST_BYTES // 1000)
    try:
        _measure(text, top)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 0
        raise Piece(file, line, file, None).fault("not_yaml") from None
    except (yaml.YAMLError, ValueError):
        raise top.fault("not_yaml") from None
    return Piece(file, 1, file, None if root is None else _content(root, file))


def _measure(text: str, top: Piece) -> None:
    """Refuse, before anything is built, what is nested too deep or refers to itself (anchors could unfold without end)."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise Piece(top.file, line, top.name, None).fault("anchor")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_DEPTH:
                raise Piece(top.file, line, top.name, None).fault("too_deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _content(
    node: yaml.Node, file: str, name: str = ""
) -> "Mapping[str, Piece] | tuple[Piece, ...] | str | None":
    if isinstance(node, yaml.SequenceNode):
        return tuple(
            Piece(file, one.start_mark.line + 1, name, _content(one, file, name)) for one in node.value
        )
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Piece] = {}
        for key, value in node.value:
            line, title = key.start_mark.line + 1, str(key.value)
            if not isinstance(key, yaml.ScalarNode) or title in found:
                raise Piece(file, line, title, None).fault("twice")
            found[title] = Piece(file, line, title, _content(value, file, title))
        return found
    return str(node.value) if node.value not in ("", "~") else None


def _no() -> Fraction:
    raise ValueError
