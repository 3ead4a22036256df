"""Which facts does the system know beside the plain fields of its registers? 事实一览

A rulebook names one as ``enterprise.fact.<name>`` in an input's ``register``. All judgement that lies between a row and an input
stands here, each as a small expression; their titles are the texts ``enterprise.facts.<name>``.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final

import polars as pl

from guanshan.systems.enterprise.engine import rights
from guanshan.systems.enterprise.engine.fact import (
    Fact,
    Joined,
    every,
    first,
    none_or_unsaid,
    number_of,
    of_year,
    there,
    unsaid,
)
from guanshan.systems.enterprise.engine.industry import named
from guanshan.systems.enterprise.engine.period import Period
from guanshan.systems.enterprise.engine.size import LIMITS, is_small_or_medium

ENTITY: Final = "register.market_entity"
RIGHT: Final = "enterprise.intellectual_property"
TITLE: Final = "enterprise.title"
LEGAL_PERSONS: Final = ("company", "cooperative")
HIGH_LEVELS: Final = ("national", "ministerial", "provincial")
DEMONSTRATIONS: Final = ("innovation_demonstration", "ip_advantage", "ip_demonstration")
INSTITUTION_LEVELS: Final = ("national", "provincial", "municipal", "below", "none")
"""How a rulebook grades research institutions, the highest first."""
_GRADES: Final = {
    "national": "national",
    "ministerial": "provincial",
    "provincial": "provincial",
    "municipal": "municipal",
    "district": "below",
    "other": "below",
}

_status, _kind, _level, _granted = pl.col("status"), pl.col("kind"), pl.col("level"), pl.col("recognised_on")
_registration = partial(Fact, register=ENTITY, rows=every)
_of_rights = partial(Fact, register=RIGHT, rows=every)


def _title(name: str, *kinds: str, high: bool = False) -> Fact:
    """Whether a title of some kinds is valid on the day."""
    counts = _kind.is_in(kinds) & (_level.is_in(HIGH_LEVELS) if high else pl.lit(True))
    return Fact(
        name=name, kind="flag", register=TITLE, fields=("kind", "level", "recognised_on", "lapses_on"),
        rows=lambda _period: counts, value=there, absent=False,
    )  # fmt: skip


def _review(name: str, kind: str) -> Fact:
    """Whether the enterprise comes for a re-review: it does where it holds the title, else it would apply for the first time."""
    return Fact(
        name=name, kind="flag", register=TITLE, fields=("kind", "recognised_on", "lapses_on"), rows=every,
        value=lambda _period, rows: ((_kind == kind) & rows).any(), absent=False,
    )  # fmt: skip


def _award(name: str, *levels: str, ranked: bool) -> Fact:
    """Whether a science award was given within the period; how it was ranked the register does not say."""

    def rows(period: Period) -> pl.Expr:
        return (_kind == "science_award") & _level.is_in(levels) & (_granted > period.since)

    return Fact(
        name=name, kind="flag", register=TITLE, fields=("kind", "level", "recognised_on"), rows=rows,
        value=unsaid if ranked else there, absent=False, reach=("year", "span"),
    )  # fmt: skip


def _grade(_period: Period, rows: pl.Expr) -> pl.Expr:
    grade = _level.replace_strict(_GRADES, default="below").cast(pl.Enum(INSTITUTION_LEVELS))
    return grade.filter(rows).min().cast(pl.String)


def _obtained(_period: Period, rows: pl.Expr) -> pl.Expr:
    own = (pl.col("acquired") == "self_developed").filter(rows).any()
    return (
        pl.when(own)
        .then(pl.lit("self"))
        .when(pl.col("acquired").filter(rows).is_not_null().all())
        .then(pl.lit("transferred"))
    )


def _one(period: Period) -> pl.Expr:
    return rights.related_of(rights.CLASS_ONE) & rights.counts_on(period.on)


def _own_one(period: Period) -> pl.Expr:
    return _one(period) & (pl.col("acquired") != "bought").fill_null(True)


def _two(_period: Period) -> pl.Expr:
    return rights.related_of(rights.CLASS_TWO)


def _event(serious: pl.Expr) -> pl.Expr:
    return pl.when(~serious).then(False)


def _misconduct(abnormal: pl.Expr, dishonest: pl.Expr, serious: pl.Expr) -> pl.Expr:
    return pl.when(abnormal | dishonest).then(True).when(~abnormal & ~dishonest & ~serious).then(False)


_ALL: Final[tuple[Fact | Joined, ...]] = (
    _registration(
        name="registered_in_mainland", kind="flag", fields=("status",),
        value=first(_status.is_in(("active", "abnormal"))),
    ),
    _registration(
        name="independent_legal_person", kind="flag", fields=("kind",), value=first(_kind.is_in(LEGAL_PERSONS))
    ),
    _registration(
        name="abnormal_operations", kind="flag", fields=("status",), value=first(_status == "abnormal")
    ),
    _registration(
        name="days_registered", kind="number", unit="d", fields=("established_on",),
        value=lambda period, rows: (pl.lit(period.on) - pl.col("established_on")).dt.total_days().filter(rows).first(),
    ),
    Fact(
        name="net_assets", kind="number", unit="CNY", places=2, register="enterprise.financial_year",
        fields=("total_assets", "total_liabilities"), rows=of_year, reach=("year",),
        value=first(pl.col("total_assets") - pl.col("total_liabilities")),
    ),
    _of_rights(
        name="best_right", kind="choice", options=rights.CLASSES, fields=rights.FIELDS, absent="none",
        value=lambda period, rows: rights.best_class(rights.class_of(period.on).filter(rows)),
    ),
    _of_rights(
        name="class_one_rights", kind="number", fields=("kind", "related"), absent=0,
        value=number_of(lambda _period: rights.related_of(rights.CLASS_ONE)),
    ),
    _of_rights(
        name="class_two_rights", kind="number", fields=("kind", "related"), absent=0, value=number_of(_two)
    ),
    _of_rights(
        name="class_two_unused", kind="number", fields=("kind", "related"), absent=0, value=none_or_unsaid(_two)
    ),
    _of_rights(
        name="class_one_in_use", kind="number", fields=("kind", "related", "acquired_on"), absent=0,
        value=none_or_unsaid(_one),
    ),
    _of_rights(
        name="class_one_own_in_use", kind="number", fields=("kind", "related", "acquired", "acquired_on"), absent=0,
        value=none_or_unsaid(_own_one),
    ),
    _of_rights(
        name="rights_obtained", kind="choice", options=("self", "transferred", "none"), fields=("acquired",),
        absent="none", value=_obtained,
    ),
    _title("innovative_valid", "innovative"),
    _title("srdi_valid", "srdi"),
    _title("first_tier_valid", "innovative", "tech_sme"),
    _title("hnte_valid", "hnte"),
    _title("champion_valid", "champion"),
    _title("demonstration_valid", *DEMONSTRATIONS, high=True),
    _title("accredited_institution", "rd_institution", high=True),
    Fact(
        name="own_institution", kind="flag", register=TITLE, fields=("kind",), value=there,
        rows=lambda _period: _kind == "rd_institution",
    ),
    Fact(
        name="institution_level", kind="choice", options=INSTITUTION_LEVELS, register=TITLE, value=_grade,
        fields=("kind", "level"), rows=lambda _period: _kind == "rd_institution",
    ),
    _review("srdi_review", "srdi"),
    _review("little_giant_review", "little_giant"),
    _award("science_award", *HIGH_LEVELS, ranked=False),
    _award("science_award_ranked", *HIGH_LEVELS, ranked=True),
    _award("national_award_ranked", "national", ranked=True),
    Fact(
        name="qualified_equity", kind="number", unit="CNY", places=2, register="enterprise.equity_financing",
        fields=("paid_in", "paid_on", "qualified"), absent=0, reach=("year", "span"),
        rows=lambda period: (pl.col("paid_on") > period.since) & pl.col("qualified"),
        value=lambda _period, rows: pl.col("paid_in").filter(rows).sum(),
    ),
    Joined(
        name="size_industry", kind="choice", options=tuple(LIMITS), of=((f"{ENTITY}.industry", "on_the_day"),),
        value=partial(named, standard="size"),
    ),
    Joined(
        name="scale_sector", kind="choice", of=((f"{ENTITY}.industry", "on_the_day"),),
        value=partial(named, standard="scale"),
    ),
    Joined(
        name="small_or_medium", kind="flag", value=is_small_or_medium,
        of=(
            (f"{ENTITY}.industry", "on_the_day"),
            ("enterprise.staff_figure.staff", "last_year"),
            ("enterprise.financial_year.operating_revenue", "last_year"),
            ("enterprise.financial_year.total_assets", "end_of_last_year"),
        ),
    ),
    Joined(
        name="major_event", kind="flag", value=_event, of=(("enterprise.standing.serious_event", "on_the_day"),)
    ),
    Joined(
        name="misconduct", kind="flag", value=_misconduct,
        of=(
            ("enterprise.fact.abnormal_operations", "on_the_day"),
            ("enterprise.standing.dishonest", "on_the_day"),
            ("enterprise.standing.serious_event", "on_the_day"),
        ),
    ),
)  # fmt: skip

FACTS: Final[Mapping[str, Fact | Joined]] = {fact.name: fact for fact in _ALL}
"""Every named fact of the system, by its name. 事实一览"""
