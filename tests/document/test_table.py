import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from guanshan.document.table import Column, display_width, guarded, write_csv, write_table

COLUMNS = (
    Column(label="代码", kind="code"),
    Column(label="名称"),
    Column(label="金额", kind="money", unit="元"),
    Column(label="日期", kind="day"),
    Column(label="是否", kind="flag"),
)


def opened(rows, **options):
    target = io.BytesIO()
    count = write_table(target, "表", COLUMNS, rows, **options)
    return count, openpyxl.load_workbook(io.BytesIO(target.getvalue()))


def test_codes_money_and_days_keep_their_kind():
    count, book = opened([("000123456789012345", "甲", Decimal("1234.50"), date(2024, 4, 26), True)])
    row = book["表"][2]
    assert count == 1
    assert [cell.value for cell in row][:3] == ["000123456789012345", "甲", 1234.5]
    assert row[3].value.date() == date(2024, 4, 26)
    assert (row[0].number_format, row[2].number_format, row[3].number_format) == (
        "@",
        "#,##0.00",
        "yyyy-mm-dd",
    )
    assert [cell.value for cell in book["表"][1]][2] == "金额（元）"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}", "http://x.example"]
)
def test_text_never_becomes_a_formula_or_a_link(text):
    _, book = opened([("1", text, None, None, None)])
    cell = book["表"]["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_lines_stand_above_the_head_which_is_frozen_and_filtered():
    _, book = opened([("1", "甲", 1, None, None)], lines_above=["市场主体", "2024-05-06"])
    sheet = book["表"]
    assert (sheet["A1"].value, sheet["A3"].value, sheet.freeze_panes, sheet.auto_filter.ref) == (
        "市场主体", "代码", "B4", "A3:E4",
    )  # fmt: skip


def test_a_table_of_text_opens_as_utf8_and_runs_nothing():
    lines = list(write_csv(COLUMNS, [("001", "=1+1", Decimal("-5"), date(2024, 4, 26), None)]))
    assert lines == ["\ufeff代码,名称,金额（元）,日期,是否\r\n", "001,'=1+1,-5,2024-04-26,\r\n"]
    assert guarded("\t=1") == "'\t=1"


def test_a_chinese_character_is_two_places_wide():
    assert display_width("行业AB") == 6
