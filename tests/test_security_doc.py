"""Does every test that the security pages name exist, and do both pages name the same ones?"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "docs" / "security.md", ROOT / "docs" / "security.zh-CN.md")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def named(page: Path) -> set[tuple[str, str]]:
    return {(file, test) for file, test in NAMED.findall(page.read_text("utf-8"))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_exists(page: Path) -> None:
    assert len(named(page)) > 20
    for file, test in named(page):
        text = (ROOT / file).read_text("utf-8")
        assert not test or re.search(rf"def {test}\(", text), f"{file}::{test}"


def test_both_languages_name_the_same_tests() -> None:
    assert named(PAGES[0]) == named(PAGES[1])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_line_has_a_test_or_a_reason(page: Path) -> None:
    for line in page.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[-1] not in ("shown by", "证明"):
            assert NAMED.search(cells[-1]) or cells[-1] in ("does not apply", "不适用", "as above", "同上"), (
                line
            )
