"""Every query with (on, known_at) equals a replay, day by day, of all that was told until then.

The replay knows nothing of spans, versions or tables: a record is a row of days, and a statement is carried out on each day by itself.
"""

import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from guanshan.clock import SetTime
from guanshan.refusal import Conflict, ManyRefusals, NotFound, RefusedInput
from guanshan.register.actor import CONSOLE
from guanshan.register.database import Database
from guanshan.register.query import Condition, Moment, Source, Version
from guanshan.register.store import Row, Store
from trial.records import trial_types

DAYS = 12
"""Days that statements name: 1 to 12. Day 0 stands for all days before them, day 13 for all days after them."""

LAST = DAYS + 1
CALENDAR = [date(1950, 1, 1), *(date(2024, 1, 1) + timedelta(days=n) for n in range(DAYS)), date(2190, 1, 1)]
NAMED = {CALENDAR[n]: n for n in range(1, DAYS + 1)}


@dataclass(frozen=True)
class Statement:
    """Something that somebody told: ``what`` is put, many, amend, retract; days are numbers."""

    what: str
    values: tuple[tuple[str, object], ...] = ()
    record: int | None = None
    since: int | None = None
    throughout: bool = False
    keeper: str = "north"


class Refused(Exception):
    """The replay says that a statement must be refused."""


class Replay:
    """What is known of every record on every day, after all statements so far."""

    def __init__(self, evolves: bool) -> None:
        self.evolves = evolves
        self.records: list[list[tuple[Mapping, str] | None]] = []
        self.number = 0

    def copy(self) -> "Replay":
        other = Replay(self.evolves)
        other.records = [list(days) for days in self.records]
        return other

    def carry_out(self, told: Statement) -> int:
        """Return the number of the record that the statement is about."""
        values = dict(told.values)
        if told.what in ("put", "many"):
            return self._put(values, told)
        days = self.records[told.record]
        if not any(days):
            raise Refused("no record")
        if told.what == "retract":
            for day in range(told.since or 0, LAST + 1):
                days[day] = None
        else:
            self._amend(days, values, told)
        return told.record

    def _put(self, values: dict, told: Statement) -> int:
        begins, ends = bounds(values)
        if ends <= begins:
            raise Refused("no day")
        owner = self._owner(values["code"], told.record)
        number = owner if owner is not None else told.record
        if number is None:
            self.records.append([None] * (LAST + 1))
            number = len(self.records) - 1
        days = self.records[number]
        there = [day for day in range(LAST + 1) if days[day]]
        keeper = days[there[-1]][1] if told.what == "many" and there else told.keeper
        since = told.since if self.evolves and not told.throughout else None
        try:
            if there and since is not None:
                if ends <= since:
                    self._end(days, ends, values)
                    return number
                for day in range(since, LAST + 1):
                    days[day] = (values, keeper) if begins <= day < ends else None
                return number
            if begins == 0 and self.evolves:
                known = there[0] if there else since
                begins = known if known is not None and known < ends else 0
            for day in range(LAST + 1):
                days[day] = (values, keeper) if begins <= day < ends else None
        except Refused:
            if not there:
                self.records.pop()
            raise
        return number

    def _amend(self, days: list, changes: dict, told: Statement) -> None:
        last_day = max(day for day in range(LAST + 1) if days[day])
        last, keeper = days[last_day]
        whole = {**last, **changes}
        begins, ends = bounds(whole)
        if ends <= begins:
            raise Refused("no day")
        since = told.since if self.evolves and not told.throughout and told.since is not None else 0
        begins_anew = "since" in changes and changes["since"] != last["since"]
        ends_anew = "until" in changes and changes["until"] != last["until"]
        new = list(days)
        if since and ends_anew and ends <= since:
            self._end(new, ends, changes)
        else:
            if since and not ends_anew and last_day < since:
                raise Refused("holds no more")
            for day in range(since, LAST + 1):
                if new[day]:
                    new[day] = ({**new[day][0], **changes}, new[day][1])
            if ends_anew and not any(new[since:]):
                for day in range(since, ends):
                    new[day] = (whole, keeper)
            if begins_anew:
                self._begin(new, since, max(begins, since))
            if ends_anew:
                self._reach(new, since, ends)
        for key in {held[0]["code"] for held in new if held and held not in days}:
            self._owner(key, told.record)
        days[:] = new

    def _begin(self, days: list, since: int, begins: int) -> None:
        for day in range(since, begins):
            days[day] = None
        first = next((day for day in range(begins, LAST + 1) if days[day]), begins)
        for day in range(begins, first):
            days[day] = days[first]

    def _reach(self, days: list, since: int, ends: int) -> None:
        for day in range(ends, LAST + 1):
            days[day] = None
        left = [day for day in range(since, ends) if days[day]]
        for day in range(left[-1] + 1, ends) if left else ():
            days[day] = days[left[-1]]

    def _end(self, days: list, ends: int, told: Mapping) -> None:
        left = [day for day in range(ends) if days[day]]
        if not left:
            raise Refused("ends before it begins")
        for day in range(ends, LAST + 1):
            days[day] = None
        last = days[left[-1]]
        for day in range(left[-1] + 1, ends):
            days[day] = last
        day = ends - 1
        while day >= 0 and days[day] == last:
            days[day] = ({**last[0], "until": told["until"]}, last[1])
            day -= 1

    def _owner(self, code: str, record: int | None) -> int | None:
        """Find the record that has a key; refuse if another one has it, or if it is a former one."""
        for number, days in enumerate(self.records):
            held = [one[0]["code"] for one in days if one]
            if code not in held:
                continue
            if record is None and held[-1] != code:
                raise Refused("former key")
            if record is not None and number != record:
                raise Refused("key taken")
            return number
        return record


def bounds(values: Mapping) -> tuple[int, int]:
    """On which days [from, until) a record says that it holds."""
    begins, ends = values.get("since"), values.get("until")
    return (NAMED[begins] if begins else 0, NAMED[ends] if ends else LAST + 1)


def history(chance: random.Random, codes: list[str]) -> Iterator[Statement]:
    """Draw statements about few records with few values, so that they meet."""

    def day() -> date | None:
        return CALENDAR[chance.randint(1, DAYS)] if chance.random() < 0.5 else None

    def values() -> dict[str, object]:
        told = {
            "code": chance.choice(codes),
            "name": chance.choice("xyz"),
            "staff": chance.choice((None, 1, 2)),
        }
        return {**told, "site": None, "contact": None, "since": None, "until": None}

    made = 0
    for _ in range(chance.randint(5, 12)):
        since = chance.randint(1, DAYS) if chance.random() < 0.8 else None
        throughout = chance.random() < 0.2
        what = chance.choice(("put", "many", "amend", "amend", "amend", "retract")) if made else "put"
        keeper = chance.choice(("north", "south"))
        if what in ("put", "many"):
            told = values()
            if chance.random() < 0.5:
                told.update(since=day(), until=day())
            record = chance.randrange(made) if what == "put" and made and chance.random() < 0.2 else None
            throughout = throughout and what == "put"
            made += 1
        else:
            record = chance.randrange(made)
            fields = chance.sample(("code", "name", "staff", "since", "until"), chance.randint(1, 3))
            told = {field: {**values(), "since": day(), "until": day()}[field] for field in fields}
            told = {} if what == "retract" else told
        yield Statement(what, tuple(told.items()), record, since, throughout, keeper)


def refusal_of(replay: Replay, told: Statement) -> str | None:
    """Carry a statement out, and say why it must be refused, if it must."""
    try:
        replay.number = replay.carry_out(told)
    except Refused as reason:
        return str(reason)
    return None


class House:
    """The real register, told the same."""

    def __init__(self, store: Store, evolves: bool) -> None:
        self.store = store
        self.evolves = evolves
        self.register = "trial.firm" if evolves else "trial.works"
        self.names: dict[int, str] = {}

    def tell(self, told: Statement, number: int | None) -> str:
        since = CALENDAR[told.since] if told.since else None
        record = None if told.record is None else self.names.get(told.record, f"none-{told.record}")
        values = dict(told.values)
        with self.store.write(CONSOLE, told.what) as writing:
            if told.what == "put":
                return writing.put(
                    self.register,
                    values,
                    keeper=told.keeper,
                    record=record,
                    since=since,
                    throughout=told.throughout,
                ).record
            if told.what == "many":
                checked = self.store.types[self.register].check(values)
                rows = [Row(checked, Source(row=1))]
                writing.put_many(self.register, rows, keeper=told.keeper, since=since)
                key = str(values["code"])
                life = writing.reading.standing(self.register, [key]).get(key)
                return life[0].record if life else self.names[number]
            if told.what == "amend":
                writing.amend(self.register, record, values, since=since, throughout=told.throughout)
            else:
                writing.retract(self.register, record, since=since)
            return record


def check_history(store: Store, seed: int, every: bool) -> int:
    """Tell one history to the register and to the replay; compare them everywhere; return how many questions were asked."""
    chance = random.Random(seed)
    evolves = chance.random() < 0.75
    codes = [f"{seed}-{letter}" for letter in "abc"]
    house, replay = House(store, evolves), Replay(evolves)
    states: list[tuple[int, Replay]] = [(store.head().tick, Replay(evolves))]
    for drawn in history(chance, codes):
        told = (
            drawn
            if drawn.record is None
            else replace(drawn, record=drawn.record % max(1, len(replay.records)))
        )
        if told.record is not None and told.record not in house.names:
            continue
        trial = replay.copy()
        if (reason := refusal_of(trial, told)) is not None:
            kind = Conflict if "key" in reason else (RefusedInput, ManyRefusals, NotFound)
            with pytest.raises(kind):
                house.tell(told, None)
            continue
        number = trial.number
        house.names[number] = house.tell(told, number)
        assert len(set(house.names.values())) == len(house.names), (seed, told)
        replay = trial
        states.append((store.head().tick, replay.copy()))
    return sum(compare(house, codes, tick, state, chance, every, seed) for tick, state in states) + (
        compare_histories(house, states, seed)
    )


def compare(house, codes, tick, state, chance, every, seed) -> int:
    """Ask the register as known at a tick, or a moment before the next one: in every way on two days, ``find`` on all if wanted."""
    asked = 0
    some = {chance.randint(0, LAST), chance.randint(1, DAYS)}
    mine = Condition("code", "in", tuple(codes))
    with house.store.reading() as reading:
        for day in range(LAST + 1) if every else some:
            moment, where = Moment(CALENDAR[day], tick + chance.randint(0, 999_999)), (seed, tick, day)
            held = [
                (house.names[number], days[day]) for number, days in enumerate(state.records) if days[day]
            ]
            expected = {record: (dict(values), keeper) for record, (values, keeper) in held}
            found = [(one.record, told_by(one)) for one in reading.find(house.register, moment, [mine])]
            assert sorted(found, key=str) == sorted(expected.items(), key=str), where
            asked += 1
            if day in some:
                asked += compare_closely(house, reading, codes, moment, expected, chance.choice("xyz"), where)
    return asked


def compare_closely(house, reading, codes, moment, expected, name, where) -> int:
    mine = Condition("code", "in", tuple(codes))
    assert reading.count(house.register, moment, [mine]) == len(expected), where
    named = [Condition("name", "eq", name), mine]
    known = [values for values, _ in expected.values()]
    assert reading.count(house.register, moment, named) == sum(one["name"] == name for one in known), where
    keys = {values["code"]: record for record, (values, _) in expected.items()}
    for code in codes:
        version = reading.by_key(house.register, code, moment)
        assert (version and version.record) == keys.get(code), (where, code)
    for record in house.names.values():
        assert told_by(reading.get(house.register, record, moment)) == expected.get(record), where
    return 2 + len(codes) + len(house.names)


def told_by(version: Version | None) -> tuple[dict, str] | None:
    return version and (dict(version.values), version.keeper)


def compare_histories(house: House, states: list[tuple[int, Replay]], seed: int) -> int:
    """The history of a record tells, by itself, what was known of it at every moment; and nothing twice."""
    with house.store.reading() as reading:
        for number, record in house.names.items():
            versions = reading.history(house.register, record)
            assert [one.entry for one in versions] == sorted((one.entry for one in versions), reverse=True)
            for tick, state in states:
                days = state.records[number] if number < len(state.records) else [None] * (LAST + 1)
                known = [one for one in versions if one.recorded_at <= tick < one.superseded_at]
                for day, expected in enumerate(days):
                    held = [one for one in known if one.valid_from <= CALENDAR[day] < one.valid_to]
                    assert [(dict(one.values), one.keeper) for one in held] == (
                        [expected] if expected else []
                    ), (
                        seed,
                        tick,
                        day,
                    )
                ordered = sorted(known, key=lambda one: one.valid_from)
                for one, other in pairwise(ordered):
                    same = dict(one.values) == dict(other.values) and one.keeper == other.keeper
                    assert not (same and one.valid_to == other.valid_from), (seed, tick, "equal neighbours")
    return len(house.names)


def check_histories(url: str, seeds: range, every: bool) -> int:
    store = Store(Database(url), trial_types(), SetTime())
    store.create()
    try:
        return sum(check_history(store, seed, every) for seed in seeds)
    finally:
        store.database.close()


def test_random_histories_equal_their_replay_on_sqlite(tmp_path: Path) -> None:
    assert check_histories(f"sqlite:///{tmp_path / 'house.db'}", range(150), every=False) > 10_000


def test_random_histories_equal_their_replay_on_postgresql(postgres_url: str) -> None:
    assert check_histories(postgres_url, range(200, 230), every=False) > 2_000


@pytest.mark.proof
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_question_of_1000_histories(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first = int(os.environ.get("GUANSHAN_SEED", "1000"))
    url = (
        f"sqlite:///{tmp_path / 'house.db'}"
        if dialect == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    asked = check_histories(url, range(first, first + 1000), every=True)
    print(f"{dialect}: 1,000 histories, {asked:,} questions")
