"""Random enterprises, one in ten exactly on a boundary or one unit beside it; written by hand from the fact sheets.

Every number is drawn as a whole count of its last decimal, so that its exact value is known: `Column.units` over ten to the power of
`Column.decimals`.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

M = "money"


@dataclass
class Column:
    """One quantity of all enterprises; ``known`` is False where it is not known."""

    units: np.ndarray
    decimals: int
    known: np.ndarray
    words: tuple | None = None

    def exact(self, row):
        if not self.known[row]:
            return None
        if self.words is not None:
            return self.words[self.units[row]]
        return Fraction(int(self.units[row]), 10**self.decimals)


@dataclass
class Plan:
    """What to draw for a rulebook, and where its boundaries are."""

    money: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)  # name: (decimals, low, high)
    flags: dict = field(default_factory=dict)  # name: chance of true
    options: dict = field(default_factory=dict)
    limits: dict = field(default_factory=dict)  # name: bounds
    ratios: list = field(default_factory=list)  # (part, whole, bounds in per cent)
    means: list = field(default_factory=list)  # (last, before, first, bounds of the mean growth in per cent)
    sums: list = field(default_factory=list)  # (parts, bound)


IP = ("I_high", "I_self", "I", "II", "none")
GROWN = ("main_revenue_wan", "main_revenue_before_wan", "main_revenue_2y_before_wan")
YEAR = {"revenue_wan": (800, 30000), "main_revenue_wan": (700, 29000)}
OLDER = {"main_revenue_before_wan": (600, 27000), "main_revenue_2y_before_wan": (500, 25000)}
SHEET = {"total_assets_wan": (1000, 50000), "total_liabilities_wan": (100, 30000)}

PLANS = {
    "innovative-2022": Plan(
        money={
            "rd_expense_wan": (0, 2000),
            "operating_revenue_wan": (100, 30000),
            "main_revenue_wan": (50, 28000),
            "main_revenue_before_wan": (50, 26000),
            **SHEET,
            "equity_3y_wan": (0, 1500),
        },
        flags={
            "strategic_field": 0.5,
            "st_award_3y": 0.1,
            "hnte_valid_on_day": 0.1,
            "rd_institution": 0.1,
            "small_or_medium": 0.9,
            "abnormal_operations": 0.05,
            "serious_event_3y": 0.05,
        },
        options={"ip": IP},
        limits={"equity_3y_wan": (500,)},
        ratios=[
            ("rd_expense_wan", "operating_revenue_wan", (1, 2, 3, 5)),
            ("main_revenue_wan", "main_revenue_before_wan", (100, 105, 110, 115)),
            ("main_revenue_wan", "operating_revenue_wan", (50, 55, 60, 70)),
            ("total_liabilities_wan", "total_assets_wan", (55, 75)),
        ],
    ),
    "srdi-2022": Plan(
        money={
            **YEAR,
            **OLDER,
            **SHEET,
            "net_profit_wan": (-500, 4000),
            "rd_wan": (50, 1500),
            "rd_prev_wan": (50, 1500),
            "equity_2y_wan": (0, 4000),
        },
        numbers={
            "years": (2, 0, 15),
            "digital_level": (0, 0, 4),
            "quality_items": (0, 0, 4),
            "local_points": (2, 0, 15),
            "staff": (0, 10, 400),
            "rd_staff": (0, 0, 90),
        },
        flags={"st_award_3y_ranked": 0.05, "maker_china_top500_within_3y": 0.05},
        options={
            "field": ("A", "B", "C"),
            "ip": IP,
            "institution": ("national", "provincial", "municipal", "below", "none"),
        },
        limits={
            "years": (2, 4, 6, 8, 10),
            "rd_wan": (100, 200, 300, 400, 500),
            "revenue_wan": (1000,),
            "equity_2y_wan": (2000, 6000),
        },
        ratios=[
            ("rd_wan", "revenue_wan", (3, 4, 6, 8, 10)),
            ("main_revenue_wan", "revenue_wan", (60, 70, 80)),
            ("net_profit_wan", "revenue_wan", (2, 4, 6, 8, 10)),
            ("total_liabilities_wan", "total_assets_wan", (50, 60, 70)),
            ("rd_staff", "staff", (5, 10, 20)),
        ],
        means=[(*GROWN, (0, 4, 6, 8, 10))],
        sums=[(("rd_wan", "rd_prev_wan"), 2000)],
    ),
    "srdi-2026": Plan(
        money={
            **YEAR,
            "revenue_before_wan": (800, 28000),
            **SHEET,
            "rd_last_wan": (60, 2500),
            "rd_before_wan": (60, 2500),
            "equity_2y_wan": (0, 4000),
        },
        numbers={
            "years": (2, 1, 15),
            "class_I": (0, 0, 4),
            "platform_score": (2, 30, 90),
            "platform_score_before": (2, 30, 90),
        },
        flags={
            "first_tier_title": 0.95,
            "st_award_3y_ranked": 0.1,
            "rd_institution": 0.1,
            "market_position_confirmed": 0.9,
            "re_review": 0.2,
        },
        limits={
            "years": (3,),
            "revenue_wan": (1500,),
            "equity_2y_wan": (2000,),
            "rd_last_wan": (100,),
            "rd_before_wan": (100,),
            "platform_score": (50,),
            "platform_score_before": (50,),
        },
        ratios=[
            ("rd_last_wan", "revenue_wan", (3,)),
            ("rd_before_wan", "revenue_before_wan", (3,)),
            ("main_revenue_wan", "revenue_wan", (80,)),
            ("total_liabilities_wan", "total_assets_wan", (80,)),
        ],
    ),
    "little-giant-2022": Plan(
        money={
            **YEAR,
            "revenue_before_wan": (800, 28000),
            **OLDER,
            **SHEET,
            "rd_last_wan": (60, 4500),
            "rd_before_wan": (60, 4500),
            "equity_2y_wan": (0, 12000),
        },
        numbers={
            "years": (2, 2, 15),
            "staff": (0, 10, 200),
            "rd_staff": (0, 0, 120),
            "it_core": (0, 0, 4),
            "market_share_pct": (6, 5, 40),
            "class_I": (0, 0, 6),
        },
        flags={
            "system_cert": 0.95,
            "own_brand": 0.95,
            "institution": 0.9,
            "national_award_3y_ranked": 0.1,
            "maker_china_top50_within_3y": 0.1,
            "chain_ok": 0.95,
            "field_ok": 0.95,
            "re_review": 0.2,
        },
        limits={
            "years": (3,),
            "revenue_wan": (5000, 10000),
            "equity_2y_wan": (8000,),
            "rd_last_wan": (3000,),
            "market_share_pct": (10,),
        },
        ratios=[
            ("rd_last_wan", "revenue_wan", (3, 6)),
            ("rd_before_wan", "revenue_before_wan", (3, 6)),
            ("main_revenue_wan", "revenue_wan", (70,)),
            ("total_liabilities_wan", "total_assets_wan", (70,)),
            ("rd_staff", "staff", (50,)),
        ],
        means=[(*GROWN, (5,))],
    ),
    "little-giant-2026": Plan(
        money={
            "revenue_wan": (4500, 30000),
            "main_revenue_wan": (4000, 30000),
            "revenue_before_wan": (4000, 28000),
            "revenue_2y_before_wan": (3000, 25000),
            **SHEET,
            "rd_last_wan": (300, 2500),
            "rd_before_wan": (300, 2500),
        },
        numbers={
            "years": (2, 2, 15),
            "class_I_own": (0, 2, 8),
            "market_share_pct": (6, 5, 40),
            "platform_score": (2, 50, 95),
            "platform_score_before": (2, 50, 95),
        },
        flags={
            "provincial_title": 0.95,
            "national_award_3y_ranked": 0.1,
            "domestic_top_three": 0.1,
            "field_ok": 0.95,
            "manufacturing_champion": 0.03,
            "little_giant_affiliate": 0.03,
            "re_review": 0.2,
        },
        limits={
            "years": (3,),
            "revenue_wan": (5000,),
            "market_share_pct": (10,),
            "platform_score": (60,),
            "platform_score_before": (60,),
        },
        ratios=[
            ("rd_last_wan", "revenue_wan", (3,)),
            ("rd_before_wan", "revenue_before_wan", (3,)),
            ("main_revenue_wan", "revenue_wan", (90,)),
            ("total_liabilities_wan", "total_assets_wan", (75,)),
            ("revenue_wan", "revenue_2y_before_wan", (Fraction(441, 4),)),
        ],
        sums=[(("rd_last_wan", "rd_before_wan"), 1200)],
    ),
    "hnte-2016": Plan(
        money={
            **{f"rd_{n}_wan": (50, 900) for n in (1, 2, 3)},
            **{f"sales_{n}_wan": (500, 9000) for n in (1, 2, 3)},
            **{f"net_assets_{n}_wan": (-100, 9000) for n in (1, 2, 3)},
            "rd_domestic_3y_wan": (200, 2400),
            "hnte_income_wan": (300, 9000),
            "total_income_wan": (500, 9500),
        },
        numbers={
            "days_registered": (0, 300, 4000),
            "class_I": (0, 0, 3),
            "class_II": (0, 0, 8),
            "tech_staff": (2, 1, 60),
            "staff": (2, 10, 200),
            "conversions_3y": (0, 0, 20),
            "advancedness_points": (0, 0, 8),
            "core_support_points": (0, 0, 8),
            "management_points": (0, 0, 6),
            "body_points": (0, 0, 6),
            "incentive_points": (0, 0, 4),
            "people_points": (0, 0, 4),
        },
        flags={"standards": 0.3, "major_event_last_year": 0.02},
        options={"ip_obtained": ("self", "transferred", "none")},
        limits={
            "days_registered": (365,),
            "sales_3_wan": (5000, 20000),
            "conversions_3y": (3, 6, 9, 12, 15),
            "sales_1_wan": (0,),
            "sales_2_wan": (0,),
            "net_assets_1_wan": (0,),
            "net_assets_2_wan": (0,),
        },
        ratios=[("tech_staff", "staff", (10,)), ("hnte_income_wan", "total_income_wan", (60,))],
        means=[
            ("sales_3_wan", "sales_2_wan", "sales_1_wan", (0, 5, 15, 25, 35)),
            ("net_assets_3_wan", "net_assets_2_wan", "net_assets_1_wan", (0, 5, 15, 25, 35)),
        ],
    ),
    "tech-sme-2017": Plan(
        money={
            "rd_wan": (10, 900),
            "sales_wan": (100, 22000),
            "assets_wan": (100, 22000),
            "cost_wan": (50, 9000),
        },
        numbers={
            "staff": (0, 5, 520),
            "tech_staff": (0, 0, 150),
            "class_I": (0, 0, 2),
            "class_II": (0, 0, 6),
        },
        flags={
            "prohibited_class": 0.03,
            "serious_event_2y": 0.03,
            "hnte_valid_on_day": 0.1,
            "national_award_5y_ranked": 0.03,
            "rd_institution": 0.05,
            "standard_lead_5y": 0.05,
        },
        limits={"staff": (500,), "sales_wan": (20000,), "assets_wan": (20000,)},
        ratios=[
            ("tech_staff", "staff", (10, 15, 20, 25, 30)),
            ("rd_wan", "sales_wan", (2, 3, 4, 5, 6)),
            ("rd_wan", "cost_wan", (10, 15, 20, 25, 30)),
        ],
    ),
    "incubator-2018": Plan(
        money={"fund_wan": (450, 1000)},
        numbers={
            "years": (2, 2, 10),
            "stat_years": (2, 1, 10),
            "area_m2": (2, 9000, 25000),
            "tenant_area_m2": (2, 7000, 20000),
            "financed": (0, 2, 30),
            "cases": (0, 2, 9),
            "professionals": (0, 4, 20),
            "org_staff": (0, 5, 20),
            "mentors": (0, 4, 20),
            "patent_applied": (0, 5, 60),
            "with_rights": (0, 5, 60),
            "tenants": (0, 20, 90),
            "graduates": (0, 10, 40),
            "same_field_tenants": (0, 0, 60),
        },
        flags={"own_platform": 0.5},
        limits={
            "years": (3,),
            "stat_years": (2,),
            "area_m2": (10000,),
            "fund_wan": (500,),
            "tenants": (30, 50),
            "graduates": (15, 20),
        },
        ratios=[
            ("tenant_area_m2", "area_m2", (75,)),
            ("professionals", "org_staff", (80,)),
            ("financed", "tenants", (10,)),
            ("patent_applied", "tenants", (50,)),
            ("professionals", "tenants", (10,)),
            ("mentors", "tenants", (10,)),
        ],
    ),
    "makerspace-2017": Plan(
        numbers={
            "months": (1, 15, 40),
            "area_m2": (2, 300, 900),
            "desks": (0, 20, 60),
            "shared_area_m2": (2, 200, 800),
            "teams": (0, 15, 40),
            "new_firms": (0, 5, 20),
            "financed": (0, 2, 10),
            "cases": (0, 1, 9),
            "professionals": (0, 1, 9),
            "mentors": (0, 1, 9),
            "events": (0, 5, 30),
        },
        limits={"months": (18,), "area_m2": (500,)},
        ratios=[("shared_area_m2", "area_m2", (75,))],
    ),
    "sme-size-2011": Plan(
        money={"revenue_wan": (10, 120000), "assets_wan": (10, 150000)},
        numbers={"staff": (0, 1, 2500)},
        options={
            "industry": (
                "农林牧渔",
                "工业",
                "建筑业",
                "批发业",
                "零售业",
                "交通运输业",
                "仓储业",
                "邮政业",
                "住宿业",
                "餐饮业",
                "信息传输业",
                "软件和信息技术服务业",
                "房地产开发经营",
                "物业管理",
                "租赁和商务服务业",
                "其他未列明行业",
            )
        },
        limits={
            "staff": (5, 10, 20, 50, 100, 200, 300, 1000, 2000),
            "revenue_wan": (
                50,
                100,
                200,
                300,
                500,
                1000,
                2000,
                3000,
                5000,
                6000,
                10000,
                20000,
                30000,
                40000,
                80000,
                100000,
                200000,
            ),
            "assets_wan": (100, 300, 2000, 5000, 8000, 10000, 80000, 120000),
        },
    ),
    "above-scale-2011": Plan(
        money={"main_revenue_wan": (100, 4000), "revenue_wan": (100, 4000)},
        flags={"construction_qualified": 0.5, "development_activity": 0.5},
        options={
            "sector": (
                "工业",
                "建筑业",
                "批发业",
                "零售业",
                "住宿和餐饮业",
                "房地产开发经营",
                "交通运输、仓储和邮政业",
                "信息传输、软件和信息技术服务业",
                "水利、环境和公共设施管理业",
                "卫生",
                "租赁和商务服务业",
                "科学研究和技术服务业",
                "教育",
                "物业管理、房地产中介等",
                "居民服务、修理和其他服务业",
                "文化、体育和娱乐业",
                "社会工作",
            )
        },
        limits={"main_revenue_wan": (2000,), "revenue_wan": (200, 500, 1000, 2000)},
    ),
}


def draw(name, size, seed):
    """Draw enterprises for a rulebook: columns by name."""
    plan, chance = PLANS[name], np.random.default_rng(seed)
    columns = {}

    def keep(column, units, decimals, words=None):
        columns[column] = Column(units.astype(np.int64), decimals, chance.random(size) > 0.01, words)

    for column, (low, high) in plan.money.items():
        keep(column, chance.integers(low * 10**6, high * 10**6, size), 6)
    for column, (decimals, low, high) in plan.numbers.items():
        keep(column, chance.integers(low * 10**decimals, high * 10**decimals + 1, size), decimals)
    for column, share in plan.flags.items():
        keep(column, chance.random(size) < share, 0, (False, True))
    for column, words in plan.options.items():
        keep(column, chance.integers(0, len(words), size), 0, words)
    edges = list(_edges(plan))
    chosen = np.where(chance.random(size) < 0.1, chance.integers(0, max(len(edges), 1), size), -1)
    for place, edge in enumerate(edges):
        rows = np.flatnonzero(chosen == place)
        edge(columns, rows, chance.integers(-1, 2, len(rows)), chance)
    return columns


def _edges(plan):
    for column, bounds in plan.limits.items():
        for bound in bounds:
            yield lambda columns, rows, off, _, column=column, bound=bound: _on_limit(
                columns[column], rows, off, bound
            )
    for part, whole, bounds in plan.ratios:
        for bound in bounds:
            yield lambda columns, rows, off, _, p=part, w=whole, b=bound: _on_ratio(
                columns[p], columns[w], rows, off, b
            )
    for last, before, first, bounds in plan.means:
        for bound in bounds:

            def on_mean(columns, rows, off, _, names=(last, before, first), bound=bound):
                base = columns[names[2]]
                base.units[rows] = np.maximum(base.units[rows] // 100, 1) * 100
                columns[names[1]].units[rows] = base.units[rows]
                columns[names[0]].units[rows] = base.units[rows] // 100 * (100 + 2 * bound) + off

            yield on_mean
    for (first, second), bound in plan.sums:

        def on_sum(columns, rows, off, _, first=first, second=second, bound=bound):
            columns[first].units[rows] = np.minimum(columns[first].units[rows], bound * 10**6 - 1)
            columns[second].units[rows] = bound * 10**6 - columns[first].units[rows] + off

        yield on_sum


def _on_limit(column, rows, off, bound):
    units = bound * 10**column.decimals + off
    column.units[rows] = units if bound else np.maximum(units, 0)


def _on_ratio(part, whole, rows, off, bound):
    share = Fraction(bound) / 100 * Fraction(10**part.decimals, 10**whole.decimals)
    steps = share.denominator
    whole.units[rows] = np.maximum(whole.units[rows] // steps, 1) * steps
    part.units[rows] = np.maximum(whole.units[rows] // steps * share.numerator + off, 0)
