"""How is a measured figure told, so that it can be kept beside what was asked for?"""

import json


def report(
    name: str,
    value: float,
    unit: str,
    *,
    most: float | None = None,
    least: float | None = None,
    note: str = "",
) -> None:
    """Print one figure as a line of JSON; ``most`` or ``least`` is what was asked for."""
    asked, reached = "", None
    if most is not None:
        asked, reached = f"at most {most:,g} {unit}", value <= most
    elif least is not None:
        asked, reached = f"at least {least:,g} {unit}", value >= least
    told = {
        "figure": name,
        "value": round(value, 3),
        "unit": unit,
        "asked": asked,
        "reached": reached,
        "note": note,
    }
    print(json.dumps(told, ensure_ascii=False), flush=True)
