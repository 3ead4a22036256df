"""A value is said as people read it, in both languages."""

from decimal import Decimal

import pytest

from guanshan.i18n import load_texts
from guanshan.report.period import read_period
from guanshan.report.saying import say_period, say_value

TEXTS = load_texts()


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "chinese", "english"),
    [
        ("12893000000", "CNY", "exact", "128.93亿元", "CNY 12.893 billion"),
        ("90000000000", "CNY", "over", "超900亿元", "more than CNY 90 billion"),
        ("25000000000", "CNY", "near", "约250亿元", "about CNY 25 billion"),
        ("151900000000", "CNY", "exact", "1519亿元", "CNY 151.9 billion"),
        ("350", "persons", "about_over", "350余人", "over 350 people"),
        ("95541", "entities", "exact", "95,541户", "95,541 entities"),
        ("5000", "copies", "about_over", "5000余份", "over 5,000 copies"),
        ("1000000", "sets", "exact", "100万台", "1,000,000 sets"),
        ("15.33", "%", "exact", "15.33%", "15.33%"),
        ("-15", "%", "exact", "−15%", "−15%"),
        ("2", "rank", "exact", "第2位", "2nd"),
        ("11", "rank", "exact", "第11位", "11th"),
        ("3", "rank", "exact", "第3位", "3rd"),
        ("5000", "CNY", "at_most", "不超过0.5万元", "at most CNY 5,000"),
    ],
)
def test_a_value_is_said_with_unit_and_qualifier(value, unit, qualifier, chinese, english):
    said = [say_value(TEXTS, language, Decimal(value), unit, qualifier).text for language in ("zh", "en")]
    assert said == [chinese, english]


@pytest.mark.parametrize(
    ("period", "chinese", "english"),
    [
        ("2023", "2023年", "2023"),
        ("2023-H1", "2023年上半年", "H1 2023"),
        ("2023-Q4", "2023年第四季度", "Q4 2023"),
        ("2024-04", "2024年4月", "Apr 2024"),
        ("2024-05-06", "2024年5月6日", "6 May 2024"),
    ],
)
def test_a_period_is_said(period, chinese, english):
    assert [say_period(language, read_period(period)) for language in ("zh", "en")] == [chinese, english]
