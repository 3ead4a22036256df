"""Whatever row is corrected, exactly the figures that depend on it change, and they come to what an independent count says."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanshan.clock import SetTime
from guanshan.register.actor import SYSTEM
from guanshan.register.database import Database
from guanshan.register.query import Moment
from guanshan.register.record import RecordTypes
from guanshan.register.store import Store
from guanshan.report.catalogue import Catalogue
from guanshan.report.loading import indicators_of
from guanshan.report.reckoning import Reporter
from guanshan.report.written import read_text
from shops.indicators import INDICATORS
from shops.records import Shop

DAY = Moment(date(2024, 5, 6))
CATALOGUE = Catalogue(indicators_of(read_text(INDICATORS, "indicators.yaml"), "shops"))
ON_ROWS = [one.name for one in CATALOGUE.resting_on("shops.shop")]

Values = Mapping[str, Any]
VALUES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(("tea", "book", "rice")),
        "private": st.sampled_from((True, False, None)),
        "opened_on": st.dates(date(2021, 10, 1), date(2024, 3, 1)),
        "tax": st.none() | st.decimals(0, 1000, places=2),
    }
)
STEPS = st.lists(st.tuples(st.integers(0, 5), st.none() | VALUES), min_size=1, max_size=12)


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def counted(rows: Mapping[int, Values]) -> dict[str, Decimal | None]:
    """The figures of some rows, counted once more without the catalogue."""

    def many(holds: Callable[[Values], bool]) -> Decimal:
        return Decimal(sum(1 for row in rows.values() if holds(row)))

    shops, private = Decimal(len(rows)), many(lambda row: row["private"] is True)
    taxes = [row["tax"] for row in rows.values() if row["tax"] is not None]
    tax = sum(taxes, Decimal(0)) if taxes else None
    opened, before = (many(lambda row, y=year: row["opened_on"].year == y) for year in (2023, 2022))
    return {
        "shops": shops,
        "tea_shops": many(lambda row: row["kind"] == "tea"),
        "private_shops": private,
        "private_share": cents(private / shops * 100) if shops else None,
        "tax": tax,
        "tax_per_shop": cents(tax / shops) if tax is not None and shops else None,
        "kinds": Decimal(len({row["kind"] for row in rows.values()})),
        "opened": opened,
        "opened_growth": cents((opened / before - 1) * 100) if before else None,
    }


def reported(reporter: Reporter, at: Moment = DAY) -> dict[str, Decimal | None]:
    with reporter.at(at) as sight:
        return {name: sight.figure(name).value for name in ON_ROWS}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_corrected_row_changes_exactly_its_dependents(
    tmp_path_factory: Any, steps: list[tuple[int, Values | None]]
) -> None:
    path = tmp_path_factory.mktemp("law") / "shops.db"
    store = Store(Database(f"sqlite:///{path}"), RecordTypes([Shop]), SetTime())
    store.create()
    reporter = Reporter(store, CATALOGUE)
    rows: dict[int, Values] = {}
    records: dict[int, str] = {}
    told: list[tuple[int, dict[str, Decimal | None]]] = []
    for number, values in steps:
        expected_before, found_before = counted(rows), reported(reporter)
        with store.write(SYSTEM, "test") as writing:
            if values is None:
                if number in rows:
                    writing.retract("shops.shop", records[number])
                    del rows[number]
            elif number in rows:
                writing.amend("shops.shop", records[number], values, throughout=True)
                rows[number] = values
            else:
                key = {"number": f"{number}-{len(told)}", **values}
                records[number] = writing.put("shops.shop", key, keeper="market").record
                rows[number] = values
        expected, found = counted(rows), reported(reporter)
        assert found == expected
        changed = {name for name in ON_ROWS if found[name] != found_before[name]}
        assert changed == {name for name in ON_ROWS if expected[name] != expected_before[name]}
        told.append((store.head().tick, found))
    for tick, found in told:  # and what was known then is what it was
        assert reported(reporter, Moment(DAY.on, tick)) == found
    store.database.close()
