"""How does the briefing become a PDF? PDF 文件

Pages of A4 set in the fonts of this machine: masthead and lead across, sections and news in two columns, notes in three. A figure in
the text leads to its note.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from fpdf import FPDF

from guanshan.document.font import Face, Weight, find_font
from guanshan.document.typeset import Run, lines_of
from guanshan.report.chart import Chart
from guanshan.screens.words import Words
from guanshan.systems.briefing.service.printing import chart_of
from guanshan.systems.briefing.service.word import colophon, note_lines

Plain = dict[str, Any]

_WIDE, _HIGH, _MARGIN = 210.0, 297.0, 15.0
_FOOT: Final = 14.0
_LAST: Final = _HIGH - _FOOT - 2
_GAP: Final = 7.0
_BAR: Final = 8.6
_EM: Final = 100.0
_POINT: Final = 25.4 / 72
_INK, _QUIET, _GREEN, _LINE, _OCHRE = (
    (29, 42, 38),
    (91, 103, 98),
    (11, 93, 78),
    (218, 213, 200),
    (247, 239, 223),
)


def briefing_pdf(words: Words, composed: Plain) -> bytes:
    """Write the briefing of a language as a PDF.

    Raises
    ------
    RefusedInput
        If no font of this machine prints Chinese; the text names the package to install.
    """
    page = composed["pages"][words.language]
    setter = _Setter(words, page)
    setter.pdf.set_creation_date(datetime.fromisoformat(composed["on"]).replace(tzinfo=UTC))
    setter.write()
    return bytes(setter.pdf.output())


class _Sheet(FPDF):
    """A page with its number at the foot."""

    told = ""

    def footer(self) -> None:
        """Write the foot of a page."""
        self.set_xy(_MARGIN, _HIGH - _FOOT + 4)
        self.set_font("sans", "", 7)
        self.set_text_color(*_QUIET)
        self.cell(_WIDE - 2 * _MARGIN, 4, f"{self.told}　{self.page_no()}", align="C")


class _Setter:
    """Sets the parts of a page, column by column."""

    def __init__(self, words: Words, page: Plain) -> None:
        self._words = words
        self._page = page
        self.pdf = _Sheet("P", "mm", "A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_lang(words.html_language)
        self.pdf.set_title(f"{page['title']} {page['day']}")
        self.pdf.told = f"{page['title']} · {page['day']}"
        looks: tuple[tuple[Face, Weight, str], ...] = (
            ("serif", "bold", "B"), ("sans", "regular", ""), ("sans", "bold", "B"),
        )  # fmt: skip
        for face, weight, style in looks:
            font = find_font(face, weight)
            self.pdf.add_font(face, style, str(font.path), collection_font_number=font.place)
        self._leads = {note["id"]: f"#f{place}" for place, note in enumerate(page["notes"], 1)}
        self._dry, self._y = False, _MARGIN
        self._widths: dict[tuple[str, bool, str], float] = {}
        self.pdf.c_margin = 0
        self._columns(1)
        self.pdf.add_page()

    def write(self) -> None:
        """Write everything."""
        self._masthead()
        self._story(self._page["lead"], 20)
        self._rule()
        self._flow(2, self._sections)
        self._kicker(self._words("briefing.page.notes"))
        self._text([Run(self._words("briefing.page.notes_print"))], "sans", 8, colour=_QUIET)
        self._flow(3, self._notes)
        self._rule()
        for line in colophon(self._words, self._page):
            self._text([Run(line)], "sans", 8, colour=_QUIET)

    def _sections(self) -> None:
        for story in self._page["sections"]:
            self._story(story, 13)
        if self._page["news"]:
            self._kicker(self._words("briefing.page.news"))
        for item in self._page["news"]:
            self._text([Run(item["headline"], strong=True)], "serif", 12, keep=18)
            self._text([Run(f"{item['day']} · {item['office']}")], "sans", 7, colour=_QUIET)
            self._text(_runs(item["text"]), "sans", 9, indent=True)

    def _notes(self) -> None:
        for note in self._page["notes"]:
            self._note(note)

    def _flow(self, number: int, draw: Callable[[], None]) -> None:
        """Set something in columns that end at about one height: its length is measured before it is drawn."""
        self._columns(number)
        begins, self._dry = self._y, True
        draw()
        self._left, self._dry, self._y = self._y - begins, False, begins
        self._balance()
        draw()
        self._y = max(self._lowest, self._y)
        self._columns(1)

    def _columns(self, number: int) -> None:
        """Begin columns below what stands."""
        self._number, self._at = number, 0
        self._width = (_WIDE - 2 * _MARGIN - (number - 1) * _GAP) / number
        self._top = self._lowest = self._y
        self._bottom, self._left = _LAST, 0.0

    def _balance(self) -> None:
        """Let columns end where what is left fills all of them alike, with some room for what cannot be parted."""
        even = self._top + self._left / self._number * 1.03 + 8
        self._bottom = min(_LAST, even) if self._number > 1 else _LAST

    @property
    def _x(self) -> float:
        return _MARGIN + self._at * (self._width + _GAP)

    def _room(self, height: float) -> None:
        """Go on to the next column or page where something does not fit any more."""
        self._lowest = max(self._lowest, self._y)
        last = self._at + 1 == self._number
        if self._dry or self._y + height <= (_LAST if last else self._bottom):
            return
        self._left -= self._y - self._top
        if not last:
            self._at, self._y = self._at + 1, self._top
            return
        self.pdf.add_page()
        self._at, self._y, self._top, self._lowest = 0, _MARGIN, _MARGIN, _MARGIN
        self._balance()

    def _masthead(self) -> None:
        page, say, pdf = self._page, self._words, self.pdf
        if page["sample"]:
            pdf.set_fill_color(*_OCHRE)
            pdf.rect(0, 0, _WIDE, 8, style="F")
            self._centred(
                f"{say('briefing.page.sample')}　{say('briefing.page.sample_note')}", "sans", "", 8, _INK, 1.5
            )
            self._y = 14
        self._centred(page["title"], "serif", "B", 38, _INK, self._y, 4 if say.language == "zh" else 0)
        self._centred(page["motto"], "sans", "", 10, _QUIET, self._y + 17)
        self._y += 25
        self._rule()
        known = say("briefing.page.known_at", time=page["known"])
        self._centred(
            f"{say('briefing.page.data_of', day=page['day'])}　{known}", "sans", "", 8, _QUIET, self._y - 1
        )
        self._y += 5

    def _centred(
        self,
        text: str,
        face: str,
        style: str,
        size: float,
        colour: Sequence[int],
        y: float,
        spread: float = 0,
    ) -> None:
        self.pdf.set_font(face, style, size)
        self.pdf.set_text_color(*colour)
        self.pdf.set_char_spacing(spread)
        self.pdf.set_xy(_MARGIN, y)
        self.pdf.cell(_WIDE - 2 * _MARGIN, size * _POINT * 1.2, text, align="C")
        self.pdf.set_char_spacing(0)

    def _rule(self) -> None:
        self.pdf.set_draw_color(*_INK)
        self.pdf.set_line_width(0.3)
        self.pdf.line(_MARGIN, self._y, _WIDE - _MARGIN, self._y)
        self._y += 3
        self._top = self._lowest = self._y

    def _kicker(self, text: str) -> None:
        self._room(27)
        self._y += 2
        if not self._dry:
            self.pdf.set_fill_color(*_GREEN)
            self.pdf.rect(self._x, self._y + 0.9, 2.2, 2.2, style="F")
        self._text([Run(text, strong=True)], "sans", 9, colour=_GREEN, shift=4)

    def _story(self, story: Plain, size: float) -> None:
        self._kicker(story["title"])
        self._text(_runs(story["headline"], plain=True), "serif", size, keep=14)
        for paragraph in story["paragraphs"]:
            self._text(_runs(paragraph), "sans", 9 if size < 20 else 10, indent=True)
        if story["chart"]:
            self._chart(chart_of(story["chart"]))
        self._y += 3

    def _text(
        self, runs: Sequence[Run], face: str, size: float, *, colour: Sequence[int] = _INK, indent: bool = False,
        keep: float = 0, shift: float = 0,
    ) -> None:  # fmt: skip
        """Set a paragraph, line by line."""
        height = size * _POINT * 1.5
        self._room(height + keep)
        inset = 2 * size * _POINT if indent and self._words.language == "zh" else 0.0
        for start, line in lines_of(runs, self._width - shift, self._width_of(face, size), inset):
            self._room(height)
            x = self._x + shift + start
            for run in () if self._dry else line:
                self.pdf.set_font(face, "B" if run.strong else "", size)
                self.pdf.set_text_color(*(_GREEN if run.lead else colour))
                wide = self.pdf.get_string_width(run.text)
                self.pdf.set_xy(x, self._y)
                self.pdf.cell(wide, height, run.text, link=self._leads.get(run.lead, ""))
                x += wide
            self._y += height
        self._y += 1
        self._lowest = max(self._lowest, self._y)

    def _width_of(self, face: str, size: float) -> Callable[[Run], float]:
        """Return a function that measures runs; a text is measured once for each face and weight."""

        def width(run: Run) -> float:
            key = (face, run.strong, run.text)
            if key not in self._widths:
                self.pdf.set_font(face, "B" if run.strong else "", _EM)
                self._widths[key] = float(self.pdf.get_string_width(run.text)) / _EM
            return self._widths[key] * size

        return width

    def _chart(self, chart: Chart) -> None:
        """Draw a chart: label and value above each bar."""
        wide = min(self._width, 100.0)
        self._room(8 + 9 * len(chart.bars))
        self._text([Run(chart.title, strong=True)], "sans", 8)
        for bar in () if self._dry else chart.bars:
            self.pdf.set_font("sans", "", 7.5)
            self.pdf.set_text_color(*_INK)
            self.pdf.set_xy(self._x + 1, self._y)
            self.pdf.cell(wide / 2, 4, bar.label)
            self.pdf.set_font("sans", "B", 7.5)
            self.pdf.set_text_color(*_GREEN)
            self.pdf.set_xy(self._x + wide / 2, self._y)
            self.pdf.cell(wide / 2, 4, bar.said, align="R", link=self._leads.get(bar.lead, ""))
            self.pdf.set_fill_color(*(_LINE if bar.estimated else _GREEN))
            self.pdf.rect(self._x, self._y + 4.3, max(0.3, chart.share(bar) * wide), 2.8, style="F")
            self._y += _BAR
        self._y += _BAR * len(chart.bars) if self._dry else 0
        self._lowest = max(self._lowest, self._y)

    def _note(self, note: Plain) -> None:
        self._room(12)
        if not self._dry:
            self.pdf.set_link(
                name=self._leads[note["id"]].removeprefix("#"), y=self._y, page=self.pdf.page_no()
            )
        self._text(
            [Run(f"{note['title']} ", strong=True), Run(note["said"], strong=True, lead=note["id"])],
            "sans",
            7.5,
        )
        self._text([Run(" ".join(note_lines(self._words, note)))], "sans", 6.5, colour=_QUIET)


def _runs(pieces: Sequence[Plain], *, plain: bool = False) -> list[Run]:
    return [
        Run(one["text"], strong=plain or "figure" in one, lead="" if plain else one.get("figure", ""))
        for one in pieces
    ]
