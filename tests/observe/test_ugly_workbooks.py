"""Ten workbooks as offices send them, one for each quirk; each comes in right."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from proving.house import OFFICER
from proving.sheets import HEADINGS, converted, credit_code, patched, resident_id, sheet_of, text_of, workbook

from guanshan.observe.importing import Importer
from guanshan.observe.mapping import read_mapping
from guanshan.observe.staged import Staged

A, B, C = (credit_code(number) for number in (1, 2, 3))


def come_in(importer: Importer, content: bytes, name: str = "表.xlsx", **options) -> dict[str, dict]:
    """Import a file and return what the register holds, by credit code."""
    staged = importer.stage(OFFICER, "yearly_report", content, name, **options)
    assert [fault.reason(importer.texts, "zh") for fault in staged.faults] == []
    importer.land(OFFICER, staged)
    found = importer.registry.find(OFFICER, "yearly_report")
    return {str(version.values["credit_code"]): dict(version.values) for version in found}


def skipped(staged: Staged) -> list[tuple[int, str]]:
    return [(row.row + 1, row.why) for row in staged.plan.skipped]


def test_title_unit_line_and_merged_heads_of_two_rows(importer):
    rows = [
        ["观山湖区2023年度企业年报汇总表", *[None] * 5],
        ["填报单位：区工信局", None, None, None, "单位：万元", None],
        ["序号", "企业名称", "统一社会信用代码", "年度", "财务情况", None],
        [None, None, None, None, "营业收入", "利润总额"],
        [1, "甲公司", A, 2023, 12.5, -3.25],
        [2, "乙公司", B, 2023, 100, 0],
    ]
    content = sheet_of(rows, "A1:F1", "E3:F3", "A3:A4", "B3:B4", "C3:C4", "D3:D4")
    held = come_in(importer, content)
    assert held[A]["revenue"] == Decimal("125000.00")
    assert held[A]["profit"] == Decimal("-32500.00")
    assert held[B]["name"] == "乙公司"


def test_heads_of_three_rows_tell_two_years_apart(importer):
    rows = [
        ["企业名称", "信用代码", "主要指标", None, None, None],
        [None, None, "2022年", None, "2023年", None],
        [None, None, "营业收入（万元）", "从业人数", "营业收入（万元）", "从业人数"],
        ["甲公司", A, 1, 10, 2, 20],
    ]
    content = sheet_of(rows, "A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2")
    mapping = read_mapping(
        "register: proving.yearly_report\n"
        "columns:\n  企业名称: name\n  信用代码: credit_code\n"
        "  主要指标/2023年/营业收入（万元）: revenue\n  主要指标/2023年/从业人数: staff\n"
        "constants: {year: 2023年度}\n"
    )
    held = come_in(importer, content, mapping=mapping)
    assert (held[A]["revenue"], held[A]["staff"], held[A]["year"]) == (Decimal("20000.00"), 20, 2023)


def test_totals_notes_sections_and_repeated_heads_are_no_records(importer):
    rows = [
        HEADINGS,
        ["一、制造业", None, None, None, None],
        [A, 2023, "甲公司", 10, 5],
        [None, None, "小计", 10, 5],
        HEADINGS,
        ["二、服务业", None, None, None, None],
        [B, 2023, "乙公司", 20, 7],
        [None, None, None, None, None],
        ["合计", None, None, 30, 12],
        ["备注：营业收入按不含税口径填报。", None, None, None, None],
        ["填表人：张三", None, "审核人：李四", None, "2024年3月1日"],
    ]
    staged = importer.stage(OFFICER, "yearly_report", sheet_of(rows, "A2:E2"), "年报.xlsx")
    assert (staged.is_good, staged.rows) == (True, 2)
    assert skipped(staged) == [
        (2, "section"), (4, "total"), (5, "heading"), (6, "section"), (9, "total"), (10, "note"), (11, "note"),
    ]  # fmt: skip


def test_full_width_digits_hidden_characters_and_names_with_chinese_brackets(importer):
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    rows = [
        [" 统一社会 信用代码\n（必填）", "年　度", "*企业名称", "营业收入", "从业人数"],
        [
            f"\u200b{A.translate(wide)}",
            "２０２３年",
            " 贵州\u00a0甲（集团）有限公司\ufeff",
            "１，２３４．５０",
            "１２人",
        ],
        [f"'{B.lower()}", "2023年度", "乙\n公司", "￥2,000元", "7"],
    ]
    held = come_in(importer, sheet_of(rows))
    assert held[A]["revenue"] == Decimal("1234.50")
    assert (held[A]["name"], held[A]["staff"]) == ("贵州 甲（集团）有限公司", 12)
    assert (held[B]["name"], held[B]["revenue"]) == ("乙公司", Decimal("2000.00"))


def test_codes_of_18_digits_stored_as_numbers_in_full(importer):
    exact = resident_id(7)
    digits = next(
        resident_id(n)
        for n in range(900, 990)
        if resident_id(n).isdigit() and not resident_id(n).endswith("0")
    )
    rows = [
        [*HEADINGS, "身份证号", "联系电话", "行业代码"],
        [A, 2023.0, "甲公司", 1, 1, 777, 13808512345, 3812],
        [B, 2023.0, "乙公司", 1, 1, exact, 13808512345.0, "C3812"],
    ]
    content = patched(sheet_of(rows), b"<v>777</v>", f"<v>{digits}</v>".encode())
    staged = importer.stage(OFFICER, "yearly_report", content, "年报.xlsx")
    assert staged.is_good
    values = [read.values for read in staged.plan.rows()]
    assert [row["owner_id"] for row in values] == [digits, exact]
    assert [row["phone"] for row in values] == ["13808512345"] * 2
    assert [row["industry"] for row in values] == ["3812", "C3812"]


def test_codes_whose_digits_a_spreadsheet_lost_are_told_and_not_guessed(importer):
    rows = [[*HEADINGS, "身份证号"], [A, 2023, "甲公司", 1, 1, 5.2011519900101101e17]]
    staged = importer.stage(OFFICER, "yearly_report", sheet_of(rows), "年报.xlsx")
    (fault,) = staged.faults
    assert (fault.row, fault.letters, fault.refusal.key) == (2, "F", "observe.digits_lost")
    assert "丢失" in fault.reason(importer.texts, "zh")


@pytest.mark.parametrize(
    ("heading", "line", "cell", "yuan"),
    [
        ("营业收入", None, 12.5, "12.50"),
        ("营业收入（万元）", None, 12.5, "125000.00"),
        ("营业收入(亿元)", None, "1.2", "120000000.00"),
        ("营业收入，千元", None, 1, "1000.00"),
        ("营业收入", "单位：万元", 0.1 + 0.2, "3000.00"),
        ("营业收入（元）", "单位：万元", 8, "8.00"),
        ("营业收入（万元）", None, "3.5亿元", "350000000.00"),
        ("营业收入（万元）", None, "1,234.56", "12345600.00"),
        ("营业收入（万元）", None, 1234.5600000000001, "12345600.00"),
    ],
)
def test_wan_yuan_against_yuan(importer, heading, line, cell, yuan):
    rows = [[*HEADINGS[:3], heading], [A, 2023, "甲公司", cell]]
    held = come_in(importer, sheet_of([["企业年报", line], *rows] if line else rows))
    assert held[A]["revenue"] == Decimal(yuan)


@pytest.mark.parametrize(
    "cell",
    [
        "2024年4月26日", "2024-4-26", "2024/4/26", "2024.4.26", "20240426", "二〇二四年四月二十六日", 20240426, 45408, "45408",
        datetime(2024, 4, 26, 9, 30),  # noqa: DTZ001 (cells have no zone)
        date(2024, 4, 26), "2024-04-26 00:00:00", "２０２４年４月２６日", "2024 年 4 月 26 日",
        "2024-04-26T08:30:00+08:00", "2024年4月26日 星期五", " 2024年04月26号",
    ],
)  # fmt: skip
def test_days_in_the_usual_chinese_forms(importer, cell):
    rows = [[*HEADINGS[:3], "成立时间"], [A, 2023, "甲公司", cell]]
    assert come_in(importer, sheet_of(rows))[A]["founded_on"] == date(2024, 4, 26)


def test_a_street_merged_over_its_enterprises_holds_for_each(importer):
    rows = [
        ["街道", *HEADINGS],
        ["金阳街道", A, 2023, "甲公司", 1, 1],
        [None, B, 2023, "乙公司", 2, 2],
        ["世纪城街道", C, 2023, "丙公司", 3, 3],
    ]
    held = come_in(importer, sheet_of(rows, "A2:A3"))
    assert [held[code]["street"] for code in (A, B, C)] == ["金阳街道", "金阳街道", "世纪城街道"]


def test_flags_choices_dashes_and_percentages(importer):
    def fill(sheet):
        sheet.append([*HEADINGS[:3], "是否上市", "类型", "资产负债率", "利润总额"])
        sheet.append([A, 2023, "甲公司", "√", "公司", 0.565, "—"])
        sheet.append([B, 2023, "乙公司", "无", " cooperative ", "56.5%", "(1,200.5)"])
        sheet.append([C, 2023, "丙公司", True, "农民专业合作社", 56.5, "/"])
        sheet["F2"].number_format = "0.0%"

    held = come_in(importer, workbook(fill))
    assert [held[code]["listed"] for code in (A, B, C)] == [True, False, True]
    assert [held[code]["kind"] for code in (A, B, C)] == ["company", "cooperative", "cooperative"]
    assert [held[code]["debt_ratio"] for code in (A, B, C)] == [Decimal("56.50")] * 3
    assert [held[code]["profit"] for code in (A, B, C)] == [None, Decimal("-1200.50"), None]


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("gb18030", ","), ("utf-8-sig", ","), ("utf-16", "\t"), ("utf-8", ";"), ("utf-16-le", ",")],
)
def test_tables_of_text_in_the_encodings_of_chinese_offices(importer, encoding, separator):
    rows = [["企业年报", "", "", "", ""], HEADINGS, [A, "2023年", "㙟洲镇䶮公司", "1,200.00", "3"]]
    held = come_in(importer, text_of(rows, encoding, separator), "年报.csv")
    assert (held[A]["name"], held[A]["revenue"]) == ("㙟洲镇䶮公司", Decimal("1200.00"))


@pytest.mark.usefixtures("office")
def test_an_old_xls_with_merged_heads(importer, tmp_path: Path):
    rows = [
        ["企业年报", None, None, None],
        ["企业", None, "年度", "营业收入(万元)"],
        ["信用代码", "企业名称", None, None],
        [A, "甲公司", 2023, 12.5],
        ["合计", None, None, 12.5],
    ]
    content = sheet_of(rows, "A1:D1", "A2:B2", "C2:C3", "D2:D3")
    old = converted(content, "xlsx", "xls", tmp_path / "office")
    assert old.startswith(b"\xd0\xcf\x11\xe0")
    held = come_in(importer, old, "年报.xls")
    assert held[A]["revenue"] == Decimal("125000.00")


def test_numbered_columns_and_a_row_of_units_under_the_head(importer):
    rows = [
        ["企业名称", "信用代码", "年度", "营业收入", "从业人数"],
        ["—", "—", "—", "万元", "人"],
        ["甲", "乙", 1, 2, 3],
        ["甲公司", A, 2023, 12.5, 3],
    ]
    assert come_in(importer, sheet_of(rows))[A]["revenue"] == Decimal("125000.00")


def test_the_sheet_with_the_table_is_found_among_others(importer):
    def fill(sheet):
        sheet.title = "封面"
        sheet["A1"] = "观山湖区统计资料"
        table = sheet.parent.create_sheet("附表2")
        for row in (HEADINGS, [A, 2023, "甲公司", 1, 1]):
            table.append(row)
        hidden = sheet.parent.create_sheet("旧表")
        hidden.sheet_state = "hidden"
        for row in ([*HEADINGS, "利润总额"], [B, 2023, "乙公司", 1, 1, 1]):
            hidden.append(row)

    assert set(come_in(importer, workbook(fill))) == {A}
