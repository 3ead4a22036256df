"""Of what is the Word template made? Word 模板

``python -m guanshan.systems.briefing.service.template`` writes ``templates/briefing.docx`` anew. An office opens the template in Word,
changes its styles, margins and header, and hands it to ``guanshan briefing build --template``; the names of the styles are what must
stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "briefing.docx"

_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
_INK, _QUIET, _GREEN = RGBColor(0x1D, 0x2A, 0x26), RGBColor(0x5B, 0x67, 0x62), RGBColor(0x0B, 0x5D, 0x4E)


@dataclass(frozen=True, slots=True)
class Look:
    """How a style looks: font, size [pt], weight, colour, space before and after [pt]."""

    font: str
    size: float
    bold: bool = False
    colour: RGBColor = _INK
    before: float = 0
    after: float = 4
    centred: bool = False
    indent: float = 0
    keep: bool = False


STYLES: Final[Mapping[str, Look]] = {
    "Briefing Title": Look(_SERIF, 36, bold=True, centred=True, after=0),
    "Briefing Motto": Look(_SERIF, 10, colour=_QUIET, centred=True, after=4),
    "Briefing Line": Look(_SANS, 8, colour=_QUIET, centred=True, after=8),
    "Briefing Kicker": Look(_SANS, 9, bold=True, colour=_GREEN, before=8, after=0, keep=True),
    "Briefing Lead": Look(_SERIF, 20, bold=True, after=6, keep=True),
    "Briefing Headline": Look(_SERIF, 13, bold=True, after=4, keep=True),
    "Briefing Body": Look(_SANS, 10, indent=20),
    "Briefing Caption": Look(_SANS, 9, bold=True, before=4, keep=True),
    "Briefing Small": Look(_SANS, 8, colour=_QUIET),
    "Briefing Note": Look(_SANS, 8, after=2),
}
"""Every paragraph style that the briefing uses."""

FIGURE: Final = "Briefing Figure"
"""The character style of a figure in a text."""


def make_template() -> Word:
    """Make the template: A4, the styles of the briefing, a header and a footer with places for title and day."""
    word = Document()
    word.element.body.remove(word.element.body[0]) if len(word.element.body) > 1 else None
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(18)
    for name, look in STYLES.items():
        style: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        style.quick_style = True
        _dress(style.font, style.element, look)
        shape = style.paragraph_format
        shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
        shape.line_spacing, shape.first_line_indent = 1.25, Pt(look.indent)
        shape.keep_with_next = look.keep
        if look.centred:
            shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
    figure: Any = word.styles.add_style(FIGURE, WD_STYLE_TYPE.CHARACTER)
    figure.font.bold, figure.font.color.rgb = True, _GREEN
    section.header.paragraphs[0].text = "{{title}} · {{day}}"
    section.header.paragraphs[0].style = word.styles["Briefing Line"]
    section.footer.paragraphs[0].text = "{{known}}"
    section.footer.paragraphs[0].style = word.styles["Briefing Line"]
    word.core_properties.author = "观山 Guanshan"
    word.core_properties.created = word.core_properties.modified = datetime(2024, 5, 6)  # noqa: DTZ001 (a file's own mark)
    return word


def _dress(font: Any, element: Any, look: Look) -> None:
    font.name, font.size, font.bold, font.color.rgb = look.font, Pt(look.size), look.bold, look.colour
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), look.font)


if __name__ == "__main__":
    make_template().save(str(TEMPLATE))
