"""A chart is well-formed, says what it shows to those who cannot see it, and its bars are as long as their values."""

from decimal import Decimal
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from guanshan.report.chart import WIDTH, Bar, Chart, chart_svg

SVG = "{http://www.w3.org/2000/svg}"
PRINTED = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
BARS = st.lists(
    st.builds(Bar, PRINTED, st.decimals(-10, 10**9, places=2), PRINTED, st.booleans()), max_size=5
)


@given(PRINTED, BARS)
def test_whatever_is_drawn_it_is_well_formed_and_told(title, bars):
    tree = ET.fromstring(chart_svg(Chart(title, tuple(bars)), "c"))
    assert tree.get("role") == "img"
    assert tree.find(f"{SVG}title").text in (title, None)
    assert [one.text or "" for one in tree.iter(f"{SVG}text")] == [
        part for bar in bars for part in (bar.label, bar.said)
    ]
    named = {one.get("id") for one in tree.iter()}
    assert set(tree.get("aria-labelledby").split()) <= named


def test_a_bar_is_as_long_as_its_value_and_begins_at_nought():
    bars = (Bar("a", Decimal(100), "100"), Bar("b", Decimal(50), "50"), Bar("c", Decimal(0), "0"))
    rects = [one for one in ET.fromstring(chart_svg(Chart("t", bars), "c")).iter(f"{SVG}rect")]
    longest, half, none = (float(one.get("width")) for one in rects)
    assert longest == WIDTH - 2
    assert abs(half * 2 - longest) < 0.2
    assert none == 1
    assert {one.get("x") for one in rects} == {"1"}
