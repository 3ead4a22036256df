"""How does the briefing become a page? 网页

One self-contained HTML document of each language: style and charts are in it, nothing is fetched from anywhere. A pure function of what
was composed.
"""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from guanshan.report.chart import Bar, Chart, chart_svg
from guanshan.screens.paper import Paper
from guanshan.screens.words import Words

_TEMPLATES: Final = Path(__file__).parents[1] / "templates"

Plain = dict[str, Any]


def briefing_html(words: Words, composed: Plain) -> str:
    """Write the page of a language."""
    page = composed["pages"][words.language]
    stories = [page["lead"], *page["sections"]]
    return str(
        paper().write(
            "briefing.html",
            words,
            page=page,
            css=style(),
            drawn={
                one["name"]: Markup(chart_svg(chart_of(one["chart"]), f"chart-{one['name']}"))  # noqa: S704 (escaped there)
                for one in stories
                if one["chart"]
            },
            made_up={one["id"] for one in page["notes"] if one["sample"]},
        )
    )


def chart_of(told: Plain) -> Chart:
    """Turn a composed chart into one that can be drawn."""
    return Chart(
        told["title"],
        tuple(
            Bar(
                one["label"], Decimal(one["value"]), one["said"], estimated=one["implied"], lead=one["figure"]
            )
            for one in told["bars"]
        ),
    )


@cache
def paper() -> Paper:
    """Return the templates of the briefing."""
    return Paper(("guanshan.systems.briefing", "guanshan.screens"))


@cache
def style() -> Markup:
    """Return the style that stands in every page of the briefing."""
    return Markup((_TEMPLATES / "briefing.css").read_text(encoding="utf-8"))  # noqa: S704 (our own file)
