"""From registers to verdicts and figures: every value names its row, and what is not registered is unknown."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import guanshan.systems.enterprise
from guanshan.refusal import NotFound
from guanshan.register.actor import SYSTEM as HOUSE
from guanshan.register.actor import Actor
from guanshan.register.query import Condition, Moment, Source
from guanshan.register.sample import sample_code
from guanshan.report.catalogue import load_catalogue
from guanshan.report.reckoning import Reporter
from guanshan.systems.enterprise.sample import ZHONGAN
from guanshan.systems.enterprise.service.verdict import verdict, verdicts

DAY = date(2024, 5, 6)
CODE = sample_code(77, "company")


@pytest.fixture
def house(empty):
    """One enterprise whose papers nobody has checked."""
    with empty.write(HOUSE, "test") as writing:
        writing.put(
            "register.unit",
            {"code": "guanshanhu", "name": "观山湖区", "kind": "district"},
            keeper="guanshanhu",
        )
        writing.put(
            "register.market_entity",
            {"credit_code": CODE, "name": "贵州一号有限公司", "kind": "company", "industry": "C3831"},
            keeper="market",
        )
    return empty


def put(store, register, **values):
    with store.write(HOUSE, "test") as writing:
        writing.put(
            f"enterprise.{register}",
            {"credit_code": CODE, **values},
            keeper="industry",
            source=Source(note="form"),
        )


def year(store, year_, revenue, main, rd="0", assets="100", debt="50"):
    put(
        store, "financial_year", year=year_, operating_revenue=Decimal(revenue), main_revenue=Decimal(main),
        rd_expense=Decimal(rd), total_assets=Decimal(assets), total_liabilities=Decimal(debt),
    )  # fmt: skip


@pytest.fixture
def judged(house, registry_over):
    return lambda day=DAY: verdict(registry_over(house), HOUSE, CODE, Moment(day))


def test_what_is_not_registered_is_unknown(house, judged):
    found = judged()
    assert found.verdict.verdict == "undetermined"
    assert (found.verdict.total.low, found.verdict.total.high) == (5, 100)
    assert not any(finding.presumed for finding in found.verdict.criteria)
    assert found.case.inputs["equity_3y_wan"] is None


def test_a_verdict_worked_out_by_hand(house, judged):
    year(house, 2022, "10000000", "8000000")
    year(house, 2023, "12000000", "9200000", rd="360000", assets="2000000", debt="1100000")
    put(house, "staff_figure", year=2023, staff=40)
    put(
        house, "intellectual_property", number="1", name="甲", kind="invention_patent", granted_on=date(2022, 1, 1),
        acquired="self_developed", related=True,
    )  # fmt: skip
    put(
        house, "standing", checked_on=date(2024, 3, 1), strategic_field=False, dishonest=False, prohibited=False,
        serious_event=False,
    )  # fmt: skip
    found = judged()
    points = [finding.points.low for finding in found.verdict.criteria if finding.points is not None]
    # I_self 15; R&D 3 % 15; growth 15 % 20; debt 55 % 10; other field 5; main share 76.66 % 20
    assert points == [15, 15, 20, 10, 5, 20]
    assert (found.verdict.verdict, found.verdict.route, found.verdict.total.low) == ("pass", "score", 85)
    told = found.told("zh")
    ratio = next(criterion for criterion in told["criteria"] if criterion["id"] == "S2")
    assert (ratio["value"], ratio["threshold"]) == ("3", "3 – 5")
    assert {source["key"] for source in ratio["sources"]} == {f"{CODE}|2023"}
    growth = next(criterion for criterion in told["criteria"] if criterion["id"] == "S3")
    assert {source["key"] for source in growth["sources"]} == {f"{CODE}|2022", f"{CODE}|2023"}


def test_a_certificate_counts_until_it_lapses_and_not_on_that_day(house, judged):
    put(
        house, "title", kind="hnte", name="高新技术企业", recognised_on=date(2021, 5, 6), lapses_on=date(2024, 5, 6),
    )  # fmt: skip
    assert judged(date(2024, 5, 5)).case.inputs["hnte_valid_on_day"] is True
    assert judged(date(2024, 5, 6)).case.inputs["hnte_valid_on_day"] is None
    put(house, "standing", checked_on=date(2024, 3, 1))
    assert judged(date(2024, 5, 6)).case.inputs["hnte_valid_on_day"] is False


def test_equity_of_three_years_and_of_qualified_investors_alone(house, judged):
    put(
        house,
        "equity_financing",
        round="A",
        paid_on=date(2021, 5, 6),
        paid_in=Decimal(9_000_000),
        qualified=True,
    )
    put(
        house,
        "equity_financing",
        round="B",
        paid_on=date(2021, 5, 7),
        paid_in=Decimal("4999999.99"),
        qualified=True,
    )
    put(
        house,
        "equity_financing",
        round="C",
        paid_on=date(2023, 5, 7),
        paid_in=Decimal(9_000_000),
        qualified=False,
    )
    assert judged().case.inputs["equity_3y_wan"] == Fraction("499.999999")
    assert judged().verdict.finding("D4").outcome == "unmet"


def test_figures_of_another_year_are_not_taken(house, judged):
    year(house, 2021, "1", "1")
    year(house, 2022, "10000000", "8000000")
    found = judged()
    assert found.case.inputs["operating_revenue_wan"] is None
    assert found.verdict.finding("S3").outcome == "unknown"


def test_a_branch_is_no_legal_person(house, judged):
    with house.write(HOUSE, "test") as writing:
        record = writing.reading.by_key("register.market_entity", CODE, Moment(DAY)).record
        writing.amend("register.market_entity", record, {"kind": "branch"}, throughout=True)
    found = judged()
    assert (found.verdict.verdict, found.verdict.failed) == ("fail", ("E1",))


def test_who_is_not_there_is_refused(registry, officer):
    with pytest.raises(NotFound):
        verdict(registry, officer, sample_code(999_999, "company"))


def test_an_enterprise_reads_its_own_verdicts_and_no_other(registry, officer):
    figures = registry.find(
        officer, "enterprise.financial_year", where=[Condition("year", "eq", 2023)], limit=2
    )
    own, other = (str(row.values["credit_code"]) for row in figures)
    owner = Actor("enterprise:1", "一号", "enterprise", owner=own)
    assert [one.told() for one in verdicts(registry, owner, own)] == [
        one.told() for one in verdicts(registry, officer, own)
    ]
    for read in (verdict, verdicts):
        with pytest.raises(NotFound):
            read(registry, owner, other)


def test_every_designation_in_force_is_judged(registry, officer):
    families = [one.verdict.rulebook.name for one in verdicts(registry, officer, ZHONGAN)]
    assert families == [
        "innovative-2022", "srdi-2022", "little-giant-2022", "hnte-2016", "tech-sme-2017", "sme-size-2011",
        "above-scale-2011",
    ]  # fmt: skip
    later = verdicts(registry, officer, ZHONGAN, Moment(date(2026, 5, 6)))
    assert {"srdi-2026", "little-giant-2026"} < {one.verdict.rulebook.name for one in later}


def test_a_title_stands_beside_the_verdict(registry, officer):
    giant = verdict(registry, officer, ZHONGAN, rulebook="little-giant")
    assert [(one.kind, one.recognised_on, one.lapses_on) for one in giant.held] == [
        ("little_giant", date(2022, 8, 8), date(2025, 8, 8))
    ]
    assert giant.told()["held"][0]["recognised_on"] == "2022-08-08"
    after = verdict(registry, officer, ZHONGAN, Moment(date(2025, 8, 8)), "little-giant")
    assert after.held == ()


def reporter_over(store):
    folder = Path(guanshan.systems.enterprise.__file__).parent
    return Reporter(store, load_catalogue([("enterprise", folder)]))


def test_the_page_s_figures_stand_on_rows(store, registry, officer):
    with reporter_over(store).at(registry.moment()) as sight:
        counted = {figure.name: figure for figure in sight.all()}
    page = ("srdi_new", "innovative_new", "hnte_new", "incubators_new")
    assert [counted[name].value for name in page] == [7, 20, 79, 3]
    assert {str(counted[name].period) for name in page} == {"2023"}
    assert counted["streets"].value == 10
    assert counted["streets"].sample is False
    for figure in counted.values():
        if figure.rows:
            rows = registry.find(officer, figure.rows.register, figure.rows.moment, figure.rows.where)
            assert len(rows) == figure.value
    assert all(counted[name].sample for name in page)


def test_an_empty_district_has_zeros_and_no_sample(empty):
    with reporter_over(empty).at(Moment(DAY)) as sight:
        counted = sight.all()
    assert {figure.value for figure in counted if figure.rows} == {0}
    assert {figure.value for figure in counted if not figure.rows} == {None}
    assert not any(figure.sample for figure in counted)


def test_the_enterprise_of_the_page_has_figures_of_its_own(store, registry):
    with reporter_over(store).at(registry.moment()) as sight:
        assert sight.figure("honours_held", subject=ZHONGAN).value == 108
        assert sight.figure("rights_held", subject=ZHONGAN).value == 96


def test_the_enterprise_of_the_page(registry, officer):
    mine = [Condition("credit_code", "eq", ZHONGAN)]
    assert registry.count(officer, "enterprise.title", None, mine) == 108
    assert registry.count(officer, "enterprise.intellectual_property", None, mine) == 96
    assert verdict(registry, officer, ZHONGAN).verdict.verdict == "pass"
