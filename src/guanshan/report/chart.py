"""How is a comparison shown so that people see it at once? 图

A chart answers one question, said in its title. Bars begin at nought, labels and values stand at their bars, nothing needs a legend. The
same chart is drawn as SVG for pages and by whoever prints it; its table says the same in numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

WIDTH: Final = 400
"""Width of a chart's picture [user units]."""

_ROW: Final = 42
_THICK: Final = 14
_GREEN: Final = "#0b5d4e"
_PALE: Final = "#b9b2a0"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: whose it is, how long, and what is written at it.

    Parameters
    ----------
    estimated
        Whether it is reckoned backwards and not registered: drawn hollow.
    lead
        Address to which it leads; empty for none.
    """

    label: str
    value: Decimal
    said: str
    estimated: bool = False
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart: the sentence that it shows, and its bars, all of one unit. 条形图"""

    title: str
    bars: tuple[Bar, ...]

    def share(self, bar: Bar) -> float:
        """Length of a bar as a part of the longest one, from 0 to 1; a negative value has no length."""
        longest = max((one.value for one in self.bars), default=Decimal(0))
        return float(max(bar.value, Decimal(0)) / longest) if longest > 0 else 0.0


def chart_svg(chart: Chart, name: str) -> str:
    """Draw a chart as SVG, for a page that loads nothing.

    Parameters
    ----------
    name
        Unique on the page; the picture's title and description are found by it.
    """
    height = _ROW * len(chart.bars) + 4
    told = "; ".join(f"{bar.label} {bar.said}" for bar in chart.bars)
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby={quoteattr(f"{name}-t {name}-d")} xmlns="http://www.w3.org/2000/svg">',
        f"<title id={quoteattr(f'{name}-t')}>{escape(chart.title)}</title>",
        f"<desc id={quoteattr(f'{name}-d')}>{escape(told)}</desc>",
        *_bars(chart),
        f'<line x1="0.5" y1="0" x2="0.5" y2="{height}" stroke="#1d2a26" stroke-width="1"/>',
        "</svg>",
    ]
    return "".join(parts)


def _bars(chart: Chart) -> Sequence[str]:
    drawn: list[str] = []
    for place, bar in enumerate(chart.bars):
        top = place * _ROW
        length = max(1.0, round(chart.share(bar) * (WIDTH - 2), 1))
        fill = (
            f'fill="none" stroke="{_PALE}" stroke-width="1.5" stroke-dasharray="4 3"'
            if bar.estimated
            else f'fill="{_GREEN}"'
        )
        drawn.append(
            f'<text x="6" y="{top + 16}" font-size="14" fill="#1d2a26">{escape(bar.label)}</text>'
            f'<text x="{WIDTH}" y="{top + 16}" font-size="15" font-weight="600" text-anchor="end" fill="{_GREEN}">'
            f"{escape(bar.said)}</text>"
            f'<rect x="1" y="{top + 22}" width="{length:g}" height="{_THICK}" {fill}/>'
        )
    return drawn
