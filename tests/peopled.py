"""A small real house with people in it: units, staff, an enterprise, a resident, and everybody's way in through the real doors."""

import io
import itertools
import re
import warnings
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from guanshan.act.casebook import Petition
from guanshan.app import SAMPLE, SAMPLE_TIME, SHIFT, open_house
from guanshan.clock import tick_of
from guanshan.refusal import NotFound
from guanshan.register.actor import CONSOLE
from guanshan.register.identifier import is_credit_code
from guanshan.screens.house import House
from guanshan.settings import load_settings

with warnings.catch_warnings():  # it would rather have a library that nothing else here needs
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

PHONE, MASKED_PHONE = "13800138000", "138****8000"
NAME = "王小明"
SECRETS = (PHONE, NAME)
"""What no answer may hold unless it was meant to."""

UNITS = {"industry": "guanshanhu", "market": "guanshanhu", "shop": "industry"}
"""The tree: the officer stands in *industry*; *shop* is below it, *market* beside it."""

COLUMNS = {
    "public": ("", "market"),
    "resident": ("resident:", "market"),
    "enterprise own": ("enterprise:", "own"),
    "enterprise other": ("enterprise:", "market"),
    "officer own": ("yanghua", "industry"),
    "officer below": ("yanghua", "shop"),
    "officer other": ("yanghua", "market"),
    "system_admin": ("sysadmin", "market"),
    "security_admin": ("secadmin", "market"),
    "auditor": ("auditor", "market"),
}
"""For each column of the tables: who asks, and who keeps the record asked for (*own*: it belongs to the enterprise)."""


def credit_code(number: int) -> str:
    """A made-up enterprise's code with the right check character."""
    stem = f"91520115MA6H{number:05d}"
    return next(stem + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(stem + last))


OWN = credit_code(1)


@dataclass(frozen=True)
class Made:
    """A record made for one question: its register, number, what shows that it stands in an answer, its values."""

    register: str
    record: str
    mark: str
    values: dict[str, object]


@dataclass
class Peopled:
    """The house and what tests do with it."""

    house: House
    folder: Path
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(100))
    _own: dict[str, Made] = field(default_factory=dict)

    def make(self, register: str, keeping: str) -> Made:
        """Make a record that a unit keeps, or (*own*) that belongs to the enterprise; of the latter one is enough."""
        if keeping == "own" and self._stands(register):
            return self._own[register]
        if register == "act.case":
            return self._case(keeping)
        number = next(self._numbers)
        code = OWN if keeping == "own" else credit_code(number)
        if register.startswith("enterprise."):
            code = str(self.make("register.market_entity", keeping).values["credit_code"])
        values, mark = self.draft(register, number, code)
        keeper = "market" if keeping == "own" else keeping
        with self.house.store.write(CONSOLE, "test") as writing:
            record = writing.put(register, values, keeper=keeper).record
        made = Made(register, record, mark, values)
        if keeping == "own":
            self._own[register] = made
        return made

    def _stands(self, register: str) -> bool:
        """Whether the enterprise's record is there still; a test may have taken it out."""
        made = self._own.get(register)
        if made is None:
            return False
        try:
            self.house.registry.get(CONSOLE, register, made.record)
        except NotFound:
            return False
        return True

    def open_office(self) -> None:
        """Let there be the office that takes appeals in, and the enterprise that raises one."""
        self.make("register.market_entity", "own")
        with self.house.store.write(CONSOLE, "test") as writing:
            office = {"code": "private-economy", "name": "民营局", "kind": "bureau", "parent": "guanshanhu"}
            writing.put("register.unit", office, keeper="guanshanhu")

    def _case(self, keeping: str) -> Made:
        """A case of an enterprise, with a file that the enterprise may see; a unit leads it."""
        code = str(self.make("register.market_entity", keeping).values["credit_code"])
        book, lead = self.house.casebook, "market" if keeping == "own" else keeping
        self.open_office()
        petition = Petition(
            title="门口占道", text="门口占道", credit_code=code, contact_name=NAME, contact_phone=PHONE
        )
        number = book.open(CONSOLE, "appeal", petition, {"category": "help"})
        book.move(CONSOLE, number, "assign", {"lead": lead})
        book.attach(CONSOLE, number, "合同.pdf", f"%PDF-{number}".encode(), public=True)
        version = book.file(CONSOLE, number).version
        made = Made("act.case", version.record, number, {"number": number, "credit_code": code})
        if keeping == "own":
            self._own["act.case"] = made
        return made

    def draft(self, register: str, number: int, code: str) -> tuple[dict[str, object], str]:
        """Values of a new record, and what shows that it stands in an answer."""
        mark = f"标记{number}号"
        if register == "register.market_entity":
            personal = {"legal_representative": NAME, "contact_phone": PHONE}
            return {"credit_code": code, "name": mark, "kind": "company", **personal}, mark
        if register == "enterprise.financial_year":
            return {"credit_code": code, "year": 2023, "operating_revenue": f"{number}77.33"}, code
        if register == "enterprise.stated_fact":
            told = {"fact": "years_in_segment", "year": 2023, "value": "3", "voice": "enterprise"}
            return {"credit_code": code, **told}, code
        if register == "register.person":
            login = f"person{number}"
            return {"login": login, "name": NAME, "unit": "market", "phone": PHONE}, login
        if register == "register.document":
            return {
                "number": f"文〔2024〕{number}号",
                "title": mark,
                "kind": "notice",
                "issuer": "区科技局",
            }, mark
        raise KeyError(register)

    def next_number(self) -> int:
        """A number that nothing else has."""
        return next(self._numbers)

    def client(self, app: object, who: str) -> TestClient:
        """A browser in which somebody has signed in by a one-time link; with an empty name: a visitor."""
        client = TestClient(
            app, base_url="http://127.0.0.1:8080", client=("127.0.0.1", 50000), follow_redirects=False,
            raise_server_exceptions=False,
        )  # fmt: skip
        if who:
            subject = {
                "enterprise:": f"enterprise:{OWN}",
                "resident:": f"resident:137{self.next_number():08d}",
            }
            link = self.house.door.links.for_demo(subject.get(who, who))
            path = f"/link/{link.token}"
            answer = client.post(path, data={"form": form_token(client, path)})
            assert answer.status_code == 303, answer.text
        return client


def form_token(client: TestClient, path: str = "/residents") -> str:
    """The token of the forms that this browser gets; a page with a form is opened for it."""
    page = client.get(path)
    found = re.search(r'name="form" value="([0-9a-f]+)"', page.text)
    assert found, page.text
    return found.group(1)


def api_token(client: TestClient) -> dict[str, str]:
    """The header that a call of the API carries when it writes."""
    return {"X-Guanshan-Form": client.get("/api/session").json()["form"]}


def peopled_house(folder: Path, database: str = "") -> Peopled:
    """Build the house: the sample's clock and links, no sample data."""
    settings = load_settings(data_dir=folder, database_url=database)
    house = open_house(settings)
    with house.store.write(CONSOLE, "sample") as writing:
        writing.remember(SAMPLE, "yes")
        writing.remember(SHIFT, str(tick_of(SAMPLE_TIME) - writing.tick))
        writing.note("sample", "register")
    house.store.database.close()
    house = open_house(settings)
    house.door.first_start("guanshanhu", "观山湖区")
    today = house.registry.today()
    with house.store.write(CONSOLE, "test") as writing:
        for code, parent in UNITS.items():
            unit = {"code": code, "name": f"{code}单位", "kind": "bureau", "parent": parent}
            writing.put("register.unit", unit, keeper="guanshanhu")
        person = {"login": "yanghua", "name": "杨华", "unit": "industry", "joined_on": today}
        writing.put("register.person", person, keeper="guanshanhu")
        role = {"person": "yanghua", "role": "officer", "unit": "industry", "from_day": today}
        writing.put("register.appointment", role, keeper="guanshanhu")
    return Peopled(house, folder)


def text_of(content: bytes) -> str:
    """Everything that can be read in an answer; a workbook or a bundle is unpacked first."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
