"""An office's indicators are read, or refused with file, line and reason in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.i18n import LANGUAGES, load_texts
from guanshan.register.record import RecordTypes
from guanshan.report.catalogue import Catalogue
from guanshan.report.loading import indicators_of
from guanshan.report.written import IndicatorFault, read_text
from shops.indicators import INDICATORS
from shops.records import Shop

GOOD = """
a:
  title: {zh: 甲, en: A}
  definition: {zh: 甲数, en: A}
  unit: items
  period: day
  office: market
  formula: {count: shops.shop}
"""


def loaded(text):
    catalogue = Catalogue(indicators_of(read_text(text, "own.yaml"), "own"))
    catalogue.check(RecordTypes([Shop]))
    return catalogue


def test_a_sound_file_is_read_with_its_lines():
    indicator = loaded(GOOD)["a"]
    assert (indicator.title["zh"], indicator.line, indicator.provenance, indicator.kind) == (
        "甲",
        2,
        "computed",
        "quantity",
    )


FAULTS = [
    ("  unit: items\n", "", 2, "missing"),
    ("  unit: items", "  unit:", 5, "not_text"),
    ("en: A}\n  def", "fr: A}\n  def", 3, "no_such_entry"),
    ("title: {zh: 甲, en: A}", "title: 甲", 3, "not_a_mapping"),
    ("period: day", "period: week", 6, "choice"),
    ("period: day", "period: day\n  period: year", 7, "twice"),
    ("office: market", "bureau: market", 7, "no_such_entry"),
    ("count: shops.shop", "count: shops.nothing", 2, "no_register"),
    ("{count: shops.shop}", "{count: shops.shop, of: tax}", 8, "of"),
    ("{count: shops.shop}", "{sum: shops.shop}", 8, "of"),
    ("{count: shops.shop}", "{sum: shops.shop, of: kind}", 2, "no_number"),
    ("{count: shops.shop}", "{sum: shops.shop, of: nothing}", 2, "no_field"),
    ("{count: shops.shop}", "{count: shops.shop, where: [{field: kind, eq: wine}]}", 2, "no_value"),
    ("{count: shops.shop}", "{count: shops.shop, where: [{field: kind}]}", 8, "condition"),
    ("{count: shops.shop}", "{count: shops.shop, where: [{field: kind, within: year}]}", 8, "asks"),
    ("{count: shops.shop}", "{compute: 'b + 1'}", 2, "no_indicator"),
    ("{count: shops.shop}", "{compute: 'a + 1'}", 2, "takes_itself"),
    ("{count: shops.shop}", "{compute: 'a ** 2'}", 8, "arithmetic"),
    ("{count: shops.shop}", "{compute: '__import__(\"os\")'}", 8, "arithmetic"),
    ("{count: shops.shop}", "{guess: a}", 8, "no_formula"),
    ("{count: shops.shop}", "{growth: {of: a}}", 8, "kind_of_formula"),
    ("a:\n", "A-1:\n", 2, "name"),
    ("  unit: items", "  unit: [items", 6, "not_yaml"),
]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    FAULTS,
    ids=lambda value: value if isinstance(value, str) and value.islower() else "",
)
def test_a_fault_is_told_with_file_line_and_reason(old, new, line, reason):
    assert old in GOOD
    with pytest.raises(IndicatorFault) as refused:
        loaded(GOOD.replace(old, new))
    fault = refused.value
    assert (fault.key, fault.values["file"], fault.values["line"]) == (
        f"report.fault.{reason}",
        "own.yaml",
        line,
    )
    for language in LANGUAGES:
        said = load_texts().say(fault.key, language, **fault.values)
        assert "own.yaml" in said
        assert str(line) in said


def test_a_name_may_not_stand_in_two_systems():
    with pytest.raises(IndicatorFault, match=r"report\.fault\.twice"):
        Catalogue(
            [
                *indicators_of(read_text(GOOD, "one.yaml"), "one"),
                *indicators_of(read_text(GOOD, "two.yaml"), "two"),
            ]
        )


def read(text):
    """Read a text, or return the fault that refuses it; anything else that is raised fails the test."""
    try:
        return Catalogue(indicators_of(read_text(text, "own.yaml"), "own"))
    except IndicatorFault as fault:
        return fault


@given(st.text(max_size=300) | st.text("abc:{}[]-&*!|>'\"\n #%@\t0", max_size=200))
def test_whatever_is_written_nothing_but_a_fault_comes_of_it(text):
    found = read(text)
    assert isinstance(found, Catalogue) or found.values["file"] == "own.yaml"


@given(st.integers(0, len(INDICATORS)), st.integers(0, 40), st.text(max_size=5))
def test_a_mutated_file_is_read_or_refused_in_words(start, length, new):
    found = read(INDICATORS[:start] + new + INDICATORS[start + length :])
    assert isinstance(found, Catalogue) or load_texts().say(found.key, "zh", **found.values)


BOMBS = {
    "deep": "a: " + "[" * 5000,
    "in itself": "a: &a [*a]",
    "laughs": "\n".join(
        f"x{n}: &x{n} [*x{n - 1}, *x{n - 1}, *x{n - 1}]" if n else "x0: &x0 [ha]" for n in range(60)
    ),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_file_that_would_never_end_is_refused_at_once(bomb):
    assert isinstance(read(bomb), IndicatorFault)
