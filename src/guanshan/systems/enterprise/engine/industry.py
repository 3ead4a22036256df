"""To which industry of a standard does a code of GB/T 4754 belong? 行业归类

The standards name industries in words; the mapping of GB/T 4754-2017 divisions, groups and classes to them is ours [C].

References
----------
中小企业划型标准规定 (工信部联企业〔2011〕300号); 规模以上单位标准, as given in the project's fact sheets; GB/T 4754-2017.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

_SIZE: Final[Mapping[range, str]] = {
    range(1, 6): "农林牧渔",
    range(6, 47): "工业",
    range(47, 51): "建筑业",
    range(51, 52): "批发业",
    range(52, 53): "零售业",
    range(54, 59): "交通运输业",
    range(59, 60): "仓储业",
    range(60, 61): "邮政业",
    range(61, 62): "住宿业",
    range(62, 63): "餐饮业",
    range(63, 65): "信息传输业",
    range(65, 66): "软件和信息技术服务业",
    range(71, 73): "租赁和商务服务业",
    range(73, 83): "其他未列明行业",
    range(85, 91): "其他未列明行业",
}
_SCALE: Final[Mapping[range, str]] = {
    range(6, 47): "工业",
    range(47, 51): "建筑业",
    range(51, 52): "批发业",
    range(52, 53): "零售业",
    range(53, 61): "交通运输、仓储和邮政业",
    range(61, 63): "住宿和餐饮业",
    range(63, 66): "信息传输、软件和信息技术服务业",
    range(71, 73): "租赁和商务服务业",
    range(73, 76): "科学研究和技术服务业",
    range(76, 80): "水利、环境和公共设施管理业",
    range(80, 83): "居民服务、修理和其他服务业",
    range(83, 84): "教育",
    range(84, 85): "卫生",
    range(85, 86): "社会工作",
    range(86, 91): "文化、体育和娱乐业",
}
_ESTATE: Final = {"701": ("房地产开发经营", "房地产开发经营")}
_ESTATE_SERVICE: Final = {"702": ("物业管理", "物业管理、房地产中介等")}
_ESTATE_OTHER: Final = {group: (None, "物业管理、房地产中介等") for group in ("703", "704", "709")}
_BY_GROUP: Final[Mapping[str, tuple[str | None, str]]] = {**_ESTATE, **_ESTATE_SERVICE, **_ESTATE_OTHER}


def size_industry(code: str) -> str | None:
    """Return the industry of the standard of sizes (划型), or None where it lists none.

    Examples
    --------
    >>> size_industry("C3831"), size_industry("6513"), size_industry("J6621")
    ('工业', '软件和信息技术服务业', None)
    """
    return _found(code, _SIZE, 0)


def scale_sector(code: str) -> str | None:
    """Return the sector of the thresholds 规上, or None where there is no threshold.

    Examples
    --------
    >>> scale_sector("K7010"), scale_sector("G5437")
    ('房地产开发经营', '交通运输、仓储和邮政业')
    """
    return _found(code, _SCALE, 1)


def _found(code: str, divisions: Mapping[range, str], place: int) -> str | None:
    digits = code.lstrip("ABCDEFGHIJKLMNOPQRST")
    if digits[:3] in _BY_GROUP:
        return _BY_GROUP[digits[:3]][place]
    if len(digits) < 2:
        return None
    return next((name for span, name in divisions.items() if int(digits[:2]) in span), None)


def named(codes: pl.Expr, standard: str) -> pl.Expr:
    """Turn a column of codes into the industries of a standard, ``size`` or ``scale``; each code is looked up once."""
    look = size_industry if standard == "size" else scale_sector

    def each(column: pl.Series) -> pl.Series:
        known = column.unique().drop_nulls().to_list()
        return column.replace_strict(
            known, [look(code) for code in known], default=None, return_dtype=pl.String
        )

    return codes.map_batches(each, return_dtype=pl.String)
