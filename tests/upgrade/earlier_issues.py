"""Which databases must today's house take over? One of every issue that has landed.

When an issue lands, its last commit and its heads are added here, a house of it is written in ``earlier_houses.py``, and
``python tests/upgrade/keep_house.py NAME`` keeps that house's rows beside this file, written by the issue's own code.
"""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Issue:
    """The state of the house when an issue landed: its last commit, and the heads of its migrations."""

    name: str
    commit: str
    heads: tuple[str, ...]

    @property
    def kept(self) -> Path:
        """File with the rows of a small house of that time."""
        return HERE / f"{self.name}.jsonl"


ISSUES = (Issue("issue-2", "04916aa", ("register_0001", "enterprise_0001")),)
