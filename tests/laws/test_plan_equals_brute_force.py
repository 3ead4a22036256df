"""Every plan equals what trying everything finds: in feasibility and in cost; the trying knows `evaluate` and the grid, and no model."""

import importlib.util
import itertools
import os
import random
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from guanshan.assess.case import expanded, values_of
from guanshan.assess.evaluate import evaluate
from guanshan.assess.expression import value
from guanshan.assess.library import Library
from guanshan.assess.plan.planning import plan
from guanshan.assess.reading import read_text
from guanshan.assess.rulebook import rulebook_of
from guanshan.assess.source import RulebookFault
from guanshan.assess.standard import Lever
from guanshan.refusal import RefusedInput

HERE = Path(__file__).parent
LIBRARY = Library([HERE.parents[1] / "src/guanshan/systems/enterprise/rulebooks"])
FULL = int(os.environ.get("GUANSHAN_PLANS", "5000"))


def beside(name, folder=HERE):
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


small_rulebooks = beside("small_rulebooks")
enterprises = beside("enterprises", HERE.parent / "golden")
NAMES = [name for name in enterprises.PLANS if LIBRARY.find(name).levers]


def settings_of(book, lever, before):
    """Every value to which a lever can bring a quantity, and what that costs."""
    if lever.move == "set":
        return [(before, 0), *((option, price) for option, price in lever.settings if option != before)]
    one = book.parameters[lever.name]
    found = [(before, 0)]
    if before is None:
        return found
    for steps in itertools.count(1):
        moved = steps * lever.step
        after = before + moved if lever.move == "up" else before - moved
        if (lever.most is not None and moved > lever.most) or not one.low <= after <= one.high:
            return found
        found.append((after, moved * lever.cost))


def tried(book, case, levers):
    """Try every point of the grid; return the least cost at which the case passes, or None."""
    values, _ = values_of(book, case)
    grids = [settings_of(book, lever, values[lever.name]) for lever in levers]
    points = sorted(itertools.product(*grids), key=lambda point: sum(price for _, price in point))
    for point in points:
        moved = {
            lever.name: after
            for lever, (after, _), grid in zip(levers, point, grids, strict=True)
            if after != grid[0][0]
        }
        if passes(book, {**case, **moved}, limited=bool(moved)):
            return Fraction(sum(price for _, price in point))
    return None


def passes(book, case, *, limited=True):
    try:
        verdict = evaluate(book, case)
    except RefusedInput:
        return False
    kept = not limited or not any(value(limit, verdict.values) is False for limit in book.limits)
    return verdict.verdict == "pass" and kept


def held(book, case, levers):
    """Hold a plan against what trying finds; return its status."""
    found, expected = plan(book, case, levers), tried(book, case, levers)
    assert (found.status in ("qualifies", "plan")) == (expected is not None), (found.status, expected)
    if expected is None or found.status == "qualifies":
        assert expected in (None, 0)
        return found.status
    assert found.best.cost == expected == found.best.bound
    changes = {change.lever.name: change.after for change in found.best.changes}
    assert passes(book, {**case, **changes})
    assert sum(change.cost for change in found.best.changes) == expected
    for size in range(len(changes)):
        for fewer in itertools.combinations(changes.items(), size):
            assert not passes(book, {**case, **dict(fewer)}), f"of {changes}, {dict(fewer)} is enough"
    return found.status


def of_small(seed):
    """Plan for a random small rulebook; None where the text is refused."""
    writer = small_rulebooks.Writer(random.Random(seed))
    try:
        book = rulebook_of(read_text(writer.rulebook(), "random.yaml"))
    except RulebookFault:
        return None
    case = writer.case()
    try:
        evaluate(book, case)
    except RefusedInput:
        return None
    return held(book, case, book.levers)


def of_official(seed):
    """Plan for a worked case that was made worse, by an official rulebook with a few coarse levers of an office's own."""
    chance = random.Random(seed)
    book = LIBRARY.find(NAMES[seed % len(NAMES)])
    passing = [one.given for one in book.cases if evaluate(book, one.given).verdict == "pass"]
    case = dict(expanded(book, chance.choice(passing or [one.given for one in book.cases])))
    known, _ = values_of(book, case)
    inputs = {one.name for one in book.inputs}
    case = {name: content for name, content in case.items() if name in inputs or stated(book, name, known)}
    movable = [lever for lever in book.levers if known[lever.name] is not None and lever.name in case]
    for lever in chance.sample(movable, min(len(movable), chance.randint(1, 3))):
        case[lever.name] = worse(chance, book.parameters[lever.name], lever, case[lever.name])
    try:
        values, _ = values_of(book, case)
    except RefusedInput:
        return None
    levers = [
        coarse(chance, lever, values[lever.name]) for lever in chance.sample(movable, min(4, len(movable)))
    ]
    return held(book, case, levers)


def stated(book, name, known):
    return any(known[below] is None for below in book.rests_on[name])


def worse(chance, one, lever, given):
    if one.kind != "number":
        return chance.choice([False, given] if one.kind == "flag" else ["none", given])
    number = Fraction(str(given)) * Fraction(
        chance.choice([30, 60, 90, 99] if lever.move == "up" else [101, 120, 160]), 100
    )
    return min(Fraction(round(number * 10**one.decimals), 10**one.decimals), one.high)


def coarse(chance, lever, before):
    price = Fraction(chance.choice([0, 1, 1, 2, 3, 5, 8]), chance.choice([1, 4, 10]))
    if lever.move == "set":
        prices = tuple((one, price + place) for place, (one, _) in enumerate(lever.settings))
        return Lever(lever.name, "set", Fraction(0), Fraction(1), None, "C", prices)
    size = Fraction(chance.choice([1, 1, 2, 5]))
    if lever.step < 1:
        size = max(
            Fraction(round(abs(before) * chance.choice([1, 2, 4]) / 8)), Fraction(chance.choice([1, 100]))
        )
    return Lever(lever.name, lever.move, price, size, size * chance.randint(1, 5), "C")


@pytest.mark.parametrize("seeds", [range(place, 300, 4) for place in range(4)], ids=str)
def test_of_random_small_rulebooks(seeds):
    found = [of_small(seed) for seed in seeds]
    assert found.count("plan") > 5, found


def test_of_random_enterprises():
    found = [of_official(seed) for seed in range(90)]
    assert found.count("plan") > 5
    assert found.count("impossible") + found.count("awaiting") > 5


@pytest.mark.proof
def test_five_thousand():
    found = [of_small(seed) for seed in range(10_000, 10_000 + 2 * FULL)]
    planned = [one for one in found if one]
    official = [of_official(seed) for seed in range(10_000, 10_000 + FULL - min(len(planned), FULL * 4 // 5))]
    assert len(planned) + len(official) >= FULL
    print(
        {
            status: (planned.count(status), official.count(status))
            for status in ("qualifies", "plan", "awaiting", "impossible")
        }
    )
