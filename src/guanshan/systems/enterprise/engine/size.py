"""Is it a small or medium-sized enterprise? 中小企业划型

Only the upper limits of the size classes: an enterprise is large when it reaches every upper limit of its industry, else it is small or
medium-sized. An industry that the standard does not list is unknown.

References
----------
中小企业划型标准规定 (工信部联企业〔2011〕300号), limits as given in the project's fact sheet [2+].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from guanshan.systems.enterprise.engine.industry import size_industry

FEN: Final = 1_000_000
"""Fen in 10,000 CNY (万元)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper limits of an industry: staff in persons, money in 10,000 CNY (万元); None where there is none."""

    staff: int | None = None
    revenue: int | None = None
    assets: int | None = None


LIMITS: Final[Mapping[str, Limits]] = {
    "农林牧渔": Limits(revenue=20_000),
    "工业": Limits(staff=1_000, revenue=40_000),
    "建筑业": Limits(revenue=80_000, assets=80_000),
    "批发业": Limits(staff=200, revenue=40_000),
    "零售业": Limits(staff=300, revenue=20_000),
    "交通运输业": Limits(staff=1_000, revenue=30_000),
    "仓储业": Limits(staff=200, revenue=30_000),
    "邮政业": Limits(staff=1_000, revenue=30_000),
    "住宿业": Limits(staff=300, revenue=10_000),
    "餐饮业": Limits(staff=300, revenue=10_000),
    "信息传输业": Limits(staff=2_000, revenue=100_000),
    "软件和信息技术服务业": Limits(staff=300, revenue=10_000),
    "房地产开发经营": Limits(revenue=200_000, assets=10_000),
    "物业管理": Limits(staff=1_000, revenue=5_000),
    "租赁和商务服务业": Limits(staff=300, assets=120_000),
    "其他未列明行业": Limits(staff=300),
}
"""By the industry's name in the standard."""


def limits_of(industry: str) -> Limits | None:
    """Return the upper limits of an industry by its GB/T 4754-2017 code, or None where the standard lists none.

    Examples
    --------
    >>> limits_of("C3831"), limits_of("6513"), limits_of("J6621")
    (Limits(staff=1000, revenue=40000, assets=None), Limits(staff=300, revenue=10000, assets=None), None)
    """
    return LIMITS.get(size_industry(industry) or "")


def is_small_or_medium(industry: pl.Expr, staff: pl.Expr, revenue: pl.Expr, assets: pl.Expr) -> pl.Expr:
    """Tell whether enterprises are small or medium-sized; null where that is not known.

    Parameters
    ----------
    industry
        Codes of GB/T 4754-2017.
    staff
        Persons, last year.
    revenue, assets
        Operating revenue and total assets of last year [fen].

    Examples
    --------
    >>> some = pl.DataFrame({"staff": [1000, 1200], "revenue": [40_000 * FEN, 35_000 * FEN]})
    >>> some = some.with_columns(industry=pl.lit("C3831"), assets=pl.lit(None, pl.Int64))
    >>> columns = [pl.col(name) for name in ("industry", "staff", "revenue", "assets")]
    >>> some.select(small=is_small_or_medium(*columns))["small"].to_list()
    [False, True]
    """
    below, unknown = [], []
    for found, name, factor in ((staff, "staff", 1), (revenue, "revenue", FEN), (assets, "assets", FEN)):
        top = _limit(industry, name) * factor
        below.append((found < top).fill_null(False))
        unknown.append(found.is_null() & top.is_not_null())
    listed = pl.any_horizontal(
        _limit(industry, name).is_not_null() for name in ("staff", "revenue", "assets")
    )
    small = pl.when(pl.any_horizontal(below)).then(True).when(~pl.any_horizontal(unknown)).then(False)
    return pl.when(listed).then(small)


def _limit(industry: pl.Expr, name: str) -> pl.Expr:
    """Look an upper limit up for a column of codes, each code once."""

    def each(column: pl.Series) -> pl.Series:
        codes = column.unique().drop_nulls().to_list()
        limits = [getattr(limits_of(code), name, None) for code in codes]
        return column.replace_strict(codes, limits, default=None, return_dtype=pl.Int64)

    return industry.map_batches(each, return_dtype=pl.Int64)
