"""Where in the file does it stand? 指标文本

Indicators are YAML that offices write by hand. Mappings remember the line of each entry, so that a fault is told with file, line and
reason; scalars stay text, so that no figure passes through a binary float.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from guanshan.refusal import RefusedInput

_LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class IndicatorFault(RefusedInput):
    """A file of indicators that cannot be read as one: ``file``, ``line`` and the reason. 指标有误"""


class Entries(Mapping[str, Any]):
    """A mapping of the file: what stands under each name, and in which line."""

    def __init__(self, file: str, line: int) -> None:
        self.file = file
        self.line = line
        self._values: dict[str, Any] = {}
        self._lines: dict[str, int] = {}

    def __getitem__(self, name: str) -> Any:
        """Return what stands under a name."""
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        """Walk through the names, in the order in which they are written."""
        return iter(self._values)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._values)

    def keep(self, name: str, value: Any, line: int) -> None:
        """Take in an entry."""
        self._values[name], self._lines[name] = value, line

    def line_of(self, name: str) -> int:
        """Return the line of an entry; of one that is not there, the mapping's."""
        return self._lines.get(name, self.line)

    def fault(self, key: str, name: str = "", **values: object) -> IndicatorFault:
        """Build the refusal of an entry, or of the whole mapping; the caller raises it."""
        return IndicatorFault(
            f"report.fault.{key}", file=self.file, line=self.line_of(name), name=name, **values
        )

    def only(self, *names: str) -> None:
        """Refuse any entry of another name."""
        for name in self:
            if name not in names:
                raise self.fault("no_such_entry", name, known=", ".join(names))

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text that must be there, or a default."""
        value = self.get(name, default)
        if not isinstance(value, str) or not value.strip():
            raise self.fault("not_text" if name in self else "missing", name)
        return value

    def choice(self, name: str, options: Sequence[str], default: str | None = None) -> str:
        """Return one of some words."""
        value = self.text(name, default)
        if value not in options:
            raise self.fault("choice", name, value=value, options=" / ".join(options))
        return value

    def inner(self, name: str) -> "Entries":
        """Return a mapping that must be there."""
        value = self.get(name)
        if not isinstance(value, Entries):
            raise self.fault("not_a_mapping" if name in self else "missing", name)
        return value

    def listed(self, name: str) -> list[Any]:
        """Return a list; empty where nothing is written."""
        value = self.get(name, [])
        if not isinstance(value, list):
            raise self.fault("not_a_list", name)
        return value


def read_entries(path: Path) -> Entries:
    """Read a YAML file.

    Raises
    ------
    IndicatorFault
        If it cannot be read, is not YAML, is no mapping or names an entry twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise IndicatorFault("report.fault.unreadable", file=str(path), line=0, name=path.name) from None
    return read_text(text, path.name)


def read_text(text: str, file: str) -> Entries:
    """Read YAML text; ``file`` is the name told in faults."""
    loader = _LOADER(text)
    try:
        found = _built(loader.get_single_node(), file, 0, {})
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise IndicatorFault(
            "report.fault.not_yaml", file=file, line=line, name=file, problem=error.problem
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise IndicatorFault("report.fault.not_yaml", file=file, line=0, name=file, problem="") from None
    finally:
        loader.dispose()
    if not isinstance(found, Entries):
        raise IndicatorFault("report.fault.not_a_mapping", file=file, line=1, name=file)
    return found


_DEEPEST: Final = 12


def _built(node: yaml.Node | None, file: str, depth: int, known: dict[int, Any]) -> Any:
    """Turn a node into plain data; one that is named again (``*anchor``) is built once, so that no file grows by itself."""
    if node is None or id(node) in known:
        return None if node is None else known[id(node)]
    if depth > _DEEPEST:
        raise IndicatorFault("report.fault.too_deep", file=file, line=node.start_mark.line + 1, name=file)
    if isinstance(node, yaml.SequenceNode):
        built: Any = [_built(part, file, depth + 1, known) for part in node.value]
    elif isinstance(node, yaml.MappingNode):
        built = _entries(node, file, depth, known)
    else:
        built = node.value
    known[id(node)] = built
    return built


def _entries(node: yaml.MappingNode, file: str, depth: int, known: dict[int, Any]) -> Entries:
    entries = Entries(file, node.start_mark.line + 1)
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in entries:
            raise IndicatorFault("report.fault.twice", file=file, line=line, name=name)
        built = _built(value, file, depth + 1, known)
        if isinstance(built, Entries):
            built.line = line  # what is missing in it is told at its own name
        entries.keep(name, built, line)
    return entries
