"""A district of two small registers and its indicators, written out so that every answer can be worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from guanshan.clock import SetTime
from guanshan.register.actor import SYSTEM
from guanshan.register.database import Database
from guanshan.register.document import Document
from guanshan.register.place import Place
from guanshan.register.record import RecordTypes
from guanshan.register.store import Store
from guanshan.register.unit import Unit
from guanshan.report.catalogue import Catalogue
from guanshan.report.loading import indicators_of
from guanshan.report.reckoning import STATEMENTS, Reporter
from guanshan.report.statement import statement_guard
from guanshan.report.written import read_text
from guanshan.systems.briefing.records import ReportedFigure
from shops.indicators import INDICATORS
from shops.records import Shop


@pytest.fixture(scope="session")
def catalogue():
    return Catalogue(indicators_of(read_text(INDICATORS, "indicators.yaml"), "shops"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Where the registers lie: on both databases, one after the other."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path}/report.db"


@pytest.fixture
def store(url, catalogue):
    types = RecordTypes([Unit, Place, Document, Shop, ReportedFigure])
    catalogue.check(types)
    store = Store(
        Database(url),
        types,
        SetTime(),
        {STATEMENTS: statement_guard(catalogue)},
    )
    store.create()
    with store.write(SYSTEM, "test") as writing:
        writing.put("register.unit", {"code": "finance", "name": "金融", "kind": "bureau"}, keeper="finance")
        writing.put(
            "register.place", {"code": "520112", "name": "乌当", "kind": "district"}, keeper="finance"
        )
        for number in ("甲1号", "乙2号"):
            paper = {"number": number, "title": number, "kind": "statistics", "issuer": "统计局"}
            writing.put("register.document", paper, keeper="finance")
    yield store
    store.database.close()


@pytest.fixture
def reporter(store, catalogue):
    return Reporter(store, catalogue)


@pytest.fixture
def tell(store):
    """Put a row into a register and return its record."""

    def told(register, source=None, **values):
        with store.write(SYSTEM, "test") as writing:
            return writing.put(register, values, keeper="finance", source=source).record

    return told


@pytest.fixture
def shop(tell):
    def opened(number, kind="tea", opened_on=date(2023, 5, 1), **values):
        return tell("shops.shop", number=number, kind=kind, opened_on=opened_on, **values)

    return opened


@pytest.fixture
def state(tell):
    def stated(indicator, value, period="2023", document="甲1号", **values):
        unit = {"loans": "CNY", "loans_growth": "%"}.get(indicator, "CNY")
        return tell(
            STATEMENTS, indicator=indicator, period=period, value=Decimal(value), unit=unit, office="finance",
            document=document, **values,
        )  # fmt: skip

    return stated
