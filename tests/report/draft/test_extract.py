"""Is every quantity of a text found, and read as it is meant?"""

import gc
import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from expected import expectations, named, scored_file, scored_page
from hypothesis import given, settings
from hypothesis import strategies as st

from guanshan.report.draft.extract import extract
from guanshan.report.draft.finding import STATISTICAL_KINDS

GOLDEN = Path(__file__).parents[2] / "golden" / "press_page.json"


def test_the_page_is_read_as_the_golden_list_says(page_text):
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert all(page_text[one["start"] : one["end"]] == one["text"] for one in golden)
    score = scored_page(page_text, golden)
    assert (score.recall, score.precision) >= (0.99, 0.99), score.told
    assert (score.right, score.extra) == (len(golden), 0), score.told


@pytest.mark.parametrize("name", ["seen", "unseen", "held_out"])
def test_texts_are_read_as_expected(name):
    score = scored_file(name)
    assert (score.right, score.extra) == (score.expected, 0), score.told


def test_there_are_enough_texts():
    assert len(named("seen")) + len(named("unseen")) + len(named("held_out")) >= 40


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_line_ends_do_not_matter(ending):
    for case in named("seen"):
        if "\n" in case["text"]:
            found = extract(case["text"].replace("\n", ending))
            values = [(one.value, one.unit, one.kind, one.period) for one in found]
            assert values == [(one.value, one.unit, one.kind, one.period) for one in extract(case["text"])], (
                case["name"]
            )


def test_full_width_digits_are_read_like_plain_ones():
    wide = str.maketrans("0123456789%.", "０１２３４５６７８９％．")
    for case in named("unseen"):
        if case["name"] in ("science bulletin", "fund", "plan"):
            found, plain = extract(case["text"].translate(wide)), extract(case["text"])
            assert [(one.start, one.end, one.value) for one in found] == [
                (one.start, one.end, one.value) for one in plain
            ]


NUMERALS = st.text(
    "0123456789一二三十百千万亿两零点.,%-:〔〕()第年月日个家元余多超近约增长同比比占率至 \n■OlA强成折翻番半RMB",
    max_size=60,
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(NUMERALS, st.text(max_size=60)))
def test_any_text_is_read_without_a_fault(text):
    found = extract(text)
    for one in found:
        assert one.text == text[one.start : one.end]
        assert one.text
        assert one.statistical <= (one.kind in STATISTICAL_KINDS)
    assert all(before.end <= after.start for before, after in pairwise(found))


ENDLESS = [
    "同比增长5.1%,企业12家、",
    "1,",
    "1■",
    "1 ",
    "1\n",
    "a\n1\n2\n",
    "a\t1\n",
    "two hundred and ",
    "约近超1亿2万3千",
    "“一",
    "2023年",
]


@pytest.mark.parametrize("piece", ENDLESS)
def test_no_text_takes_longer_than_its_length_asks_for(piece):
    def seconds(size: int) -> float:
        """The least work of this thread alone: neighbours and the collector of garbage say nothing of the extractor."""
        text = (piece * (size // len(piece) + 1))[:size]
        least = float("inf")
        for _ in range(3):
            began = time.thread_time()
            extract(text)
            least = min(least, time.thread_time() - began)
        return least

    gc.disable()
    try:
        assert seconds(40_000) < 12 * max(
            seconds(10_000), 0.05
        )  # four times the text: sixteen times would be its square
    finally:
        gc.enable()


def test_what_is_expected_stands_in_the_texts():
    for name in ("seen", "unseen", "held_out"):
        for case in named(name):
            assert len(list(expectations(case))) == len(case["expect"])
