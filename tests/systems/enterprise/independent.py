"""innovative-2022 written a second time, by hand from the fact sheet, in fractions; knows nothing of the program."""

from fractions import Fraction

IP = {"I_high": 20, "I_self": 15, "I": 10, "II": 5, "none": 0}


def at_least(value, bands):
    for bound, points in bands:
        if value >= bound:
            return points
    return 0


def judge(case):
    """Points 1 to 6, sums, verdict and route of a case in which nothing is unknown."""
    v = {k: Fraction(x) if isinstance(x, str) and k not in ("ip",) else x for k, x in case.items()}
    debt = v["debt_pct"]
    points = [
        IP[v["ip"]],
        at_least(v["rd_ratio_pct"], [(5, 20), (3, 15), (2, 10), (1, 5)]),
        at_least(v["main_growth_pct"], [(15, 20), (10, 15), (5, 10), (0, 5)]),
        10 if debt <= 55 else 5 if debt <= 75 else 0,
        10 if v["strategic_field"] else 5,
        at_least(v["main_share_pct"], [(70, 20), (60, 15), (55, 10), (50, 5)]),
    ]
    innovation, growth, specialisation = (points[i] + points[i + 1] for i in (0, 2, 4))
    total = sum(points)
    failed = [
        name
        for name, sum_, least in (
            ("total", total, 60),
            ("innovation", innovation, 20),
            ("growth", growth, 15),
            ("specialisation", specialisation, 15),
        )
        if sum_ < least
    ]
    direct = [
        ("D1", v.get("st_award_3y", False)),
        ("D2", v.get("hnte_valid_on_day", False) or v.get("demonstration_title_valid_on_day", False)),
        ("D3", v.get("rd_institution", False)),
        ("D4", v.get("equity_3y_wan", Fraction(0)) >= 500),
    ]
    route = "score" if not failed else next((name for name, met in direct if met), None)
    entry = (
        v.get("registered_in_mainland", True)
        and v.get("independent_legal_person", True)
        and v.get("small_or_medium", True)
        and not v.get("abnormal_operations", False)
        and not v.get("serious_dishonesty", False)
        and not v.get("prohibited_class", False)
        and not v.get("serious_event_3y", False)
    )
    passed = bool(entry and route)
    return {
        "points": points,
        "innovation": innovation,
        "growth": growth,
        "specialisation": specialisation,
        "total": total,
        "verdict": "pass" if passed else "fail",
        "route": route if passed else None,
        "failed": failed,
    }
