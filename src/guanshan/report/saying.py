"""How is a figure said? 数字的读法

Value, unit and qualifier as people read them: 超900亿元, 350余人, 15.33%, 第2位; more than CNY 90 billion, over 350 people, 2nd.
One way for screens, briefings and papers.
"""

from dataclasses import dataclass
from decimal import Decimal

from guanshan.i18n import Language, Texts
from guanshan.report.figure import Figure, Qualifier
from guanshan.report.period import Period
from guanshan.units import money_in_scale

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in words, in three parts: qualifier or currency before, the number, its unit."""

    before: str
    number: str
    unit: str

    @property
    def text(self) -> str:
        """All of it, as it stands in a sentence."""
        return f"{self.before}{self.number}{self.unit}"


def say_figure(texts: Texts, language: Language, figure: Figure, *, absolute: bool = False) -> Said:
    """Say a figure's value with its unit and qualifier.

    Parameters
    ----------
    absolute
        Without its sign, where the sentence says up or down.
    """
    if figure.value is None:
        return Said("", texts.say("report.said.unknown", language), "")
    if figure.statements and (printed := figure.statements[0].printed[language]):
        return Said("", printed, "")
    value = abs(figure.value) if absolute else figure.value
    return say_value(texts, language, value, figure.indicator.unit, figure.qualifier)


def say_value(
    texts: Texts, language: Language, value: Decimal, unit: str, qualifier: Qualifier = "exact"
) -> Said:
    """Say a value with its unit and qualifier.

    Examples
    --------
    >>> from guanshan.i18n import load_texts
    >>> say_value(load_texts(), "en", Decimal("12893000000"), "CNY").text
    'CNY 12.893 billion'
    """
    before = texts.say(f"report.said.before.{qualifier}", language)
    inner = texts.say(f"report.said.inner.{qualifier}", language)
    if unit == "CNY":
        return _money(texts, language, value, before, inner)
    number = _number(language, value)
    if unit == "rank":
        if language == "zh":
            return Said(f"{before}第", number, f"{inner}位")
        return Said(before, f"{number}{_ordinal(int(value))}", "")
    if unit == "%":
        return Said(before, number, f"%{inner}")
    word = texts.say(f"units.{unit}", language) if texts.has(f"units.{unit}") else unit
    gap = " " if language == "en" and word else ""
    return Said(before, number, f"{inner}{gap}{word}")


def say_period(language: Language, period: Period) -> str:
    """Say a period: 2023年, 2023年第三季度; 2023, Q3 2023."""
    year, month = period.first.year, period.first.month
    if period.kind == "day":
        return (
            f"{year}年{month}月{period.first.day}日"
            if language == "zh"
            else f"{period.first.day} {_MONTHS[month - 1]} {year}"
        )
    if language == "zh":
        part = {
            "year": "",
            "half": "上半年" if month == 1 else "下半年",
            "quarter": f"第{'一二三四'[(month - 1) // 3]}季度",
            "month": f"{month}月",
        }[period.kind]
        return f"{year}年{part}"
    part = {
        "year": "",
        "half": f"H{(month + 5) // 6} ",
        "quarter": f"Q{(month + 2) // 3} ",
        "month": f"{_MONTHS[month - 1]} ",
    }[period.kind]
    return f"{part}{year}"


def grouped(value: Decimal) -> str:
    """Write a number with a comma between thousands and without needless zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(language: Language, value: Decimal) -> str:
    """Group thousands, in Chinese from ten thousand on: papers print 1519亿元, 95,541户, and 100万台."""
    if language == "zh" and abs(value) >= 100_000 and value % 10_000 == 0:
        return f"{_number(language, value / 10_000)}万"
    text = grouped(value).replace("-", "−")
    return text.replace(",", "") if language == "zh" and abs(value) < 10_000 else text


def _money(texts: Texts, language: Language, value: Decimal, before: str, inner: str) -> Said:
    if language == "zh":
        scaled, name = money_in_scale(value)
        return Said(before, _number(language, scaled), inner + texts.say(f"units.{name}", language))
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if abs(value) >= size:
            number = (value / size).quantize(Decimal("0.001"))
            return Said(f"{before}CNY ", _number(language, number), f" {word}")
    return Said(f"{before}CNY ", _number(language, value), "")


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
