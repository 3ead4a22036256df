"""Is a draft's file read, whatever its encoding, and refused in words where it cannot be?"""

import io
import re
import zipfile
import zlib

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from guanshan.i18n import load_texts
from guanshan.refusal import RefusedInput
from guanshan.report.draft.extract import extract
from guanshan.report.draft.reading import LARGEST, read_draft

TEXT = "2023年,新增企业12家。\r\n营业收入1.2亿元。"


def word(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(RefusedInput) as caught:
        read_draft(content)
    texts = load_texts()
    for language in ("zh", "en"):
        told = texts.say(caught.value.key, language, **caught.value.values)
        assert told
        assert "{" not in told
    return caught.value.key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding):
    assert read_draft(TEXT.encode(encoding)).text == TEXT


def test_utf_16_of_either_order():
    assert read_draft(b"\xfe\xff" + TEXT.encode("utf-16-be")).text == TEXT
    assert read_draft(b"\xff\xfe" + TEXT.encode("utf-16-le")).text == TEXT


def test_a_word_document_is_its_paragraphs_and_cells_joined_by_a_line_feed():
    content = word("2023年,新增企业12家。", "", "第二段", table=[["指标", "数值"], ["产值(亿元)", "12.5"]])
    assert read_draft(content).text == "2023年,新增企业12家。\n\n第二段\n指标\n数值\n产值(亿元)\n12.5"


def test_offsets_are_those_of_the_joined_paragraphs():
    text = read_draft(word("开头", "2023年,新增企业12家。")).text
    assert [(one.text, text[one.start : one.end]) for one in extract(text)] == [
        ("2023年", "2023年"),
        ("12家", "12家"),
    ]


def test_what_was_struck_out_is_not_read():
    content = word("新增企业12家")
    changed = _with_part(
        content,
        lambda xml: xml.replace("<w:r>", '<w:del w:id="1" w:author="x"><w:r>').replace(
            "</w:r>", "</w:r></w:del>"
        ),
    )
    assert refused(changed) == "draft.empty"


def _with_part(content: bytes, change) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            part = old.read(info)
            new.writestr(
                info.filename, change(part.decode()) if info.filename == "word/document.xml" else part
            )
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "draft.empty"),
        (b" \n\n ", "draft.empty"),
        (b"\xef\xbb\xbf", "draft.empty"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "draft.old_word"),
        (b"%PDF-1.7\x00\x01\x02", "draft.no_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "draft.no_text"),
        (b"PK\x03\x04 and no more", "draft.damaged"),
        (b"\xff\xfe\x00", "draft.encoding"),
    ],
)
def test_files_that_are_no_draft(content, key):
    assert refused(content) == key


def test_a_file_of_50_mb():
    assert refused(b"a" * (50 << 20)) == "draft.too_large"
    assert LARGEST < 50 << 20


def test_a_text_too_long():
    assert refused("年".encode() * 4_000_001) == "draft.too_long"


def test_a_workbook_is_no_draft():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(target.getvalue()) == "draft.no_document"


def test_a_bomb_is_not_opened():
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))
    assert len(target.getvalue()) < 1 << 20
    assert refused(target.getvalue()) == "draft.too_large_inside"


def test_entities_are_not_expanded():
    head = '<!DOCTYPE w:document [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    changed = _with_part(
        word("x"), lambda xml: re.sub(r"(<\?xml[^>]*\?>)", rf"\1{head}", xml).replace(">x<", ">&b;&b;<")
    )
    try:
        assert "1234567890" not in read_draft(changed).text
    except RefusedInput as refusal:
        assert refusal.key in ("draft.damaged", "draft.empty")  # noqa: PT017 (either answer is right)


GOOD = word("2023年,新增企业12家。", table=[["产值", "3"]])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_broken_word_document_is_refused_and_never_crashes(data):
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for tried in (bytes(content), bytes(content[:cut])):
        try:
            read_draft(tried)
        except RefusedInput as refusal:
            assert refusal.key.startswith("draft.")  # noqa: PT017 (any refusal will do, a crash will not)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_broken_xml_is_refused_and_never_crashes(data):
    def broken(xml: str) -> str:
        at = data.draw(st.integers(0, len(xml)))
        return (
            xml[:at]
            + data.draw(st.text("<>/w:prt&;\"' =x", max_size=8))
            + xml[at + data.draw(st.integers(0, 8)) :]
        )

    try:
        read_draft(_with_part(GOOD, broken))
    except RefusedInput as refusal:
        assert refusal.key.startswith("draft.")  # noqa: PT017 (any refusal will do, a crash will not)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    try:
        extract(read_draft(content).text)
    except RefusedInput as refusal:
        assert refusal.key.startswith("draft.")  # noqa: PT017 (any refusal will do, a crash will not)


def test_the_inflated_parts_are_what_was_packed():
    assert zlib.crc32(read_draft(GOOD).text.encode()) == zlib.crc32("2023年,新增企业12家。\n产值\n3".encode())
