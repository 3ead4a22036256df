"""Word and PDF say what the edition says, in the fonts of the machine, on a template that an office can change."""

import io
import re
import shutil
import subprocess
import zipfile

import pytest
from docx import Document
from docx.shared import Pt

from guanshan.document.font import find_font
from guanshan.refusal import RefusedInput
from guanshan.systems.briefing.service.composing import compose
from guanshan.systems.briefing.service.pdf import briefing_pdf
from guanshan.systems.briefing.service.template import TEMPLATE, make_template
from guanshan.systems.briefing.service.word import briefing_docx
from services import lacking


@pytest.fixture(scope="module")
def composed(house):
    return compose(house, house.reporter.pinned(house.registry.moment()))


def figures_of(composed, language):
    return {note["said"] for note in composed["pages"][language]["notes"]}


def squeezed(text):
    return re.sub(r"\s+", "", text)


def text_of_docx(content):
    word = Document(io.BytesIO(content))
    return "\n".join(
        "".join(node.text or "" for node in p._p.iter() if node.tag.endswith("}t")) for p in word.paragraphs
    )


def tool(name, package):
    found = shutil.which(name)
    if found is None:
        lacking(f"{name} is not installed (package {package})")
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_word_says_every_figure_and_leads_to_its_note(house, composed, language):
    content = briefing_docx(house.words(language), composed)
    text = text_of_docx(content)
    assert all(said in text for said in figures_of(composed, language))
    document = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    anchors = set(re.findall(r'w:hyperlink w:anchor="(\w+)"', document))
    marks = set(re.findall(r'w:bookmarkStart[^>]*w:name="(\w+)"', document))
    assert anchors <= marks
    assert len(anchors) > 35


@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_reads_the_same_text(house, composed, language, tmp_path):
    office = tool("soffice", "libreoffice-writer")
    content = briefing_docx(house.words(language), composed)
    (tmp_path / "briefing.docx").write_bytes(content)
    for form in ("txt:Text (encoded):UTF8", "pdf"):
        done = subprocess.run(
            [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", form, "--outdir", tmp_path,
             tmp_path / "briefing.docx"],
            capture_output=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert squeezed((tmp_path / "briefing.txt").read_text("utf-8-sig")) == squeezed(text_of_docx(content))
    read = squeezed(text_of_pdf((tmp_path / "briefing.pdf").read_bytes(), tmp_path))
    section = Document(io.BytesIO(content)).sections[0]
    for part in (
        section.header,
        section.footer,
    ):  # they stand between the two halves of a line at the foot of a page
        read = read.replace(squeezed(part.paragraphs[0].text), "")
    assert [said for said in figures_of(composed, language) if squeezed(said) not in read] == []


def text_of_pdf(content, folder):
    path = folder / "read.pdf"
    path.write_bytes(content)
    done = subprocess.run(
        [tool("pdftotext", "poppler-utils"), "-raw", path, "-"], capture_output=True, timeout=60, check=True
    )
    return done.stdout.decode()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pdf_says_every_figure_in_embedded_fonts(house, composed, language, tmp_path):
    content = briefing_pdf(house.words(language), composed)
    text = squeezed(text_of_pdf(content, tmp_path))
    page = composed["pages"][language]
    assert all(squeezed(said) in text for said in figures_of(composed, language))
    assert all(squeezed(item["headline"]) in text for item in page["news"])
    fonts = subprocess.run(
        [tool("pdffonts", "poppler-utils"), tmp_path / "read.pdf"], capture_output=True, check=True
    ).stdout.decode()
    assert len(fonts.splitlines()) > 3
    assert all(
        re.search(r"\s(yes|no)\s+(yes|no)\s+(yes|no)\s", line)[1] == "yes" for line in fonts.splitlines()[2:]
    )


def test_papers_of_the_same_edition_say_the_same(house, composed, tmp_path):
    words = house.words("zh")
    assert text_of_docx(briefing_docx(words, composed)) == text_of_docx(briefing_docx(words, composed))
    one, other = (text_of_pdf(briefing_pdf(words, composed), tmp_path) for _ in range(2))
    assert one == other


def test_without_a_chinese_font_the_package_is_named_and_nothing_printed(house, tmp_path):
    with pytest.raises(RefusedInput) as refused:
        find_font("serif", "bold", [str(tmp_path)])
    assert "fonts-noto-cjk" in house.words("zh").refusal(refused.value)
    assert "fonts-noto-cjk" in house.words("en").refusal(refused.value)


def test_the_kept_template_is_the_script_s(tmp_path):
    make_template().save(str(tmp_path / "again.docx"))
    for part in ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml"):
        kept, again = (zipfile.ZipFile(path).read(part) for path in (TEMPLATE, tmp_path / "again.docx"))
        assert kept == again


def test_an_office_s_own_template_is_used_and_a_broken_one_refused(house, composed, tmp_path):
    word = Document(str(TEMPLATE))
    word.sections[0].header.paragraphs[0].runs[0].text = "内部资料 {{day}}"
    word.styles["Briefing Lead"].font.size = Pt(31)
    word.save(str(tmp_path / "own.docx"))
    made = Document(io.BytesIO(briefing_docx(house.words("zh"), composed, tmp_path / "own.docx")))
    assert made.sections[0].header.paragraphs[0].text == "内部资料 2024年5月6日"
    assert made.styles["Briefing Lead"].font.size == Pt(31)
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no zip")
    (tmp_path / "empty.docx").write_bytes(b"")
    for name in ("broken.docx", "empty.docx", "absent.docx"):
        with pytest.raises(RefusedInput, match=r"document\.no_template"):
            briefing_docx(house.words("zh"), composed, tmp_path / name)
    bare = Document()
    bare.save(str(tmp_path / "bare.docx"))
    with pytest.raises(RefusedInput, match=r"document\.no_style"):
        briefing_docx(house.words("zh"), composed, tmp_path / "bare.docx")
