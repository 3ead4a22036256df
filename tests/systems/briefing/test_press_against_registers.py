"""The page's figures, as a draft would print them, agree with the registers; a changed one differs."""

import pytest

from guanshan.report.draft.extract import extract
from guanshan.report.draft.judging import judge
from guanshan.report.registered import RegisteredFigures


@pytest.fixture
def known(house):
    with house.reporter.at(house.registry.moment()) as sight:
        yield RegisteredFigures(sight)


def judged(known, text):
    return [(one.quantity.text, one.status) for one in judge(extract(text), known, text) if one.status]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2023年，观山湖区新认定高新技术企业79家。", "agrees"),
        ("2023年，观山湖区新认定高新技术企业78家。", "differs"),
        ("2023年，区级银行机构为企业发放贷款超900亿元。", "agrees"),
        ("2023年，区级银行机构为企业发放贷款超800亿元。", "differs"),
        ("2022年，规模以上工业企业R&D内部经费支出达2.5亿元。", "agrees"),
        ("2021年，规模以上工业企业R&D内部经费支出达2.5亿元。", "not registered"),
        ("自2018年成立以来，中安科技先后获得荣誉108项。", "agrees"),
        ("自2018年成立以来，某某科技先后获得荣誉108项。", "not registered"),
    ],
)
def test_a_sentence_is_held_against_the_registers(known, text, status):
    assert [found for _, found in judged(known, text)] == [status]


def test_the_registers_answer_by_period_and_by_who_is_named(known):
    assert known.registered("hnte_new", "2022", "").value == 65
    assert known.registered("hnte_new", None, "").period == "2023"
    assert known.registered("projects_introduced", "2023/..", "").value == 34
    assert known.registered("hnte_new", "2023-01", "") is None
    assert known.registered("honours_held", None, "中安科技集团").value == 108
    assert known.registered("honours_held", None, "另一家企业") is None
    assert known.registered("hnte_new", "x", "") is None
