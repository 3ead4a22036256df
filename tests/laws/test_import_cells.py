"""What is always true of the importer's reading of cells and files."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from guanshan.observe.amount import decimal_of, read_amount
from guanshan.observe.archive import column_letters, column_number
from guanshan.observe.calendar_day import read_day, read_year
from guanshan.observe.characters import as_code, as_lines, as_name
from guanshan.observe.heading import label_variants, plain_label, split_unit
from guanshan.refusal import RefusedInput
from guanshan.units import unit_factor

CELLS = st.one_of(
    st.text(max_size=40),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
NUMERALS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number < 10:
        return NUMERALS[number]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_is_read_from_each_of_its_forms(day):
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    forms = [
        day, day.isoformat(), f"{day:%Y%m%d}", int(f"{day:%Y%m%d}"), f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month}/{day.day}", f"{day.year}.{day.month}.{day.day}", f"{day:%Y-%m-%d} 00:00:00",
        f"{year}年{chinese(day.month)}月{chinese(day.day)}日",
    ]  # fmt: skip
    assert {read_day(form) for form in forms} == {day}


@given(CELLS)
def test_a_cell_is_read_as_a_day_a_year_or_a_number_or_it_is_refused(cell):
    for read in (read_day, read_year, lambda one: read_amount(one, "CNY", Decimal(10_000))):
        try:
            read(cell)
        except RefusedInput:
            continue


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["", "千", "万", "百万", "亿"]))
def test_an_amount_is_exact_in_every_unit(yuan, tens):
    factor = unit_factor(f"{tens}元", "CNY")
    told = yuan / factor
    assert told * factor == yuan
    assert read_amount(f"{told:f}{tens}元", "CNY", Decimal(1)) == yuan
    assert read_amount(f"{told:,f}", "CNY", factor) == yuan


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_float_is_the_decimal_that_was_typed(number):
    assert decimal_of(float(number)) == number


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text):
    for clean in (as_code, as_name, as_lines, plain_label):
        assert clean(clean(text)) == clean(text) or clean(clean(clean(text))) == clean(clean(text))
    label_variants((text, text))
    split_unit(text)


@given(st.integers(1, 16_384))
def test_a_columns_letters_name_its_number(number):
    assert column_number(column_letters(number)) == number


@settings(deadline=None)
@given(st.text("一二三四五六七八九十百千万亿元人%‰().,-+ 0123456789eE年月日", max_size=25))
def test_no_text_of_digits_and_units_is_more_than_a_sheet_can_bear(text):
    for read in (read_day, read_year, lambda one: read_amount(one, "person", Decimal(1))):
        try:
            read(text)
        except RefusedInput:
            continue
