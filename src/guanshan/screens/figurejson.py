"""How are indicators and figures written as JSON? 指标数据

One way of writing them for the API and the command line; values are decimals as text, so that nothing is rounded.
"""

from typing import Any

from guanshan.canonical import plain
from guanshan.clock import moment_of
from guanshan.refusal import Forbidden, NotSignedIn
from guanshan.register.actor import Actor
from guanshan.report.figure import Figure, Rows
from guanshan.report.indicator import Indicator
from guanshan.report.lineage import PAGE, origins
from guanshan.screens.figures import say_formula
from guanshan.screens.house import House
from guanshan.screens.words import Words

Plain = dict[str, Any]


def indicator_json(house: House, words: Words, indicator: Indicator) -> Plain:
    """Write an indicator: what the figure means, in both languages."""
    return {
        "name": indicator.name,
        "system": indicator.system,
        "title": dict(indicator.title),
        "aliases": {language: list(names) for language, names in indicator.aliases.items()},
        "definition": dict(indicator.definition),
        "unit": indicator.unit,
        "kind": indicator.kind,
        "period": indicator.period,
        "office": {"code": indicator.office, "name": house.office_name(indicator.office)},
        "provenance": indicator.provenance,
        "subject": indicator.subject,
        "formula": say_formula(words, house.store.types, house.catalogue, indicator),
        "takes": list(indicator.takes),
    }


def figure_json(house: House, words: Words, figure: Figure) -> Plain:
    """Write a figure without what lies below it."""
    indicator = figure.indicator
    return {
        "name": figure.name,
        "system": indicator.system,
        "title": indicator.title[words.language],
        "definition": indicator.definition[words.language],
        "value": None if figure.value is None else plain(figure.value),
        "qualifier": figure.qualifier,
        "unit": indicator.unit,
        "said": words.figure(figure).text,
        "period": str(figure.period),
        "subject": figure.subject,
        "office": {"code": figure.office, "name": house.office_name(figure.office)},
        "provenance": figure.provenance,
        "document": figure.document,
        "register": figure.rows.register if figure.rows else None,
        "as_of": figure.as_of.isoformat() if figure.as_of else None,
        "sample": figure.sample,
    }


def lineage_json(house: House, words: Words, actor: Actor, figure: Figure, page: int = 1) -> Plain:
    """Write a figure with all below it: the figures that it takes, its base, its statements, and one page of its rows."""
    base = figure.base
    return {
        **figure_json(house, words, figure),
        "on": figure.moment.on.isoformat(),
        "statements": [
            {
                "value": plain(one.value),
                "qualifier": one.qualifier,
                "office": one.office,
                "document": one.document,
                "stated_on": one.stated_on.isoformat() if one.stated_on else None,
                "sample": one.made_up,
            }
            for one in figure.statements
        ],
        "base": None
        if base is None
        else {
            "kind": base.kind,
            "of": base.of,
            "period": str(base.period),
            "value": plain(base.figure.value) if base.figure and base.figure.value is not None else None,
            "implied": None if base.implied is None else plain(base.implied),
            "reckoned": None if base.reckoned is None else plain(base.reckoned),
        },
        "rows": rows_json(house, actor, figure.rows, page) if figure.rows else None,
        "inputs": [lineage_json(house, words, actor, one, page) for one in figure.inputs],
    }


def rows_json(house: House, actor: Actor, rows: Rows, page: int) -> Plain:
    """Write one page of the rows behind a figure, as far as the actor may read them, each with its origin."""
    declared = house.store.types[rows.register]
    told: Plain = {
        "register": rows.register,
        "conditions": [{"field": one.field, "op": one.op, "value": _plain(one.value)} for one in rows.where],
        "on": rows.moment.on.isoformat(),
        "count": rows.count,
        "sample": rows.made_up,
        "page": page,
        "pages": max(1, -(-rows.count // PAGE)),
    }
    try:
        found = house.registry.find(
            actor, rows.register, rows.moment, rows.where, limit=PAGE, offset=(page - 1) * PAGE
        )
    except (Forbidden, NotSignedIn):
        return {**told, "rows": None}
    with house.store.reading() as reading:
        came = origins(reading, found)
    return {
        **told,
        "rows": [
            {
                "record": one.record,
                "key": one.key,
                "title": one.name,
                "values": {
                    name: value
                    for name, value in declared.to_json(one.values).items()
                    if not declared.field(name).personal
                },
                "source": {
                    "act": origin.act,
                    "actor": None if actor.kind == "public" else origin.actor,
                    "unit": origin.unit,
                    "at": moment_of(origin.at).isoformat(),
                    "file": origin.file,
                    "sheet": origin.sheet,
                    "row": origin.row,
                    "note": origin.note,
                },
            }
            for one, origin in zip(found, came, strict=True)
        ],
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | bool) or value is None else str(value)
