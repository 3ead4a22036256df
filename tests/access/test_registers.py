"""The matrix once more, with real records in a real database: what each role gets from the registry."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from guanshan.act.records import Case
from guanshan.clock import DistrictClock, SetTime, tick_of
from guanshan.refusal import Forbidden, NotFound, NotSignedIn, RefusedInput
from guanshan.register.access import Access, UnitTree
from guanshan.register.actor import CONSOLE, PUBLIC, SYSTEM, Actor, Held
from guanshan.register.appointment import appointment_guard
from guanshan.register.audit.tables import AUDIT
from guanshan.register.database import Database
from guanshan.register.document import Document
from guanshan.register.identifier import is_credit_code
from guanshan.register.party import MarketEntity
from guanshan.register.person import ADMINISTRATORS, Appointment, Person
from guanshan.register.place import Place
from guanshan.register.record import RecordTypes
from guanshan.register.registry import Registry
from guanshan.register.store import Store
from guanshan.register.unit import Unit

PHONE = "13800138000"
UNITS = {"guanshanhu": None, "industry": "guanshanhu", "market": "guanshanhu", "shop": "industry"}


def credit_code(number: int) -> str:
    """A made-up enterprise's code with the right check character."""
    stem = f"91520115MA6H{number:05d}"
    return next(stem + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(stem + last))


OWN = credit_code(1)
ENTERPRISE = Actor("enterprise:1", "138****8000", "enterprise", owner=OWN)
OFFICER = Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))
COLUMNS: dict[str, tuple[Actor, str]] = {
    "public": (PUBLIC, "own"),
    "resident": (Actor("resident:1", "139****0000", "resident"), "own"),
    "enterprise own": (ENTERPRISE, "own"),
    "enterprise other": (ENTERPRISE, "market"),
    "officer own": (OFFICER, "industry"),
    "officer below": (OFFICER, "shop"),
    "officer other": (OFFICER, "market"),
    **{role: (Actor(role, role, "staff", (Held(role, "guanshanhu"),)), "market") for role in ADMINISTRATORS},
    "console": (CONSOLE, "market"),
    "system": (SYSTEM, "market"),
}


@dataclass
class Stand:
    """A registry with one record of each core register for each of the four keepings."""

    registry: Registry
    records: dict[tuple[str, str], str]

    def unmaskings(self) -> int:
        with self.registry.store.database.reading() as connection:
            counted = select(func.count()).where(AUDIT.c.body.contains('"action":"unmask"'))
            return connection.scalar(counted) or 0


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    clock = SetTime(tick_of(DistrictClock(lambda: 1_714_957_200_000_000).now()))
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('matrix') / 'house.db'}")
    types = RecordTypes((Unit, Place, Document, MarketEntity, Person, Appointment, Case))
    store = Store(database, types, clock, {"register.appointment": appointment_guard})
    store.create()
    access = Access(UnitTree(UNITS), published=["register.market_entity"])
    registry = Registry(store, access, lambda: DistrictClock(clock.tick))
    records: dict[tuple[str, str], str] = {}
    with store.write(CONSOLE, "test") as writing:

        def put(what: str, keeping: str, /, **values: object) -> None:
            keeper = "market" if keeping == "own" else keeping
            records[what, keeping] = writing.put(what, values, keeper=keeper).record

        for code, parent in UNITS.items():
            writing.put(
                "register.unit",
                {"code": code, "name": code, "kind": "bureau", "parent": parent},
                keeper="guanshanhu",
            )
        for number, keeping in enumerate(("own", "market", "industry", "shop"), start=1):
            put(
                "register.market_entity", keeping, credit_code=credit_code(number), name=f"公司{number}",
                kind="company", legal_representative="王小明", contact_phone=PHONE,
            )  # fmt: skip
            put(
                "act.case", keeping, number=f"SQ{number}", title="求助", kind="appeal-2024", category="help", text="求助",
                state="received", credit_code=credit_code(number), contact_name="王小明", contact_phone=PHONE,
                opened_on=date(2024, 1, 1), opened_at="2024-01-01T09:00",
            )  # fmt: skip
            put("register.place", keeping, code=f"p{number}", name=f"地点{number}", kind="site")
            put(
                "register.document", keeping, number=f"文〔2024〕{number}号", title="通知", kind="notice", issuer="区科技局",
                issued_on=date(2024, 1, 1),
            )  # fmt: skip
            put("register.unit", keeping, code=f"u{number}", name=f"单位{number}", kind="bureau")
            put("register.person", keeping, login=f"person{number}", name="李四", unit="market", phone=PHONE)
            put(
                "register.appointment", keeping, person=f"person{number}", role="officer", unit="market",
                from_day=date(2024, 1, 1),
            )  # fmt: skip
    yield Stand(registry, records)
    database.close()


def cells(*actions: str) -> Iterator[tuple[str, str, str, str]]:
    with (Path(__file__).parent / "matrix.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["what"] != "house" and row["action"] in actions:
                for column in COLUMNS:
                    yield row["what"], row["action"], column, row[column]


@pytest.mark.parametrize(("what", "action", "column", "expected"), list(cells("read", "export")))
def test_the_registry_shows_what_the_matrix_says(
    stand: Stand, what: str, action: str, column: str, expected: str
) -> None:
    actor, keeping = COLUMNS[column]
    record = stand.records[what, keeping]
    try:
        found = {one.record: one for one in stand.registry.find(actor, what, action=action)}
    except (Forbidden, NotSignedIn):
        assert expected == "no"
        return
    assert (record in found) == (expected != "no")
    personal = {one.name for one in stand.registry.store.types[what].personal}
    if record in found and personal:
        shown = {str(found[record].values[name]) for name in personal}
        assert bool(shown & {PHONE, "王小明", "李四"}) == (expected == "clear")
        assert bool(found[record].masked) == (expected == "masked")


@pytest.mark.parametrize(("what", "action", "column", "expected"), list(cells("read")))
def test_every_way_to_read_a_record_agrees(
    stand: Stand, what: str, action: str, column: str, expected: str
) -> None:
    actor, keeping = COLUMNS[column]
    record = stand.records[what, keeping]
    for read in (stand.registry.get, stand.registry.history):
        try:
            told = read(actor, what, record)
        except (Forbidden, NotSignedIn, NotFound):
            assert expected == "no"
            continue
        assert expected != "no"
        version = told[0] if isinstance(told, list) else told
        assert bool(version.masked) == (expected == "masked" and bool(version.type.personal))


@pytest.mark.parametrize(("what", "action", "column", "expected"), list(cells("write")))
def test_the_registry_lets_write_whom_the_matrix_names(
    stand: Stand, what: str, action: str, column: str, expected: str
) -> None:
    actor, keeping = COLUMNS[column]
    record = stand.records[what, keeping]
    with stand.registry.store.reading() as reading:
        title = reading.types[what].title
        same = {title: reading.life(what, record)[-1].values[title]}
    head = stand.registry.store.head()
    if expected == "yes":
        stand.registry.edit(actor, what, record, same, "核对")
    else:
        with pytest.raises((Forbidden, NotSignedIn, NotFound)):
            stand.registry.edit(actor, what, record, same, "核对")
        with pytest.raises((Forbidden, NotSignedIn, NotFound)):
            stand.registry.retract(actor, what, record, "核对")
        assert stand.registry.store.head() == head


@pytest.mark.parametrize(("what", "action", "column", "expected"), list(cells("unmask")))
def test_every_unmasking_is_in_the_chain_and_nobody_else_unmasks(
    stand: Stand, what: str, action: str, column: str, expected: str
) -> None:
    actor, keeping = COLUMNS[column]
    personal = stand.registry.store.types[what].personal
    if not personal:
        return
    record, field = stand.records[what, keeping], "phone" if "person" in what else "contact_phone"
    before = stand.unmaskings()
    if expected == "yes":
        assert stand.registry.unmask(actor, what, record, field, "核对联系方式") == PHONE
        assert stand.unmaskings() == before + 1
        with pytest.raises((Forbidden, RefusedInput)):
            stand.registry.unmask(actor, what, record, field, " ")
    else:
        with pytest.raises((Forbidden, NotSignedIn, NotFound)):
            stand.registry.unmask(actor, what, record, field, "核对联系方式")
    assert stand.unmaskings() == before + (expected == "yes")


def test_nobody_appoints_himself_or_herself_by_the_registry(stand: Stand) -> None:
    admin = Actor("person1", "李四", "staff", (Held("security_admin", "guanshanhu"),))
    values = {"person": "person1", "role": "officer", "unit": "shop", "from_day": date(2024, 1, 1)}
    with pytest.raises(Forbidden, match=r"^access.exclusive.oneself\("):
        stand.registry.add(admin, "register.appointment", values, "任命", keeper="guanshanhu")
    with pytest.raises(Forbidden, match=r"^access.exclusive.oneself\("):
        stand.registry.retract(
            admin, "register.appointment", stand.records["register.appointment", "own"], "x"
        )
