"""A rulebook is refused with file, line and reason unless it is whole."""

import pytest

from guanshan.assess.rulebook import load, rulebook_of
from guanshan.assess.source import RulebookFault, read_text
from guanshan.i18n import load_texts

FAULTS = [
    ("unknown name in a formula", "test: listed", "test: liste", "unknown_name"),
    ("unknown name of a scale", "of: revenue_wan", "of: revenue", "unknown_name"),
    ("units that clash", "formula: revenue_wan / 1", "formula: revenue_wan + staff", "units"),
    ("unit that does not follow", "formula: revenue_wan / 1", "formula: revenue_wan / revenue_wan", "unit"),
    (
        "bands that overlap",
        "{from: 10, to: 100, points: 4}",
        "{from: 10, to: 101, points: 4}",
        "bands_overlap",
    ),
    ("bands with a gap", "{from: 10, to: 100, points: 4}", "{from: 10, to: 99, points: 4}", "bands_gap"),
    ("bands without an open end", "{to: 10, points: 0}", "{from: 0, to: 10, points: 0}", "bands_gap"),
    (
        "bands that earn the same",
        "{from: 10, to: 100, points: 4}",
        "{from: 10, to: 100, points: 10}",
        "bands_equal",
    ),
    ("citation that is missing", "    article: 第二条\n", "", "missing"),
    ("mark that is unknown", "article: 第二条\n    mark: C", "article: 第二条\n    mark: X", "choice"),
    ("points that do not add up", "most: 15", "most: 16", "points"),
    ("minimum out of reach", "minimums: {total: 9}", "minimums: {total: 99}", "points"),
    ("entry of another name", "expert: 5", "experts: 5", "no_such_entry"),
    ("entry that stands twice", "  C4:\n", "  C2:\n", "twice"),
    ("no formula", "test: revenue_wan >= 50", "test: revenue_wan >=", "not_a_formula"),
    ("no condition", "test: revenue_wan >= 50", "test: revenue_wan", "not_a_condition"),
    ("no day", "from: 2024-01-01, until", "from: 2024-13-01, until", "not_day"),
    ("no number", "decimals: 2", "decimals: two", "not_number"),
    ("criterion without a rule", "    expert: 5\n", "", "one_of"),
    ("one language only", "title: {zh: 小规则, en: Small rulebook}", "title: {zh: 小规则}", "missing"),
    (
        "scored criterion in no group",
        "criteria: [C2, C3]\n    most: 15",
        "criteria: [C2]\n    most: 10",
        "missing",
    ),
    ("criterion that is not there", "entry: [C1, C4]", "entry: [C1, C9]", "unknown_name"),
]


@pytest.mark.parametrize(
    ("sound", "faulty", "reason"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_faults_are_told_with_file_line_and_reason(sound, faulty, reason, small_text):
    assert small_text.count(sound) == 1
    text = small_text.replace(sound, faulty)
    with pytest.raises(RulebookFault) as refused:
        rulebook_of(read_text(text, "small.yaml"))
    fault = refused.value
    assert fault.key == f"assess.fault.{reason}"
    assert fault.values["file"] == "small.yaml"
    first = small_text[: small_text.index(sound)].count("\n") + 1
    told = fault.values["line"]
    if reason in ("missing", "one_of", "twice"):
        assert abs(told - first) <= 12  # the entry around what is missing
    else:
        assert first - 3 <= told <= first + 1
    for language in ("zh", "en"):
        assert "small.yaml" in load_texts().say(fault.key, language, **fault.values)


def test_what_is_no_yaml_and_what_is_not_there(tmp_path):
    with pytest.raises(RulebookFault) as refused:
        rulebook_of(read_text("a: [1\nb: 2", "x.yaml"))
    assert refused.value.values["line"] == 2
    with pytest.raises(RulebookFault):
        load(tmp_path / "absent.yaml")
    with pytest.raises(RulebookFault):
        read_text("", "empty.yaml")


def test_a_sound_rulebook_loads(small):
    book = small
    assert book.name == "small-2024"
    assert [criterion.name for criterion in book.criteria] == ["C1", "C2", "C3", "C4"]
    assert book.criteria[1].citation.article == "第二条"
