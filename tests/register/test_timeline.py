"""What becomes of a life when a part of it is told anew: worked by hand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.register.timeline import (
    Change,
    Span,
    after,
    amend_from,
    between,
    cut_from,
    end_at,
    replace_all,
    replace_from,
)

START = date(2024, 1, 1)
END = date(9999, 12, 31)


def day(number: int) -> date:
    return END if number == 99 else START + timedelta(days=number)


def life(*told: tuple[int, int, str]) -> list[Span]:
    return [
        Span(day(start), day(end), {"v": value, "w": 0}, "k", stored=n)
        for n, (start, end, value) in enumerate(told)
    ]


def stands(current: list[Span], change: Change) -> list[tuple[int, int, str]]:
    def number(of: date) -> int:
        return 99 if of == END else (of - START).days

    return [(number(one.start), number(one.end), one.values["v"]) for one in after(current, change)]


AB = life((0, 10, "a"), (10, 99, "b"))
GAP = life((0, 10, "a"), (20, 30, "b"))


@pytest.mark.parametrize(
    ("current", "since", "start", "end", "expected"),
    [
        ([], 5, 5, 99, [(5, 99, "x")]),
        (AB, 5, 5, 99, [(0, 5, "a"), (5, 99, "x")]),
        (AB, 10, 10, 99, [(0, 10, "a"), (10, 99, "x")]),
        (AB, 5, 8, 20, [(0, 5, "a"), (8, 20, "x")]),
        (AB, -5, -5, 99, [(-5, 99, "x")]),
        (AB, -5, 3, 99, [(3, 99, "x")]),
        (GAP, 15, 15, 99, [(0, 10, "a"), (15, 99, "x")]),
        (GAP, 40, 40, 99, [(0, 10, "a"), (20, 30, "b"), (40, 99, "x")]),
        (AB, 5, 8, 8, [(0, 5, "a")]),
    ],
)
def test_replace_from(current, since, start, end, expected) -> None:
    change = replace_from(current, day(since), day(start), day(end), {"v": "x", "w": 0}, "k")
    assert stands(current, change) == expected


@pytest.mark.parametrize(
    ("current", "since", "start", "end", "expected"),
    [
        (AB, 5, None, None, [(0, 5, "a"), (5, 99, "x")]),
        (AB, 20, None, None, [(0, 10, "a"), (10, 20, "b"), (20, 99, "x")]),
        (AB, -5, None, None, [(0, 99, "x")]),
        (GAP, 5, None, None, [(0, 5, "a"), (5, 10, "x"), (20, 30, "x")]),
        (GAP, 15, None, None, [(0, 10, "a"), (20, 30, "x")]),
        (GAP, 40, None, None, [(0, 10, "a"), (20, 30, "b")]),
        (GAP, 40, None, 50, [(0, 10, "a"), (20, 30, "b"), (40, 50, "x")]),
        (GAP, 15, None, 25, [(0, 10, "a"), (20, 25, "x")]),
        (GAP, 15, None, 99, [(0, 10, "a"), (20, 99, "x")]),
        (GAP, 15, 18, None, [(0, 10, "a"), (18, 30, "x")]),
        (GAP, 15, 25, None, [(0, 10, "a"), (25, 30, "x")]),
        (GAP, 15, 2, None, [(0, 10, "a"), (15, 30, "x")]),
        (AB, -9, 5, 20, [(5, 20, "x")]),
        (AB, -9, -3, 99, [(-3, 99, "x")]),
    ],
)
def test_amend_from(current, since, start, end, expected) -> None:
    bounds = (None if start is None else day(start), None if end is None else day(end))
    change = amend_from(current, day(since), {"v": "x"}, *bounds)
    assert stands(current, change) == expected


@pytest.mark.parametrize(
    ("current", "end", "expected"),
    [
        (AB, 5, [(0, 5, "x")]),
        (AB, 10, [(0, 10, "x")]),
        (AB, 20, [(0, 10, "a"), (10, 20, "x")]),
        (GAP, 15, [(0, 15, "x")]),
        (GAP, 40, [(0, 10, "a"), (20, 40, "x")]),
        (GAP, 0, []),
    ],
)
def test_end_at(current, end, expected) -> None:
    assert stands(current, end_at(current, day(end), {"v": "x"})) == expected


def test_cut_and_replace_all() -> None:
    assert stands(AB, cut_from(AB, day(5))) == [(0, 5, "a")]
    assert stands(AB, cut_from(AB, None)) == []
    assert stands(AB, replace_all(AB, day(3), day(99), {"v": "x", "w": 0}, "k")) == [(3, 99, "x")]
    assert stands(AB, between(AB, GAP)) == [(0, 10, "a"), (20, 30, "b")]


def test_what_stays_as_it_stood_is_not_written_again() -> None:
    change = replace_from(AB, day(20), day(20), day(99), {"v": "c", "w": 0}, "k")
    assert [one.stored for one in change.closed] == [1]
    assert [(one.start, one.end) for one in change.added] == [(day(10), day(20)), (day(20), day(99))]
    assert not replace_from(AB, day(20), day(20), day(99), {"v": "b", "w": 0}, "k")
    assert not amend_from(AB, day(20), {"v": "b"})


def test_equal_neighbours_become_one_but_only_of_one_keeper() -> None:
    assert stands(AB, amend_from(AB, day(10), {"v": "a"})) == [(0, 99, "a")]
    other = replace_from(AB, day(10), day(10), day(99), {"v": "a", "w": 0}, "other")
    assert stands(AB, other) == [(0, 10, "a"), (10, 99, "a")]


days = st.integers(-3, 25)
lives = (
    st.lists(st.integers(0, 20), min_size=0, max_size=8, unique=True)
    .map(sorted)
    .flatmap(
        lambda cuts: st.tuples(
            st.just(cuts), st.lists(st.sampled_from("ab "), min_size=len(cuts), max_size=len(cuts))
        )
    )
)


@given(
    lives,
    days,
    days,
    days,
    st.sampled_from(["replace_from", "replace_all", "amend_from", "end_at", "cut_from"]),
)
def test_a_life_never_overlaps_itself_nor_has_equal_neighbours(drawn, since, start, end, what) -> None:
    cuts, values = drawn
    pairs = zip(cuts, [*cuts, 99][1:], values, strict=True)
    current = between([], [one for one in life(*pairs) if one.values["v"] != " "]).added
    new = {"v": "a", "w": 0}
    change = {
        "replace_from": lambda: replace_from(current, day(since), day(max(since, start)), day(end), new, "k"),
        "replace_all": lambda: replace_all(current, day(start), day(end), new, "k"),
        "amend_from": lambda: (
            amend_from(current, day(since), {"v": "a"}, day(start), day(max(start, since) + 1))
            if current
            else Change((), ())
        ),
        "end_at": lambda: end_at(current, day(end), {"v": "a"}),
        "cut_from": lambda: cut_from(current, day(since)),
    }[what]()
    left = after(current, change)
    assert all(one.start < one.end for one in left)
    assert all(one.end <= other.start for one, other in pairwise(left))
    assert not any(one.end == other.start and one.says_the_same(other) for one, other in pairwise(left))
    assert not {(one.start, one.end, one.values["v"]) for one in change.closed} & {
        (one.start, one.end, one.values["v"]) for one in change.added
    }
    if what in ("replace_from", "amend_from", "cut_from"):
        for number in range(-5, since):
            assert told_on(current, number) == told_on(left, number)


def told_on(spans, number: int) -> str | None:
    return next((one.values["v"] for one in spans if one.start <= day(number) < one.end), None)
