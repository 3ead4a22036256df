"""Formulas are read as written, computed exactly, and know what they do not know."""

from fractions import Fraction

import pytest

from guanshan.assess.expression import NotAFormula, names, parse, value


def test_a_rate_that_a_float_would_get_wrong_is_exact():
    rate = value(
        parse("100 * (0.5 * (b / a + c / b) - 1)"),
        {"a": Fraction(2000), "b": Fraction(2400), "c": Fraction(2640)},
    )
    assert rate == 15
    assert 100 * (0.5 * (2400 / 2000 + 2640 / 2400) - 1) != 15


def test_a_literal_is_its_decimals_and_no_float():
    assert value(parse("0.1 + 0.2"), {}) == Fraction(3, 10)


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("a and b", {"a": False, "b": None}, False),
        ("a and b", {"a": True, "b": None}, None),
        ("a or b", {"a": True, "b": None}, True),
        ("a or b", {"a": False, "b": None}, None),
        ("not a", {"a": None}, None),
        ("x / y", {"x": Fraction(1), "y": Fraction(0)}, None),
        ("x >= 500", {"x": Fraction(500)}, True),
        ("x >= 500", {"x": Fraction(49999, 100)}, False),
        ("x > 500", {"x": Fraction(500)}, False),
        ("x <= 1 or x == 3", {"x": Fraction(3)}, True),
        ("ip == 'II'", {"ip": "II"}, True),
        ("ip != 'II'", {"ip": None}, None),
        ("-x", {"x": Fraction(2)}, Fraction(-2)),
    ],
)
def test_values(text, known, expected):
    assert value(parse(text), known) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "f(a)",
        "a.b",
        "a[0]",
        "a ** 2",
        "1 < a < 3",
        "lambda: 1",
        "0x10",
        "1j",
        "a // b",
    ],
)
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(NotAFormula):
        parse(text)


def test_names_in_their_order():
    assert list(names(parse("100 * (b - a) / a >= c and not d"))) == ["b", "a", "a", "c", "d"]
