"""The reference tables that the project is proved on come in through the same door, with their planted defects found."""

import csv

import pytest
from proving.house import OFFICER

from guanshan.observe.mapping import read_mapping

DATED_EXCHANGE = "300054"
"""The company whose exchange column holds a date."""


@pytest.fixture
def companies(shared):
    return (shared / "data/industry-chain/companies.csv").read_bytes()


def test_the_listed_companies_come_in_but_for_the_planted_defects(importer, companies):
    staged = importer.stage(OFFICER, "listed_company", companies, "companies.csv")
    rows = list(csv.DictReader(companies.decode().splitlines()))
    assert staged.rows == len(rows) == 4654
    wrong = [
        number
        for number, row in enumerate(rows, start=2)
        if not row["exchange"].endswith("交易所") or row["listing_date"][:1] not in "0123456789-"
    ]
    cells = [fault for fault in staged.faults if not fault.refusal.key.startswith("observe.repeated")]
    assert [fault.row for fault in cells] == wrong
    assert len(wrong) == 46 + 35 + 1  # names of exchanges among the dates, and one date among the exchanges
    (dated,) = [fault for fault in cells if fault.field == "exchange"]
    assert (dated.letters, dated.value, dated.refusal.key) == ("D", "2010-02-11", "observe.choice")
    assert rows[dated.row - 2]["code"] == DATED_EXCHANGE
    assert {fault.field for fault in cells} == {"exchange", "listing_date"}

    first: dict[str, int] = {}
    repeated = {
        number for number, row in enumerate(rows, start=2) if first.setdefault(row["code"], number) != number
    }
    found = {fault.row for fault in staged.faults if fault.refusal.key.startswith("observe.repeated")}
    assert repeated <= found
    landing = importer.land(OFFICER, staged, good_rows=True)
    assert landing.counts.new == 4654 - staged.bad_rows
    assert importer.registry.by_key(OFFICER, "listed_company", "000001").values["exchange"] == "szse"


def test_the_classes_of_the_national_economy_come_in_in_their_order(importer, shared):
    content = (shared / "data/china-reference/gbt4754_2017.csv").read_bytes()
    staged = importer.stage(OFFICER, "industry_class", content, "gbt4754_2017.csv")
    assert (staged.is_good, staged.rows) == (True, 1971)
    assert importer.land(OFFICER, staged).counts.new == 1971
    held = importer.registry.by_key(OFFICER, "industry_class", "C3831")
    assert (held.name, held.values["level"], held.values["parent"]) == ("电线、电缆制造", "class", "C383")
    levels = {level: 0 for level in ("section", "division", "group", "class")}
    for version in importer.registry.find(OFFICER, "industry_class"):
        levels[version.values["level"]] += 1
    assert levels == {"section": 20, "division": 97, "group": 473, "class": 1381}


def test_the_streets_of_the_district_come_in_under_it(importer, shared):
    folder = shared / "data/china-reference"
    areas = list(csv.reader((folder / "regions_areas.csv").read_text(encoding="utf-8").splitlines()))
    streets = list(
        csv.reader((folder / "regions_guizhou_streets.csv").read_text(encoding="utf-8").splitlines())
    )
    mapping = (
        "register: register.place\ncolumns: {{code: code, name: name{parent}}}\nconstants: {{kind: {kind}}}\n"
    )

    def bring(head, rows, kind, parent=""):
        lines = "\n".join(",".join(row) for row in [head, *rows]).encode("gb18030")
        told = read_mapping(mapping.format(kind=kind, parent=parent))
        return importer.land(
            OFFICER, importer.stage(OFFICER, "place", lines, "区划.csv", mapping=told)
        ).counts.new

    guizhou = [row for row in areas[1:] if row[3] == "52"]
    assert bring(areas[0], guizhou, "district") == 88
    towns = [row for row in streets[1:] if not row[1].endswith("街道")]
    assert bring(streets[0], towns, "town", ", areaCode: parent") == len(towns)
    assert (
        bring(
            streets[0], [row for row in streets[1:] if row[1].endswith("街道")], "街道", ", areaCode: parent"
        )
        > 300
    )
    assert importer.registry.count(OFFICER, "place") == 88 + 1510
    held = [one for one in importer.registry.find(OFFICER, "place") if one.values["parent"] == "520115"]
    assert sorted(one.values["kind"] for one in held) == ["street"] * 7 + ["town"] * 3
