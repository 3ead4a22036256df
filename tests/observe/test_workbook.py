"""Files that are not what they seem: each is refused in one clear sentence."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from proving.sheets import converted, patched, sheet_of, text_of

from guanshan.observe.archive import Limits
from guanshan.observe.heading import find_head
from guanshan.observe.workbook import open_workbook
from guanshan.refusal import RefusedInput

PLAIN = sheet_of([["名称", "年度"], ["甲", 2023]])


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "observe.empty_file"),
        (b" \n", "observe.empty_file"),
        (b"PK\x03\x04" + b"x" * 100, "observe.damaged"),
        (PLAIN[:-200], "observe.damaged"),
        (PLAIN[:300] + b"?" * 300 + PLAIN[600:], "observe.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 2000, "observe.damaged"),
        (zipped(word__document=b"<document/>"), "observe.not_a_table"),
        (b"%PDF-1.7\x00\x01\x02", "observe.not_a_table"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 4, "observe.encoding"),
        ("<html><table><tr><td>甲</td></tr></table></html>".encode(), "observe.markup"),
        (b'a,"' + b"x" * 200_000, "observe.broken_text"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(content, key):
    with pytest.raises(RefusedInput) as refusal:
        [list(sheet.rows()) for sheet in open_workbook(content)]
    assert refusal.value.key == key


def test_a_bomb_is_refused_whatever_sizes_it_declares():
    bomb = zipped(xl__workbook=b"", **{"xl__worksheets__sheet1.xml": b"0" * (40 << 20)})
    limits = Limits(inflated_size=32 << 20)
    with pytest.raises(RefusedInput, match="too_large_inside"):
        open_workbook(bomb, limits)
    size = (40 << 20).to_bytes(4, "little")
    liar = bomb.replace(size, (100).to_bytes(4, "little"))
    assert liar != bomb
    with pytest.raises(RefusedInput, match="too_large_inside"):
        open_workbook(liar, limits)


def test_a_cell_at_the_far_end_of_a_sheet_takes_no_memory():
    far = patched(PLAIN, b'<c r="B2"', b'<c r="XFD1048576"')
    with pytest.raises(RefusedInput, match="too_many_cells"):
        open_workbook(far)


def test_the_extent_that_a_sheet_declares_takes_no_memory():
    wide = patched(PLAIN, b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert list(open_workbook(wide).sheet("Sheet").rows()) == [["名称", "年度"], ["甲", 2023]]


def test_a_sheet_opened_in_one_thread_is_read_in_another():
    sheet = open_workbook(PLAIN).sheet("Sheet")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: list(sheet.rows())).result() == list(sheet.rows())


@pytest.mark.parametrize("rows", [(-1, -1), (0, 5_000), (3, 2), (70, 70)])
def test_a_head_said_to_be_where_it_cannot_be_is_not_found(rows):
    assert find_head(open_workbook(PLAIN).sheet("Sheet"), frozenset(), rows) is None


def test_too_many_rows_and_too_large_files_are_refused():
    with pytest.raises(RefusedInput, match="too_many_cells"):
        open_workbook(text_of([["甲"]] * 11), Limits(rows=10))
    with pytest.raises(RefusedInput, match="too_large"):
        open_workbook(b"a" * 1001, Limits(file_size=1000))


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_older_kinds_hold_the_same_rows_whatever_their_names(kind, tmp_path):
    book = open_workbook(converted(PLAIN, "xlsx", kind, tmp_path))
    assert book.kind == kind
    assert list(book.sheet(book.names[0]).rows()) == [["名称", "年度"], ["甲", 2023]]


def test_cells_keep_their_place_although_rows_and_columns_before_them_are_empty():
    book = open_workbook(sheet_of([[], [], [None, None, "甲"], [], [None, None, 1]]))
    assert list(book.sheet("Sheet").rows())[2:] == [["", "", "甲"], ["", "", ""], ["", "", 1]]
