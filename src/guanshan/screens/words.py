"""How is it said to this reader? 措辞

Words joins the text catalogue to the reader's language: texts, days, times, money, the titles of records and
fields, and the value of a field as people read it. One function per kind of field, so that a value looks the
same on every screen, page and print.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import singledispatchmethod

from guanshan.clock import moment_of
from guanshan.i18n import Language, Texts
from guanshan.refusal import ManyRefusals, Refusal
from guanshan.register.field import Choice, Day, Flag, Geometry, Kind, Number, Value, WallTime, Whole, Year
from guanshan.register.record import BEGINNING, OPEN_END, Field, RecordType
from guanshan.report.figure import Figure
from guanshan.report.period import Period
from guanshan.report.saying import Said, grouped, say_figure, say_period

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MOST_REFUSALS = 20


@dataclass(frozen=True)
class Words:
    """The texts of the house in one reader's language. 措辞"""

    texts: Texts
    language: Language

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a text of the catalogue."""
        return self.texts.say(key, self.language, **values)

    def maybe(self, key: str) -> str | None:
        """Return a text where the catalogue has it."""
        return self.texts.say(key, self.language) if self.texts.has(key) else None

    @property
    def other(self) -> Language:
        """The language that the reader could switch to."""
        return "en" if self.language == "zh" else "zh"

    @property
    def colon(self) -> str:
        """The colon of the reader's language, with its space where it has one."""
        return "：" if self.language == "zh" else ": "

    @property
    def html_language(self) -> str:
        """The language as HTML names it."""
        return "zh-CN" if self.language == "zh" else "en"

    def register(self, declared: RecordType) -> str:
        """Title of a register."""
        return self(declared.label)

    def field(self, declared: RecordType, name: str) -> str:
        """Label of a field, without its unit."""
        return self.maybe(declared.field_label(name)) or name

    def note(self, declared: RecordType, name: str) -> str | None:
        """Note under a field, where there is one."""
        return self.maybe(declared.field_label(name).removesuffix("label") + "note")

    def head(self, declared: RecordType, one: Field) -> str:
        """Head of a column: label and unit."""
        unit = self.unit_of(one.kind)
        if not unit:
            return self.field(declared, one.name)
        return self("screens.with_unit", label=self.field(declared, one.name), unit=unit)

    def unit_of(self, kind: Kind) -> str:
        """Word for the unit in which a kind of field is shown; empty where it has none."""
        if isinstance(kind, Whole | Number):
            return self.unit("10k_CNY" if kind.unit == "CNY" else kind.unit)
        return ""

    def unit(self, unit: str) -> str:
        """Word for a unit of measure or of counting; the unit itself where no text names it."""
        found = self.maybe(f"units.{unit}")
        return unit if found is None else found

    def value(self, declared: RecordType, one: Field, value: Value) -> str:
        """A field's value as people read it; money in ten thousand yuan, its unit stands in the head."""
        if value is None:
            return ""
        return self._shown(one.kind, value, declared, one)

    @singledispatchmethod
    def _shown(self, kind: Kind, value: Value, declared: RecordType, one: Field) -> str:
        return str(value)

    @_shown.register
    def _(self, kind: Choice, value: Value, declared: RecordType, one: Field) -> str:
        return self.maybe(declared.choice_label(one.name, str(value))) or str(value)

    @_shown.register
    def _(self, kind: Flag, value: Value, declared: RecordType, one: Field) -> str:
        return self("screens.yes" if value else "screens.no")

    @_shown.register
    def _(self, kind: WallTime, value: Value, declared: RecordType, one: Field) -> str:
        at = datetime.fromisoformat(str(value))
        return f"{self.day(at.date())} {at:%H:%M}"

    @_shown.register
    def _(self, kind: Day, value: Value, declared: RecordType, one: Field) -> str:
        return self.day(value) if isinstance(value, date) else str(value)

    @_shown.register
    def _(self, kind: Year, value: Value, declared: RecordType, one: Field) -> str:
        return str(value)

    @_shown.register
    def _(self, kind: Whole, value: Value, declared: RecordType, one: Field) -> str:
        return f"{value:,}" if isinstance(value, int) else str(value)

    @_shown.register
    def _(self, kind: Number, value: Value, declared: RecordType, one: Field) -> str:
        if not isinstance(value, Decimal):
            return str(value)
        return grouped(_in_ten_thousands(value) if kind.unit == "CNY" else value)

    @_shown.register
    def _(self, kind: Geometry, value: Value, declared: RecordType, one: Field) -> str:
        return self("screens.has_shape")

    def exact(self, one: Field, value: Value) -> str | None:
        """The exact yuan behind an amount that is shown in ten thousand yuan."""
        if isinstance(one.kind, Number) and one.kind.unit == "CNY" and isinstance(value, Decimal):
            return self("screens.exact_yuan", value=f"{value:,.2f}")
        return None

    def action(self, action: str) -> str:
        """What an event of the audit chain did, in words where there are some."""
        key = f"screens.actions.{action}"
        return self.maybe(key) or self.maybe(f"{key}_") or action

    def actor(self, actor: str, role: str) -> str:
        """Who acted: a login as it is; the house itself and its operator by the name of their role."""
        return (
            (self.maybe(f"access.roles.{role}") or actor)
            if actor in ("system", "console", "public")
            else actor
        )

    def day(self, day: date) -> str:
        """2024年4月26日, in English 26 Apr 2024; the two ends of time have words of their own."""
        if day == OPEN_END:
            return self("screens.open_end")
        if day == BEGINNING:
            return self("screens.beginning")
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def time(self, moment: datetime | int) -> str:
        """A day and a time of day in China, to the second; takes a tick too."""
        at = moment_of(moment) if isinstance(moment, int) else moment
        return f"{self.day(at.date())} {at:%H:%M:%S}"

    def period(self, period: Period) -> str:
        """A period as people read it: 2023年, 2023年第三季度."""
        return say_period(self.language, period)

    def figure(self, figure: Figure, *, absolute: bool = False) -> Said:
        """A figure's value with its unit and qualifier."""
        return say_figure(self.texts, self.language, figure, absolute=absolute)

    def refusal(self, refusal: Refusal) -> str:
        """A refusal in the reader's words, every one of several."""
        if isinstance(refusal, ManyRefusals):
            lines = [self.refusal(one) for one in refusal.refusals[:_MOST_REFUSALS]]
            return (self("screens.semicolon")).join(lines) or self("refusal.several", count=0)
        return (self.maybe(refusal.key) and self._fill(refusal)) or str(refusal)

    def _fill(self, refusal: Refusal) -> str:
        filled = {name: self._plain(value) for name, value in refusal.values.items()}
        try:
            return self(refusal.key, **filled)
        except (KeyError, IndexError):
            return self(refusal.key)

    def _plain(self, value: object) -> object:
        if isinstance(value, Refusal):
            return self.refusal(value)
        if isinstance(value, Mapping):  # said in both languages where it was written
            return value.get(self.language, value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return self.day(value)
        if isinstance(value, str) and len(value) > 80:
            return value[:80] + "…"
        return value


def _in_ten_thousands(value: Decimal) -> Decimal:
    """Write yuan in ten thousand yuan to two places; an amount too small for them keeps its own."""
    rounded = (value / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return rounded or value / 10_000


def is_figure(kind: Kind) -> bool:
    """Tell whether a kind of field stands right-aligned in a table."""
    return isinstance(kind, Whole | Number)


def speak(texts: Texts) -> Callable[[Language], Words]:
    """Return a function that gives the words of a language, made once each."""
    made: dict[Language, Words] = {"zh": Words(texts, "zh"), "en": Words(texts, "en")}
    return made.__getitem__
