"""Conditions, order, pages and the search box, on both databases."""

from datetime import date
from decimal import Decimal

import pytest

from guanshan.refusal import NotFound, RefusedInput
from guanshan.register.actor import CONSOLE
from guanshan.register.query import Condition, Hit, Moment
from guanshan.register.store import Store

TODAY = Moment(date(2024, 5, 6))


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write(CONSOLE, "add") as writing:
        for code, name, height, is_open in (
            ("a1", "观山湖一号", "10.5", True),
            ("a2", "100%_\\ done", "2.25", False),
            ("b1", "Guanshan", None, None),
            ("b2", "guan'shan", "1000000", True),
        ):
            values = {"code": code, "name": name, "height": height, "open": is_open}
            writing.put("site", values, keeper="north" if code < "b" else "south")
        writing.put(
            "firm",
            {"code": "f", "name": "F", "staff": 3, "since": "2020-01-01", "until": "2024-05-06"},
            keeper="n",
        )
        writing.put("firm", {"code": "g", "name": "G", "staff": 30, "since": "2024-05-06"}, keeper="n")
    return store


def codes(store: Store, *where: Condition, name: str = "site", **more) -> list[str]:
    with store.reading() as reading:
        found = [str(one.values["code"]) for one in reading.find(name, TODAY, where, **more)]
        if not more:
            assert reading.count(name, TODAY, where) == len(found)
    return found


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("code", "eq", "a1", ["a1"]),
        ("code", "ne", "a1", ["a2", "b1", "b2"]),
        ("code", "in", ("a1", "b2", "zz"), ["a1", "b2"]),
        ("code", "in", (), []),
        ("code", "ge", "a2", ["a2", "b1", "b2"]),
        ("name", "contains", "山湖", ["a1"]),
        ("name", "contains", "GUAN", ["b1", "b2"]),
        ("name", "contains", "%_\\", ["a2"]),
        ("name", "contains", "n's", ["b2"]),
        ("name", "starts", "100%", ["a2"]),
        ("name", "starts", "%", []),
        ("height", "lt", "10.5", ["a2"]),
        ("height", "le", Decimal("10.500"), ["a1", "a2"]),
        ("height", "gt", 10, ["a1", "b2"]),
        ("height", "eq", "2.25", ["a2"]),
        ("height", "null", True, ["b1"]),
        ("height", "null", False, ["a1", "a2", "b2"]),
        ("open", "eq", True, ["a1", "b2"]),
        ("open", "eq", False, ["a2"]),
        ("keeper", "eq", "south", ["b1", "b2"]),
        ("", "search", "gsh", ["a1"]),
        ("", "search", " B2 ", ["b2"]),
    ],
)
def test_conditions(filled: Store, field: str, op: str, value: object, expected: list[str]) -> None:
    assert codes(filled, Condition(field, op, value)) == expected


def test_days_hold_from_the_first_and_until_the_last_which_is_not_in(filled: Store) -> None:
    assert codes(filled, name="firm") == ["g"]
    assert codes(filled, Condition("since", "le", "2024-05-06"), name="firm") == ["g"]
    with filled.reading() as reading:
        assert [one.key for one in reading.find("firm", Moment(date(2024, 5, 5)))] == ["f"]


def test_order_and_pages(filled: Store) -> None:
    assert codes(filled, order="-code") == ["b2", "b1", "a2", "a1"]
    assert codes(filled, order="code", limit=2, offset=1) == ["a2", "b1"]
    assert codes(filled, Condition("height", "null", False), order="height") == ["a2", "a1", "b2"]
    assert codes(filled, offset=3) == ["b2"]
    assert codes(filled, limit=0) == []


@pytest.mark.parametrize(
    ("condition", "refusal"),
    [
        (Condition("colour", "eq", 1), NotFound),
        (Condition("height", "contains", "1"), RefusedInput),
        (Condition("height", "eq", "much"), RefusedInput),
        (Condition("height", "like", "1"), RefusedInput),
        (Condition("open", "eq", "yes"), RefusedInput),
    ],
)
def test_what_cannot_be_asked_is_refused(
    filled: Store, condition: Condition, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        codes(filled, condition)


def test_the_search_box(filled: Store) -> None:
    with filled.reading() as reading:
        assert [hit.code for hit in reading.search("guan")] == ["b1", "b2"]
        assert reading.search("gsh") == [
            Hit("trial.site", reading.by_key("site", "a1", TODAY).record, "a1", "观山湖一号")
        ]
        assert [hit.code for hit in reading.search("%_")] == ["a2"]
        assert reading.search("  ") == []
        assert reading.search("guan", types=["trial.firm"]) == []
        assert len(reading.search("a", limit=1)) == 1


def test_a_record_by_itself(filled: Store) -> None:
    with filled.reading() as reading:
        version = reading.by_key("firm", "g", TODAY)
        assert reading.get("firm", version.record, TODAY) == version
        assert reading.get("firm", version.record, Moment(date(2024, 5, 5))) is None
        assert reading.get("firm", "none", TODAY) is None
        assert reading.by_key("firm", "none", TODAY) is None
        assert (version.name, version.key, version.stands, version.masked) == ("G", "g", True, frozenset())
        assert reading.history("firm", "none") == []
        assert reading.standing("firm", ["none"]) == {}


def test_a_thousand_keys_at_once(filled: Store) -> None:
    with filled.reading() as reading:
        keys = [f"x{number}" for number in range(1_200)] + ["a1", "b2"]
        assert set(reading.standing("site", keys)) == reading.known_keys("site", keys) == {"a1", "b2"}
