"""With what does a new rulebook begin? 规则模板

A text that holds every entry with a comment beside it and is sound as it stands.
"""

import re
from datetime import date
from pathlib import Path

_NAME = re.compile(r"[a-z][a-z0-9-]{1,50}")


def is_family(name: str) -> bool:
    """Tell whether a family of rulebooks can be called so."""
    return _NAME.fullmatch(name) is not None


def template_text(name: str, day: date) -> str:
    """Return the text of a new rulebook of a family, dated on a day."""
    template = (Path(__file__).parent / "new_rulebook.yaml").read_text(encoding="utf-8")
    named = template.replace("{name}", name).replace("{year}", str(day.year))
    return named.replace("{today}", day.isoformat())
