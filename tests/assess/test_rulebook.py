"""A rulebook is refused with file, line and reason unless it is whole."""

import pytest

from guanshan.assess.reading import read_bytes, read_text
from guanshan.assess.rulebook import load, rulebook_of
from guanshan.assess.source import RulebookFault
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
    ("bands without an open end", "{to: 10, points: 0}", "{from: 0, to: 10, points: 0}", "bands_closed"),
    (
        "bands that earn the same",
        "{from: 10, to: 100, points: 4}",
        "{from: 10, to: 100, points: 10}",
        "bands_equal",
    ),
    ("citation that is missing", "    article: 第二条\n", "", "no_article"),
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
    ("last day before the first", "until: 2024-12-31", "until: 2023-12-31", "until"),
    ("id that is no id", "rulebook: small-2024", "rulebook: ../small", "not_an_id"),
    ("border in no band", "{to: 10, points: 0}", "{to: 9, points: 0}", "bands_gap"),
    ("two bands below everything", "{from: 10, to: 100, points: 4}", "{to: 100, points: 4}", "bands_open"),
    ("decimals beyond reason", "decimals: 2", "decimals: 99", "decimals"),
    ("number beyond reason", "high: 1000000", "high: 1e999999999", "not_number"),
    (
        "lever on an unknown quantity",
        "entry: [C1, C4]",
        "entry: [C1, C4]\nlevers: {stuff: {move: up, cost: 1}}",
        "unknown_name",
    ),
    (
        "lever that costs less than nothing",
        "entry: [C1, C4]",
        "entry: [C1, C4]\nlevers: {staff: {move: up, cost: -1}}",
        "cost",
    ),
    (
        "lever on a forbidden quantity",
        "entry: [C1, C4]",
        "entry: [C1, C4]\nlevers: {staff: {move: up, cost: 1}}\nforbidden: {staff: {zh: 须据实, en: A fact}}",
        "forbidden_lever",
    ),
    (
        "options that are not there",
        "    kind: flag\n    presumed: false",
        "    kind: choice\n    options: {}",
        "empty",
    ),
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
    if reason in ("missing", "no_article", "one_of", "twice"):
        assert abs(told - first) <= 12  # the entry around what is missing
    else:
        assert first - 3 <= told <= first + 1
    for language in ("zh", "en"):
        said = load_texts().say(fault.key, language, **fault.values)
        assert said.startswith("small.yaml")
        assert str(told) in said


def test_what_is_no_yaml_and_what_is_not_there(tmp_path):
    with pytest.raises(RulebookFault) as refused:
        rulebook_of(read_text("a: [1\nb: 2", "x.yaml"))
    assert refused.value.values["line"] == 2
    with pytest.raises(RulebookFault):
        load(tmp_path / "absent.yaml")
    with pytest.raises(RulebookFault):
        read_text("", "empty.yaml")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "yaml_bracket"),
        ("a: 1\nb: 办法: 试行\n", 2, "yaml_colon"),
        ("a: 1\n\tb: 2\n", 2, "yaml_character"),
        ("a: 1\nb: 'open\n", 3, "yaml_quote"),
        ("a: 1\n---\nb: 2\n", 2, "yaml_several"),
        ("a: 1\nb: *x\n", 2, "yaml_alias"),
        ("a:\n    b: 1\n  c: 2\n", 3, "yaml_indent"),
        ("a: 1\nb\nc: 2\n", 3, "yaml_no_colon"),
        ("a: 1\nb: \x07\n", 2, "yaml_character"),
        ("a: 1\n? [b]\n: 2\n", 2, "yaml_colon"),
        ("a: 1\na: 2\n", 2, "twice"),
        ("[" * 100_000, 1, "too_deep"),
        ("x" * 2_000_000, 0, "too_large"),
    ],
)
def test_bad_yaml_is_told_with_its_line_in_the_words_of_an_officer(text, line, reason):
    with pytest.raises(RulebookFault) as refused:
        read_text(text, "x.yaml")
    assert refused.value.key == f"assess.fault.{reason}"
    assert refused.value.values["line"] == line
    said = load_texts().say(refused.value.key, "zh", **refused.value.values)
    assert "YAML" not in said
    assert "x.yaml" in said


def test_bytes_that_are_no_text_are_told_with_their_line():
    with pytest.raises(RulebookFault) as refused:
        read_bytes("a: 1\nb: 办法".encode("gb18030"), "x.yaml")
    assert refused.value.key == "assess.fault.not_utf8"
    assert refused.value.values["line"] == 2


def test_a_sound_rulebook_loads(small):
    book = small
    assert book.name == "small-2024"
    assert [criterion.name for criterion in book.criteria] == ["C1", "C2", "C3", "C4"]
    assert book.criteria[1].citation.article == "第二条"
