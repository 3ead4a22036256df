"""What may stand in a field: at the limit and just beyond it."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.i18n import LANGUAGES, load_texts
from guanshan.refusal import RefusedInput
from guanshan.register.field import (
    Choice,
    CreditCode,
    Day,
    Flag,
    Geometry,
    Money,
    Number,
    Phone,
    Reference,
    ResidentId,
    Text,
    Whole,
    Year,
)

POINT = '{"type": "Point", "coordinates": [106.6, 26.6]}'


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (Text(3), "观山湖", "观山湖"),
        (Text(3, r"[a-z]+"), "abc", "abc"),
        (Text(9, several_lines=True), "a\n\tb", "a\n\tb"),
        (CreditCode(), "91350100M000100Y43", "91350100M000100Y43"),
        (ResidentId(), "11010519491231002X", "11010519491231002X"),
        (Phone(), "13812345678", "13812345678"),
        (Whole("persons", 0, 10), 10, 10),
        (Whole("persons", 0, 10), Decimal("3.0"), 3),
        (Number("m", 2), "1.5", Decimal("1.50")),
        (Number("m", 2), 7, Decimal("7.00")),
        (Number("m", 2), Decimal("1E+3"), Decimal("1000.00")),
        (Number("m", 2, low=Decimal(-1)), "-0", Decimal("0.00")),
        (Money(), "100000000000000", Decimal("100000000000000.00")),
        (Day(), "2024-02-29", date(2024, 2, 29)),
        (Day(), date(1900, 1, 1), date(1900, 1, 1)),
        (Year(), 2200, 2200),
        (Flag(), False, False),
        (Choice(("a", "b")), "b", "b"),
        (Reference("register.unit"), "guanshanhu", "guanshanhu"),
        (Geometry(), POINT, POINT),
    ],
)
def test_what_is_kept(kind, value, kept) -> None:
    found = kind.check(value)
    assert (found, type(found), str(found)) == (kept, type(kept), str(kept))
    assert kind.check(found) == found


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        (Text(), 5, "not_text"),
        (Text(3), "abcd", "too_long"),
        (Text(), " 　", "blank"),
        (Text(), "", "blank"),
        (Text(), "a\nb", "control_character"),
        (Text(), "a\x00b", "control_character"),
        (Text(several_lines=True), "a\rb", "control_character"),
        (Text(), "\ud800", "control_character"),
        (Text(9, r"[a-z]+"), "abc1", "pattern"),
        (Text(9, r"\d+"), "１２", "pattern"),
        (CreditCode(), "91350100M000100Y44", "credit_code"),
        (CreditCode(), 913501000001000943, "credit_code"),
        (ResidentId(), "110105194912310021", "resident_id"),
        (ResidentId(), "11010519491232002X", "resident_id"),
        (Phone(), "12812345678", "phone"),
        (Phone(), "138123456789", "phone"),
        (Whole("persons"), 1.0, "not_whole"),
        (Whole("persons"), True, "not_whole"),
        (Whole("persons"), Decimal("1.5"), "not_whole"),
        (Whole("persons"), Decimal("NaN"), "not_whole"),
        (Whole("persons"), Decimal("Infinity"), "not_whole"),
        (Whole("persons", 0, 10), 11, "range"),
        (Whole("persons", 0, 10), -1, "range"),
        (Number("m"), 1.5, "not_number"),
        (Number("m"), True, "not_number"),
        (Number("m"), "much", "not_number"),
        (Number("m"), "NaN", "not_number"),
        (Number("m"), "Infinity", "not_number"),
        (Number("m"), "1_000", "not_number"),
        (Number("m", 2), "1.005", "places"),
        (Number("m", 2), "1e-999999", "places"),
        (Number("m"), "1e999999", "range"),
        (Number("m"), "-0.01", "range"),
        (Money(), "100000000000000.01", "range"),
        (Day(), "2023-02-29", "not_day"),
        (Day(), "today", "not_day"),
        (Day(), 20240506, "not_day"),
        (Day(), datetime(2024, 5, 6), "not_day"),  # noqa: DTZ001
        (Day(), "1899-12-31", "range"),
        (Day(), "2201-01-01", "range"),
        (Year(), 1899, "range"),
        (Flag(), 1, "not_flag"),
        (Flag(), "yes", "not_flag"),
        (Choice(("a", "b")), "c", "choice"),
        (Choice(("a", "b")), None, "choice"),
        (Geometry(), "point", "geometry"),
        (Geometry(), '{"type": "Circle", "coordinates": []}', "geometry"),
        (Geometry(), "[1, 2]", "geometry"),
        (Geometry(), '{"type": ["Point"], "coordinates": []}', "geometry"),
        (Whole("persons"), Decimal("1e999999"), "not_whole"),
        (Geometry(), "[" * 100_000, "geometry"),
    ],
)  # fmt: skip
def test_what_is_refused_and_in_which_words(kind, value, key) -> None:
    with pytest.raises(RefusedInput) as refused:
        kind.check(value)
    assert refused.value.key == f"refusal.{key}"
    for language in LANGUAGES:
        assert "{" not in load_texts().say(refused.value.key, language, **refused.value.values).replace(
            str(value), ""
        )


@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.decimals(),
        st.text(),
        st.dates(),
        st.binary(),
    )
)
def test_a_kind_keeps_or_refuses_and_never_fails(value) -> None:
    for kind in (
        Text(), CreditCode(), ResidentId(), Phone(), Whole("x"), Number("x"), Money(), Day(), Year(), Flag(), Choice(("a",)),
        Reference("x"), Geometry(),
    ):  # fmt: skip
        try:
            kept = kind.check(value)
        except RefusedInput:
            continue
        assert kind.check(kept) == kept
        kind.to_json(kept)


def test_numbers_and_days_are_written_as_text() -> None:
    assert Number("m", 2).to_json(Decimal("1.50")) == "1.50"
    assert Day().to_json(date(2024, 5, 6)) == "2024-05-06"
    assert (Flag().to_json(True), Whole("x").to_json(5), Text().to_json(None)) == (True, 5, None)
