"""The rulebooks written a second time, by hand from the fact sheets, in fractions; knows nothing of the program and opens no rulebook.

A case is a mapping from name to Fraction, bool, str or None (unknown). Each function returns the verdict (or class) and, where there are
points, the total as (fewest, most).
"""

from fractions import Fraction


def both(*parts):
    if False in parts:
        return False
    return None if None in parts else True


def some(*parts):
    if True in parts:
        return True
    return None if None in parts else False


def no(part):
    return None if part is None else not part


def ge(value, bound):
    return None if value is None or bound is None else value >= bound


def gt(value, bound):
    return None if value is None or bound is None else value > bound


def le(value, bound):
    return no(gt(value, bound))


def lt(value, bound):
    return no(ge(value, bound))


class Subject(dict):
    """A case in which silence is what the fact sheets take for granted, else unknown."""

    def __missing__(self, name):
        return GRANTED.get(name)


GRANTED = {
    **dict.fromkeys(("small_or_medium", "leading_confirmed"), True),
    **dict.fromkeys(
        (
            "abnormal_operations", "serious_event_3y", "serious_event_2y", "st_award_3y", "hnte_valid_on_day", "rd_institution",
            "st_award_3y_ranked", "maker_china_top500_within_3y", "maker_china_top50_within_3y", "national_award_3y_ranked",
            "re_review", "domestic_top_three", "manufacturing_champion", "little_giant_affiliate", "major_event_last_year",
            "prohibited_class", "national_award_5y_ranked", "standard_lead_5y", "own_platform",
        ),
        False,
    ),
    **dict.fromkeys(("equity_3y_wan", "equity_2y_wan", "rd_prev_wan", "same_field_tenants", "sales_wan", "staff"), Fraction(0)),
}  # fmt: skip


def percent(part, whole, given=None):
    if given is not None:
        return given
    return None if part is None or whole is None or whole == 0 else 100 * part / whole


def growth(now, before, given=None):
    if given is not None:
        return given
    return None if now is None or before is None or before == 0 else 100 * (now - before) / before


def mean_growth(last, before, first, given=None):
    if given is not None:
        return given
    rates = growth(last, before), growth(before, first)
    return None if None in rates else sum(rates) / 2


def stairs(value, steps, floor=0):
    """Points by lower bounds that are included, best first."""
    points = [earned for _, earned in steps] + [floor]
    if value is None:
        return min(points), max(points)
    earned = next((earned for bound, earned in steps if value >= bound), floor)
    return earned, earned


def ceilings(value, steps, floor=0):
    """Points by upper bounds that are included, lowest first."""
    if value is None:
        return floor, steps[0][1]
    earned = next((earned for bound, earned in steps if value <= bound), floor)
    return earned, earned


def option(value, table):
    return (min(table.values()), max(table.values())) if value is None else (table[value], table[value])


def total(spans):
    spans = list(spans)
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def reached(span, minimum):
    return True if span[0] >= minimum else False if span[1] < minimum else None


def verdict(met):
    return {True: "pass", False: "fail", None: "undetermined"}[met]


def innovative_2022(c):
    ip = option(c["ip"], {"I_high": 20, "I_self": 15, "I": 10, "II": 5, "none": 0})
    rd = stairs(
        percent(c["rd_expense_wan"], c["operating_revenue_wan"], c["rd_ratio_pct"]),
        [(5, 20), (3, 15), (2, 10), (1, 5)],
    )
    grown = stairs(
        growth(c["main_revenue_wan"], c["main_revenue_before_wan"], c["main_growth_pct"]),
        [(15, 20), (10, 15), (5, 10), (0, 5)],
    )
    debt = ceilings(
        percent(c["total_liabilities_wan"], c["total_assets_wan"], c["debt_pct"]), [(55, 10), (75, 5)]
    )
    field = option(c["strategic_field"], {True: 10, False: 5})
    share = stairs(
        percent(c["main_revenue_wan"], c["operating_revenue_wan"], c["main_share_pct"]),
        [(70, 20), (60, 15), (55, 10), (50, 5)],
    )
    points = total([ip, rd, grown, debt, field, share])
    by_score = both(
        reached(points, 60),
        reached(total([ip, rd]), 20),
        reached(total([grown, debt]), 15),
        reached(total([field, share]), 15),
    )
    direct = some(c["st_award_3y"], c["hnte_valid_on_day"], c["rd_institution"], ge(c["equity_3y_wan"], 500))
    entry = both(c["small_or_medium"], no(c["abnormal_operations"]), no(c["serious_event_3y"]))
    return verdict(both(entry, some(by_score, direct))), points


def srdi_2022(c):
    ratio = percent(c["rd_wan"], c["revenue_wan"], c["rd_ratio_pct"])
    amount = stairs(c["rd_wan"], [(500, 10), (400, 8), (300, 6), (200, 4), (100, 2)])
    share = stairs(ratio, [(10, 10), (8, 8), (6, 6), (4, 4), (3, 2)])
    years = c["years"]
    in_segment = (0, 5) if years is None else (min(5, int(years // 2)),) * 2
    points = total(
        [
            stairs(
                percent(c["main_revenue_wan"], c["revenue_wan"], c["main_share_pct"]),
                [(80, 5), (70, 3), (60, 1)],
            ),
            stairs(
                mean_growth(
                    c["main_revenue_wan"],
                    c["main_revenue_before_wan"],
                    c["main_revenue_2y_before_wan"],
                    c["avg_growth_pct"],
                ),
                [(10, 10), (8, 8), (6, 6), (4, 4), (0, 2)],
            ),
            in_segment,
            option(c["field"], {"A": 5, "B": 3, "C": 0}),
            stairs(c["digital_level"], [(3, 5), (2, 3)]),
            (0, 5) if c["quality_items"] is None else (min(5, 3 * c["quality_items"]),) * 2,
            stairs(
                percent(c["net_profit_wan"], c["revenue_wan"], c["net_margin_pct"]),
                [(10, 10), (8, 8), (6, 6), (4, 4), (2, 2)],
            ),
            ceilings(
                percent(c["total_liabilities_wan"], c["total_assets_wan"], c["debt_pct"]),
                [(50, 5), (60, 3), (70, 1)],
            ),
            (0, 15) if c["local_points"] is None else (c["local_points"],) * 2,
            option(c["ip"], {"I_high": 10, "I_self": 8, "I": 6, "II": 2, "none": 0}),
            (max(amount[0], share[0]), max(amount[1], share[1])),
            stairs(percent(c["rd_staff"], c["staff"], c["rd_staff_pct"]), [(20, 5), (10, 3), (5, 1)]),
            option(
                c["institution"], {"national": 10, "provincial": 8, "municipal": 4, "below": 2, "none": 0}
            ),
        ]
    )
    if c["score_given"] is not None:
        points = c["score_given"], c["score_given"]
    mean = None if None in (c["rd_wan"], c["rd_prev_wan"]) else (c["rd_wan"] + c["rd_prev_wan"]) / 2
    c4 = some(
        reached(points, 60),
        c["st_award_3y_ranked"],
        ge(mean, 1000),
        ge(c["equity_2y_wan"], 6000),
        c["maker_china_top500_within_3y"],
    )
    c3 = some(ge(c["revenue_wan"], 1000), ge(c["equity_2y_wan"], 2000))
    return verdict(both(ge(years, 2), ge(c["rd_wan"], 100), ge(ratio, 3), c3, c4)), points


def srdi_2026(c):
    each = [
        both(ge(c[rd], 100), ge(percent(c[rd], c[revenue]), 3))
        for rd, revenue in (("rd_last_wan", "revenue_wan"), ("rd_before_wan", "revenue_before_wan"))
    ]
    met = both(
        c["first_tier_title"],
        ge(c["years"], 3),
        some(ge(c["revenue_wan"], 1500), ge(c["equity_2y_wan"], 2000)),
        ge(percent(c["main_revenue_wan"], c["revenue_wan"], c["main_share_pct"]), 80),
        le(percent(c["total_liabilities_wan"], c["total_assets_wan"], c["debt_pct"]), 80),
        *each,
        some(ge(c["class_I"], 1), c["st_award_3y_ranked"], c["rd_institution"]),
        c["market_position_confirmed"],
        some(ge(c["platform_score"], 50), both(c["re_review"], ge(c["platform_score_before"], 50))),
    )
    return verdict(met), None


def little_giant_2022(c):
    revenue = c["revenue_wan"]
    ratios = (
        percent(c["rd_last_wan"], revenue, c["rd_ratio_last_pct"]),
        percent(c["rd_before_wan"], c["revenue_before_wan"], c["rd_ratio_before_pct"]),
    )
    classes = (
        both(*(ge(ratio, 3) for ratio in ratios)),
        both(*(ge(ratio, 6) for ratio in ratios)),
        both(
            ge(c["equity_2y_wan"], 8000),
            ge(c["rd_last_wan"] if c["rd_wan"] is None else c["rd_wan"], 3000),
            ge(percent(c["rd_staff"], c["staff"], c["rd_staff_pct"]), 50),
        ),
    )
    if revenue is None:
        spent = False if classes == (False, False, False) else None
    else:
        spent = classes[0 if revenue >= 10000 else 1 if revenue >= 5000 else 2]
    grown = mean_growth(
        c["main_revenue_wan"],
        c["main_revenue_before_wan"],
        c["main_revenue_2y_before_wan"],
        c["avg_growth_pct"],
    )
    reviewed = c["re_review"]
    growing = True if reviewed else None if reviewed is None else ge(grown, 5)
    met = both(
        ge(c["years"], 3),
        ge(percent(c["main_revenue_wan"], revenue, c["main_share_pct"]), 70),
        growing,
        ge(c["it_core"], 1),
        c["system_cert"],
        le(percent(c["total_liabilities_wan"], c["total_assets_wan"], c["debt_pct"]), 70),
        ge(c["market_share_pct"], 10),
        c["own_brand"],
        some(
            both(spent, c["institution"], ge(c["class_I"], 2)),
            c["national_award_3y_ranked"],
            c["maker_china_top50_within_3y"],
        ),
        c["chain_ok"],
        c["field_ok"],
    )
    return verdict(met), None


def little_giant_2026(c):
    revenue, first = c["revenue_wan"], c["revenue_2y_before_wan"]
    compound = None if None in (revenue, first) else revenue * 400 >= first * 441
    both_years = (
        None if None in (c["rd_last_wan"], c["rd_before_wan"]) else c["rd_last_wan"] + c["rd_before_wan"]
    )
    met = both(
        c["provincial_title"],
        ge(c["years"], 3),
        ge(revenue, 5000),
        ge(percent(c["main_revenue_wan"], revenue, c["main_share_pct"]), 90),
        le(percent(c["total_liabilities_wan"], c["total_assets_wan"], c["debt_pct"]), 75),
        some(c["re_review"], compound),
        ge(both_years, 1200),
        ge(percent(c["rd_last_wan"], revenue, c["rd_ratio_last_pct"]), 3),
        ge(percent(c["rd_before_wan"], c["revenue_before_wan"], c["rd_ratio_before_pct"]), 3),
        some(ge(c["class_I_own"], 4), c["national_award_3y_ranked"]),
        some(ge(c["market_share_pct"], 10), c["domestic_top_three"]),
        c["field_ok"],
        some(ge(c["platform_score"], 60), both(c["re_review"], ge(c["platform_score_before"], 60))),
        no(c["manufacturing_champion"]),
        no(c["little_giant_affiliate"]),
    )
    return verdict(met), None


GROWTH = [(35, (9, 10)), (25, (7, 8)), (15, (5, 6)), (5, (3, 4))]


def growth_points(y1, y2, y3):
    if y2 == 0:
        return 0, 0
    if None in (y1, y2, y3):
        return 0, 10
    rate = y3 / y2 - 1 if y1 == 0 else Fraction(1, 2) * (y2 / y1 + y3 / y2) - 1
    for bound, points in GROWTH:
        if rate * 100 >= bound:
            return points
    return (1, 2) if rate > 0 else (0, 0)


def asked_rd_percent(sales):
    return None if sales is None else 5 if sales <= 5000 else 4 if sales <= 20000 else 3


def hnte_2016_growth(c):
    points = growth_points(c["first_wan"], c["second_wan"], c["third_wan"])
    return verdict(True if points[0] > 0 else False if points[1] <= 0 else None), points


def hnte_2016_h5(c):
    ratio = percent(c["rd_3y_wan"], c["sales_3y_wan"], c["ratio_pct"])
    at_home = percent(c["domestic_wan"], c["rd_3y_wan"], c["domestic_pct"])
    return verdict(both(ge(ratio, asked_rd_percent(c["last_sales_wan"])), ge(at_home, 60))), None


def hnte_2016(c):
    spent = [c[f"rd_{n}_wan"] for n in (1, 2, 3)]
    sold = [c[f"sales_{n}_wan"] for n in (1, 2, 3)]
    assets = [c[f"net_assets_{n}_wan"] for n in (1, 2, 3)]
    ratio = None if None in spent + sold else percent(sum(spent), sum(sold))
    asked = asked_rd_percent(sold[2])
    at_home = None if None in spent else percent(c["rd_domestic_3y_wan"], sum(spent), c["rd_domestic_pct"])
    first, second = c["class_I"], c["class_II"]
    if first is not None and first >= 1:
        number = 7, 8
    else:
        possible = [] if first is not None else [(7, 8)]
        if second is None:
            possible += [(0, 0), (1, 2), (3, 4), (5, 6)]
        else:
            possible.append(
                (5, 6) if second >= 5 else (3, 4) if second >= 3 else (1, 2) if second >= 1 else (0, 0)
            )
        number = min(low for low, _ in possible), max(high for _, high in possible)
    obtained = {"self": (1, 6), "transferred": (1, 3), "none": (0, 0), None: (0, 6)}[c["ip_obtained"]]
    bonus = {True: (1, 2), False: (0, 0), None: (0, 2)}[c["standards"]]
    judged = [
        (0, most) if c[name] is None else (c[name], c[name])
        for name, most in (("advancedness_points", 8), ("core_support_points", 8))
    ]
    ip = total([*judged, number, obtained, bonus])
    ip = min(30, ip[0]), min(30, ip[1])
    yearly = None if c["conversions_3y"] is None else Fraction(c["conversions_3y"], 3)
    steps = [(5, (25, 30)), (4, (19, 24)), (3, (13, 18)), (2, (7, 12)), (1, (1, 6))]
    converted = (0, 30) if yearly is None else next((p for bound, p in steps if yearly >= bound), (0, 0))
    organised = total(
        (0, most) if c[name] is None else (c[name], c[name])
        for name, most in (
            ("management_points", 6),
            ("body_points", 6),
            ("incentive_points", 4),
            ("people_points", 4),
        )
    )
    grown = total([growth_points(*assets), growth_points(*sold)])
    parts = {"ip": ip, "conversion": converted, "organisation": organised, "growth": grown}
    points = total(
        span if c[f"{name}_points"] is None else (c[f"{name}_points"],) * 2 for name, span in parts.items()
    )
    met = both(
        ge(c["days_registered"], 365),
        ge(c["ip_points"], 1)
        if some(ge(first, 1), ge(second, 1)) is None
        else some(ge(first, 1), ge(second, 1)),
        ge(percent(c["tech_staff"], c["staff"], c["tech_staff_pct"]), 10),
        ge(ratio, asked),
        ge(at_home, 60),
        ge(percent(c["hnte_income_wan"], c["total_income_wan"]), 60),
        reached(points, 71),
        no(c["major_event_last_year"]),
    )
    return verdict(met), points


def tech_sme_2017(c):
    people = stairs(
        percent(c["tech_staff"], c["staff"], c["tech_staff_pct"]),
        [(30, 20), (25, 16), (20, 12), (15, 8), (10, 4)],
    )
    sales = stairs(
        percent(c["rd_wan"], c["sales_wan"], c["rd_sales_pct"]), [(6, 50), (5, 40), (4, 30), (3, 20), (2, 10)]
    )
    cost = stairs(
        percent(c["rd_wan"], c["cost_wan"], c["rd_cost_pct"]),
        [(30, 50), (25, 40), (20, 30), (15, 20), (10, 10)],
    )
    first, second = c["class_I"], c["class_II"]
    by_second = (0, 24) if second is None else (min(4, int(second)) * 6,) * 2
    ip = (by_second[0], 30) if first is None else (30, 30) if first >= 1 else by_second
    points = total([people, (max(sales[0], cost[0]), max(sales[1], cost[1])), ip])
    direct = (
        c["hnte_valid_on_day"],
        c["national_award_5y_ranked"],
        c["rd_institution"],
        c["standard_lead_5y"],
    )
    staffed = None if percent(c["tech_staff"], c["staff"], c["tech_staff_pct"]) is None else people[0] > 0
    within = (("staff", 500), ("sales_wan", 20000), ("assets_wan", 20000))
    met = both(
        *(le(c[name] if name in c else Fraction(0), most) for name, most in within),
        no(c["prohibited_class"]),
        no(c["serious_event_2y"]),
        some(both(reached(points, 60), staffed), *direct),
    )
    return verdict(met), points


def incubator_2018(c):
    tenants = c["tenants"]
    common = both(
        ge(c["years"], 3),
        ge(c["stat_years"], 2),
        ge(c["area_m2"], 10000),
        ge(percent(c["tenant_area_m2"], c["area_m2"]), 75),
        ge(c["fund_wan"], 500),
        ge(percent(c["financed"], tenants), 10),
        ge(c["cases"], 3),
        ge(percent(c["professionals"], c["org_staff"]), 80),
        *(
            None if tenants is None or c[who] is None or tenants == 0 else 10 * c[who] >= tenants
            for who in ("professionals", "mentors")
        ),
        some(ge(percent(c["patent_applied"], tenants), 50), ge(percent(c["with_rights"], tenants), 30)),
    )
    density = None if tenants is None or not c["area_m2"] else 1000 * tenants / c["area_m2"]
    wide = both(ge(tenants, 50), ge(density, 3), ge(c["graduates"], 20))
    narrow = both(
        ge(percent(c["same_field_tenants"], tenants), 75),
        c["own_platform"],
        ge(tenants, 30),
        ge(density, 2),
        ge(c["graduates"], 15),
    )
    return verdict(both(common, some(wide, narrow))), None


def makerspace_2017(c):
    met = both(
        ge(c["months"], 18),
        some(ge(c["area_m2"], 500), ge(c["desks"], 30)),
        ge(percent(c["shared_area_m2"], c["area_m2"]), 75),
        ge(c["teams"], 20),
        some(ge(c["new_firms"], 10), ge(c["financed"], 5)),
        ge(c["cases"], 3),
        ge(c["professionals"], 3),
        ge(c["mentors"], 3),
        ge(c["events"], 10),
    )
    return verdict(met), None


STAFF, MONEY, ASSETS = "staff", "revenue_wan", "assets_wan"
SIZES = {
    "农林牧渔": ((MONEY,), (20000,), (500,), (50,)),
    "工业": ((STAFF, MONEY), (1000, 40000), (300, 2000), (20, 300)),
    "建筑业": ((MONEY, ASSETS), (80000, 80000), (6000, 5000), (300, 300)),
    "批发业": ((STAFF, MONEY), (200, 40000), (20, 5000), (5, 1000)),
    "零售业": ((STAFF, MONEY), (300, 20000), (50, 500), (10, 100)),
    "交通运输业": ((STAFF, MONEY), (1000, 30000), (300, 3000), (20, 200)),
    "仓储业": ((STAFF, MONEY), (200, 30000), (100, 1000), (20, 100)),
    "邮政业": ((STAFF, MONEY), (1000, 30000), (300, 2000), (20, 100)),
    "住宿业": ((STAFF, MONEY), (300, 10000), (100, 2000), (10, 100)),
    "餐饮业": ((STAFF, MONEY), (300, 10000), (100, 2000), (10, 100)),
    "信息传输业": ((STAFF, MONEY), (2000, 100000), (100, 1000), (10, 100)),
    "软件和信息技术服务业": ((STAFF, MONEY), (300, 10000), (100, 1000), (10, 50)),
    "房地产开发经营": ((MONEY, ASSETS), (200000, 10000), (1000, 5000), (100, 2000)),
    "物业管理": ((STAFF, MONEY), (1000, 5000), (300, 1000), (100, 500)),
    "租赁和商务服务业": ((STAFF, ASSETS), (300, 120000), (100, 8000), (10, 100)),
    "其他未列明行业": ((STAFF,), (300,), (100,), (10,)),
}


def sme_size_2011(c):
    if c["industry"] is None:
        # Whatever the industry, the class may still be told where nothing known reaches any limit, or all do: ask each.
        held = [
            [
                both(*(ge(c[name], bound) for name, bound in zip(names, bounds, strict=True)))
                for bounds in limits
            ]
            for names, *limits in SIZES.values()
        ]
        tiers = [False if all(one[n] is False for one in held) else None for n in range(3)]
    else:
        names, *limits = SIZES[c["industry"]]
        tiers = [
            both(*(ge(c[name], bound) for name, bound in zip(names, bounds, strict=True)))
            for bounds in limits
        ]
    for name, held in zip(("large", "medium", "small"), tiers, strict=True):
        if held is None:
            return None, None
        if held:
            return name, None
    return "micro", None


def above_scale_2011(c):
    sector = c["sector"]
    if sector is None:
        least = no(c["construction_qualified"]), no(c["development_activity"])
        hopeless = both(*least, lt(c["main_revenue_wan"], 2000), lt(c["revenue_wan"], 200))
        return "fail" if hopeless else "undetermined", None
    if sector == "建筑业":
        return verdict(c["construction_qualified"]), None
    if sector == "房地产开发经营":
        return verdict(c["development_activity"]), None
    if sector == "工业":
        return verdict(ge(c["main_revenue_wan"], 2000)), None
    bound = {"批发业": 2000, "零售业": 500, "住宿和餐饮业": 200}.get(sector)
    if bound is None:
        bound = (
            2000
            if sector[:2] in ("交通", "信息", "水利", "卫生")
            else 500
            if sector[:2] in ("居民", "文化", "社会")
            else 1000
        )
    return verdict(ge(c["revenue_wan"], bound)), None


JUDGES = {
    "innovative-2022": innovative_2022,
    "srdi-2022": srdi_2022,
    "srdi-2026": srdi_2026,
    "little-giant-2022": little_giant_2022,
    "little-giant-2026": little_giant_2026,
    "hnte-2016": hnte_2016,
    "tech-sme-2017": tech_sme_2017,
    "incubator-2018": incubator_2018,
    "makerspace-2017": makerspace_2017,
    "sme-size-2011": sme_size_2011,
    "above-scale-2011": above_scale_2011,
}

PARTS = {"hnte-2016.growth": hnte_2016_growth, "hnte-2016.h5": hnte_2016_h5}
