"""The canonical form, commitments and hash trees."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanshan.canonical import (
    canonical_bytes,
    commitment,
    digest,
    merkle_check,
    merkle_path,
    merkle_root,
    plain,
)
from guanshan.i18n import load_texts
from guanshan.refusal import RefusedInput

well_formed = st.text(st.characters(exclude_categories=("Cs",)))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | well_formed,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(well_formed, inner, max_size=4),
    max_leaves=12,
)


class Grade(StrEnum):
    HIGH = "高"


class Rank(IntEnum):
    FIRST = 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        ([True, False], "[true,false]"),
        (-0, "0"),
        (2**63 - 1, "9223372036854775807"),
        ("观山", '"观山"'),
        ('"\\/\b\f\n\r\t\x00\x1f\x7f\u2028', '"\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\u2028"'),
        ((), "[]"),
        ({}, "{}"),
        ({"b": 1, "a": {"z": [], "y": ""}}, '{"a":{"y":"","z":[]},"b":1}'),
        ({"\U0001f600": 1, "\ufb01": 2}, '{"\ufb01":2,"\U0001f600":1}'),  # by code point, not by UTF-16 unit
        (MappingProxyType({"a": 1}), '{"a":1}'),
        (Decimal("1.50"), '"1.5"'),
        (Decimal("-0.00"), '"0"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("1E-7"), '"0.0000001"'),
        (date(2024, 5, 6), '"2024-05-06"'),
        (Grade.HIGH, '"高"'),
        (Rank.FIRST, "1"),
    ],
)
def test_a_value_is_written_in_one_way(value, expected):
    assert canonical_bytes(value) == expected.encode()


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (1.0, "canonical.kind"),
        (float("nan"), "canonical.kind"),
        ({"a": [0.5]}, "canonical.kind"),
        (b"abc", "canonical.kind"),
        ({1, 2}, "canonical.kind"),
        (datetime(2024, 5, 6, tzinfo=UTC), "canonical.kind"),
        (2**63, "canonical.integer_too_large"),
        ({1: "a"}, "canonical.key_not_text"),
        ({"a": 1, None: 2}, "canonical.key_not_text"),
        ("\ud800", "canonical.broken_text"),
        ({"\udfff": 1}, "canonical.broken_text"),
        (Decimal("NaN"), "canonical.number"),
        (Decimal("Infinity"), "canonical.number"),
        (Decimal("1E+999999"), "canonical.number"),
    ],
)
def test_what_has_no_one_form_is_refused_in_both_languages(value, key):
    with pytest.raises(RefusedInput) as refused:
        canonical_bytes(value)
    assert refused.value.key == key
    texts = load_texts()
    for language in ("zh", "en"):
        assert "{" not in texts.say(key, language, **refused.value.values)


def test_sixty_four_levels_are_written_and_one_more_is_refused():
    def nested(levels):
        value = "x"
        for level in range(levels):
            value = [value] if level % 2 else {"a": value}
        return value

    assert canonical_bytes(nested(64))
    with pytest.raises(RefusedInput, match="too_deep"):
        canonical_bytes(nested(65))


@given(values)
def test_the_form_is_what_the_standard_library_writes_for_the_subset(value):
    expected = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical_bytes(value) == expected.encode()
    assert json.loads(canonical_bytes(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_equal_decimals_are_written_alike(number):
    assert plain(number) == plain(number.normalize()) == plain(number * Decimal("1.000"))
    assert Decimal(plain(number)) == number


def test_a_commitment_is_the_digest_of_length_salt_and_value():
    salt = bytes(range(16))
    assert commitment(salt, "13800000000") == digest(b"\x10" + salt + b'"13800000000"')
    assert commitment(salt, "13800000000") != commitment(salt[::-1], "13800000000")
    for wrong in (b"", bytes(15), bytes(256)):
        with pytest.raises(RefusedInput, match="salt"):
            commitment(wrong, "x")


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_every_leaf_has_a_path_that_shows_it_and_no_other(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, path, count = merkle_root(leaves), merkle_path(leaves, index), len(leaves)
    assert merkle_check(leaves[index], index, count, path, root)
    assert not merkle_check(leaves[index] + b"x", index, count, path, root)
    assert not merkle_check(leaves[index], index, count, [*path, root], root)
    assert not merkle_check(leaves[index], count, count, path, root)
    assert not merkle_check(leaves[index], index, count, path, digest(b"another"))
    if path:
        assert not merkle_check(leaves[index], index, count, path[1:], root)
        assert not merkle_check(leaves[index], index, count, [digest(b"another"), *path[1:]], root)
        assert not merkle_check(leaves[index], index, count, ["not a digest", *path[1:]], root)


def test_a_path_to_a_leaf_that_is_not_there_is_refused():
    with pytest.raises(RefusedInput, match="no_leaf"):
        merkle_path([b"a"], 1)
