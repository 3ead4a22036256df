"""In which figures do two editions differ? 变动"""

from dataclasses import dataclass
from typing import Any

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what it was in the edition before: ``before`` or ``after`` is None where it did not stand there."""

    id: str
    before: Plain | None
    after: Plain | None


def changes_between(before: Plain, after: Plain) -> list[Change]:
    """List the figures in which two editions differ: in value, qualifier, document, number of rows."""
    old, new = ({one["id"]: one for one in each["figures"]} for each in (before, after))
    return [
        Change(name, old.get(name), new.get(name))
        for name in dict.fromkeys((*new, *old))
        if old.get(name) != new.get(name)
    ]
