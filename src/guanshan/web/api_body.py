"""What does an API call carry? 接口请求体

Bodies of requests that write. Unknown names are refused, so that nothing is set by accident; values are
checked by the record type.
"""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from guanshan.register.field import Json


def _printable(text: str) -> str:
    if any(ord(char) < 32 and char not in "\n\t" for char in text) or "\x7f" in text:
        raise ValueError("control characters")
    return text


Line = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_printable)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(_printable)]

RegisterName = Annotated[str, Path(description="Name of a register, such as `register.market_entity`")]
RecordId = Annotated[str, Path(max_length=64, description="Number of a record")]
OnDay = Annotated[date | None, Query(description="The day on which the record holds; today if left out")]
KnownAt = Annotated[
    datetime | None,
    Query(description="The time at which it was known; now if left out. Without a zone: China's time"),
]
Limit = Annotated[int, Query(ge=1, le=500, description="Records on one page")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False)


class Addition(_Body):
    """A new record. 新增"""

    values: dict[str, Json] = Field(description="Fields by name; decimals and days as text")
    reason: Line
    since: date | None = None
    keeper: Name | None = None


class Change(_Body):
    """Changes to a record. 修改"""

    changes: dict[str, Json] = Field(min_length=1)
    reason: Line
    since: date | None = None
    throughout: bool = False
    seen_entry: int | None = Field(None, ge=0, le=2**62)


class Retraction(_Body):
    """The end of a record. 撤销"""

    reason: Line
    since: date | None = None


class Unmasking(_Body):
    """The wish to see a personal field in full. 查看全文"""

    field: Name
    purpose: Line


class ColumnRead(_Body):
    """What a column of a sheet is read as; no field: left out."""

    heading: Name
    field: Name | None = None
    unit: Annotated[str, StringConstraints(max_length=20), AfterValidator(_printable)] = ""


class Check(_Body):
    """How an uploaded file is to be read and checked. 检查"""

    columns: list[ColumnRead] | None = Field(None, max_length=500)
    sheet: Name | None = None
    head: tuple[int, int] | None = None
    constants: dict[str, str] = Field(default_factory=dict, max_length=50)
    keeper: Name | None = None
    since: date | None = None


class Landing(_Body):
    """The wish to land a checked file. 落库"""

    reason: Line
    good_rows: bool = False


class Undoing(_Body):
    """The wish to take an import back. 撤销导入"""

    reason: Line


YamlText = Annotated[str, StringConstraints(min_length=1)]
"""A text in YAML; how long it may be, its reader says."""


class Trial(_Body):
    """A text of a rulebook to be tried. 核对规则"""

    text: YamlText
    moves: bool = Field(False, description="Whether to tell who would gain or lose")


class Keeping(_Body):
    """A text of a rulebook to be kept. 留存规则"""

    text: YamlText
    reason: Line
    seen: str | None = Field(
        None, max_length=64, description="SHA-256 of the district's text that was amended; empty: none"
    )


Plain = dict[str, Any]
"""An answer: plain data for JSON."""
