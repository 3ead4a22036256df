"""A draft on sheets: nothing is lost, nothing is cut through."""

from hypothesis import given
from hypothesis import strategies as st

from guanshan.systems.briefing.engine.sheet import paragraphs, sheet_of, sheets


@st.composite
def drafts(draw):
    """A text of plain pieces and figures by turns, and where the figures stand."""
    pieces = draw(st.lists(st.tuples(st.text("文 \n", max_size=9), st.text("1\n", min_size=1, max_size=5))))
    text, figures = "", []
    for plain, figure in pieces:
        start = len(text + plain)
        figures.append((start, start + len(figure)))
        text += plain + figure
    return text + draw(st.text("文\n", max_size=9)), figures


@given(drafts(), st.integers(1, 12))
def test_sheets_follow_one_another_and_cut_through_no_figure(draft, most):
    text, figures = draft
    cuts = sheets(text, figures, most)
    assert "".join(text[start:end] for start, end in cuts) == text
    for start, end in figures:
        begin, stop = cuts[sheet_of(cuts, start)]
        assert begin <= start
        assert end <= stop
    longest = max((end - start for start, end in figures), default=0)
    assert all(end - start <= max(most, longest) for start, end in cuts)


@given(drafts(), st.integers(1, 12))
def test_every_figure_and_every_word_is_drawn_once(draft, most):
    text, figures = draft
    lines = [line for cut in sheets(text, figures, most) for line in paragraphs(text, figures, cut)]
    drawn = [one.figure for line in lines for one in line if one.figure is not None]
    wanted = [number for number, (start, end) in enumerate(figures) if text[start:end].strip()]
    assert [number for number in drawn if number in wanted] == wanted
    words = "".join(one.text for line in lines for one in line)
    assert "".join(words.split()) == "".join(text.split())


def test_a_figure_broken_over_lines_stays_whole_and_a_carriage_return_is_not_drawn():
    lines = list(paragraphs("共1\n2家\r\n\r\n末", [(1, 5)], (0, 10)))
    assert [[(one.text, one.figure) for one in line] for line in lines] == [
        [("共", None), ("1\n2家", 0)],
        [("末", None)],
    ]
