"""Whatever bytes are thrown at the importer, it answers with a sheet or with a refusal."""

import csv
import io
import zipfile

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanshan.i18n import LANGUAGES, load_texts
from guanshan.observe.heading import find_head
from guanshan.observe.mapping import guess_mapping, known_names, read_mapping
from guanshan.observe.plan import Plan, choose_sheet
from guanshan.observe.workbook import open_workbook
from guanshan.refusal import Refusal, RefusedInput
from guanshan.register.party import MarketEntity
from guanshan.register.record import RecordTypes, record_type

TEXTS = load_texts()
TYPES = RecordTypes([MarketEntity])
ENTITY = record_type(MarketEntity)
HEADS = ["统一社会信用代码", "企业名称", "企业类型", "注册资本（万元）", "成立日期"]


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["市场主体汇总表"])
    sheet.append(HEADS)
    for number in range(5):
        sheet.append([f"9152011500000000{number}", f"第{number}公司", "公司", 100 + number, "2015年3月1日"])
    sheet.merge_cells("A1:E1")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


WORKBOOK = _workbook()


def read_whole(content: bytes) -> None:
    """Go the whole way that a file goes before anything is written; whatever is refused can be said to people."""
    refused: list[Refusal] = []
    try:
        workbook = open_workbook(content)
        sheet, head = choose_sheet(workbook, ENTITY, TEXTS, None)
        plan = Plan(TYPES, ENTITY, sheet, head, guess_mapping(ENTITY, head, TEXTS), TEXTS)
        refused += [fault.refusal for row in plan.rows() for fault in row.faults]
    except Refusal as refusal:
        refused.append(refusal)
    for refusal in refused:
        for language in LANGUAGES:
            assert TEXTS.say(refusal.key, language, **refusal.values)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"a,b\n"]))
def test_random_bytes_are_refused_or_read(content, beginning):
    read_whole(beginning + content)


@settings(max_examples=8, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_after_the_mark_of_an_old_workbook_are_refused(content):
    read_whole(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=4), st.booleans())
def test_a_workbook_with_a_few_bytes_changed_is_refused_or_read(at, change, cut):
    read_whole(WORKBOOK[:at] + change + (b"" if cut else WORKBOOK[at + len(change) :]))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_workbook_whose_parts_were_tampered_with_is_refused_or_read(data):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as source, zipfile.ZipFile(target, "w") as patched:
        names = source.namelist()
        victim = data.draw(st.sampled_from(names))
        for name in names:
            part = bytearray(source.read(name))
            if name == victim and part:
                at = data.draw(st.integers(0, len(part) - 1))
                part[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
            patched.writestr(name, bytes(part))
    read_whole(target.getvalue())


CELL = st.one_of(
    st.text(max_size=15), st.sampled_from([*HEADS, "合计", "备注：无", "单位：万元", "1", "", "2015-03-01"])
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELL, max_size=7), max_size=12), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_table_of_text_is_refused_or_read(rows, encoding):
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    read_whole(target.getvalue().encode(encoding, "replace"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=8))
def test_every_head_that_is_found_lies_in_the_sheet(rows):
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    try:
        sheet = open_workbook(target.getvalue().encode()).sheet("CSV")
    except RefusedInput:
        return
    head = find_head(sheet, known_names(ENTITY, TEXTS))
    if head:
        assert 0 <= head.top <= head.bottom < head.first_row <= sheet.height
        mapping = guess_mapping(ENTITY, head, TEXTS)
        assert read_mapping(mapping.to_yaml()) == mapping
        assert len([use for use in mapping.columns if use.field]) == len(
            {use.field for use in mapping.columns if use.field}
        )
