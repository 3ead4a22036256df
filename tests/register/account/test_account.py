"""Who comes in, by which door, and who is shown out."""

import base64
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from guanshan.clock import SetTime
from guanshan.i18n import load_texts
from guanshan.refusal import Conflict, Forbidden, NotFound, NotSignedIn, Refusal, RefusedInput, TooMany
from guanshan.register.access import Access, UnitTree
from guanshan.register.account.account import MINUTE, Policy, credentials, digest_of, sessions
from guanshan.register.account.attempt import attempts
from guanshan.register.account.door import Door, house_key
from guanshan.register.account.outsider import outsiders
from guanshan.register.account.password import Passwords
from guanshan.register.account.totp import code_at
from guanshan.register.actor import CONSOLE, PUBLIC, Actor, Held
from guanshan.register.appointment import appointment_guard
from guanshan.register.audit.tables import AUDIT
from guanshan.register.database import Database
from guanshan.register.document import Document
from guanshan.register.party import MarketEntity
from guanshan.register.person import Appointment, Person
from guanshan.register.place import Place
from guanshan.register.record import RecordTypes
from guanshan.register.store import Store
from guanshan.register.unit import Unit

TODAY = date(2024, 5, 6)
GOOD = "Sunny-Hills-2024"
OTHER = "Cloudy_Rivers_77"
CREDIT_CODE = "91350100M000100Y43"  # the worked example of GB 32100-2015
HERE = "127.0.0.1"
QUICK = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


class House:
    """A real store with its door, on a clock that the test sets."""

    def __init__(self, url: str, folder: Path, policy: Policy) -> None:
        self.clock = SetTime(step=1000)
        self.store = Store(
            Database(url),
            RecordTypes([Unit, Place, Document, MarketEntity, Person, Appointment]),
            self.clock,
            {"register.appointment": appointment_guard},
        )
        self.store.create()
        self.day = TODAY
        self.access = Access(UnitTree({"guanshanhu": None, "industry": "guanshanhu", "market": "guanshanhu"}))
        self.outbox = folder / "outbox"
        self.door = Door(
            self.store,
            self.access,
            lambda: self.day,
            policy,
            b"k" * 32,
            self.outbox,
            load_texts(),
            Passwords(QUICK),
        )
        with self.store.write(CONSOLE, "test") as writing:
            writing.put(
                "register.unit",
                {"code": "guanshanhu", "name": "观山湖区", "kind": "district"},
                keeper="guanshanhu",
            )
            for code in ("industry", "market"):
                values = {"code": code, "name": code, "kind": "bureau", "parent": "guanshanhu"}
                writing.put("register.unit", values, keeper="guanshanhu")
            self.put_person(writing, "yanghua", ("officer", "industry"))
            entity = {"credit_code": CREDIT_CODE, "name": "某某公司", "kind": "company"}
            writing.put("register.market_entity", entity, keeper="market")

    def put_person(self, writing, login: str, *held: tuple[str, str], **more: object) -> None:
        values = {"login": login, "name": "杨华", "unit": "industry", "joined_on": date(2020, 1, 1), **more}
        writing.put("register.person", values, keeper="industry", throughout=True)
        for role, unit in held:
            writing.put(
                "register.appointment",
                {"person": login, "role": role, "unit": unit, "from_day": date(2020, 1, 1)},
                keeper="industry",
            )

    def later(self, minutes: float) -> None:
        self.clock.now += int(minutes * MINUTE)

    def staff(self, login: str = "yanghua", password: str = GOOD) -> None:
        self.door.links.take_password(
            self.door.links.for_password(CONSOLE, login).token, password, source=HERE
        )

    def sign_in(self, login: str = "yanghua", password: str = GOOD, source: str = HERE, **more: str):
        return self.door.credentials.sign_in(login, password, source=source, **more)

    def texts_of_all_tables(self) -> str:
        with self.store.database.reading() as connection:
            tables = (credentials, sessions, attempts, outsiders, AUDIT)
            return "\n".join(str(row) for table in tables for row in connection.execute(select(table)))

    def acts(self) -> list[str]:
        with self.store.database.reading() as connection:
            return list(connection.scalars(select(AUDIT.c.body).order_by(AUDIT.c.seq)))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'house.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., House]]:
    made: list[House] = []

    def build(url: str | None = None, **policy: object) -> House:
        made.append(House(url or f"sqlite:///{tmp_path / 'house.db'}", tmp_path, Policy(**policy)))
        return made[-1]

    yield build
    for house in made:
        house.store.database.close()


def refused(key: str, kind: type[Refusal] = NotSignedIn):
    return pytest.raises(kind, match=rf"^{key}\(")


def test_a_member_of_staff_sets_a_password_by_a_link_and_signs_in(build, url: str) -> None:
    house = build(url)
    link = house.door.links.for_password(CONSOLE, "yanghua")
    assert house.door.links.offer(link.token).name == "杨华"
    first = house.door.links.take_password(link.token, GOOD, source=HERE)
    second = house.sign_in(before=first.token)
    actor = house.door.sessions.actor(second.token)
    assert (actor.id, actor.kind, actor.roles) == ("yanghua", "staff", (Held("officer", "industry"),))
    assert actor.source == HERE
    with refused("account.session.none"):  # the session from before the sign-in has been rotated away
        house.door.sessions.actor(first.token)
    house.door.sessions.end(second.token)
    with refused("account.session.none"):
        house.door.sessions.actor(second.token)


def test_no_secret_stands_in_the_database_or_the_chain(build) -> None:
    house = build()
    link = house.door.links.for_password(CONSOLE, "yanghua")
    signed_in = house.door.links.take_password(link.token, GOOD, source=HERE)
    house.door.residents.send_code("13800138000", source=HERE)
    code = code_in(house)
    resident = house.door.residents.sign_in("13800138000", code, source=HERE)
    with refused("account.sign_in.refused"):
        house.sign_in(login="my-password-typed-as-login", password=OTHER)
    written = house.texts_of_all_tables()
    for secret in (
        link.token,
        signed_in.token,
        resident.token,
        GOOD,
        OTHER,
        "13800138000",
        "my-password-typed",
    ):
        assert secret not in written
    assert digest_of(signed_in.token) in written
    assert "$argon2id$" in written


def test_a_link_opens_once_and_not_for_long(build) -> None:
    house = build(link_minutes=60)
    link = house.door.links.for_password(CONSOLE, "yanghua")
    with refused("account.password.short", RefusedInput):  # a refused password does not use the link up
        house.door.links.take_password(link.token, "short", source=HERE)
    house.door.links.take_password(link.token, GOOD, source=HERE)
    with refused("account.link.refused"):
        house.door.links.take_password(link.token, OTHER, source=HERE)
    late = house.door.links.for_password(CONSOLE, "yanghua")
    house.later(61)
    with refused("account.link.refused"):
        house.door.links.offer(late.token)
    older = house.door.links.for_password(CONSOLE, "yanghua")
    house.door.links.for_password(CONSOLE, "yanghua")
    with refused("account.link.refused"):
        house.door.links.offer(older.token)
    with refused("account.link.refused"):
        house.door.links.offer("guessed")


def test_a_new_password_ends_every_session(build) -> None:
    house = build()
    house.staff()
    old = house.sign_in()
    told: list[str] = []
    house.door.sessions.watch(told.append)
    house.staff(password=OTHER)
    with refused("account.session.none"):
        house.door.sessions.actor(old.token)
    assert old.actor.session in told
    with refused("account.sign_in.refused"):
        house.sign_in(password=GOOD)


def test_changing_the_own_password_keeps_this_session_alone(build) -> None:
    house = build()
    house.staff()
    elsewhere, here = house.sign_in(), house.sign_in()
    with refused("account.sign_in.refused"):
        house.door.credentials.change(here.actor, "wrong", OTHER, source=HERE)
    with refused("account.password.same", RefusedInput):
        house.door.credentials.change(here.actor, GOOD, GOOD, source=HERE)
    house.door.credentials.change(here.actor, GOOD, OTHER, source=HERE)
    assert house.door.sessions.actor(here.token).id == "yanghua"
    with refused("account.session.none"):
        house.door.sessions.actor(elsewhere.token)
    assert house.sign_in(password=OTHER).actor.id == "yanghua"


def test_wrong_name_and_wrong_password_get_the_same_answer(build) -> None:
    house = build()
    house.staff()
    answers = []
    for login in ("yanghua", "nobody", "13800138000"):
        with pytest.raises(NotSignedIn) as told:
            house.sign_in(login=login, password="Wrong-Password-1")
        answers.append((told.value.key, told.value.values))
    assert answers == [("account.sign_in.refused", {})] * 3


@pytest.mark.parametrize("login", ["yanghua", "nobody"])
def test_five_failures_lock_an_account_for_a_quarter_of_an_hour(build, url: str, login: str) -> None:
    house = build(url)
    house.staff()
    for turn in range(5):
        with refused("account.sign_in.refused"):
            house.sign_in(login=login, password="Wrong-Password-1", source=f"10.0.0.{turn}")
    with refused("account.sign_in.locked", TooMany) as told:
        house.sign_in(login=login, password=GOOD)
    assert told.value.values == {"minutes": 15}
    house.later(14.9)
    with refused("account.sign_in.locked", TooMany):
        house.sign_in(login=login, password=GOOD)
    house.later(0.2)
    if login == "yanghua":
        assert house.sign_in(login=login).actor.id == login


def test_the_security_administrator_unlocks(build) -> None:
    house = build()
    house.staff()
    for _ in range(5):
        with refused("account.sign_in.refused"):
            house.sign_in(password="Wrong-Password-1")
    with refused("account.sign_in.locked", TooMany):
        house.sign_in()
    with refused("access.needs.security_admin", Forbidden):
        house.door.credentials.unlock(house_actor("officer"), "yanghua", "本人申请")
    house.door.credentials.unlock(house_actor("security_admin"), "yanghua", "本人申请")
    assert house.sign_in().actor.id == "yanghua"
    assert any('"action":"account.unlock"' in act and "本人申请" in act for act in house.acts())


def test_an_address_that_guesses_many_accounts_is_stopped(build) -> None:
    house = build(source_failures=10)
    house.staff()
    for turn in range(10):
        with refused("account.sign_in.refused"):
            house.sign_in(login=f"guess{turn}", password="Wrong-Password-1", source="10.9.9.9")
    with refused("account.sign_in.locked", TooMany):
        house.sign_in(source="10.9.9.9")
    assert house.sign_in(source="10.9.9.8").actor.id == "yanghua"


def test_those_who_sign_in_rightly_are_never_stopped(build) -> None:
    house = build(source_failures=3, account_failures=3)
    house.staff()
    for _ in range(10):
        house.sign_in()


def test_sessions_end_when_idle_and_at_the_latest(build, url: str) -> None:
    house = build(url, idle_minutes=30, session_minutes=100)
    house.staff()
    idle, busy = house.sign_in(), house.sign_in()
    for _ in range(3):
        house.later(29)
        house.door.sessions.actor(busy.token)
        house.door.sessions.flush()
    with refused("account.session.idle"):
        house.door.sessions.actor(idle.token)
    house.later(14)
    with refused("account.session.over"):
        house.door.sessions.actor(busy.token)


def test_an_open_page_that_only_looks_does_not_keep_a_session_alive(build) -> None:
    house = build(idle_minutes=30)
    house.staff()
    signed_in = house.sign_in()
    house.later(20)
    house.door.sessions.actor(signed_in.token, touch=False)
    house.later(20)
    with refused("account.session.idle"):
        house.door.sessions.actor(signed_in.token, touch=False)


def test_use_is_remembered_by_another_process_after_the_flush(build, tmp_path: Path) -> None:
    house = build(idle_minutes=30)
    house.staff()
    signed_in = house.sign_in()
    house.later(20)
    house.door.sessions.actor(signed_in.token)
    house.door.sessions.flush()
    other = Door(
        house.store, house.access, lambda: TODAY, Policy(idle_minutes=30), b"k" * 32, tmp_path, load_texts()
    )
    house.later(20)
    assert other.sessions.actor(signed_in.token).id == "yanghua"


def test_a_leaver_is_out_at_once(build) -> None:
    house = build()
    house.staff()
    signed_in = house.sign_in()
    with house.store.write(CONSOLE, "test") as writing:
        house.put_person(writing, "yanghua", left_on=date(2024, 5, 7))
    assert house.door.sessions.actor(signed_in.token).id == "yanghua"
    house.day = date(2024, 5, 7)
    with refused("account.session.closed"):
        house.door.sessions.actor(signed_in.token)
    with refused("account.sign_in.refused"):
        house.sign_in()


def test_an_ended_appointment_takes_the_role_at_once_and_a_deputy_has_it_for_the_term(build) -> None:
    house = build()
    house.staff()
    signed_in = house.sign_in()
    term = {"person": "yanghua", "role": "officer", "unit": "market", "capacity": "deputy"}
    with house.store.write(CONSOLE, "test") as writing:
        days = {"from_day": date(2024, 5, 10), "until_day": date(2024, 5, 12)}
        writing.put("register.appointment", {**term, **days}, keeper="industry")

    def roles_on(day: date) -> set[tuple[str, str]]:
        house.day = day
        return {(held.unit, held.capacity) for held in house.door.sessions.actor(signed_in.token).roles}

    own = ("industry", "holder")
    assert roles_on(date(2024, 5, 9)) == {own}
    assert roles_on(date(2024, 5, 10)) == {own, ("market", "deputy")}
    assert roles_on(date(2024, 5, 11)) == {own, ("market", "deputy")}
    assert roles_on(date(2024, 5, 12)) == {own}


def test_the_three_administrators_exclude_each_other_and_the_officer(build) -> None:
    house = build()

    def appoint(login: str, role: str, unit: str, start: date, end: date | None) -> None:
        with house.store.write(CONSOLE, "test") as writing:
            values = {"person": login, "role": role, "unit": unit, "from_day": start, "until_day": end}
            writing.put("register.appointment", values, keeper="industry")

    with house.store.write(CONSOLE, "test") as writing:
        house.put_person(writing, "li")
    appoint("li", "auditor", "market", date(2024, 1, 1), date(2024, 7, 1))
    for role in ("system_admin", "security_admin", "officer"):
        with refused("access.exclusive.administrators", Conflict):
            appoint("li", role, "industry", date(2024, 6, 30), None)
    with refused("access.exclusive.administrators", Conflict):  # the other way round
        appoint("yanghua", "auditor", "market", date(2030, 1, 1), None)
    appoint("li", "auditor", "industry", date(2024, 1, 1), None)  # the same role in another unit is no clash
    appoint("li", "auditor", "industry", date(2024, 1, 1), date(2024, 7, 1))
    appoint("li", "officer", "industry", date(2024, 7, 1), None)  # from the day after the other term
    appoint("yanghua", "officer", "market", date(2024, 1, 1), None)


def house_actor(role: str, unit: str = "guanshanhu", name: str = "someone") -> Actor:
    return Actor(name, name, "staff", (Held(role, unit),), source=HERE)


def test_the_first_start_makes_three_administrators_without_any_password(tmp_path: Path) -> None:
    store = Store(
        Database(f"sqlite:///{tmp_path / 'new.db'}"),
        RecordTypes([Unit, Place, Document, MarketEntity, Person, Appointment]),
        SetTime(step=1000),
        {"register.appointment": appointment_guard},
    )
    store.create()
    access = Access(UnitTree({"guanshanhu": None}))
    door = Door(store, access, lambda: TODAY, Policy(), b"k" * 32, tmp_path, load_texts(), Passwords(QUICK))
    made = door.first_start("guanshanhu", "观山湖区")
    assert [link.subject for link in made] == ["sysadmin", "secadmin", "auditor"]
    with store.database.reading() as connection:
        assert connection.execute(select(credentials)).all() == []
    signed_in = door.links.take_password(made[1].token, GOOD, source=HERE)
    assert signed_in.actor.roles == (Held("security_admin", "guanshanhu"),)
    with refused("account.first.staffed", Conflict):
        door.first_start("guanshanhu", "观山湖区")
    store.database.close()


def test_an_administrators_link_is_made_at_the_console_alone(build) -> None:
    house = build()
    with house.store.write(CONSOLE, "test") as writing:
        house.put_person(writing, "zhou", ("auditor", "market"))
    sysadmin = house_actor("system_admin")
    with refused("account.link.console", Forbidden):
        house.door.links.for_password(sysadmin, "zhou")
    with refused("access.needs.system_admin", Forbidden):
        house.door.links.for_password(house_actor("officer"), "yanghua")
    with refused("account.unknown", NotFound):
        house.door.links.for_password(sysadmin, "nobody")
    # A link made before the appointment is worth nothing after it.
    with house.store.write(CONSOLE, "test") as writing:
        house.put_person(writing, "wu")
    early = house.door.links.for_password(sysadmin, "wu")
    with house.store.write(CONSOLE, "test") as writing:
        house.put_person(writing, "wu", ("security_admin", "market"))
    with refused("account.link.console", Forbidden):
        house.door.links.take_password(early.token, GOOD, source=HERE)


def test_administrators_need_a_second_proof_where_the_policy_says_so(build, url: str) -> None:
    house = build(url, require_totp=True)
    with house.store.write(CONSOLE, "test") as writing:
        house.put_person(writing, "zhou", ("auditor", "market"))
    link = house.door.links.for_password(CONSOLE, "zhou")
    offer = house.door.links.offer(link.token)
    assert offer.second_proof
    assert offer.address.startswith("otpauth://totp/Guanshan:zhou?secret=")
    secret = base64.b32decode(offer.secret)

    def code(steps: int = 0) -> str:
        return code_at(secret, house.clock.now // 1_000_000 // 30 + steps)

    with refused("account.password.code", RefusedInput):
        house.door.links.take_password(link.token, GOOD, source=HERE)
    house.door.links.take_password(link.token, GOOD, source=HERE, code=code())
    with refused("account.sign_in.second"):
        house.sign_in(login="zhou")
    with refused("account.sign_in.refused"):  # the code that was used already
        house.sign_in(login="zhou", code=code())
    house.later(1)
    assert house.sign_in(login="zhou", code=code()).actor.id == "zhou"
    with refused("account.sign_in.refused"):
        house.sign_in(login="zhou", code=code())
    house.later(1)
    with refused("account.sign_in.refused"):  # an old one
        house.sign_in(login="zhou", code=code(-2))
    house.staff()  # an officer needs none
    assert house.sign_in().actor.id == "yanghua"


def test_an_office_binds_a_person_to_an_enterprise(build, url: str) -> None:
    house = build(url)
    bindings = house.door.bindings
    officer = house_actor("officer", "industry", "yanghua")
    with refused("access.needs.officer", Forbidden):
        bindings.invite(house_actor("auditor"), CREDIT_CODE)
    with refused("account.link.no_entity", NotFound):
        bindings.invite(officer, "91520115MA6GXXXXXX")
    link = bindings.invite(officer, CREDIT_CODE)
    assert house.door.links.offer(link.token).name == "某某公司"
    with refused("refusal.phone", RefusedInput):
        bindings.take(link.token, "12345", GOOD, source=HERE)
    bindings.take(link.token, "13800138000", GOOD, source=HERE)
    signed_in = house.sign_in(login="13800138000")
    actor = house.door.sessions.actor(signed_in.token)
    assert (actor.kind, actor.owner, actor.roles) == ("enterprise", CREDIT_CODE, ())
    with refused("account.link.refused"):
        bindings.take(link.token, "13800138001", GOOD, source=HERE)
    with refused("account.link.phone_bound", Conflict):
        bindings.take(bindings.invite(officer, CREDIT_CODE).token, "13800138000", GOOD, source=HERE)
    [(account, phone)] = bindings.bound_to(officer, CREDIT_CODE)
    assert phone == "138****8000"
    bindings.unbind(officer, account, "人员离职")
    with refused("account.session.none"):
        house.door.sessions.actor(signed_in.token)
    with refused("account.sign_in.refused"):
        house.sign_in(login="13800138000")


def code_in(house: House) -> str:
    newest = max(house.outbox.iterdir(), key=lambda path: path.name)
    return newest.read_text("utf-8").split("验证码是 ")[1][:6]


def test_a_resident_signs_in_by_phone_and_code(build, url: str) -> None:
    house = build(url)
    residents = house.door.residents
    residents.send_code("13800138000", source=HERE)
    [path] = house.outbox.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    signed_in = residents.sign_in("13800138000", code_in(house), source=HERE)
    assert (signed_in.actor.kind, signed_in.actor.name) == ("resident", "138****8000")
    with refused("account.code.refused"):  # a code is good once
        residents.sign_in("13800138000", code_in(house), source=HERE)
    residents.send_code("13800138000", source=HERE)
    again = residents.sign_in("13800138000", code_in(house), source=HERE)
    assert again.actor.id == signed_in.actor.id
    residents.erase(again.actor)
    with refused("account.session.none"):
        house.door.sessions.actor(again.token)
    with house.store.database.reading() as connection:
        [row] = connection.execute(select(outsiders)).all()
    assert (row.phone_digest, row.phone_masked) == ("", "")


def test_a_code_stands_five_minutes_and_five_tries(build) -> None:
    house = build()
    residents = house.door.residents
    residents.send_code("13800138000", source=HERE)
    code = code_in(house)
    house.later(5.1)
    with refused("account.code.refused"):
        residents.sign_in("13800138000", code, source=HERE)
    residents.send_code("13800138000", source=HERE)
    code = code_in(house)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        with refused("account.code.refused"):
            residents.sign_in("13800138000", wrong, source=HERE)
    with refused("account.code.refused"):
        residents.sign_in("13800138000", code, source=HERE)


def test_codes_are_limited_per_phone_and_per_address(build) -> None:
    house = build(codes_per_phone=2, codes_per_source=3)
    send = house.door.residents.send_code
    for _ in range(2):
        send("13800138000", source="10.0.0.1")
    with refused("account.code.too_many", TooMany):
        send("13800138000", source="10.0.0.2")
    send("13800138001", source="10.0.0.1")
    with refused("account.code.too_many", TooMany):
        send("13800138002", source="10.0.0.1")
    house.later(61)
    send("13800138000", source="10.0.0.1")
    with refused("refusal.phone", RefusedInput):
        send("1380013800", source="10.0.0.9")


def test_sample_links_sign_in_on_this_machine_alone(build) -> None:
    house = build(demo=True)
    links = house.door.links
    with refused("account.link.loopback", Forbidden):
        links.take_demo(links.for_demo("yanghua").token, source="10.0.0.1")
    assert links.take_demo(links.for_demo("yanghua").token, source="::1").actor.id == "yanghua"
    enterprise = links.take_demo(links.for_demo(f"enterprise:{CREDIT_CODE}").token, source=HERE)
    assert enterprise.actor.owner == CREDIT_CODE
    resident = links.take_demo(links.for_demo("resident:13800138000").token, source=HERE)
    assert resident.actor.kind == "resident"
    used = links.for_demo("yanghua")
    links.take_demo(used.token, source=HERE)
    with refused("account.link.refused"):
        links.take_demo(used.token, source=HERE)


def test_a_house_without_a_sample_has_no_sample_links(build) -> None:
    with refused("account.link.no_demo", Forbidden):
        build().door.links.for_demo("yanghua")


def test_the_security_administrator_ends_a_session(build) -> None:
    house = build()
    house.staff()
    signed_in = house.sign_in()
    admin = house_actor("security_admin")
    with refused("access.needs.security_admin", Forbidden):
        house.door.sessions.open_now(house_actor("system_admin"))
    assert signed_in.actor.session in {one.number for one in house.door.sessions.open_now(admin)}
    house.door.sessions.end_other(admin, signed_in.actor.session, "设备遗失")
    with refused("account.session.none"):
        house.door.sessions.actor(signed_in.token)
    with refused("account.session.unknown", NotFound):
        house.door.sessions.end_other(admin, "0000", "x")


def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(build) -> None:
    house = build()
    house.staff()
    stronger = Door(
        house.store, house.access, lambda: TODAY, Policy(), b"k" * 32, house.outbox, load_texts(),
        Passwords(PasswordHasher(time_cost=2, memory_cost=1024, parallelism=1)),
    )  # fmt: skip
    stronger.credentials.sign_in("yanghua", GOOD, source=HERE)
    with house.store.database.reading() as connection:
        kept = connection.scalar(select(credentials.c.hash))
    assert "t=2" in kept


def test_an_old_password_has_to_be_changed(build) -> None:
    house = build(password_days=180)
    house.staff()
    assert not house.sign_in().must_change
    house.later(180 * 24 * 60 + 1)
    assert house.sign_in().must_change


def test_every_act_at_the_door_is_in_the_chain(build) -> None:
    house = build()
    house.staff()
    with refused("account.sign_in.refused"):
        house.sign_in(password="Wrong-Password-1", source="10.1.1.1")
    house.door.sessions.end(house.sign_in().token)
    acts = "\n".join(house.acts())
    for act in ("account.link", "account.password", "sign_in", "sign_in.refused", "sign_out"):
        assert f'"action":"{act}"' in acts
    assert '"source":"10.1.1.1"' in acts


def test_the_key_of_the_house_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret.key"
    key = house_key(path)
    assert len(key) == 32
    assert house_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret.key"]


def test_the_public_has_no_door_to_administration(build) -> None:
    house = build()
    with pytest.raises(NotSignedIn):
        house.door.links.for_password(PUBLIC, "yanghua")
    with pytest.raises(NotSignedIn):
        house.door.sessions.open_now(replace(PUBLIC, source=HERE))


@pytest.mark.parametrize(
    "login",
    ["' OR '1'='1", "yanghua' --", "yanghua; DROP TABLE account_credential", "enterprise:%", "x" * 5000],
)
def test_what_looks_like_sql_is_only_a_name(build, login: str) -> None:
    house = build()
    house.staff()
    with refused("account.sign_in.refused"):
        house.sign_in(login=login)
    with pytest.raises(NotSignedIn):
        house.door.sessions.actor(login)
    with refused("account.link.refused"):
        house.door.links.offer(login)
    assert house.sign_in().actor.id == "yanghua"


def test_many_guesses_at_once_do_not_slip_through(build, url: str) -> None:
    """Twelve guesses start together; no more than five of them are compared with the password."""
    house = build(url)
    house.staff()

    def guess(turn: int) -> str:
        try:
            house.sign_in(password="Wrong-Password-1", source=f"10.0.0.{turn}")
        except Refusal as refusal:
            return refusal.key
        return "in"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(guess, range(12)))
    assert sorted(set(answers)) == ["account.sign_in.locked", "account.sign_in.refused"]
    assert answers.count("account.sign_in.refused") == 5


def test_a_link_taken_up_twice_at_once_opens_once(build, url: str) -> None:
    house = build(url)
    link = house.door.links.for_password(CONSOLE, "yanghua")

    def take(password: str) -> bool:
        try:
            house.door.links.take_password(link.token, password, source=HERE)
        except NotSignedIn:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, [GOOD, OTHER, GOOD, OTHER])) == [False, False, False, True]
