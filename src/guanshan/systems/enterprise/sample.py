"""What does the sample district know of its enterprises? 样本

Drawn with a fixed seed on the core's sample entities: three years of figures, staff, rights and titles of 3,000 companies, and the
enterprise of the newspaper page. Titles newly recognised in 2023 number as the page reports; all rows carry the note ``sample``.
"""

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from guanshan.register import sample as core
from guanshan.register.actor import SYSTEM
from guanshan.register.field import Value
from guanshan.register.store import Row, Store
from guanshan.systems.enterprise.engine.period import years_after

SEED: Final = 2023
ENTERPRISES: Final = 3_000
YEARS: Final = (2021, 2022, 2023)
MODELS: Final = 4
"""Enterprises whose figures are those of a model."""
ZHONGAN: Final = core.sample_code(900_001, "company")
"""Credit code of the page's enterprise in the sample: made up."""

Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A company of the core's sample with a quality from 0 to 1 that makes its figures hang together."""

    entity: Mapping[str, Value]
    quality: float
    line: str

    @property
    def code(self) -> str:
        """Its credit code."""
        return str(self.entity["credit_code"])

    @property
    def established_on(self) -> date:
        """The day on which it was set up."""
        day = self.entity["established_on"]
        assert isinstance(day, date)
        return day


@cache
def words() -> Mapping[str, Any]:
    """Return what the sample is drawn from."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 (a safe loader)
    return found


def enterprises(drawn: Iterator[Values], most: int = ENTERPRISES) -> list[Enterprise]:
    """Choose the companies that have years of figures: active, of industry, software or science, set up before 2020."""
    draw = random.Random(SEED)
    sectors = core.words()["industries"]["company"]
    lines = {f"{sector}{code}": line for sector in "CIM" for code, line in sectors[sector].items()}
    found: list[Enterprise] = []
    for entity in drawn:
        established = entity["established_on"]
        old = isinstance(established, date) and established < date(2020, 1, 1)
        if (
            entity["kind"] == "company"
            and entity["status"] == "active"
            and entity["industry"] in lines
            and old
        ):
            found.append(Enterprise(entity, draw.random(), lines[str(entity["industry"])]))
            if len(found) == most:
                break
    return found


def load(
    store: Store, progress: core.Progress | None = None, count: int = core.ENTITIES, most: int = ENTERPRISES
) -> None:
    """Fill the system's registers, after the core's sample was loaded with the same ``count`` of entities."""
    tell = progress or (lambda register, done, whole: None)
    chosen = enterprises(core.entities(count), most)
    zhongan = _zhongan_entity()
    titles = list(_titles(chosen))
    models = {
        str(title["credit_code"]) for title in [one for one in titles if one["kind"] == "srdi"][:MODELS]
    }
    financial = list(_financial_years(chosen, models))
    for name, drawn, keeper in (
        ("register.market_entity", [zhongan], "market"),
        ("register.document", _documents(), "industry"),
        ("enterprise.financial_year", [*financial, *_zhongan_financial()], "statistics"),
        ("enterprise.staff_figure", [*_staff_figures(chosen), *_zhongan_staff()], "statistics"),
        ("enterprise.intellectual_property", [*_rights(chosen, models), *_zhongan_rights()], "science"),
        ("enterprise.title", [*titles, *_zhongan_titles()], _title_keeper),
        ("enterprise.equity_financing", _financing(chosen), "finance"),
        ("enterprise.standing", _standings(chosen), "industry"),
        ("enterprise.stated_fact", _statements(chosen, titles, financial, models), "industry"),
    ):
        _write(store, name, list(drawn), keeper, tell)


def _write(
    store: Store,
    name: str,
    drawn: Sequence[Values],
    keeper: str | Callable[[Mapping[str, Value]], str],
    tell: core.Progress,
) -> None:
    declared = store.types[name]
    rows = (Row(declared.check(values), core.SAMPLE) for values in drawn)
    with store.write(SYSTEM, "sample") as writing:
        writing.put_many(name, rows, keeper=keeper, progress=lambda done: tell(name, done, len(drawn)))


def _title_keeper(values: Mapping[str, Value]) -> str:
    return "science" if values["kind"] in words()["science_kept"] else "industry"


def _number(kind: str, day: date) -> str:
    return f"样本〔{day.year}〕{words()['titles'][kind]['name']}{day:%m%d}号"


def _documents() -> Iterator[Values]:
    for kind, title in words()["titles"].items():
        for day in title["given"]:
            yield {
                "number": _number(kind, day),
                "title": f"{day.year}年{title['name']}名单（样本）",
                "kind": "list",
                "issuer": title["issuer"],
                "issued_on": day,
            }


def _financial_years(chosen: list[Enterprise], models: Collection[str]) -> Iterator[Values]:
    """Draw the figures; the models grow, keep to their main business and owe little, so that some qualify for what asks most."""
    draw = random.Random(SEED + 1)
    for one in chosen:
        revenue = int(draw.lognormvariate(17.2, 1.1)) * 100  # in fen: half of them above some 30 million yuan
        share = min(1.0, draw.uniform(0.5, 1.15))
        debt = draw.uniform(0.15, 0.95)
        least = 0.0
        if one.code in models:
            revenue, share, debt, least = max(revenue, 80_000_000_00), 0.93, 0.42, 0.065
        for year in YEARS:
            main = int(revenue * share)
            assets = int(revenue * draw.uniform(0.6, 1.6))
            yield {
                "credit_code": one.code,
                "year": year,
                "operating_revenue": _fen(revenue),
                "main_revenue": _fen(main),
                "rd_expense": None
                if draw.random() < 0.03
                else _fen(int(revenue * max(least, _rd_ratio(draw, one.quality)))),
                "total_assets": _fen(assets),
                "total_liabilities": _fen(int(assets * debt)),
                "net_profit": _fen(int(revenue * draw.gauss(0.02 + 0.06 * one.quality, 0.06))),
                "tax_paid": _fen(int(revenue * draw.uniform(0.01, 0.06))),
                "export_value": _fen(int(revenue * draw.random() * 0.2)) if draw.random() < 0.1 else None,
                "audited": draw.random() < 0.8,
            }
            revenue = int(revenue * max(1.07 if least else 0.5, draw.gauss(1.02 + 0.14 * one.quality, 0.14)))


def _rd_ratio(draw: random.Random, quality: float) -> float:
    return max(0.0, draw.gauss(0.005 + 0.055 * quality, 0.012))


def _fen(amount: int) -> Decimal:
    return Decimal(amount).scaleb(-2)


def _staff_figures(chosen: list[Enterprise]) -> Iterator[Values]:
    draw = random.Random(SEED + 2)
    for one in chosen:
        staff = max(3, int(draw.lognormvariate(3.6, 0.9)))
        for year in YEARS:
            research = int(staff * draw.uniform(0.02, 0.1 + 0.3 * one.quality))
            yield {
                "credit_code": one.code,
                "year": year,
                "staff": staff,
                "rd_staff": research,
                "technical_staff": min(staff, research + int(staff * draw.uniform(0, 0.2))),
                "bachelors": int(staff * draw.uniform(0.1, 0.7)),
                "insured": int(staff * draw.uniform(0.85, 1)),
            }
            staff = max(3, int(staff * draw.gauss(1.03, 0.08)))


def _rights(chosen: list[Enterprise], models: Collection[str]) -> Iterator[Values]:
    draw = random.Random(SEED + 3)
    number = 0
    for one in chosen:
        for _ in range(int(draw.random() * 7 * one.quality)):
            number += 1
            granted = core.day_between(draw, max(one.established_on, date(2012, 1, 1)), date(2024, 4, 30))
            bought = draw.random() < 0.12
            kind = draw.choice(
                ("invention_patent", "utility_model", "utility_model", "design", "software_copyright")
            )
            kind = "invention_patent" if one.code in models else kind
            yield {
                "number": f"YB{granted.year}{number:07d}",
                "name": f"一种{one.line}{draw.choice(words()['inventions'].split())}（样本）",
                "kind": kind,
                "credit_code": one.code,
                "granted_on": granted,
                "acquired": "bought" if bought else "self_developed",
                "acquired_on": core.day_between(draw, granted, date(2024, 5, 5)) if bought else None,
                "related": draw.random() < 0.9,
                "overseas_family": kind == "invention_patent" and draw.random() < 0.05,
                "pledged": kind == "invention_patent" and draw.random() < 0.04,
            }


def _titles(chosen: list[Enterprise]) -> Iterator[Values]:
    draw = random.Random(SEED + 4)
    best = sorted(chosen, key=lambda one: -one.quality)
    for kind, title in words()["titles"].items():
        wanted = sum(title["given"].values())
        pool = best[: max(4 * wanted, 40)]
        holders = iter(draw.sample(pool, wanted))
        for day, count in title["given"].items():
            for _ in range(count):
                yield {
                    "credit_code": next(holders).code,
                    "kind": kind,
                    "name": title["name"],
                    "level": title["level"],
                    "issuer": title["issuer"],
                    "recognised_on": day,
                    "lapses_on": years_after(day, title["years"]) if "years" in title else None,
                    "document": _number(kind, day),
                }


def _financing(chosen: list[Enterprise]) -> Iterator[Values]:
    draw = random.Random(SEED + 5)
    known = words()
    for one in draw.sample(chosen, len(chosen) // 50):
        yield {
            "credit_code": one.code,
            "round": draw.choice(known["rounds"].split()),
            "paid_on": core.day_between(draw, date(2019, 6, 1), date(2024, 4, 30)),
            "paid_in": Decimal(draw.choice((100, 200, 300, 499, 500, 800, 1500, 3000)) * 10_000),
            "investor": draw.choice(known["investors"].split()),
            "qualified": draw.random() < 0.8,
        }


def _standings(chosen: list[Enterprise]) -> Iterator[Values]:
    draw = random.Random(SEED + 6)
    strategic = ("C38", "C39", "C27", "C36", "I64", "I65", "M75", "M73")
    for one in chosen:
        if draw.random() < 0.8:
            yield {
                "credit_code": one.code,
                "checked_on": core.day_between(draw, date(2024, 1, 8), date(2024, 4, 26)),
                "main_product": one.line,
                "strategic_field": str(one.entity["industry"]).startswith(strategic) and draw.random() < 0.7,
                "dishonest": draw.random() < 0.006,
                "prohibited": False,
                "serious_event": draw.random() < 0.004,
            }
    yield {
        "credit_code": ZHONGAN,
        "checked_on": date(2024, 3, 18),
        "main_product": "电线电缆",
        "strategic_field": False,
        "dishonest": False,
        "prohibited": False,
        "serious_event": False,
    }


def _statements(
    chosen: list[Enterprise], titles: Iterable[Values], financial: Iterable[Values], models: Collection[str]
) -> Iterator[Values]:
    """State what no other register says of those that hold a title of the ladder, of some with a certificate, and of who runs a place."""
    draw, known = random.Random(SEED + 7), words()["stated"]
    kinds: dict[str, set[str]] = {}
    for title in titles:
        kinds.setdefault(str(title["credit_code"]), set()).add(str(title["kind"]))
    figures: dict[tuple[str, int], Values] = {
        (str(row["credit_code"]), int(str(row["year"]))): row for row in financial
    }
    for one in chosen:
        held = kinds.get(one.code, set())
        some = held & {"hnte", "tech_sme"} and draw.random() < 0.2
        if some or held & {"innovative", "srdi", "little_giant"}:
            yield from _stated_by(one, known["everyone"], figures, draw, 0.9 if one.code in models else 0.0)
        for place in ("incubator", "makerspace"):
            if place in held:
                yield from _stated_by(one, known[place], figures, draw, 0.0)


def _stated_by(
    one: Enterprise,
    facts: Mapping[str, Any],
    figures: Mapping[tuple[str, int], Values],
    draw: random.Random,
    least: float,
) -> Iterator[Values]:
    for fact, told in facts.items():
        if draw.random() < 0.02:
            continue  # nobody said
        reach = min(1.0, max(least, draw.gauss(one.quality - 0.2, 0.25)))
        if "options" in told:
            value = str(draw.choice(told["options"]))
        elif "often" in told:
            often = round(told["often"]) if least else told["often"]
            value = "true" if draw.random() < often else "false"
        else:
            amount = told["low"] + (told["high"] - told["low"]) * reach
            if "of" in told:
                years = range(2023, 2023 - told.get("years", 1), -1)
                parts = [Decimal(str(figures[one.code, year][told["of"]] or 0)) for year in years]
                amount = int(sum(parts) * Decimal(str(round(amount, 4))) / 10_000)
            value = str(int(amount))
        voice = "office" if told.get("office") else "enterprise"
        yield {
            "credit_code": one.code,
            "fact": fact,
            "year": told.get("year"),
            "value": value,
            "voice": voice,
        }


def _zhongan_entity() -> Values:
    return {
        "credit_code": ZHONGAN,
        "name": words()["zhongan"]["name"],
        "kind": "company",
        "industry": "C3831",
        "private": True,
        "registered_capital": Decimal(300_000_000),
        "street": "520115100",
        "address": "贵州省贵阳市观山湖区（样本地址）",
        "established_on": date(2018, 3, 15),
    }


def _zhongan_financial() -> Iterator[Values]:
    names = (
        "operating_revenue",
        "main_revenue",
        "rd_expense",
        "total_assets",
        "total_liabilities",
        "net_profit",
    )
    for year, figures in words()["zhongan"]["years"].items():
        amounts = {name: Decimal(wan * 10_000) for name, wan in zip(names, figures, strict=False)}
        yield {"credit_code": ZHONGAN, "year": year, **amounts, "audited": True}


def _zhongan_staff() -> Iterator[Values]:
    for year, figures in words()["zhongan"]["years"].items():
        yield {"credit_code": ZHONGAN, "year": year, "staff": figures[6], "rd_staff": figures[7]}


def _zhongan_rights() -> Iterator[Values]:
    for number in range(1, words()["zhongan"]["rights"] + 1):
        kind = ("invention_patent", "utility_model", "utility_model", "software_copyright")[number % 4]
        yield {
            "number": f"YBZA{number:04d}",
            "name": f"电线电缆相关权利第{number:03d}项（样本）",
            "kind": kind,
            "credit_code": ZHONGAN,
            "granted_on": date(2018, 9, 3) + timedelta(days=number * 20),
            "acquired": "self_developed",
            "related": True,
        }


def _zhongan_titles() -> Iterator[Values]:
    known = words()["zhongan"]
    document = core.words()["documents"][0]["number"]
    for title in known["named"]:
        yield {"credit_code": ZHONGAN, "document": document, **title}
    for number in range(len(known["named"]) + 1, known["honours"] + 1):
        yield {
            "credit_code": ZHONGAN,
            "kind": "other",
            "name": f"荣誉第{number:03d}项（样本）",
            "recognised_on": date(2018, 12, 7) + timedelta(days=number * 18),
            "document": document,
        }
