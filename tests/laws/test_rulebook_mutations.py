"""A rulebook's text round-trips; five hundred with one fault of ten kinds are each refused with the right line."""

import random
import re
from pathlib import Path

import pytest

from guanshan.assess.reading import read_text, text_of
from guanshan.assess.rulebook import rulebook_of
from guanshan.assess.source import RulebookFault

FOLDER = Path(__file__).parents[2] / "src/guanshan/systems/enterprise/rulebooks"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


def lines_with(text, pattern):
    return [number for number, line in enumerate(text.split("\n")) if re.search(pattern, line)]


def replace(text, number, pattern, by):
    lines = text.split("\n")
    lines[number] = re.sub(pattern, by, lines[number], count=1)
    return "\n".join(lines)


HEAD = -2
"""What is missing is told where the entry begins in which it should stand."""

# kind: lines on which it can be made, what is put in place, reasons, how many lines up the fault may be told (-1: one line down)
FAULTS = {
    "unknown name in a formula": (
        r"^    test: [a-z]\w+",
        r"test: ([a-z]\w+)",
        r"test: \1_absent",
        {"unknown_name", "not_a_formula"},
        0,
    ),
    "unknown name of a scale": (r"^    of: \w+$", r"of: (\w+)", r"of: \1_absent", {"unknown_name"}, 0),
    "units that clash": (
        r"formula: .*100 \* \w+_wan / \w+_wan",
        r"100 \* (\w+_wan) /",
        r"100 * \1 +",
        {"units", "unit"},
        1,
    ),
    "bands that overlap": (
        r"- \{from: \d+, to: \d+",
        r"to: (\d+)",
        r"to: 9\1",
        {"bands_overlap", "bands_gap"},
        1,
    ),
    "bands with a gap": (
        r"- \{from: \d+, to: \d+",
        r"from: (\d+)",
        r"from: \1.5",
        {"bands_gap", "bands_overlap", "band"},
        1,
    ),
    "citation that is missing": (r"^    article: ", r"article: .*", "# gone", {"no_article"}, HEAD),
    "mark that is unknown": (r"^    mark: \S+$", r"mark: \S+", "mark: X", {"choice"}, 0),
    "entry of another name": (r"^    article: ", r"article:", "articel:", {"no_such_entry"}, 0),
    "entry that stands twice": (r"^    mark: \S+$", r"(mark: \S+)", r"\1\n    \1", {"twice"}, -1),
    "no formula": (r"^    test: ", r"test: .*", "test: a +* b", {"not_a_formula"}, 0),
}


def mutants():
    chance = random.Random(500)
    made = 0
    while made < 500:
        kind = list(FAULTS)[made % len(FAULTS)]
        where, pattern, by, reasons, above = FAULTS[kind]
        file = chance.choice(list(TEXTS))
        places = lines_with(TEXTS[file], where)
        if not places:
            continue
        number = chance.choice(places)
        mutated = replace(TEXTS[file], number, pattern, by)
        made += 1
        yield kind, file, number + 1, mutated, reasons, above


def lines_allowed(text, line, above):
    if above == HEAD:
        begins = [number + 1 for number in lines_with(text, r"^  \S") if number < line]
        return begins[-1:]
    return range(line - above, line + 1) if above >= 0 else range(line, line + 2)


def test_five_hundred_faults_are_each_told_with_their_line():
    wrong = []
    for kind, file, line, text, reasons, above in mutants():
        with pytest.raises(RulebookFault) as refused:
            rulebook_of(read_text(text, file))
        told, reason = refused.value.values["line"], refused.value.key.rsplit(".", 1)[1]
        allowed = lines_allowed(text, line, above)
        near = told in allowed or (kind.startswith("bands") and abs(told - line) <= 1)
        if reason not in reasons or not near or refused.value.values["file"] != file:
            wrong.append((kind, file, line, told, reason))
    assert wrong == []


@pytest.mark.parametrize("file", TEXTS)
def test_a_rulebook_s_text_round_trips(file):
    node = read_text(TEXTS[file], file)
    again = text_of(node)
    assert rulebook_of(read_text(again, file)) == rulebook_of(node)
    assert text_of(read_text(again, file)) == again
