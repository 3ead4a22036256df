"""A library answers from what lies in its folders now; a broken file stops nobody else."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guanshan.assess.library import Library
from guanshan.assess.source import RulebookFault
from guanshan.refusal import NotFound, RefusedInput


@pytest.fixture
def place(tmp_path: Path, small_text: str) -> Path:
    for folder in ("official", "own"):
        (tmp_path / folder).mkdir()
    (tmp_path / "official" / "small-2024.yaml").write_text(small_text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def library(place: Path) -> Library:
    return Library([place / "official"], place / "own")


def later(text: str) -> str:
    text = text.replace("rulebook: small-2024", "rulebook: small-2025").replace("2024-12-31", "")
    return text.replace("in_force: {from: 2024-01-01", "in_force: {from: 2025-01-01")


def test_a_family_is_the_version_in_force_on_the_day(library: Library, place: Path, small_text: str) -> None:
    (place / "own" / "next.yaml").write_text(later(small_text), encoding="utf-8")
    assert library.families == {"small": ("small-2024", "small-2025")}
    assert library.find("small", date(2024, 6, 1)).name == "small-2024"
    assert library.find("small", date(2025, 1, 1)).name == "small-2025"
    with pytest.raises(RefusedInput, match="none_in_force"):
        library.find("small", date(2023, 12, 31))
    with pytest.raises(RefusedInput, match="no_day"):
        library.find("small")
    with pytest.raises(NotFound):
        library.find("absent")


def test_a_folder_that_is_not_there_yet_is_empty(place: Path) -> None:
    assert Library([place / "official"], place / "nowhere").names == ("small-2024",)


def test_a_changed_file_is_read_again_and_others_stay_as_they_were(
    library: Library, place: Path, small_text: str
) -> None:
    first = library.find("small-2024")
    own = place / "own" / "small.yaml"
    own.write_text(small_text.replace("小规则", "本区规则"), encoding="utf-8")
    assert library.find("small-2024").title["zh"] == "本区规则"
    assert library.volume("small-2024").own
    own.write_text(small_text.replace("小规则", "区本规则"), encoding="utf-8")  # of the same size
    os.utime(own, ns=(1, 1))
    assert library.find("small-2024").title["zh"] == "区本规则"
    own.unlink()
    assert library.find("small-2024") is first


def test_a_broken_file_is_refused_with_its_line_and_stops_nobody_else(
    library: Library, place: Path, small_text: str
) -> None:
    broken = later(small_text).replace("most: 15", "most: 16")
    (place / "own" / "next.yaml").write_text(broken, encoding="utf-8")
    (place / "own" / "noise.yaml").write_text("[", encoding="utf-8")
    (place / "own" / "twin.yaml").write_text(broken, encoding="utf-8")
    faults = {one.path.name: one.fault for one in library.refused}
    assert {name: fault.key for name, fault in faults.items() if fault} == {
        "next.yaml": "assess.fault.points",
        "noise.yaml": "assess.fault.yaml_bracket",
        "twin.yaml": "assess.fault.same_id",
    }
    assert library.find("small-2024").name == "small-2024"
    assert library.find("small", date(2024, 6, 1)).name == "small-2024"
    assert [one.name for one in library.in_force(date(2024, 6, 1))] == ["small-2024"]
    for name, on in (("small-2025", None), ("small", date(2025, 6, 1)), ("noise", None)):
        with pytest.raises(RulebookFault):
            library.find(name, on)


def test_a_draft_stands_beside_the_others_without_lying_in_a_folder(library: Library) -> None:
    draft = replace(library.find("small-2024"), name="draft")
    joined = library.joined_by(draft)
    assert joined.find("draft") is draft
    assert joined.families == {"small": ("draft", "small-2024")}
    assert "draft" not in library.names
