"""Whatever bytes come in as a rulebook, the answer is a rulebook or a refusal with file and line, and it comes quickly."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanshan.assess.reading import read_bytes, read_text
from guanshan.assess.rulebook import rulebook_of
from guanshan.assess.source import RulebookFault
from guanshan.assess.standard import Rulebook
from guanshan.assess.worked import mismatches
from guanshan.i18n import load_texts

SLOW = settings(max_examples=300, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = load_texts()

PIECES = (
    "", " ", "\n", "\t", ":", ": ", "- ", "[", "]", "{", "}", "'", '"', "#", "&a ", "*a", "<<: *a", "!!python/object:os.system ",
    "|", ">", "---\n", "%", "null", "true", "no", "0", "-1", "1e999999999", "9" * 70, "nan", "inf", "0x10", "1j", "[]", "{}", "办法",
    "not " * 300, "-" * 300, "(" * 300, "a+" * 900, "a if b else c", "max(a)", "known()", "__import__('os')", "C1", "staff",
)  # fmt: skip


def loaded(content: bytes) -> Rulebook | None:
    """Load, work through the cases and return the rulebook; None where it is refused in both languages' words."""
    try:
        book = rulebook_of(read_bytes(content, "x.yaml"))
    except RulebookFault as fault:
        refused = fault
    else:
        mismatches(book)
        return book
    for language in ("zh", "en"):
        assert TEXTS.say(refused.key, language, **refused.values).startswith("x.yaml")
    assert isinstance(refused.values["line"], int)
    return None


@settings(max_examples=400, deadline=2_000)
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_refused(content: bytes) -> None:
    assert loaded(content) is None


@settings(max_examples=400, deadline=2_000)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_arbitrary_text_is_refused(text: str) -> None:
    assert loaded(text.encode("utf-8", "surrogatepass")) is None


@SLOW
@given(data=st.data())
def test_a_sound_text_with_a_piece_put_in_is_loaded_or_refused(data: st.DataObject, small_text: str) -> None:
    start = data.draw(st.integers(0, len(small_text)))
    end = data.draw(st.integers(start, min(len(small_text), start + 30)))
    piece = data.draw(st.sampled_from(PIECES))
    loaded((small_text[:start] + piece + small_text[end:]).encode())


@SLOW
@given(data=st.data())
def test_a_sound_text_with_one_value_replaced_is_loaded_or_refused(
    data: st.DataObject, small_text: str
) -> None:
    lines = small_text.splitlines()
    place = data.draw(st.integers(1, len(lines) - 1))
    head, colon, _ = lines[place].partition(":")
    lines[place] = f"{head}{colon} {data.draw(st.sampled_from(PIECES))}"
    loaded("\n".join(lines).encode())


@SLOW
@given(data=st.data())
def test_a_sound_text_with_a_line_gone_twice_or_elsewhere_is_loaded_or_refused(
    data: st.DataObject, small_text: str
) -> None:
    lines = small_text.splitlines()
    place, to = (data.draw(st.integers(0, len(lines) - 1)) for _ in "12")
    line = lines[place] if data.draw(st.booleans()) else lines.pop(place)
    if data.draw(st.booleans()):
        lines.insert(to, line)
    loaded("\n".join(lines).encode())


@pytest.fixture(scope="module")
def small_text() -> str:
    return (Path(__file__).parents[1] / "assess" / "small.yaml").read_text(encoding="utf-8")


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "too_many"),
        ("a: &a [*a, *a]\n", "too_deep"),
        ("a: &a {b: *a}\n", "too_deep"),
        ("{a: " * 5_000, "too_deep"),
        ("- " * 20_000, "too_deep"),
        ("[a, " * 200_000, "too_deep"),
        ("x" * 1_100_000, "too_large"),
    ],
    ids=["billion laughs", "itself twice", "itself", "braces", "dashes", "brackets", "size"],
)
def test_what_unfolds_without_end_is_refused_at_once(text: str, reason: str) -> None:
    started = time.perf_counter()
    with pytest.raises(RulebookFault) as refused:
        read_text(text, "x.yaml")
    assert refused.value.key == f"assess.fault.{reason}"
    assert time.perf_counter() - started < 1


PLACES = ("high: {}", "decimals: {}", "{{from: 100, points: {}}}", "test: revenue_wan >= {}")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", ["1e999999999", "-1e99999", "9" * 100_000, "1e-999999999"])
def test_a_number_without_end_is_refused_at_once(number: str, place: str, small_text: str) -> None:
    sound = {"high: {}": "high: 1000000", "decimals: {}": "decimals: 2"}.get(place)
    sound = sound or {"{{": "{from: 100, points: 10}", "te": "test: revenue_wan >= 50"}[place[:2]]
    assert small_text.count(sound) == 1
    started = time.perf_counter()
    with pytest.raises(RulebookFault):
        rulebook_of(read_text(small_text.replace(sound, place.format(number)), "x.yaml"))
    assert time.perf_counter() - started < 1
