"""Lines are filled without losing a character, without breaking what belongs together."""

from hypothesis import given
from hypothesis import strategies as st

from guanshan.document.typeset import Run, lines_of, pieces_of

CLOSING = "，。、；：！？”’）》】」』"
OPENING = "“‘（《【「『"
TEXT = st.text("观山湖区实缴758.72亿元 ab-c，。“”（）《》 ", min_size=1, max_size=60)
RUNS = st.lists(st.builds(Run, TEXT, st.booleans(), st.sampled_from(["", "f1"])), min_size=1, max_size=5)


def width(run):
    return sum(2 if ord(char) > 0x2000 else 1 for char in run.text)


@given(RUNS, st.integers(10, 60))
def test_no_character_is_lost_and_no_look_changes(runs, wide):
    told = [(char, run.strong, run.lead) for run in runs for char in run.text if not char.isspace()]
    lines = list(lines_of(runs, wide, width))
    assert [
        (c, run.strong, run.lead) for _, line in lines for run in line for c in run.text if not c.isspace()
    ] == told


@given(RUNS, st.integers(20, 60))
def test_no_line_begins_with_what_closes_or_ends_with_what_opens(runs, wide):
    texts = ["".join(run.text for run in line) for _, line in lines_of(runs, wide, width)]
    assert not any(text[0] in CLOSING for text in texts[1:])
    assert not any(text[-1] in OPENING for text in texts[:-1])


@given(RUNS, st.integers(10, 60), st.integers(0, 8))
def test_a_line_is_no_wider_than_the_column_unless_one_piece_is(runs, wide, indent):
    for start, line in lines_of(runs, wide, width, indent):
        text = "".join(run.text for run in line)
        assert (
            start + sum(map(width, line)) <= wide
            or len(pieces_of(text.strip())) <= 2
            or set(text) & set(OPENING + CLOSING)
        )


def test_a_number_stays_whole():
    assert pieces_of("实缴758.72亿元，即“到位”。") == [
        "实",
        "缴",
        "758.72",
        "亿",
        "元，",
        "即",
        "“到",
        "位”。",
    ]
