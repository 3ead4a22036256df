import io
import zipfile

import openpyxl
import pytest
from proving.house import OFFICER
from proving.sheets import credit_code


@pytest.fixture
def template(importer):
    return importer.template("yearly_report")


def test_a_template_shows_units_marks_drop_downs_and_notes(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book["企业年报"]
    assert [cell.value for cell in sheet[1]][:5] == [
        "统一社会信用代码 *",
        "年度 *",
        "企业名称 *",
        "类型",
        "营业收入（元）",
    ]
    assert "必填" in sheet["A1"].comment.text
    assert "18 位" in sheet["A1"].comment.text
    assert sheet.column_dimensions["A"].number_format == "@"
    assert book.sheetnames == ["企业年报", "填写说明", "选项"]
    lists = {
        str(rule.sqref): rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists == {"D2:D5001": "'选项'!$A$1:$A$2", "K2:K5001": "'选项'!$B$1:$B$2"}
    assert [cell.value for cell in book["选项"]["A"]] == ["公司", "农民专业合作社"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_filled_in_comes_back_in(importer, language):
    book = openpyxl.load_workbook(io.BytesIO(importer.template("yearly_report", language)))
    sheet = book.worksheets[0]
    row = [credit_code(1), 2023, "甲公司", {"zh": "公司", "en": "Company"}[language], 1234.5, -1, 0, 56.5, 12]
    for column, value in enumerate(row, start=1):
        sheet.cell(2, column, value)
    filled = io.BytesIO()
    book.save(filled)
    staged = importer.stage(OFFICER, "yearly_report", filled.getvalue(), "年报.xlsx")
    assert (staged.faults, len(staged.plan.used)) == ((), 15)
    importer.land(OFFICER, staged)
    held = importer.registry.by_key(OFFICER, "yearly_report", f"{credit_code(1)}|2023")
    assert (held.values["kind"], str(held.values["revenue"]), held.values["staff"]) == (
        "company",
        "1234.50",
        12,
    )


def test_every_register_has_a_template_in_both_languages(importer):
    for record in importer.registry.types:
        for language in ("zh", "en"):
            with zipfile.ZipFile(io.BytesIO(importer.template(record.name, language))) as archive:
                assert archive.testzip() is None


def test_an_empty_template_has_no_rows(importer, template):
    with pytest.raises(Exception, match="no_rows"):
        importer.stage(OFFICER, "yearly_report", template, "空.xlsx")
