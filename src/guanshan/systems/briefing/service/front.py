"""What does the briefing say, where, with which figures? 版面

The front is a file of the office's own: sentences with figures in them, sections, charts. It is refused with file, line and reason where
it names what is not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from guanshan.i18n import LANGUAGES, Language
from guanshan.report.catalogue import Catalogue
from guanshan.report.written import Entries, IndicatorFault, read_entries
from guanshan.systems.briefing.engine.slot import Slot, read_slots

FRONT: Final = Path(__file__).parents[1] / "templates" / "front.yaml"

Text = Mapping[Language, tuple[str | Slot, ...]]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: a figure, or the base that a growth implies."""

    label: Mapping[Language, str]
    figure: Slot | None
    base: str | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: the sentence that it shows, and its bars."""

    title: Text
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One section of the briefing. 栏目"""

    name: str
    title: Mapping[Language, str]
    headline: Text
    paragraphs: tuple[Text, ...]
    chart: Drawing | None


@dataclass(frozen=True, slots=True)
class Front:
    """The whole briefing as it is written down. 版面"""

    title: Mapping[Language, str]
    motto: Mapping[Language, str]
    subjects: Mapping[str, str]
    lead: Story
    sections: tuple[Story, ...]


@cache
def load_front(path: Path = FRONT) -> Front:
    """Load a front.

    Raises
    ------
    IndicatorFault
        If it will not do: ``file``, ``line`` and the reason.
    """
    root = read_entries(path)
    root.only("title", "motto", "subjects", "lead", "sections")
    subjects = root.inner("subjects") if "subjects" in root else Entries(root.file, 0)
    return Front(
        title=_words(root, "title"),
        motto=_words(root, "motto"),
        subjects={name: subjects.text(name) for name in subjects},
        lead=_story(root.inner("lead")),
        sections=tuple(_story(_entries(root, one)) for one in root.listed("sections")),
    )


def check_front(front: Front, catalogue: Catalogue) -> None:
    """Hold a front against the catalogue.

    Raises
    ------
    NotFound
        If a text names an indicator that is not there.
    """
    for story in (front.lead, *front.sections):
        bars = story.chart.bars if story.chart else ()
        texts = [story.headline, *story.paragraphs, *([story.chart.title] if story.chart else [])]
        for piece in (piece for text in texts for pieces in text.values() for piece in pieces):
            if isinstance(piece, Slot):
                catalogue[piece.name]
        for bar in bars:
            catalogue[bar.base or (bar.figure.name if bar.figure else "")]


def _story(one: Entries) -> Story:
    one.only("name", "title", "headline", "paragraphs", "chart")
    return Story(
        name=one.text("name"),
        title=_words(one, "title"),
        headline=_text(one.inner("headline")),
        paragraphs=tuple(_text(_entries(one, each)) for each in one.listed("paragraphs")),
        chart=_drawing(one.inner("chart")) if "chart" in one else None,
    )


def _drawing(one: Entries) -> Drawing:
    one.only("title", "bars")
    return Drawing(_text(one.inner("title")), tuple(_bar(_entries(one, each)) for each in one.listed("bars")))


def _bar(one: Entries) -> Bar:
    one.only("label", "figure", "base")
    if ("figure" in one) == ("base" in one):
        raise one.fault("no_formula", "label")
    if "base" in one:
        return Bar(_words(one, "label"), None, one.text("base"))
    pieces = _slots(one, "figure")
    if len(pieces) != 1 or not isinstance(pieces[0], Slot):
        raise one.fault("not_text", "figure")
    return Bar(_words(one, "label"), pieces[0], None)


def _text(one: Entries) -> Text:
    one.only(*LANGUAGES)
    return {language: _slots(one, language) for language in LANGUAGES}


def _slots(one: Entries, name: str) -> tuple[str | Slot, ...]:
    try:
        return read_slots(one.text(name))
    except ValueError as broken:
        raise one.fault("no_indicator", name, value=str(broken)) from None


def _words(one: Entries, name: str) -> Mapping[Language, str]:
    both = one.inner(name)
    both.only(*LANGUAGES)
    return {language: both.text(language) for language in LANGUAGES}


def _entries(around: Entries, one: Any) -> Entries:
    if not isinstance(one, Entries):
        raise IndicatorFault("report.fault.not_a_mapping", file=around.file, line=around.line, name="")
    return one
