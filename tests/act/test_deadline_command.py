"""The command answers the worked cases, reads pauses, and refuses what will not do."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from guanshan.act.deadline.history import History, Pause, Term, pauses_of, wall_time
from guanshan.cli import guanshan
from guanshan.refusal import RefusedInput

VECTORS = json.loads((Path(__file__).parents[1] / "golden" / "vectors.json").read_text(encoding="utf-8"))[
    "vectors"
]
WORKDAYS = [one for one in VECTORS if one["rulebook"] == "workdays-2024"]


def told(*arguments):
    done = CliRunner().invoke(guanshan, ["deadline", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


@pytest.mark.parametrize("vector", WORKDAYS, ids=[one["id"] for one in WORKDAYS])
def test_worked_cases(vector):
    answer = told(vector["inputs"]["start"], "--workdays", vector["inputs"]["workdays"])
    assert (answer["due"], answer["provisional"]) == (vector["expected"]["due"], False)


def test_natural_days_are_not_moved():
    assert told("2024-03-01", "--days", 30)["due"] == "2024-03-31"  # a Sunday


def test_pauses_stop_the_clock(tmp_path):
    path = tmp_path / "pauses.json"
    path.write_text(
        '[{"from": "2024-04-08", "to": "2024-04-09"}, ["2024-04-10T12:00", "2024-04-11T12:00"]]',
        encoding="utf-8",
    )
    # Counted: the 7th, half of the 10th and of the 11th, the 12th, the 15th, the 16th.
    answer = told("2024-04-03", "--workdays", 5, "--pauses", path)
    assert (answer["due"], answer["moment"]) == ("2024-04-16", "2024-04-17T00:00")
    path.write_text('[{"from": "2024-04-08"}]', encoding="utf-8")
    assert told("2024-04-03", "--workdays", 5, "--pauses", path)["due"] is None


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("2024-04-03",), "cli.one_term"),
        (("2024-04-03", "--workdays", "1", "--days", "1"), "cli.one_term"),
        (("April", "--workdays", "1"), "cli.no_term"),
        (("2024-04-03", "--workdays", "some"), "cli.no_term"),
        (("2024-04-03", "--workdays", "1/0"), "cli.no_term"),
        (("2024-04-03", "--workdays", "0"), "act.deadline.term"),
        (("2024-04-03", "--workdays", "1.3"), "act.deadline.term"),
        (("1990-04-03", "--workdays", "1"), "act.deadline.beyond"),
        (("2060-12-30", "--workdays", "10"), "act.deadline.beyond"),
    ],
)
def test_refusals(arguments, key):
    with pytest.raises(RefusedInput) as refused:
        CliRunner().invoke(guanshan, ["deadline", *arguments], catch_exceptions=False, standalone_mode=False)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "told_pauses", [["x"], [{"from": "x"}], [{"to": "2024-01-01"}], [["2024-01-01"]], [[1, 2, 3]], [None]]
)
def test_pauses_that_will_not_do(told_pauses):
    with pytest.raises(RefusedInput) as refused:
        pauses_of(told_pauses)
    assert (refused.value.key, refused.value.values["number"]) == ("act.deadline.pauses_file", 1)


def test_pauses_that_overlap():
    first = Pause(wall_time("2024-04-08"), wall_time("2024-04-10"))
    second = Pause(wall_time("2024-04-09"), wall_time("2024-04-11"))
    with pytest.raises(RefusedInput, match=r"act\.deadline\.pause"):
        History(wall_time("2024-04-01"), Term("workdays", 2), (first, second))


def test_a_moment_of_another_zone_is_china_time():
    assert wall_time("2024-04-08T16:30:00+00:00") == wall_time("2024-04-09T00:30")
