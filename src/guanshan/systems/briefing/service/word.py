"""How does the briefing become a Word document? Word 文档"""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from guanshan.refusal import RefusedInput
from guanshan.report.chart import Chart
from guanshan.screens.words import Words
from guanshan.systems.briefing.service.printing import chart_of
from guanshan.systems.briefing.service.template import FIGURE, STYLES, TEMPLATE

_BAR: Final = "█"
_IMPLIED: Final = "░"
_LONGEST: Final = 22

Plain = dict[str, Any]


def briefing_docx(words: Words, composed: Plain, template: Path | None = None) -> bytes:
    """Write the briefing of a language as a Word document on a template.

    Raises
    ------
    RefusedInput
        If the template cannot be read or lacks a style.
    """
    page = composed["pages"][words.language]
    word = _opened(template or TEMPLATE)
    writer = _Writer(word, words, page)
    writer.write()
    marks = {
        "{{title}}": page["title"],
        "{{day}}": page["day"],
        "{{known}}": words("briefing.page.known_at", time=page["known"]),
    }
    for section in word.sections:
        for part in (section.header, section.footer):
            for paragraph in part.paragraphs:
                for run in paragraph.runs:
                    for mark, value in marks.items():
                        run.text = run.text.replace(mark, value)
    word.core_properties.title = f"{page['title']} {page['day']}"
    day = datetime.fromisoformat(composed["on"])
    word.core_properties.created = word.core_properties.modified = day
    with BytesIO() as target:
        word.save(target)
        return target.getvalue()


def _opened(template: Path) -> Word:
    try:
        word = Document(str(template))
    except (OSError, KeyError, ValueError, BadZipFile, PackageNotFoundError):
        raise RefusedInput("document.no_template", file=template.name) from None
    for style in (*STYLES, FIGURE):
        if style not in [one.name for one in word.styles]:
            raise RefusedInput("document.no_style", file=template.name, style=style)
    return word


class _Writer:
    """Writes the parts of a page, one after the other."""

    def __init__(self, word: Word, words: Words, page: Plain) -> None:
        self._word = word
        self._words = words
        self._page = page
        self._bookmarks = {note["id"]: f"f{place}" for place, note in enumerate(page["notes"], 1)}

    def write(self) -> None:
        page, say = self._page, self._words
        if page["sample"]:
            self._plain("Briefing Line", f"{say('briefing.page.sample')}：{say('briefing.page.sample_note')}")
        self._plain("Briefing Title", page["title"])
        self._plain("Briefing Motto", page["motto"])
        data_of, known_at = (
            say("briefing.page.data_of", day=page["day"]),
            say("briefing.page.known_at", time=page["known"]),
        )
        self._plain("Briefing Line", f"{data_of} · {known_at}")
        self._story(page["lead"], "Briefing Lead")
        self._columns(2)
        for story in page["sections"]:
            self._story(story, "Briefing Headline")
        if page["news"]:
            self._plain("Briefing Kicker", say("briefing.page.news"))
        for item in page["news"]:
            self._plain("Briefing Headline", item["headline"])
            self._plain("Briefing Small", f"{item['day']} · {item['office']}")
            self._pieces("Briefing Body", item["text"])
        self._columns(1)
        self._plain("Briefing Kicker", say("briefing.page.notes"))
        self._plain("Briefing Small", say("briefing.page.notes_print"))
        self._columns(2)
        for note in page["notes"]:
            self._note(note)
        self._columns(1)
        for line in colophon(say, page):
            self._plain("Briefing Small", line)

    def _columns(self, number: int) -> None:
        section = self._word.add_section(WD_SECTION.CONTINUOUS)
        properties = section._sectPr
        for old in properties.findall(qn("w:cols")):
            properties.remove(old)
        columns = OxmlElement("w:cols")
        columns.set(qn("w:num"), str(number))
        columns.set(qn("w:space"), "480")
        properties.append(columns)

    def _plain(self, style: str, text: str) -> Paragraph:
        return self._word.add_paragraph(text, style=style)

    def _story(self, story: Plain, headline: str) -> None:
        self._plain("Briefing Kicker", story["title"])
        self._pieces(headline, story["headline"])
        for paragraph in story["paragraphs"]:
            self._pieces("Briefing Body", paragraph)
        if story["chart"]:
            self._chart(chart_of(story["chart"]))

    def _pieces(self, style: str, pieces: list[Plain]) -> None:
        paragraph = self._word.add_paragraph(style=style)
        for piece in pieces:
            if "figure" in piece:
                self._link(paragraph, piece["text"], self._bookmarks[piece["figure"]])
            else:
                paragraph.add_run(piece["text"])

    def _link(self, paragraph: Paragraph, text: str, bookmark: str) -> None:
        """Lead from a figure to its note."""
        run = paragraph.add_run(text, style=FIGURE)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), bookmark)
        run._r.addprevious(link)
        link.append(run._r)

    def _chart(self, chart: Chart) -> None:
        """Set a chart in lines: label and value, and below them the bar."""
        self._plain("Briefing Caption", chart.title)
        for bar in chart.bars:
            paragraph = self._word.add_paragraph(style="Briefing Note")
            paragraph.add_run(f"{bar.label}　")
            self._link(paragraph, bar.said, self._bookmarks[bar.lead])
            paragraph.add_run().add_break()
            length = max(1, round(chart.share(bar) * _LONGEST))
            paragraph.add_run((_IMPLIED if bar.estimated else _BAR) * length, style=FIGURE)

    def _note(self, note: Plain) -> None:
        paragraph = self._word.add_paragraph(style="Briefing Note")
        self._mark(paragraph, self._bookmarks[note["id"]])
        paragraph.add_run(f"{note['title']} ").bold = True
        paragraph.add_run(note["said"], style=FIGURE)
        for line in note_lines(self._words, note):
            paragraph.add_run(f" {line}")

    def _mark(self, paragraph: Paragraph, name: str) -> None:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for one in (start, end):
            one.set(qn("w:id"), name.removeprefix("f"))
        start.set(qn("w:name"), name)
        paragraph._p.append(start)
        paragraph._p.append(end)


def note_lines(words: Words, note: Plain) -> list[str]:
    """Say what stands behind a figure, line by line."""
    marks = [words(f"screens.provenance.{note['provenance']}")]
    if note["sample"]:
        marks.append(words("screens.provenance.sample"))
    colon = words.colon
    lines = [
        "｜".join(marks) if words.language == "zh" else ", ".join(marks),
        f"{words('screens.figure.definition')}{colon}{note['definition']}",
        f"{words('briefing.page.formula')}{colon}{note['formula']}",
        f"{words('screens.figure.period')}{colon}{note['period']}",
        f"{words('briefing.page.office')}{colon}{note['office']}",
    ]
    if note["base"]:
        lines.append(f"{note['base_title']}{colon}{words('briefing.page.semicolon').join(note['base'])}")
    if note["document"]:
        lines.append(f"{words('briefing.page.document')}{colon}{note['document']}")
    if note["rows"]:
        rows = note["rows"]
        told = words(
            "briefing.page.rows_of", register=rows["register"], count=f"{rows['count']:,}", on=rows["on"]
        )
        lines.append(f"{words('briefing.page.rows')}{colon}{told}")
    end = "。" if words.language == "zh" else "."
    return [line.rstrip("。.") + end for line in lines]


def colophon(words: Words, page: Plain) -> list[str]:
    """Say of which data, offices and documents the page is made."""
    lines = [
        words("briefing.page.colophon_data", day=page["day"], time=page["known"]),
        words("briefing.page.colophon_offices", offices=words("briefing.page.comma").join(page["offices"])),
    ]
    if page["documents"]:
        listed = words("briefing.page.semicolon").join(page["documents"])
        lines.append(words("briefing.page.colophon_documents", documents=listed))
    return [*lines, words("briefing.page.colophon_marks"), words("briefing.page.colophon_signed")]
