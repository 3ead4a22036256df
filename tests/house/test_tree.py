"""What may not stand anywhere in the tree."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "guanshan"
BINARY = {".png", ".xlsx", ".xls"}


def tracked() -> list[Path]:
    """Return every file that git tracks."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def texts():
    for path in tracked():
        if path.suffix not in BINARY:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def found(pattern: str, where=texts) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}: {hit.group()}" for path, text in where() for hit in wanted.finditer(text)
    ]


def test_no_registry_and_no_path_of_a_machine():
    assert found(r"[p]ypi\.org|[p]ythonhosted|[n]pmjs|[d]eb\.debian|/[h]ome/[a-z]|/[r]oot/|/[w]ork/") == []


def test_pages_load_nothing_from_another_host():
    def pages():
        return ((path, text) for path, text in texts() if path.suffix in {".html", ".css", ".js"})

    assert (
        found(r"""(?:src|href|action)=["'](?:https?:)?//[^"']+|url\((?:https?:)?//[^)]+|@import""", pages)
        == []
    )


def test_no_unfinished_line_in_the_source():
    def source():
        return ((path, text) for path, text in texts() if SOURCE in path.parents and path.suffix == ".py")

    assert found(r"\b(?:TODO|FIXME|XXX)\b|NotImplementedError|pragma: no cover", source) == []


TOLD = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
"""Every module but the migrations, which their messages tell."""


@pytest.mark.parametrize("path", TOLD, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_public_name_has_a_docstring(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [] if ast.get_docstring(tree) else ["module"]
    for node in ast.walk(tree):
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if named and not node.name.startswith("_") and node in _public(tree) and not ast.get_docstring(node):
            bare.append(node.name)
    assert bare == []


def _public(tree: ast.Module) -> list[ast.AST]:
    nodes = list(tree.body)
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            nodes += node.body
    return nodes
