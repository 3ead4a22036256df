"""How does an office's YAML become indicators? 读取指标"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_args

from guanshan.i18n import LANGUAGES, Language
from guanshan.refusal import RefusedInput
from guanshan.register.query import Op
from guanshan.report.arithmetic import read_arithmetic
from guanshan.report.indicator import (
    KINDS,
    SUBJECTS,
    Counted,
    Formula,
    Growth,
    How,
    Indicator,
    Rank,
    Reported,
    Share,
    Where,
)
from guanshan.report.period import PERIOD_KINDS, read_period
from guanshan.report.written import Entries, read_entries

FILE: Final = "indicators.yaml"
"""Name of the file in a system's folder."""

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_ENTRIES: Final = (
    "title", "aliases", "definition", "unit", "kind", "period", "office", "formula", "places", "home", "subject",
)  # fmt: skip
_OPS: Final[tuple[str, ...]] = tuple(one for one in get_args(Op) if one != "search")


def load_indicators(path: Path, system: str) -> tuple[Indicator, ...]:
    """Load the indicators of a file.

    Raises
    ------
    IndicatorFault
        If it will not do: ``file``, ``line`` and the reason.
    """
    return indicators_of(read_entries(path), system)


def indicators_of(entries: Entries, system: str) -> tuple[Indicator, ...]:
    """Build the indicators that a text declares, by their names."""
    return tuple(_indicator(entries, name, system) for name in entries)


def _indicator(entries: Entries, name: str, system: str) -> Indicator:
    if not _NAME.fullmatch(name):
        raise entries.fault("name", name)
    one = entries.inner(name)
    one.only(*_ENTRIES)
    places = one.text("places", "2")
    if not re.fullmatch(r"[0-6]", places, re.ASCII):
        raise one.fault("choice", "places", value=places, options="0 – 6")
    kind = one.choice("kind", KINDS, "quantity")
    unit = one.text("unit", {"share": "%", "growth": "%", "rank": "rank"}.get(kind))
    return Indicator(
        name=name,
        system=system,
        title=_in_both(one, "title"),
        aliases=_aliases(one),
        definition=_in_both(one, "definition"),
        unit=unit,
        kind=kind,  # type: ignore[arg-type]  # one of the options
        period=one.choice("period", PERIOD_KINDS),  # type: ignore[arg-type]
        office=one.text("office"),
        formula=_formula(one, kind),
        places=int(places),
        home=one.choice("home", ("true", "false"), "false") == "true",
        subject=one.choice("subject", SUBJECTS, "district"),  # type: ignore[arg-type]
        file=one.file,
        line=entries.line_of(name),
    )


def _in_both(one: Entries, name: str) -> Mapping[Language, str]:
    both = one.inner(name)
    both.only(*LANGUAGES)
    return {language: both.text(language) for language in LANGUAGES}


def _aliases(one: Entries) -> Mapping[Language, tuple[str, ...]]:
    if "aliases" not in one:
        return dict.fromkeys(LANGUAGES, ())
    both = one.inner("aliases")
    both.only(*LANGUAGES)
    found: dict[Language, tuple[str, ...]] = {}
    for language in LANGUAGES:
        listed = both.listed(language)
        if not all(isinstance(alias, str) and alias.strip() for alias in listed):
            raise both.fault("not_a_list", language)
        found[language] = tuple(listed)
    return found


def _formula(one: Entries, kind: str) -> Formula:
    if one.get("formula") == "reported":
        return Reported()
    formula = one.inner("formula")
    ways = [
        way
        for way in ("count", "sum", "distinct", "compute", "growth", "share", "rank", "reported")
        if way in formula
    ]
    if len(ways) != 1:
        raise one.fault("no_formula", "formula")
    way = ways[0]
    if way in ("count", "sum", "distinct"):
        return _counted(formula, way)  # type: ignore[arg-type]
    formula.only(way)
    if way == "compute":
        try:
            return read_arithmetic(formula.text("compute"))
        except ValueError:
            raise formula.fault("arithmetic", "compute", value=formula["compute"]) from None
    if way == "reported":
        base = formula.inner("reported")
        names = [name for name in ("growth", "share", "rank") if name in base]
        base.only("growth", "share", "rank")
        if len(names) != 1:
            raise formula.fault("no_formula", "reported")
        return Reported(_base(base, names[0]))
    if way != kind:
        raise one.fault("kind_of_formula", "formula", kind=kind, formula=way)
    return _base(formula, way)


def _base(entries: Entries, way: str) -> Growth | Share | Rank:
    inner = entries.inner(way)
    if way == "share":
        inner.only("of", "whole")
        return Share(inner.text("of"), inner.text("whole"))
    if way == "rank":
        inner.only("of", "among")
        return Rank(inner.text("of"), _in_both(inner, "among"))
    inner.only("of", "against")
    against = inner.text("against", "previous")
    if against not in ("previous", "year_before"):
        try:
            read_period(against)
        except RefusedInput:
            raise inner.fault("against", "against", value=against) from None
    return Growth(inner.text("of"), against)


def _counted(formula: Entries, how: How) -> Counted:
    formula.only(how, "of", "where", "read", "rows")
    if (how == "count") == ("of" in formula):
        raise formula.fault("of", how, how=how)
    return Counted(
        register=formula.text(how),
        how=how,
        of=None if how == "count" else formula.text("of"),
        where=tuple(_where(formula, each) for each in formula.listed("where")),
        read=formula.choice("read", ("day", "period_end"), "day"),  # type: ignore[arg-type]
        is_open=formula.choice("rows", ("open", "closed"), "closed") == "open",
    )


def _where(formula: Entries, each: Any) -> Where:
    if not isinstance(each, Entries):
        raise formula.fault("not_a_list", "where")
    field = each.text("field")
    if "within" in each or "is" in each:
        each.only("field", "within", "is")
        if each.get("within") == "period" and "is" not in each:
            return Where(field, asks="period")
        if each.get("is") == "subject" and "within" not in each:
            return Where(field, asks="subject")
        raise each.fault("asks", "within" if "within" in each else "is")
    ops = [name for name in each if name in _OPS]
    each.only("field", *_OPS)
    if len(ops) != 1:
        raise each.fault("condition", "field", known=" ".join(_OPS))
    op = ops[0]
    value = each.listed(op) if op == "in" else each.text(op)
    if op == "in" and not all(isinstance(part, str) for part in value):
        raise each.fault("not_a_list", op)
    return Where(field, op, tuple(value) if op == "in" else value)  # type: ignore[arg-type]
