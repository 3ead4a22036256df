"""What may stand in a field? 字段

A field's kind says which values are accepted, how they are stored and how they are written as JSON. Screens, import
templates, tables and the HTTP API all derive from it. Kinds are plain frozen values: two equal kinds are one kind.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from guanshan.refusal import RefusedInput
from guanshan.register.identifier import is_credit_code, is_mobile, is_resident_id

Value = str | int | bool | Decimal | date | None
Json = str | int | bool | None
Mask = Literal["name", "phone", "id", "email", "address", "card", "all"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """Marks a field as personal data (PIPL art. 6 and 28). 个人信息

    Parameters
    ----------
    purpose
        Why it is kept: a key of the text catalogue.
    keep_years
        How long it is kept after the record has ended [a].
    mask
        How it is shown to those who need not read it.
    sensitive
        Whether PIPL art. 28 counts it as sensitive (敏感个人信息): left out of exports unless unmasked.
    """

    purpose: str
    keep_years: int
    mask: Mask
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What every kind of field can do; ``check`` returns the value in its stored form or refuses it."""

    def check(self, value: object) -> Value:
        """Return the value as it is kept.

        Raises
        ------
        RefusedInput
            With the reason; the caller adds field and row.
        """
        raise TypeError(f"{type(self).__name__} does not say what it accepts: {value!r}")

    def to_json(self, value: Value) -> Json:
        """Write a kept value for JSON: decimals and days as text, so that nothing is rounded."""
        if isinstance(value, Decimal):
            return format(value, "f")
        return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """A line or a paragraph of text. 文本"""

    most: int = 200
    pattern: str | None = None
    several_lines: bool = False

    def check(self, value: object) -> str:
        """Accept text of at most ``most`` characters, without control characters, that fits the pattern."""
        if not isinstance(value, str):
            raise RefusedInput("refusal.not_text", value=value)
        if _CONTROL.search(value) or (not self.several_lines and re.search(r"[\n\t]", value)):
            raise RefusedInput("refusal.control_character", value=value)
        if len(value) > self.most:
            raise RefusedInput("refusal.too_long", value=value, most=self.most, found=len(value))
        if not value.strip():
            raise RefusedInput("refusal.blank")
        if self.pattern and not re.fullmatch(self.pattern, value, re.ASCII):
            raise RefusedInput("refusal.pattern", value=value, pattern=self.pattern)
        return value


@dataclass(frozen=True, slots=True)
class WallTime(Text):
    """A moment in China, to the minute: ``2024-05-06T09:00``; earlier ones sort before later ones. 时刻"""

    most: int = 16

    def check(self, value: object) -> str:
        """Accept a day and a time of day as ISO text."""
        text = Text.check(self, value)
        try:
            if datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M") == text:
                return text
        except ValueError:
            pass
        raise RefusedInput("refusal.not_time", value=value)


@dataclass(frozen=True, slots=True)
class CreditCode(Kind):
    """A unified social credit code. 统一社会信用代码 (GB 32100-2015)"""

    def check(self, value: object) -> str:
        """Accept a code of 18 characters whose check character is right."""
        if not isinstance(value, str) or not is_credit_code(value):
            raise RefusedInput("refusal.credit_code", value=value)
        return value


@dataclass(frozen=True, slots=True)
class ResidentId(Kind):
    """A resident identity number. 公民身份号码 (GB 11643-1999)"""

    def check(self, value: object) -> str:
        """Accept a number of 18 characters whose birth date and check character are right."""
        if not isinstance(value, str) or not is_resident_id(value):
            raise RefusedInput("refusal.resident_id", value=value)
        return value


@dataclass(frozen=True, slots=True)
class Phone(Kind):
    """A mobile number of mainland China. 手机号"""

    def check(self, value: object) -> str:
        """Accept 11 digits beginning with 13 to 19."""
        if not isinstance(value, str) or not is_mobile(value):
            raise RefusedInput("refusal.phone", value=value)
        return value


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number with its unit and its range. 整数"""

    unit: str
    low: int = 0
    high: int = 1_000_000_000

    def check(self, value: object) -> int:
        """Accept an integer between ``low`` and ``high``."""
        if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
            value = int(value) if value.adjusted() < 20 else value
        if isinstance(value, bool) or not isinstance(value, int):
            raise RefusedInput("refusal.not_whole", value=value)
        if not self.low <= value <= self.high:
            raise RefusedInput("refusal.range", value=value, low=self.low, high=self.high)
        return value


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A decimal number, exact to its declared places, with its unit and its range. 小数"""

    unit: str
    places: int = 2
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(1_000_000_000_000)

    def check(self, value: object) -> Decimal:
        """Accept a decimal, an integer or a decimal's text; never a binary float, never more places than declared."""
        if isinstance(value, bool) or not isinstance(value, Decimal | int | str) or "_" in str(value):
            raise RefusedInput("refusal.not_number", value=value)
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise RefusedInput("refusal.not_number", value=value) from None
        if not number.is_finite():
            raise RefusedInput("refusal.not_number", value=value)
        if not self.low <= number <= self.high:
            raise RefusedInput("refusal.range", value=value, low=self.low, high=self.high)
        kept = number.quantize(Decimal(1).scaleb(-self.places))
        if kept != number:
            raise RefusedInput("refusal.places", value=value, places=self.places)
        return kept + 0  # no negative zero


def Money(low: Decimal = Decimal(0)) -> Number:  # noqa: N802 (reads as a kind)
    """Build the kind of an amount of money in yuan, exact to the fen. 金额 (元)"""
    return Number(unit="CNY", places=2, low=low, high=Decimal(10**14))


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A day of the calendar. 日期"""

    earliest: date = date(1900, 1, 1)
    latest: date = date(2200, 12, 31)

    def check(self, value: object) -> date:
        """Accept a date, or its ISO text, between ``earliest`` and ``latest``."""
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                raise RefusedInput("refusal.not_day", value=value) from None
        if not isinstance(value, date) or type(value) is not date:
            raise RefusedInput("refusal.not_day", value=value)
        if not self.earliest <= value <= self.latest:
            raise RefusedInput("refusal.range", value=value, low=self.earliest, high=self.latest)
        return value


@dataclass(frozen=True, slots=True)
class Year(Kind):
    """A calendar year. 年度"""

    low: int = 1900
    high: int = 2200

    def check(self, value: object) -> int:
        """Accept a year between ``low`` and ``high``."""
        return Whole("a", self.low, self.high).check(value)


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """Yes or no. 是否"""

    def check(self, value: object) -> bool:
        """Accept true and false alone."""
        if not isinstance(value, bool):
            raise RefusedInput("refusal.not_flag", value=value)
        return value


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a few codes, each with a text in both languages. 选项"""

    options: tuple[str, ...]

    def check(self, value: object) -> str:
        """Accept one of the options."""
        if not isinstance(value, str) or value not in self.options:
            raise RefusedInput("refusal.choice", value=value, options=" / ".join(self.options))
        return value


@dataclass(frozen=True, slots=True)
class Reference(Kind):
    """The natural key of a record of another type, which must exist. 引用"""

    to: str

    def check(self, value: object) -> str:
        """Accept a text; that the record exists is checked where the register is at hand."""
        return Text(100).check(value)


@dataclass(frozen=True, slots=True)
class Geometry(Kind):
    """A place's shape: GeoJSON geometry text in WGS-84 longitude and latitude. 几何 (GeoJSON, WGS-84)"""

    def check(self, value: object) -> str:
        """Accept a GeoJSON geometry as JSON text."""
        text = Text(2_000_000, several_lines=True).check(value)
        try:
            shape = json.loads(text)
        except (ValueError, RecursionError):
            raise RefusedInput("refusal.geometry", value=text[:40]) from None
        types = {"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"}
        if (
            not isinstance(shape, Mapping)
            or str(shape.get("type")) not in types
            or "coordinates" not in shape
        ):
            raise RefusedInput("refusal.geometry", value=text[:40])
        return text


def from_text(kind: Kind, text: str) -> object:
    """Read a text of an address, a form or a file as the kind of value that a field checks; what will not do stays text."""
    if isinstance(kind, Flag):
        words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
        return words.get(text.lower(), text)
    if isinstance(kind, Whole | Year):
        return int(text) if text.lstrip("-").isdecimal() and len(text) < 20 else text
    if isinstance(kind, Number):
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    return text
