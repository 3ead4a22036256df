"""How personal values are shown to those who need not read them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.register.mask import masked


@pytest.mark.parametrize(
    ("value", "mask", "shown"),
    [
        (None, "name", None),
        ("13812345678", "phone", "138****5678"),
        ("138", "phone", "****"),
        ("欧阳观山", "name", "欧**"),
        ("王", "name", "王**"),
        ("11010519491231002X", "id", "110**************X"),
        ("110105", "id", "****"),
        ("guan@example.cn", "email", "g***@example.cn"),
        ("guan", "email", "****"),
        ("贵阳市观山湖区金阳街道兴筑路8号3单元", "address", "贵阳市观山湖区金阳街道****"),
        ("兴筑路8号", "address", "兴筑路****"),
        ("8号楼", "address", "****"),
        ("6222020200112233445", "card", "****3445"),
        ("anything", "all", "****"),
        (Decimal("12.5"), "all", "****"),
        (date(2024, 5, 6), "all", "****"),
    ],
)
def test_masks(value, mask, shown) -> None:
    assert masked(value, mask) == shown


@given(st.text(min_size=8), st.sampled_from(["phone", "id", "card", "all"]))
def test_no_mask_shows_a_value_whole(value: str, mask) -> None:
    assert masked(value, mask) != value
    assert "****" in masked(value, mask)
