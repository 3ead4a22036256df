"""What does a district look like before it has opened its own registers? 样本

Draws the sample district from the words and facts in ``sample.yaml`` with a fixed seed: the same words give the same district, row by
row. Streets and towns are facts; units, staff and about 100,000 market entities are made up, their credit codes carry ``YY`` where a
real code has other characters, and every row is written with the note ``sample``. Systems draw on the same entities: see `entities`.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from guanshan.register.actor import SYSTEM
from guanshan.register.field import Value
from guanshan.register.identifier import credit_code_check
from guanshan.register.query import Source
from guanshan.register.record import RecordType
from guanshan.register.store import Row, Store

Progress = Callable[[str, int, int], None]
"""Called with the name of a register, the rows done and the rows in all."""

SEED: Final = 520115
ENTITIES: Final = 100_000
SAMPLE_DAY: Final = date(2024, 5, 6)
SAMPLE: Final = Source(note="sample")
FACTS: Final = Source(note="facts")
DISTRICT: Final = "guanshanhu"
STREET_KEPT: Final = 8
"""One individual business in so many is kept by the office of its street, the others by the market office."""

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_KIND_WEIGHTS: Final[Mapping[str, int]] = {
    "individual": 520, "company": 440, "branch": 22, "partnership": 8, "sole_proprietorship": 7, "cooperative": 3,
}  # fmt: skip
_SECTOR_WEIGHTS: Final[Mapping[str, int]] = {
    "F": 300, "L": 130, "M": 140, "I": 120, "C": 90, "E": 90, "K": 25, "G": 30, "J": 10, "N": 10, "R": 25, "P": 10, "Q": 8,
    "A": 12, "H": 150, "O": 70,
}  # fmt: skip
_STATUS_WEIGHTS: Final[Mapping[str, int]] = {"active": 955, "abnormal": 30, "revoked": 15}
_ENDINGS: Final[Mapping[str, str]] = {
    "company": "有限公司", "partnership": "合伙企业（有限合伙）", "sole_proprietorship": "中心", "cooperative": "专业合作社",
    "branch": "有限公司观山湖分公司", "individual": "",
}  # fmt: skip
_NO_LEGAL_ENTITY = ("individual", "sole_proprietorship", "partnership", "branch")


@cache
def words() -> Mapping[str, Any]:
    """Return the words and facts of the sample."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 (a safe loader)
    return found


def sample_code(number: int, kind: str) -> str:
    """Build the credit code of the sample's entity of that number: valid by GB 32100 and GB 11714, recognised by its ``YY``.

    Examples
    --------
    >>> sample_code(1, "company")
    '91520115YY007919XG'
    """
    body = f"YY{number * 7919 % 1_000_000:06d}"
    total = sum(int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    check = "0123456789X0"[11 - total % 11]
    whole = f"{ {'individual': '92', 'cooperative': '93'}.get(kind, '91') }520115{body}{check}"
    return whole + credit_code_check(whole)


def person_name(draw: random.Random) -> str:
    """Put a person's name together."""
    surname, given = (draw.choice(words()[part].split()) for part in ("surnames", "given_names"))
    return f"{surname}{given}"


def day_between(draw: random.Random, first: date, last: date) -> date:
    """Draw a day between two days, both included."""
    return first + timedelta(days=int(draw.random() * ((last - first).days + 1)))


def entities(count: int = ENTITIES, seed: int = SEED) -> Iterator[dict[str, Value]]:
    """Draw the market entities, always the same ones for the same seed: the first thousand are the same whatever the count."""
    draw = random.Random(seed)
    known = words()
    roads, streets = known["roads"].split(), list(known["places"]["streets"])
    first, second = known["brand_first"].split(), known["brand_second"].split()
    kinds, statuses = list(_KIND_WEIGHTS), list(_STATUS_WEIGHTS)
    kind_weights, status_weights = list(_KIND_WEIGHTS.values()), list(_STATUS_WEIGHTS.values())
    classes = {group: _classes(known["industries"][group]) for group in ("company", "individual")}
    taken: set[str] = set()
    for number in range(1, count + 1):
        kind = draw.choices(kinds, kind_weights)[0]
        lines, weights = classes["individual" if kind == "individual" else "company"]
        industry, line = draw.choices(lines, weights)[0]
        if kind == "cooperative":
            industry, line = "A0141", "蔬菜种植"
        while True:
            brand = draw.choice(first) + draw.choice(second)
            if kind != "individual" and draw.random() < 0.55:
                brand += draw.choice(second)
            name = _name(kind, brand, line, draw)
            if name not in taken:
                taken.add(name)
                break
        street = draw.choices(streets, (14, 12, 13, 14, 13, 12, 13, 5, 3, 1))[0]
        yield {
            "credit_code": sample_code(number, kind),
            "name": name,
            "kind": kind,
            "status": draw.choices(statuses, status_weights)[0],
            "industry": industry,
            "registered_capital": _capital(kind, draw),
            "private": draw.random() < 0.9471 if kind != "individual" else True,
            "street": street,
            "address": f"贵州省贵阳市观山湖区{draw.choice(roads)}{draw.randint(1, 399)}号",
            "legal_representative": None if kind == "branch" else person_name(draw),
            "contact_phone": f"160{draw.randrange(100_000_000):08d}",
            "established_on": _established(draw),
            "deregistered_on": None,
        }


def _classes(sectors: Mapping[str, Mapping[str | int, str]]) -> tuple[list[tuple[str, str]], list[float]]:
    lines: list[tuple[str, str]] = []
    weights: list[float] = []
    for sector, classes in sectors.items():
        for code, line in classes.items():
            lines.append((f"{sector}{code}", line))
            weights.append(_SECTOR_WEIGHTS[sector] / len(classes))
    return lines, weights


def _name(kind: str, brand: str, line: str, draw: random.Random) -> str:
    if kind == "individual":
        return f"观山湖区{brand}{draw.choice(('', '鑫', '顺', '佳', '美', '福', '旺', '好'))}{line}"
    place = draw.choice(("贵州", "贵州", "贵阳", "贵阳观山湖"))
    if kind == "company" and draw.random() < 0.08:
        return f"{place}{brand}{line}集团{_ENDINGS[kind]}"
    return f"{place}{brand}{line}{_ENDINGS[kind]}"


def _capital(kind: str, draw: random.Random) -> Decimal | None:
    if kind == "branch":
        return None
    if kind == "individual":
        return Decimal(draw.choice((1, 2, 3, 5, 10, 20)) * 10_000).quantize(Decimal("0.01"))
    wan = draw.choice((10, 30, 50, 100, 100, 200, 300, 500, 500, 1000, 1000, 2000, 5000, 10_000))
    return Decimal(wan * 10_000).quantize(Decimal("0.01"))


def _established(draw: random.Random) -> date:
    """Draw a day of establishment: more of late, as registrations grew."""
    span = (SAMPLE_DAY - date(2003, 1, 1)).days
    return date(2003, 1, 1) + timedelta(days=int(span * draw.random() ** 0.45))


def load(store: Store, progress: Progress | None = None, count: int = ENTITIES) -> None:
    """Fill the core's registers with the sample district.

    Parameters
    ----------
    store
        Registers that are empty.
    progress
        Told what is being written, how many rows are done and how many there are.
    count
        How many market entities.
    """
    tell = progress or (lambda register, done, whole: None)
    for name, drawn, keeper, source in (
        ("register.unit", _units(), DISTRICT, SAMPLE),
        ("register.place", _places(), DISTRICT, FACTS),
        ("register.place", _communities(), DISTRICT, SAMPLE),
        ("register.document", _documents(), DISTRICT, SAMPLE),
        ("register.person", _persons(), "data", SAMPLE),
        ("register.appointment", _appointments(), "data", SAMPLE),
    ):
        declared = store.types[name]
        rows = [Row(declared.check(values), source) for values in drawn]
        with store.write(SYSTEM, "sample") as writing:
            writing.put_many(name, rows, keeper=keeper)
        tell(name, len(rows), len(rows))
    with store.write(SYSTEM, "sample") as writing:
        writing.put_many(
            "register.market_entity",
            (Row(values, SAMPLE) for values in entities(count)),
            keeper=keeper_of,
            progress=lambda done: tell("register.market_entity", done, count),
        )


def keeper_of(values: Mapping[str, Value]) -> str:
    """Tell which unit keeps a market entity of the sample."""
    street_kept = values["kind"] == "individual" and int(str(values["contact_phone"])) % STREET_KEPT == 0
    return f"street-{values['street']}" if street_kept else "market"


def _units() -> Iterator[dict[str, Value]]:
    places = words()["places"]
    yield {"code": DISTRICT, "name": places["district"]["name"], "kind": "district"}
    for code, name in words()["units"].items():
        yield {"code": code, "name": name, "kind": "bureau", "parent": DISTRICT}
    for code, name in places["streets"].items():
        kind = "town" if name.endswith("镇") else "street"
        office = f"{name}人民政府" if kind == "town" else f"{name}办事处"
        yield {"code": f"street-{code}", "name": office, "kind": kind, "parent": DISTRICT}
    for community in _communities():
        code, parent = str(community["code"]), community["parent"]
        yield {
            "code": f"community-{code}",
            "name": str(community["name"]) + "居委会",
            "kind": "community",
            "parent": f"street-{parent}",
        }


def _places() -> Iterator[dict[str, Value]]:
    places = words()["places"]
    yield {**places["district"], "kind": "district"}
    for code, name in places["streets"].items():
        kind = "town" if name.endswith("镇") else "street"
        yield {"code": code, "name": name, "kind": kind, "parent": places["district"]["code"]}


def _communities() -> Iterator[dict[str, Value]]:
    places = words()["places"]
    for code, name in places["streets"].items():
        for number, ordinal in enumerate(places["communities"], 1):
            short = name.removesuffix("街道").removesuffix("镇")
            community = f"{short}{ordinal}社区（样本）"
            yield {"code": f"{code}-{number}", "name": community, "kind": "community", "parent": code}


def _documents() -> Iterator[dict[str, Value]]:
    yield from words()["documents"]


def _persons() -> Iterator[dict[str, Value]]:
    for login, person in words()["staff"].items():
        yield {
            "login": login, "name": person["name"], "unit": person["unit"], "joined_on": date(2022, 1, 4),
        }  # fmt: skip


def _appointments() -> Iterator[dict[str, Value]]:
    for login, person in words()["staff"].items():
        yield {"person": login, "role": person["role"], "unit": person["unit"], "from_day": date(2022, 1, 4)}


def checked(declared: RecordType, drawn: Iterator[dict[str, Value]]) -> Iterator[Row]:
    """Check drawn values by their record type and mark them as sample."""
    return (Row(declared.check(values), SAMPLE) for values in drawn)
