"""What does the sample district report? 样本

The totals of the newspaper page as reported figures, each with the page as its document, and the city news told in our own words.
Rows carry the note ``page``: what they say, the page says; none is made to fit a total.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from guanshan.register import sample as core
from guanshan.register.actor import SYSTEM
from guanshan.register.field import Value
from guanshan.register.query import Condition, Moment, Source
from guanshan.register.store import Row, Store
from guanshan.report.catalogue import load_catalogue

PAGE: Final = Source(note="page")


@cache
def words() -> Mapping[str, Any]:
    """Return what the page reports."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 (a safe loader)
    return found


def load(store: Store, progress: core.Progress | None = None) -> None:
    """Fill the system's registers, after the core's sample and that of the enterprises."""
    tell = progress or (lambda register, done, whole: None)
    for name, drawn in (
        ("briefing.reported_figure", list(_figures(_enterprise(store)))),
        ("briefing.news_item", list(_news())),
    ):
        declared = store.types[name]
        rows = [Row(declared.check(values), PAGE) for values in drawn]
        with store.write(SYSTEM, "sample") as writing:
            writing.put_many(name, rows, keeper=lambda values: str(values["office"]))
        tell(name, len(rows), len(rows))


def _figures(enterprise: str | None) -> Iterator[dict[str, Value]]:
    units = {one.name: one.unit for one in load_catalogue([("briefing", Path(__file__).parent)])}
    known = words()
    listed = [("district", known["figures"])]
    if enterprise:
        listed.append((enterprise, known["of_enterprise"]))
    for subject, figures in listed:
        for indicator, (period, value, qualifier, office, *printed) in figures.items():
            yield {
                "indicator": indicator,
                "subject": subject,
                "period": period,
                "value": Decimal(value),
                "qualifier": qualifier,
                "unit": units[indicator],
                "office": office,
                "document": known["document"],
                "stated_on": known["stated_on"],
                **dict(zip(("printed_zh", "printed_en"), printed, strict=False)),
            }


def _enterprise(store: Store) -> str | None:
    """Return the credit code of the page's enterprise, where the sample holds it."""
    where = [Condition("name", "eq", words()["enterprise"])]
    with store.reading() as reading:
        found = reading.find("register.market_entity", Moment(core.SAMPLE_DAY), where, limit=1)
    return found[0].key if found else None


def _news() -> Iterator[dict[str, Value]]:
    for item in words()["news"]:
        assert isinstance(item["happened_on"], date)
        yield {**item, "document": words()["document"]}
