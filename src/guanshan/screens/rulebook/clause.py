"""What does a clause ask, in words? 条款的呈现

Writes each kind of rule line by line: when the line holds, and what it earns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, singledispatchmethod
from typing import Final

from guanshan.assess.criterion import (
    AnyRoute,
    Band,
    Best,
    Cases,
    Interval,
    Judgement,
    Rule,
    Scale,
    Switch,
    Table,
    Test,
    Threshold,
    Worth,
)
from guanshan.assess.expression import Expression
from guanshan.assess.parameter import Input, Parameter, written
from guanshan.assess.parameter import Words as Titles
from guanshan.assess.phrase import Phrase
from guanshan.assess.standard import TOTAL, Rulebook
from guanshan.screens.words import Words

_OPERATORS: Final = ("and", "or", "not", "if", "else", "max", "min", "known")
_SIGNS: Final = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠", "*": "×", "/": "÷"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a rule: when it holds, and what it earns."""

    text: str
    earns: str = ""


class ClauseWords:
    """Writes the rules of one rulebook in a reader's words. 条款读法"""

    def __init__(self, book: Rulebook, words: Words) -> None:
        self.book = book
        self._words = words
        self.language = words.language

    @cached_property
    def _titles(self) -> dict[str, Titles]:
        titles: dict[str, Titles] = {one.name: one.title for one in self.book.groups}
        titles |= {one.name: one.title for one in self.book.criteria}
        return titles | {name: one.title for name, one in self.book.parameters.items()}

    def name_of(self, name: str) -> str:
        """Title of an input, a derived quantity, a criterion or a group."""
        if name == TOTAL:
            return self._words("screens.rulebook.total")
        return self._titles[name][self.language] if name in self._titles else name

    def value_of(self, value: object, of: Parameter) -> str:
        """Write a value of an input or a derived quantity."""
        if isinstance(value, bool):
            return self._words("screens.yes" if value else "screens.no")
        if isinstance(of, Input) and value in of.options:
            return of.option_titles[of.options.index(str(value))][self.language]
        return written(value) if isinstance(value, Fraction) else str(value)

    def least(self, group: str, least: Fraction) -> str:
        """Write the points that a group must reach."""
        return self._words("screens.rulebook.score", group=self.name_of(group), least=written(least))

    def formula(self, expression: Expression) -> str:
        """Write a condition or a formula with the titles of what it rests on."""
        return self._phrase.of(expression)

    @cached_property
    def _phrase(self) -> Phrase:
        words = {name: self._words(f"screens.rulebook.operators.{name}") for name in _OPERATORS}
        return Phrase(self.name_of, words | _SIGNS)

    @singledispatchmethod
    def lines(self, rule: Rule) -> Iterator[Line]:
        """Write a rule line by line."""
        raise TypeError(rule)

    @lines.register
    def _(self, rule: Test) -> Iterator[Line]:
        yield Line(self.formula(rule.formula), self._words("screens.rulebook.judged") if rule.judged else "")

    @lines.register
    def _(self, rule: Switch) -> Iterator[Line]:
        for option, test in rule.tests:
            yield Line(f"{self._option(rule.of, option)}{self._words.colon}{self.formula(test.formula)}")

    @lines.register
    def _(self, rule: Scale) -> Iterator[Line]:
        of, unit = self.name_of(rule.of), self._unit(rule.of)
        for band in reversed(rule.bands):
            yield Line(f"{of} {_band(band)}{unit}", self._points(band.points))

    @lines.register
    def _(self, rule: Table) -> Iterator[Line]:
        for choice, earns in rule.points:
            yield Line(self._option(rule.of, choice), self._points(earns))

    @lines.register
    def _(self, rule: Cases) -> Iterator[Line]:
        for test, earns in rule.cases:
            yield Line(self.formula(test.formula), self._points(earns))
        yield Line(self._words("screens.rulebook.otherwise"), self._points(rule.otherwise))

    @lines.register
    def _(self, rule: Best) -> Iterator[Line]:
        for _, scale in rule.choices:
            yield Line(self._words("screens.rulebook.best_of", of=self.name_of(scale.of)))
            yield from self.lines(scale)

    @lines.register
    def _(self, rule: Worth) -> Iterator[Line]:
        yield Line(self._words("screens.rulebook.worth", of=self.name_of(rule.of)), self._points(rule.range))

    @lines.register
    def _(self, rule: Judgement) -> Iterator[Line]:
        if rule.most is None:
            yield Line(self._words("screens.rulebook.expert_judges"))
        else:
            yield Line(self._words("screens.rulebook.expert_points", most=written(rule.most)))

    @lines.register
    def _(self, rule: Threshold) -> Iterator[Line]:
        for group, least in rule.minimums:
            yield Line(self.least(group, least))

    @lines.register
    def _(self, rule: AnyRoute) -> Iterator[Line]:
        yield Line(self._words("screens.rulebook.any_route"))

    def _unit(self, name: str) -> str:
        unit = self.book.parameters[name].unit
        return "" if unit == "1" else unit if unit == "%" else f" {self._words.unit(unit)}"

    def _option(self, of: str, option: str | bool) -> str:
        return self.value_of(option, self.book.parameters[of])

    def _points(self, points: Interval) -> str:
        low, high = written(points.low), written(points.high)
        return self._words("screens.rulebook.points", points=low if points.is_exact else f"{low} – {high}")


def _band(band: Band) -> str:
    low = "" if band.low is None else f"{'>' if band.without_low else '≥'} {written(band.low)}"
    high = "" if band.high is None else f"{'<' if band.without_high else '≤'} {written(band.high)}"
    return f"{low}, {high}" if low and high else low or high
