"""全年 and 年末 mean the year that was said last, also a paragraph before."""

from guanshan.report.draft.extract import extract

TEXT = "2023年全市生产总值5154.75亿元。\n年末常住人口640.29万人。全年一般公共预算收入446.23亿元。企业户数达到1012户。\n上年末存款为12亿元。"


def test_the_year_said_before():
    periods = {one.text: one.period for one in extract(TEXT)}
    assert periods["640.29万人"] == "2023-12-31"
    assert periods["446.23亿元"] == "2023"
    assert periods["1012户"] is None
    assert periods["12亿元"] is None
