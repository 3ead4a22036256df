"""Ten kinds of bad cells: all found, told by sheet, row, column, value and reason; nothing lands."""

import io
import json

import openpyxl
import pytest
from proving.house import OFFICER, OTHER_OFFICER
from proving.sheets import (
    BAD_CELLS,
    HEADINGS,
    WIDE,
    credit_code,
    patched,
    sheet_of,
    text_of,
    wide_row,
    wide_workbook,
)

from guanshan.observe.importing import Importer
from guanshan.refusal import Forbidden, RefusedInput

A, B, C = (credit_code(number) for number in (1, 2, 3))


def test_ten_kinds_of_bad_cells_are_all_found_and_none_lands(importer):
    rows = [wide_row(number) for number in range(10)]
    for row, (column, value, _) in zip(rows, BAD_CELLS, strict=True):
        row[column] = value
    staged = importer.stage(OFFICER, "yearly_report", sheet_of([WIDE, *rows]), "年报.xlsx")
    found = [(fault.row, fault.column, fault.refusal.key) for fault in staged.faults]
    assert found == [(row, column + 1, key) for row, (column, _, key) in enumerate(BAD_CELLS, start=2)]
    with pytest.raises(RefusedInput) as refusal:
        importer.land(OFFICER, staged)
    assert (refusal.value.key, refusal.value.values["bad"]) == ("observe.bad_rows", 10)
    assert importer.registry.count(OFFICER, "yearly_report") == 0


def test_every_reason_can_be_said_in_both_languages(importer):
    staged = importer.stage(OFFICER, "yearly_report", wide_workbook(100, 20), "年报.xlsx")
    report = json.loads(json.dumps(importer.report(staged)))
    assert (report["bad_rows"], len(report["faults"])) == (20, 20)
    fault = next(fault for fault in report["faults"] if fault["key"] == "observe.no_such_day")
    assert (fault["sheet"], fault["column"], fault["value"]) == ("年报", "J", "2023年2月30日")
    assert fault["label"] == {"zh": "成立日期", "en": "Founded on"}
    assert "2023年2月30日" in fault["reason"]["zh"]
    assert "calendar" in fault["reason"]["en"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_marked_workbook_marks_the_bad_cells_and_lists_them(importer, kind):
    rows = [WIDE, *(wide_row(number) for number in range(4))]
    rows[2][9], rows[4][13] = "2023年2月30日", "123"
    content = sheet_of(rows) if kind == "xlsx" else text_of(rows, "gb18030")
    staged = importer.stage(OFFICER, "yearly_report", content, f"年报.{kind}")
    book = openpyxl.load_workbook(io.BytesIO(importer.marked(staged)))
    sheet, errors = book.worksheets
    red = [cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == "FFFF5C5C"]
    assert red == ["J3", "N5"]
    assert "没有“2023年2月30日”这一天" in sheet["J3"].comment.text
    assert sheet["A3"].value == rows[2][0]
    assert [[cell.value for cell in row[:3]] for row in errors] == [
        ["位置", "字段", "内容"], ["J3", "成立日期", "2023年2月30日"], ["N5", "联系电话", "123"],
    ]  # fmt: skip
    assert errors["A2"].hyperlink.location == f"'{sheet.title}'!J3"


def test_a_marked_workbook_once_repaired_comes_in(importer):
    rows = [
        ["年报汇总"],
        HEADINGS,
        [A, 2023, "甲公司", 1, 1],
        [B, "去年", "乙公司", 2, 2],
        [C, 2023, "丙公司", 3, 3],
    ]
    staged = importer.stage(OFFICER, "yearly_report", sheet_of(rows, "A1:E1"), "年报.xlsx")
    landing = importer.land(OFFICER, staged, good_rows=True)
    assert (landing.counts.new, landing.refused) == (2, 1)
    book = openpyxl.load_workbook(landing.repair)
    sheet = book.worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["年报汇总", HEADINGS[0], B]
    sheet["B3"] = 2023
    repaired = io.BytesIO()
    book.save(repaired)
    again = importer.stage(OFFICER, "yearly_report", repaired.getvalue(), "年报（改）.xlsx")
    assert importer.land(OFFICER, again).counts.new == 1
    assert importer.registry.count(OFFICER, "yearly_report") == 3


def test_the_same_key_twice_is_told_and_where_rows_differ_neither_lands(importer):
    rows = [
        HEADINGS, [A, 2023, "甲公司", 1, 1], [A, 2023, "甲公司", 1, 1], [B, 2023, "乙公司", 2, 2], [B, 2023, "乙公司", 9, 2],
    ]  # fmt: skip
    staged = importer.stage(OFFICER, "yearly_report", sheet_of(rows), "年报.xlsx")
    assert [(fault.row, fault.refusal.key, fault.refusal.values["other"]) for fault in staged.faults] == [
        (3, "observe.repeated_same", 2), (4, "observe.repeated", 5), (5, "observe.repeated", 4),
    ]  # fmt: skip
    importer.land(OFFICER, staged, good_rows=True)
    assert [version.name for version in importer.registry.find(OFFICER, "yearly_report")] == ["甲公司"]


def test_a_record_of_another_unit_is_not_overwritten(importer):
    first = importer.stage(
        OTHER_OFFICER, "yearly_report", sheet_of([HEADINGS, [A, 2023, "甲公司", 1, 1]]), "1.xlsx"
    )
    importer.land(OTHER_OFFICER, first)
    mine = importer.stage(OFFICER, "yearly_report", sheet_of([HEADINGS, [A, 2023, "甲", 9, 9]]), "2.xlsx")
    assert [fault.refusal.key for fault in mine.faults] == ["observe.other_keeper"]
    with pytest.raises(Forbidden):
        importer.stage(
            OFFICER, "yearly_report", sheet_of([HEADINGS, [B, 2023, "乙", 1, 1]]), "3.xlsx", keeper="finance"
        )


def test_formula_errors_are_told_and_not_taken_for_empty_cells(importer):
    content = patched(
        sheet_of([HEADINGS, [A, 2023, "甲公司", 777, 1]]),
        b'<c r="D2" t="n"><v>777</v></c>',
        b'<c r="D2" t="e"><f>C2/0</f><v>#DIV/0!</v></c>',
    )
    staged = importer.stage(OFFICER, "yearly_report", content, "年报.xlsx")
    assert [(fault.letters, fault.refusal.key) for fault in staged.faults] == [("D", "observe.error_value")]


def test_a_register_without_its_required_columns_is_refused_with_the_headings_found(importer: Importer):
    with pytest.raises(RefusedInput) as refusal:
        importer.stage(OFFICER, "yearly_report", sheet_of([["信用代码", "名称"], [A, "甲公司"]]), "年报.xlsx")
    said = importer.texts.say(refusal.value.key, "zh", **refusal.value.values)
    assert "年度" in said
    assert "信用代码、名称" in said
