"""Check characters of the credit code (GB 32100-2015) and of the resident id (GB 11643-1999)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.register.identifier import (
    credit_code_check,
    is_credit_code,
    is_mobile,
    is_resident_id,
    resident_id_check,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_the_worked_examples_of_the_standards() -> None:
    assert is_credit_code("91350100M000100Y43")  # GB 32100-2015, annex
    assert is_resident_id("11010519491231002X")  # GB 11643-1999, annex
    assert is_resident_id("440524188001010014")


def test_a_credit_code_worked_by_hand() -> None:
    # 5 2 5 2 0 1 1 5 then nine zeros: weights 1 3 9 27 19 26 16 17; 5+6+45+54+0+26+16+85 = 237 = 7*31+20; 31-20 = 11 = B
    assert credit_code_check("52520115000000000") == "B"
    assert is_credit_code("52520115000000000B")


def test_a_resident_id_worked_by_hand() -> None:
    # weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2 on 52011519900101001:
    # 35+18+0+5+8+20+2+9+54+0+0+9+0+5+0+0+2 = 167 = 15*11+2; 2 -> X
    assert resident_id_check("52011519900101001") == "X"
    assert is_resident_id("52011519900101001X")
    assert not is_resident_id("52011519900101001x")


@pytest.mark.parametrize(
    "text",
    ["", "9135", "91350100M000100Y4３", "91350100m000100y43", "9135010OM000100Y43", " 91350100M000100Y43"],
)
def test_what_is_no_credit_code(text: str) -> None:
    assert not is_credit_code(text)


@given(
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
    st.data(),
)
def test_a_wrong_character_and_two_swapped_ones_show_in_a_credit_code(head, area, tail, data) -> None:
    body = head + area + tail
    code = body + credit_code_check(body)
    assert is_credit_code(code)
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from(ALPHABET.replace(code[place], "")))
    assert not is_credit_code(code[:place] + other + code[place + 1 :])
    place = data.draw(st.integers(0, 15))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or not is_credit_code(swapped)


@given(st.dates(), st.integers(0, 999_999), st.integers(0, 999), st.data())
def test_a_wrong_digit_shows_in_a_resident_id(born, area, serial, data) -> None:
    body = f"{area:06}{born.year:04}{born.month:02}{born.day:02}{serial:03}"
    number = body + resident_id_check(body)
    assert is_resident_id(number)
    place = data.draw(st.integers(0, 16))
    other = data.draw(st.sampled_from("0123456789".replace(number[place], "")))
    assert not is_resident_id(number[:place] + other + number[place + 1 :])


def test_a_birthday_that_is_none_is_no_resident_id() -> None:
    body = "52011519900230001"
    assert not is_resident_id(body + resident_id_check(body))


@pytest.mark.parametrize(("text", "right"), [
    ("13000000000", True), ("19999999999", True), ("12999999999", False), ("1300000000", False), ("１3000000000", False),
    ("13000000000\n", False),
])  # fmt: skip
def test_mobile_numbers(text: str, right: bool) -> None:
    assert is_mobile(text) is right
