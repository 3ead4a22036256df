"""Are digits read as the numbers that they print?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.report.draft.extract import extract
from guanshan.report.draft.numeral import arabic, chinese, place_of, place_of_whole, scale

DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """Write a number below ten thousand million as a clerk does: the reader's opposite, written apart from it."""
    if number >= 10**8:
        high, low = divmod(number, 10**8)
        return in_chinese(high) + "亿" + (("零" if low < 10**7 else "") + in_chinese(low) if low else "")
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        return in_chinese(high) + "万" + (("零" if low < 1000 else "") + in_chinese(low) if low else "")
    written, gap = "", False
    for size, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + sign
            gap = False
        else:
            gap = True
    return written or "零"


@given(st.integers(0, 10**10))
def test_chinese_numerals_are_read_back(number):
    assert chinese(in_chinese(number)) == number


@given(st.integers(1, 10**9))
def test_formal_numerals_are_read_like_the_plain_ones(number):
    formal = in_chinese(number).translate(
        str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    )
    assert chinese(formal) == number


@given(st.decimals(0, 10**9, allow_nan=False, places=2))
def test_arabic_digits_are_read_back(number):
    assert arabic(f"{number:,}") == number
    assert (
        extract(f"收入{number:,}万元")[0].value == f"{number * 10000:f}".rstrip("0").rstrip(".")
        or number == 0
    )


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("十", 10),
        ("二十", 20),
        ("一百零五", 105),
        ("两千三", 2300),
        ("一万五", 15000),
        ("二〇二四", 2024),
        ("十二点五", "12.5"),
        ("百", 100),
    ],
)
def test_ways_of_writing(printed, value):
    assert chinese(printed) == Decimal(value)


@pytest.mark.parametrize("printed", ["三五", "一二三", "", "点五"])
def test_what_is_no_number_is_none(printed):
    assert chinese(printed) is None


def test_the_worth_of_the_last_digit():
    assert (place_of("128.93"), place_of("1,519")) == (Decimal("0.01"), Decimal(1))
    assert [place_of_whole(Decimal(each)) for each in (350, 1000, "2.5")] == [10, 1000, Decimal("0.1")]
    assert scale("万亿") == 10**12
