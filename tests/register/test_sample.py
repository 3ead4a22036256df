"""The sample district is the same every time, valid field by field, and marked as sample."""

from collections import Counter
from datetime import date
from itertools import islice

import pytest

from guanshan.clock import SetTime
from guanshan.register import sample
from guanshan.register.database import Database
from guanshan.register.document import Document
from guanshan.register.identifier import is_credit_code
from guanshan.register.party import MarketEntity
from guanshan.register.person import Appointment, Person
from guanshan.register.place import Place
from guanshan.register.query import Condition, Moment
from guanshan.register.record import RecordTypes, record_type
from guanshan.register.store import Store
from guanshan.register.unit import Unit

COUNT = 1_500
NOW = Moment(date(2024, 5, 6))


@pytest.fixture(scope="module")
def steps():
    return []


@pytest.fixture(scope="module")
def store(tmp_path_factory, steps):
    types = RecordTypes([Unit, Place, Document, Person, Appointment, MarketEntity])
    store = Store(Database(f"sqlite:///{tmp_path_factory.mktemp('sample') / 'core.db'}"), types, SetTime())
    store.create()
    sample.load(store, lambda *step: steps.append(step), COUNT)
    return store


def test_entities_are_valid_and_kept_as_drawn():
    declared = record_type(MarketEntity)
    for drawn in sample.entities(3_000):
        assert declared.check(drawn) == drawn


def test_the_same_seed_gives_the_same_district_whatever_the_count():
    assert list(sample.entities(500)) == list(islice(sample.entities(2_000), 500))
    assert list(sample.entities(50)) != list(sample.entities(50, seed=1))


def test_codes_are_valid_unique_and_recognised_as_sample():
    drawn = list(sample.entities(20_000))
    codes = {entity["credit_code"] for entity in drawn}
    assert len(codes) == len({entity["name"] for entity in drawn}) == 20_000
    assert all(is_credit_code(code) and code[8:10] == "YY" for code in codes)


def test_the_organisation_s_own_check_character():
    # GB 11714: 8 characters weighted 3 7 9 10 5 8 4 2, 11 minus the remainder by 11; Y counts 34.
    # YY007919: 34*3 + 34*7 + 0*9 + 0*10 + 7*5 + 9*8 + 1*4 + 9*2 = 469; 469 = 42*11 + 7; 11 - 7 = 4
    assert sample.sample_code(1, "company")[8:17] == "YY0079194"


def test_kinds_and_private_share_are_like_the_district_s():
    drawn = list(sample.entities(20_000))
    kinds = Counter(entity["kind"] for entity in drawn)
    assert 0.42 < kinds["company"] / 20_000 < 0.46
    assert 0.93 < sum(bool(entity["private"]) for entity in drawn) / 20_000 < 0.99
    assert max(entity["established_on"] for entity in drawn) <= sample.SAMPLE_DAY


def test_what_lies_in_the_registers(store):
    with store.reading() as reading:
        assert reading.count("register.market_entity", NOW) == COUNT
        streets = reading.find("register.place", NOW, [Condition("kind", "in", ("street", "town"))])
        assert [place.values["code"] for place in streets][:2] == ["520115001", "520115002"]
        assert len(streets) == 10
        assert {place.source.note for place in streets} == {"facts"}
        entities = reading.find("register.market_entity", NOW)
        assert {entity.source.note for entity in entities} == {"sample"}
        keepers = {entity.keeper for entity in entities}
        units = {unit.values["code"] for unit in reading.find("register.unit", NOW)}
        assert "market" in keepers
        assert len(keepers) > 5
        assert keepers <= units
        roles = {appointment.values["role"] for appointment in reading.find("register.appointment", NOW)}
        assert roles == {"officer", "system_admin", "security_admin", "auditor"}


def test_loading_shows_its_progress(steps, store):
    entities = [step for step in steps if step[0] == "register.market_entity"]
    assert entities[-1] == ("register.market_entity", COUNT, COUNT)
    assert len(entities) >= 2
