"""Make a house by the code of an earlier issue: ``python earlier_houses.py ISSUE ENTITIES`` with that code first on the path.

Where it lies is said by GUANSHAN_DATA_DIR and GUANSHAN_DATABASE_URL, as for every house. Each function is written for the code of
its issue.
"""

import sys


def issue_2(entities: int) -> None:
    """Administrators, the sample, and a change of every kind: edited, corrected, retracted, undone, noted."""
    from datetime import date

    from guanshan.app import SAMPLE, open_house
    from guanshan.register import sample
    from guanshan.register.actor import CONSOLE
    from guanshan.register.query import Moment
    from guanshan.settings import load_settings
    from guanshan.systems.enterprise import sample as enterprise

    house = open_house(load_settings())
    sample.load(house.store, count=entities)
    if entities >= sample.ENTITIES:
        enterprise.load(house.store)
    moment = Moment(date(2024, 5, 6))
    with house.store.reading() as reading:
        firms = reading.find("register.market_entity", moment, limit=4)
    with house.store.write(CONSOLE, "edit", reason="更名") as writing:
        for place, firm in enumerate(firms[:2]):
            changed = {**firm.values, "name": f"更名后 {place}"}
            since = date(2024, 1, 1 + place)
            writing.amend("register.market_entity", firm.record, changed, since=since)
    with house.store.write(CONSOLE, "add") as writing:
        for firm in firms[:2]:
            years = [{"credit_code": firm.values["credit_code"], "year": year} for year in (2021, 2022, 2023)]
            for year in years:
                writing.put(
                    "enterprise.financial_year",
                    {**year, "operating_revenue": "12345.67"},
                    keeper="statistics",
                )
                writing.put("enterprise.staff_figure", {**year, "staff": 77}, keeper="statistics")
    with house.store.write(CONSOLE, "retract", reason="错录") as writing:
        writing.retract("register.market_entity", firms[2].record)
        writing.retract("register.market_entity", firms[3].record, since=date(2024, 3, 1))
    with house.store.write(CONSOLE, "sample") as writing:
        writing.remember(SAMPLE, "yes")
        writing.note("sample", "register", {"entities": entities})
    for who in ("sysadmin", "auditor"):
        house.door.links.for_password(CONSOLE, who)
    house.store.database.close()


if __name__ == "__main__":
    {"issue-2": issue_2}[sys.argv[1]](int(sys.argv[2]))
