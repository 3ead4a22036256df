"""Which class of intellectual property does an enterprise hold? 知识产权分类

References
----------
优质中小企业梯度培育管理暂行办法 (工信部企业〔2022〕63号), appendix 4, as given in the project's fact sheet [1].
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Class = Literal["I_high", "I_self", "I", "II", "none"]

CLASS_ONE: Final = frozenset(
    (
        "invention_patent", "defence_patent", "plant_variety", "state_crop_variety", "state_new_drug", "state_tcm",
        "circuit_layout",
    )
)  # fmt: skip
"""Kinds of class I (Ⅰ类知识产权)."""

MAINTAINED_CLASS_TWO: Final = frozenset(("utility_model", "design"))
"""Kinds of class II that count only when maintained for more than two years after grant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right in force that an enterprise holds; None where a register does not say."""

    kind: str
    granted_on: date
    related: bool | None = None
    self_developed: bool | None = None
    acquired_on: date | None = None
    high_value: bool | None = None


def years_after(day: date, years: int) -> date:
    """Return the same day of another year; 29 February gives 28 February where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def class_of(right: Right, on: date) -> Class:
    """Tell as what a right counts on a day.

    A right that was transferred in less than a year ago does not count, nor one that does not serve the main product. What is not
    said (related, self-developed, of high value) is taken as not so: a higher class must be shown.

    Examples
    --------
    >>> class_of(Right(kind="design", granted_on=date(2022, 5, 6), related=True), date(2024, 5, 6))
    'none'
    >>> class_of(Right(kind="design", granted_on=date(2022, 5, 5), related=True), date(2024, 5, 6))
    'II'
    """
    if not right.related or (right.acquired_on and years_after(right.acquired_on, 1) > on):
        return "none"
    if right.kind in CLASS_ONE:
        if right.high_value or years_after(right.granted_on, 10) < on:
            return "I_high"
        return "I_self" if right.self_developed else "I"
    if right.kind == "software_copyright":
        return "II"
    if right.kind in MAINTAINED_CLASS_TWO and years_after(right.granted_on, 2) < on:
        return "II"
    return "none"


def best_class(rights: Iterable[Right], on: date) -> Class:
    """Return the class of the right that counts most."""
    order: tuple[Class, ...] = ("I_high", "I_self", "I", "II", "none")
    return min((class_of(right, on) for right in rights), key=order.index, default="none")
