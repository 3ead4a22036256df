"""All statistical figures of the newspaper page are there, with the values that the page prints, and each has its rows and its paper."""

from decimal import Decimal
from pathlib import Path

import pytest

from guanshan.i18n import LANGUAGES
from guanshan.register.actor import CONSOLE
from guanshan.report.saying import say_figure
from guanshan.systems.briefing.engine.slot import Slot
from guanshan.systems.briefing.service.front import load_front
from guanshan.systems.enterprise.sample import ZHONGAN

PAGE = {
    "srdi_new": "7家", "innovative_new": "20家", "hnte_new": "79家", "incubators_new": "3个", "talent_introduced": "350余人",
    "tech_service_revenue": "128.93亿元", "tech_service_growth_rank": "第2位", "projects_introduced": "34个",
    "projects_in_production": "12个", "integrated_enterprises": "超500户", "integration_projects": "超100个",
    "integration_benchmarks": "10个", "financial_institutions": "517家", "hundred_million_buildings": "10栋",
    "hundred_million_building_tax": "55.8亿元", "bank_loans_to_enterprises": "超900亿元", "fund_town_funds": "47家",
    "fund_town_committed": "1519亿元", "fund_town_paid_in": "758.72亿元", "social_capital_mobilised": "数十亿元",
    "fund_town_events": "30余次", "fund_projects_guiyang": "150余个", "fund_invested_guiyang": "约250亿元",
    "fund_projects_district": "25个", "fund_invested_district": "23.64亿元", "rd_internal_expenditure": "2.5亿元",
    "rd_internal_growth": "15.33%", "technology_transfer_institutions": "5个", "transfer_pilots": "4家",
    "talent_apartment_residents": "100余人", "health_leaflets": "5000余份", "health_consultations": "100余人次",
}  # fmt: skip
"""What the page prints of the district."""

OF_THE_ENTERPRISE = {
    "honours_held": "108项", "rights_held": "96项", "enterprise_rd_three_years": "超2亿元", "enterprise_rd_platform": "超1000万元",
    "factory_operating_cost": "−15%", "factory_matching_efficiency": "30%", "harness_capacity": "100万台",
}  # fmt: skip
"""What it prints of one enterprise."""


@pytest.fixture
def sight(house):
    with house.reporter.at(house.registry.moment()) as sight:
        yield sight


def test_the_page_s_figures_read_as_the_page_prints_them(house, sight):
    said = {name: say_figure(house.texts, "zh", sight.figure(name)).text for name in PAGE}
    assert said == PAGE
    said = {
        name: say_figure(house.texts, "zh", sight.figure(name, subject=ZHONGAN)).text
        for name in OF_THE_ENTERPRISE
    }
    assert said == OF_THE_ENTERPRISE


def test_every_figure_stands_on_rows_or_a_paper_and_computed_ones_on_figures(sight):
    for figure in sight.all():
        assert figure.rows or figure.inputs, figure.name
        if figure.provenance == "reported":
            assert figure.rows.count == len(figure.statements) == 1
            assert figure.document == "贵阳日报2024观山湖专版"


def test_no_row_was_made_to_fit_a_total(house):
    """A reported total is one row of one register; no other register holds rows of the page's making."""
    with house.store.reading() as reading:
        for declared in house.store.types:
            notes = {one.source.note for one in reading.find(declared.name, house.registry.moment())}
            assert ("page" in notes) == (declared.name in ("briefing.reported_figure", "briefing.news_item"))


def test_growth_and_share_show_their_base(sight):
    growth = sight.figure("rd_internal_growth").base
    assert (growth.of, str(growth.period), growth.implied) == (
        "rd_internal_expenditure",
        "2021",
        Decimal("216769270.79"),
    )
    share = sight.figure("fund_town_paid_share")
    assert (share.value, share.base.figure.name) == (Decimal("49.95"), "fund_town_committed")
    assert sight.figure("tech_service_growth_rank").base.kind == "rank"


def test_every_figure_of_the_front_is_an_indicator_and_every_one_of_the_page_stands_there(house):
    front = load_front()
    slots = {
        piece.name
        for story in (front.lead, *front.sections)
        for text in (story.headline, *story.paragraphs)
        for language in LANGUAGES
        for piece in text[language]
        if isinstance(piece, Slot)
    }
    assert all(name in house.catalogue for name in slots)
    told_in_news = {"talent_apartment_residents", "health_leaflets", "health_consultations"}
    assert {*PAGE, *OF_THE_ENTERPRISE} - slots - told_in_news == set()


def test_a_reported_figure_is_kept_like_any_register(house):
    found = house.registry.find(CONSOLE, "briefing.reported_figure")
    assert len(found) == 33
    assert {one.keeper for one in found} >= {"finance", "science", "talent"}


def test_the_docs_list_every_indicator(house):
    text = (Path(__file__).parents[3] / "docs" / "indicators.md").read_text(encoding="utf-8")
    for one in house.catalogue:
        assert f"| `{one.name}` | {one.title['zh']} |" in text, one.name
