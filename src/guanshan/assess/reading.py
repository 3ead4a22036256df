"""Is this text YAML at all, and small enough to be read? 文本读取

What comes in may come from anybody's hand: it is read within bounds of size, depth and number of pieces, so that a text of a few lines
that unfolds without end (anchors within anchors) is refused as quickly as a misplaced colon. What is wrong with the YAML is told in an
officer's words, not in the reader's.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml

from guanshan.assess.source import Node, RulebookFault

LARGEST: Final = 1_000_000
"""Size of a rulebook's text [bytes]; the longest official one has twenty thousand."""
_DEEPEST: Final = 30
_MOST_PIECES: Final = 50_000
_MERGE: Final = "tag:yaml.org,2002:merge"
_NULL: Final = "tag:yaml.org,2002:null"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_REASONS: Final = (
    ("cannot start any token", "yaml_character"),
    ("tab character", "yaml_character"),
    ("escape character", "yaml_quote"),
    ("mapping values are not allowed", "yaml_colon"),
    ("could not find expected ':'", "yaml_no_colon"),
    ("expected ',' or", "yaml_bracket"),
    ("expected node content", "yaml_bracket"),
    ("quoted scalar", "yaml_quote"),
    ("document", "yaml_several"),
    ("alias", "yaml_alias"),
    ("anchor", "yaml_alias"),
    ("block end", "yaml_indent"),
    ("expected key", "yaml_indent"),
    ("expected '-' indicator", "yaml_indent"),
    ("sequence entries are not allowed", "yaml_indent"),
)
"""What the reader of YAML says, and how it is told to an officer."""


def read(path: Path) -> Node:
    """Read a YAML file into nodes.

    Raises
    ------
    RulebookFault
        If it cannot be read, is not YAML, or names an entry twice.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise _fault("unreadable", path.name, 0) from None
    return read_bytes(content, path.name)


def read_bytes(content: bytes, file: str) -> Node:
    """Read an uploaded file into nodes; ``file`` is the name told in faults."""
    try:
        return read_text(content.decode("utf-8"), file)
    except UnicodeDecodeError as wrong:
        raise _fault("not_utf8", file, content.count(b"\n", 0, wrong.start) + 1) from None


def read_text(text: str, file: str) -> Node:
    """Read YAML text into nodes; ``file`` is the name told in faults.

    Raises
    ------
    RulebookFault
        If it is too large, too deep, not YAML, or names an entry twice.
    """
    try:
        if len(text.encode()) > LARGEST:
            raise _fault("too_large", file, 0, most=LARGEST // 1000)
        _measure(text, file)
        root = yaml.compose(text, Loader=_LOADER)
    except UnicodeEncodeError as wrong:
        raise _fault("not_utf8", file, text.count("\n", 0, wrong.start) + 1) from None
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark
        problem = f"{wrong.problem} {wrong.context or ''}"
        key = next((key for said, key in _REASONS if said in problem), "not_yaml")
        raise _fault(key, file, mark.line + 1 if mark else 0) from None
    except yaml.reader.ReaderError as wrong:
        raise _fault("yaml_character", file, text.encode()[: wrong.position].count(b"\n") + 1) from None
    except (yaml.YAMLError, ValueError):
        raise _fault("not_yaml", file, 0) from None
    if root is None:
        raise _fault("missing", file, 1, entry="rulebook")
    return _Unfolding(file).node(root, file)


def text_of(node: Node) -> str:
    """Write nodes as YAML again: the same rulebook comes out of it, without comments and anchors."""
    return yaml.safe_dump(_content(node), allow_unicode=True, sort_keys=False, width=140)


def _fault(key: str, file: str, line: int, **values: object) -> RulebookFault:
    return RulebookFault(f"assess.fault.{key}", **{"file": file, "line": line, "name": file, **values})


def _content(node: Node) -> object:
    if isinstance(node.content, Mapping):
        return {name: _content(part) for name, part in node.content.items()}
    return [_content(part) for part in node.content] if isinstance(node.content, tuple) else node.content


def _measure(text: str, file: str) -> None:
    """Refuse what is nested too deep, before it is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _fault("too_deep", file, event.start_mark.line + 1 if event.start_mark else 0)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Unfolding:
    """Builds the nodes of one text, counting them: an anchor is built anew wherever it is named."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._pieces = 0

    def node(self, node: yaml.Node, name: str, depth: int = 0) -> Node:
        """Build a node with all that is in it."""
        line = node.start_mark.line + 1
        self._pieces += 1
        if depth > _DEEPEST or self._pieces > _MOST_PIECES:
            raise _fault("too_deep" if depth > _DEEPEST else "too_many", self._file, line)
        if isinstance(node, yaml.MappingNode):
            return Node(self._file, line, name, self._entries(node, depth))
        if isinstance(node, yaml.SequenceNode):
            return Node(
                self._file, line, name, tuple(self.node(part, name, depth + 1) for part in node.value)
            )
        return Node(self._file, line, name, None if node.tag == _NULL else str(node.value))

    def _entries(self, node: yaml.MappingNode, depth: int) -> Mapping[str, Node]:
        written: dict[str, Node] = {}
        merged: dict[str, Node] = {}
        for key, name, part in self._pairs(node, depth):
            entry = Node(self._file, key.start_mark.line + 1, name, part.content)
            if key.tag == _MERGE:
                merged |= {
                    one: Node(self._file, entry.line, one, inner.content) for one, inner in entry.items()
                }
            elif name in written:
                raise entry.fault("twice")
            else:
                written[name] = entry
        return {**merged, **written}

    def _pairs(self, node: yaml.MappingNode, depth: int) -> Iterator[tuple[yaml.Node, str, Node]]:
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _fault("yaml_colon", self._file, key.start_mark.line + 1)
            yield key, str(key.value), self.node(value, str(key.value), depth + 1)
