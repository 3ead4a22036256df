"""How does a briefing come out of the registers? 成稿

Everything that the briefing says on a moment, as plain data: sentences with their figures, charts, short news, and for each figure all
on which it stands. Nothing but the registers at the moment, the catalogue and the front enters: the same moment gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from guanshan.canonical import plain
from guanshan.i18n import LANGUAGES, Language
from guanshan.refusal import RefusedInput
from guanshan.register.query import Condition, Moment, Version
from guanshan.report.figure import Figure
from guanshan.report.indicator import DISTRICT
from guanshan.report.period import read_period
from guanshan.report.reckoning import Sight
from guanshan.report.saying import say_value
from guanshan.screens.figures import told_figure
from guanshan.screens.house import House
from guanshan.screens.view import source_of
from guanshan.screens.words import Words
from guanshan.systems.briefing.engine.slot import Slot, read_slots
from guanshan.systems.briefing.service.front import Bar, Drawing, Front, Story, check_front, load_front

FORMAT: Final = "guanshan-briefing-1"
NEWS_DAYS: Final = 60
"""How far back short news reaches [d]."""
MOST_NEWS: Final = 6
SHOWN_ROWS: Final = 3
"""Rows that a figure's note shows; all of them stand on its page."""

Plain = dict[str, Any]


def compose(house: House, moment: Moment, front: Front | None = None) -> Plain:
    """Compose the briefing of a moment, in both languages.

    Parameters
    ----------
    moment
        Bound to what was known at some time; see `Reporter.pinned`.

    Raises
    ------
    NotFound, RefusedInput
        If a text names an indicator or a period that is not there.
    """
    chosen = front or load_front()
    check_front(chosen, house.catalogue)
    with house.reporter.at(moment) as sight:
        subjects = _subjects(sight, chosen)
        pages = {
            language: _Composer(house, house.words(language), sight, subjects).page(chosen)
            for language in LANGUAGES
        }
    return {
        "format": FORMAT,
        "on": moment.on.isoformat(),
        "known_at": moment.known_at,
        "figures": [_value(one) for one in pages["zh"].pop("_figures")],
        "pages": {
            language: {k: v for k, v in page.items() if k != "_figures"} for language, page in pages.items()
        },
    }


def _subjects(sight: Sight, front: Front) -> Mapping[str, str]:
    """Find the credit codes of the enterprises of which the front speaks by name."""
    found = {}
    for handle, name in front.subjects.items():
        rows = sight.reading.find(
            "register.market_entity", sight.moment, [Condition("name", "eq", name)], limit=1
        )
        found[handle] = rows[0].key if rows else f"no:{handle}"
    return found


def _value(figure: Figure) -> Plain:
    return {
        "id": _identity(figure),
        "name": figure.name,
        "period": str(figure.period),
        "subject": figure.subject,
        "value": None if figure.value is None else plain(figure.value),
        "qualifier": figure.qualifier,
        "unit": figure.indicator.unit,
        "provenance": figure.provenance,
        "office": figure.office,
        "document": figure.document,
        "sample": figure.sample,
        "rows": figure.rows.count if figure.rows else None,
    }


def _identity(figure: Figure) -> str:
    """Name a figure on the page: what it is, of when and of whom, but for the district itself."""
    name = f"{figure.name}.{figure.period}"
    return name if figure.subject == DISTRICT else f"{name}.{figure.subject}"


class _Composer:
    """Writes the page of one language."""

    def __init__(self, house: House, words: Words, sight: Sight, subjects: Mapping[str, str]) -> None:
        self._house = house
        self._words = words
        self._language: Language = words.language
        self._sight = sight
        self._subjects = subjects
        self._figures: dict[str, Figure] = {}
        self._offices = {
            str(one.values["code"]): one.name for one in sight.reading.find("register.unit", sight.moment)
        }

    def page(self, front: Front) -> Plain:
        """Write everything that the page says."""
        lead = self._story(front.lead)
        sections = [self._story(one) for one in front.sections]
        news = self._news()
        self._take_inputs()
        figures = list(self._figures.values())
        return {
            "language": self._language,
            "title": front.title[self._language],
            "motto": front.motto[self._language],
            "day": self._words.day(self._sight.moment.on),
            "known": self._words.time(self._sight.moment.known_at),
            "sample": any(one.sample for one in figures),
            "lead": lead,
            "sections": [one for one in sections if one["paragraphs"]],
            "news": news,
            "notes": [self._note(one) for one in figures],
            "offices": sorted({self._office(one.office) for one in figures}),
            "documents": self._documents(figures),
            "_figures": figures,
        }

    def _story(self, story: Story) -> Plain:
        return {
            "name": story.name,
            "title": story.title[self._language],
            "headline": self._pieces(story.headline[self._language]),
            "paragraphs": [
                self._pieces(text[self._language])
                for text in story.paragraphs
                if self._is_known(text[self._language])
            ],
            "chart": self._chart(story.chart) if story.chart else None,
        }

    def _is_known(self, pieces: Sequence[str | Slot]) -> bool:
        """Tell whether a paragraph has something to say: no figure at all, or one whose value is known."""
        figures = [self._figure(one) for one in pieces if isinstance(one, Slot)]
        return not figures or any(one.value is not None for one in figures)

    def _pieces(self, pieces: Sequence[str | Slot]) -> list[Plain]:
        said = [{"text": one} if isinstance(one, str) else self._said(one) for one in pieces]
        if self._language == "en":
            for before, one in zip([{"text": ". "}, *said], said, strict=False):
                if before["text"].endswith(". "):  # a sentence that begins with a figure
                    one["text"] = one["text"][:1].upper() + one["text"][1:]
        return said

    def _said(self, slot: Slot) -> Plain:
        figure = self._figure(slot)
        if slot.how == "period":
            return {"text": self._words.period(figure.period)}
        said = self._words.figure(figure, absolute=slot.how == "abs")
        self._figures.setdefault(_identity(figure), figure)
        return {"text": said.number if slot.how == "value" else said.text, "figure": _identity(figure)}

    def _figure(self, slot: Slot) -> Figure:
        subject = self._subjects.get(slot.subject, slot.subject) if slot.subject else DISTRICT
        return self._sight.figure(slot.name, read_period(slot.period) if slot.period else None, subject)

    def _chart(self, drawing: Drawing) -> Plain | None:
        bars = [bar for bar in map(self._bar, drawing.bars) if bar]
        title = "".join(piece["text"] for piece in self._pieces(drawing.title[self._language]))
        return {"title": title, "bars": bars} if bars else None

    def _bar(self, bar: Bar) -> Plain | None:
        label = bar.label[self._language]
        if bar.figure is not None:
            figure = self._figure(bar.figure)
            if figure.value is None:
                return None
            self._figures.setdefault(_identity(figure), figure)
            said = self._words.figure(figure).text
            return {
                "label": label,
                "value": plain(figure.value),
                "said": said,
                "figure": _identity(figure),
                "implied": False,
            }
        figure = self._sight.figure(bar.base or "")
        base = figure.base
        if base is None or base.implied is None:
            return None
        self._figures.setdefault(_identity(figure), figure)
        unit = self._house.catalogue[base.of].unit
        said = say_value(self._words.texts, self._language, base.implied, unit, "near").text
        return {
            "label": label,
            "value": plain(base.implied),
            "said": said,
            "figure": _identity(figure),
            "implied": True,
        }

    def _news(self) -> list[Plain]:
        if "briefing.news_item" not in self._sight.reading.types:
            return []
        day = self._sight.moment.on
        recent = [Condition("happened_on", "ge", day - timedelta(days=NEWS_DAYS))]
        found = self._sight.reading.find(
            "briefing.news_item", self._sight.moment, recent, order="-happened_on", limit=MOST_NEWS
        )
        return [self._item(one) for one in found]

    def _item(self, version: Version) -> Plain:
        values = version.values
        try:
            pieces = read_slots(str(values[f"text_{self._language}"]))
        except ValueError as broken:
            raise RefusedInput("report.slot", value=str(broken), row=values["number"]) from None
        return {
            "number": values["number"],
            "headline": values[f"headline_{self._language}"],
            "day": self._words.day(values["happened_on"]),  # type: ignore[arg-type]  # a day of the register
            "office": self._office(str(values["office"])),
            "text": self._pieces(pieces),
        }

    def _take_inputs(self) -> None:
        """Take in what the figures of the page are computed from, so that each can be followed down on the page itself."""
        waiting = list(self._figures.values())
        while waiting:
            new = [one for one in waiting.pop().inputs if _identity(one) not in self._figures]
            self._figures.update((_identity(one), one) for one in new)
            waiting += new

    def _note(self, figure: Figure) -> Plain:
        told = told_figure(
            self._words, self._sight.reading.types, self._house.catalogue, self._office, figure
        )
        link = f"/figures/{figure.name}?period={figure.period}&on={figure.moment.on}&known_at={figure.moment.known_at}"
        return {
            "id": _identity(figure),
            "title": told.title,
            "said": told.said.text,
            "definition": told.definition,
            "formula": told.formula,
            "period": told.period,
            "office": told.office,
            "provenance": figure.provenance,
            "sample": figure.sample,
            "exact": told.exact,
            "base_title": told.base_title,
            "base": list(told.base),
            "restated": list(told.restated),
            "document": self._document(figure.document),
            "rows": self._rows(figure),
            "inputs": [
                {"id": _identity(one), "title": one.indicator.title[self._language]} for one in figure.inputs
            ],
            "link": link if figure.subject == DISTRICT else f"{link}&subject={figure.subject}",
        }

    def _rows(self, figure: Figure) -> Plain | None:
        rows = figure.rows
        if rows is None:
            return None
        shown = (
            self._sight.reading.find(rows.register, rows.moment, rows.where, limit=SHOWN_ROWS)
            if rows.is_open and not figure.statements
            else []
        )
        return {
            "register": self._words.register(self._sight.reading.types[rows.register]),
            "count": rows.count,
            "on": self._words.day(rows.moment.on),
            "shown": [
                {
                    "title": one.key.replace("|", " · ") if one.name in one.key else f"{one.name} {one.key}",
                    "source": source_of(self._words, one),
                }
                for one in shown
            ],
        }

    def _documents(self, figures: Sequence[Figure]) -> list[str]:
        numbers = dict.fromkeys(one.document for one in figures if one.document)
        return [told for told in map(self._document, numbers) if told]

    def _document(self, number: str | None) -> str | None:
        if number is None:
            return None
        version = self._sight.reading.by_key("register.document", number, self._sight.moment)
        if version is None:
            return number
        mark = "《{}》" if self._language == "zh" else "“{}”"
        return f"{mark.format(version.values['title'])} {number} · {version.values['issuer']}"

    def _office(self, code: str) -> str:
        return self._offices.get(code, code)
