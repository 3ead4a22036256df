"""How does a person read a rulebook? 规则的呈现

Writes a rulebook as lines of words for the page: what is asked of a subject, clause by clause with points and article, how a verdict is
made, what can be moved, and the worked cases.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from guanshan.assess.criterion import Citation, Criterion, Mark
from guanshan.assess.parameter import Input, written
from guanshan.assess.standard import Lever, Rulebook
from guanshan.screens.rulebook.clause import ClauseWords
from guanshan.screens.words import Words

UNSEEN: tuple[Mark, ...] = ("M", "C")
"""Marks of what nobody has compared with an official text."""


def state_of(book: Rulebook, on: date) -> str:
    """Tell where a day stands to the days in force: ``now``, ``later`` or ``past``."""
    if book.is_in_force(on):
        return "now"
    return "later" if on < book.in_force_from else "past"


def span_of(book: Rulebook, words: Words) -> str:
    """Write the days in force."""
    start = words.day(book.in_force_from)
    if book.in_force_until is None:
        return words("screens.rulebook.since", start=start)
    return words("screens.rulebook.from_to", start=start, end=words.day(book.in_force_until))


def unseen_in(book: Rulebook) -> int:
    """Count what was not seen in any public copy: document, dates, and what clauses and routes say."""
    marks: list[Mark] = [book.document.mark, book.in_force_mark]
    for one in (book, *book.parts.values()):
        marks += [criterion.citation.mark for criterion in one.criteria]
        marks += [route.citation.mark for route in one.routes]
    return sum(mark in UNSEEN for mark in marks)


def articles_unseen_in(book: Rulebook) -> bool:
    """Tell whether the number of some article was not seen."""
    cited = [*(one.citation for one in book.criteria), *(one.citation for one in book.routes)]
    return any(map(_number_unseen, cited)) or any(map(articles_unseen_in, book.parts.values()))


def _number_unseen(citation: Citation) -> bool:
    """Tell whether only the article's number was not seen: what the clause says was."""
    return citation.article_mark in UNSEEN and citation.mark not in UNSEEN


class Told(ClauseWords):
    """Writes one rulebook in a reader's words. 规则读法"""

    @property
    def title(self) -> str:
        """Title of the rulebook."""
        return self.book.title[self.language]

    @property
    def parts(self) -> list["Told"]:
        """The rulebooks within."""
        return [Told(part, self._words) for part in self.book.parts.values()]

    def inputs(self) -> Iterator[dict[str, str]]:
        """Write what is asked of a subject."""
        for one in self.book.inputs:
            yield {
                "name": one.name,
                "title": one.title[self.language],
                "kind": self._kind(one),
                "period": self._words(f"assess.period.{one.period}") if one.period else "",
                "source": one.register or "",
                "presumed": "" if one.presumed is None else self.value_of(one.presumed, one),
            }

    def derived(self) -> Iterator[dict[str, str]]:
        """Write what is computed."""
        for one in self.book.derived:
            unit = self._words.unit(one.unit) if one.unit != "1" else ""
            yield {
                "name": one.name,
                "title": one.title[self.language],
                "unit": unit,
                "formula": self.formula(one.formula),
            }

    def criteria(self) -> Iterator[dict[str, Any]]:
        """Write the clauses."""
        for one in self.book.criteria:
            yield {
                "name": one.name,
                "title": one.title[self.language],
                "lines": list(self.lines(one.rule)),
                "applies": self._applies(one),
                "article": one.citation.article,
                "mark": one.citation.mark,
                "number_unseen": _number_unseen(one.citation),
            }

    def groups(self) -> Iterator[dict[str, str]]:
        """Write the groups of points."""
        for one in self.book.groups:
            members = self._listed(one.criteria)
            yield {"title": one.title[self.language], "most": written(one.most), "members": members}

    def routes(self) -> Iterator[dict[str, str | bool]]:
        """Write the routes by which a subject passes."""
        for one in self.book.routes:
            asked = [self._listed(one.criteria)] if one.criteria else []
            asked += [self.least(group, least) for group, least in one.minimums]
            yield {
                "title": one.title[self.language],
                "asked": self._joined(asked),
                "article": one.citation.article,
                "mark": one.citation.mark,
                "number_unseen": _number_unseen(one.citation),
            }

    def classes(self) -> Iterator[dict[str, str]]:
        """Write the classes in the order in which they are tried."""
        for one in self.book.classes:
            asked = self._listed(one.criteria) or self._words("screens.rulebook.remaining")
            yield {"title": one.title[self.language], "asked": asked}

    def entry(self) -> str:
        """Write what everybody must meet."""
        return self._listed(self.book.entry)

    def levers(self, levers: Iterable[Lever] | None = None) -> Iterator[dict[str, Any]]:
        """Write what can be moved and what that costs: as the rulebook says, or as the office does."""
        before = {one.name: one for one in self.book.levers}
        for one in self.book.levers if levers is None else levers:
            sets = [
                f"{self.value_of(option, self.book.parameters[one.name])} {written(cost)}"
                for option, cost in one.settings
            ]
            yield {
                "name": one.name,
                "title": self.name_of(one.name),
                "move": self._words(f"screens.rulebook.moves.{one.move}"),
                "cost": self._joined(sets) if one.move == "set" else written(one.cost),
                "step": written(one.step) if one.move != "set" else "",
                "most": "" if one.most is None else written(one.most),
                "mark": one.mark,
                "ours": before.get(one.name) != one,
            }

    def limits(self) -> list[str]:
        """Write what no plan may break."""
        return [self.formula(one) for one in self.book.limits]

    def forbidden(self) -> Iterator[tuple[str, str]]:
        """Write what is never proposed, and why."""
        for name, why in self.book.forbidden.items():
            yield self.name_of(name), why[self.language]

    def cases(self) -> Iterator[dict[str, str]]:
        """Write the worked cases."""
        for one in self.book.cases:
            yield {
                "name": one.name,
                "given": self._pairs(one.given),
                "expected": self._pairs(one.expected),
            }

    def _applies(self, criterion: Criterion) -> str:
        condition = criterion.applies
        return self._words("screens.rulebook.applies", condition=self.formula(condition)) if condition else ""

    def _kind(self, one: Input) -> str:
        if one.kind == "choice":
            return self._joined(title[self.language] for title in one.option_titles)
        if one.kind == "flag":
            return f"{self._words('screens.yes')} / {self._words('screens.no')}"
        unit = self._words.unit(one.unit) if one.unit != "1" else ""
        low, high = (_grouped(bound or Fraction(0)) for bound in (one.low, one.high))
        return f"{unit}　{self._words('screens.rulebook.range', low=low, high=high)}".strip()

    def _pairs(self, told: Mapping[str, object]) -> str:
        return self._joined(f"{self._entry(name)} {self._said(name, value)}" for name, value in told.items())

    def _entry(self, name: str) -> str:
        named = self._words.maybe(f"screens.rulebook.entries.{name}")
        return named or self.name_of(name)

    def _said(self, name: str, value: object) -> str:
        if isinstance(value, tuple | list):
            return " / ".join(self._said(name, one) for one in value) or "–"
        if isinstance(value, Mapping):
            return self._joined(f"{part} {self._said(name, one)}" for part, one in value.items())
        one = self.book.parameters.get(name)
        if value is None:
            return self._words("assess.outcome.unknown")
        if one is not None:
            return self.value_of(value, one)
        key = f"assess.{'verdict' if name == 'verdict' else 'outcome'}.{value}"
        yes_no = {True: "screens.yes", False: "screens.no"} if isinstance(value, bool) else {}
        return self._words.maybe(key) or (
            self._words(yes_no[value is True]) if yes_no else self._named(value)
        )

    def _named(self, value: object) -> str:
        """Title of a criterion or a class that a case expects; a number as it is."""
        titles = {one.name: one.title for one in self.book.classes}
        titles |= {one.name: one.title for one in self.book.routes}
        return titles[str(value)][self.language] if str(value) in titles else str(value)

    def _listed(self, names: Iterable[str]) -> str:
        return self._joined(f"{name} {self.name_of(name)}" for name in names)

    def _joined(self, parts: Iterable[str]) -> str:
        return ("；" if self.language == "zh" else "; ").join(parts)


def _grouped(number: Fraction) -> str:
    return f"{number.numerator:,}" if number.denominator == 1 else written(number)
