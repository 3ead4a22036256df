"""One thing of the page changed: is it flagged, and nothing else?"""

import json
import random
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.figure import report
from mutating import KINDS, Mutant, Page

from guanshan.report.draft.extract import extract
from guanshan.report.draft.judging import Finding, judge
from guanshan.report.draft.known import KnownTable
from guanshan.report.draft.listed import read_indicators

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.fixture(scope="module")
def known() -> KnownTable:
    return read_indicators(GOLDEN / "press_indicators.yaml")


@pytest.fixture(scope="module")
def page(page_text: str) -> Page:
    return Page(page_text, json.loads((GOLDEN / "press_page.json").read_text(encoding="utf-8")))


def checked(text: str, known: KnownTable) -> list[Finding]:
    return judge(extract(text), known, text)


def names_of(page: Page, known: KnownTable) -> dict[int, list[str]]:
    found = {one.quantity.start: one for one in checked(page.text, known)}
    return {number: list(found[page.golden[number]["start"]].indicator.names) for number in page.figures}


def outcome(page: Page, known: KnownTable, mutant: Mutant) -> tuple[bool, int, int]:
    """Whether the change is flagged, and how many of how many unchanged figures are too."""
    findings = [one for one in checked(mutant.text, known) if one.status]
    flagged, alarms, seen = True, 0, set()
    for number in page.figures:
        one = page.golden[number]
        start, end = mutant.moved(one["start"]), mutant.moved(one["end"])
        over = [each for each in findings if each.quantity.start < end and start < each.quantity.end]
        seen |= {id(each) for each in over}
        agrees = bool(over) and all(each.status == "agrees" for each in over)
        if number in mutant.touched:
            flagged = flagged and not agrees
        elif number not in mutant.spared:
            alarms += not agrees
    alarms += sum(
        id(each) not in seen
        for each in findings
        if not mutant.at <= each.quantity.start <= mutant.at + mutant.added
    )
    return flagged, alarms, len(page.figures) - len(mutant.touched | mutant.spared)


def trial(
    page: Page, known: KnownTable, size: int, seed: int
) -> tuple[Counter, Counter, int, int, list[Mutant]]:
    chance = random.Random(seed)
    names = names_of(page, known)
    made, flagged, alarms, others, missed = Counter(), Counter(), 0, 0, []
    for number in range(size):
        mutant = page.mutant(KINDS[number % len(KINDS)], chance, names)
        hit, wrong, spared = outcome(page, known, mutant)
        made[mutant.kind] += 1
        flagged[mutant.kind] += hit
        alarms, others = alarms + wrong, others + spared
        if not hit:
            missed.append(mutant)
    return made, flagged, alarms, others, missed


def test_a_changed_page_is_flagged_where_it_changed(page, known):
    made, flagged, alarms, others, missed = trial(page, known, 60, seed=7)
    assert set(made) == set(KINDS)
    assert sum(flagged.values()) >= 0.97 * 60, [
        (one.kind, one.text[one.at - 12 : one.at + 16]) for one in missed
    ]
    assert alarms <= 0.01 * others


@pytest.mark.proof
def test_a_thousand_changed_pages(page, known):
    made, flagged, alarms, others, _ = trial(page, known, 1000, seed=2026)
    for kind in KINDS:
        report(f"changes of {kind} flagged ({made[kind]})", 100 * flagged[kind] / made[kind], "%")
    report("changes flagged, of 1,000", sum(flagged.values()) / 10, "%", least=97)
    report("false alarms, of the figures left as they were", 100 * alarms / others, "%", most=1)
    assert sum(flagged.values()) >= 970
    assert alarms <= 0.01 * others
