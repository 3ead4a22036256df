"""A kind of case is refused with file, line and reason, and what is sound says what its file says."""

from fractions import Fraction
from pathlib import Path

import pytest

from guanshan.act.case.reading import parse_kind, read_kind
from guanshan.i18n import load_texts
from guanshan.written import WrittenFault

TEXT = (Path(__file__).parent / "permit.yaml").read_text(encoding="utf-8")


def test_a_sound_kind_says_what_its_file_says():
    kind = read_kind(Path(__file__).parent / "permit.yaml")
    assert (kind.name, kind.office, kind.opening.to) == ("permit-2024", "urban", "filed")
    assert kind.clocks["whole"].by_category == {"plain": 7, "wide": 20}
    assert kind.clocks["check"].days == Fraction(5, 2)
    assert kind.states["granted"].is_final
    assert kind.moves["pass_on"].question("executing").required


BROKEN = [
    ("owner: office}", "owner: nobody}", "written.not_known", 14),
    ("days: 2.5, warn: 0.5", "days: 2.3, warn: 0.5", "act.kind.days", 29),
    ("plain: 7, wide: 20", "plain: 7", "written.missing", 26),
    ("paused: [amending]", "paused: [granted]", "written.not_known", 24),
    ("states: [filed, checking, amending]", "states: [filed, checking, granted]", "written.not_known", 24),
    ("is: units, sets: executing, required: true", "is: units, sets: executing", "act.kind.nobody", 38),
    ("is: units, sets: executing", "is: unit, sets: executing", "act.kind.sets", 45),
    ("who: [applicant, office]}", "who: [applicant]}", "act.kind.only_applicant", 16),
    ("within: check", "within: cheque", "act.kind.no_clock_named", 46),
    ("extends: whole", "extends: check", "act.kind.extension", 56),
    ("to: refused, who", "to: granted, who", "act.kind.unreachable", 18),
    ("kind: permit-2024", "kind: Permit", "act.kind.id", 2),
    ("first: 2024-01-01, last: 2024-12-31", "first: 2024-13-01", "written.not_day", 9),
    ("first: 2024-01-01, last: 2024-12-31", "first: 2025-01-01, last: 2024-12-31", "act.kind.ends_before", 9),
    ("  check: {zh: 审查, en: Check", "  whole: {zh: 审查, en: Check", "written.twice", 29),
    ("mark: C", "mark: D", "written.not_known", 8),
    ("title: {zh: 占道许可, en: Permit to use the road}", "title: {zh: 占道许可}", "written.missing", 4),
    ("family: permit", "family: &a permit\nalso: *a", "written.anchor", 4),
    ("family: permit", "family: [permit", "written.not_yaml", None),
]


@pytest.mark.parametrize(("old", "new", "key", "line"), BROKEN)
def test_what_will_not_do_is_refused_with_its_line(old, new, key, line):
    assert TEXT.count(old) >= 1
    with pytest.raises(WrittenFault) as refused:
        parse_kind(TEXT.replace(old, new, 1), "permit.yaml")
    assert refused.value.key == key
    assert line is None or refused.value.values["line"] == line
    for language in ("zh", "en"):
        said = load_texts().say(refused.value.key, language, **refused.value.values)
        assert "permit.yaml" in said


def test_every_state_needs_a_clock():
    without = TEXT.replace("states: [filed, checking, amending]", "states: [filed, amending]").replace(
        "states: [checking], kind", "states: [filed], kind"
    )
    with pytest.raises(WrittenFault, match=r"act\.kind\.no_clock\("):
        parse_kind(without, "permit.yaml")
