"""How long do a million enterprises take by six designations? And one explanation.

python -m benchmarks.assessing [enterprises]
"""

import statistics
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.figure import report
from guanshan.assess.bulk.on_polars import accept_polars, prepare_polars
from guanshan.assess.evaluate import evaluate
from guanshan.assess.explain import explain
from guanshan.assess.library import Library
from guanshan.assess.standard import Rulebook

LIBRARY = Library([Path(__file__).parents[1] / "src/guanshan/systems/enterprise/rulebooks"])
SIX = ("innovative-2022", "srdi-2022", "little-giant-2022", "hnte-2016", "tech-sme-2017", "sme-size-2011")
ROUNDS = 9
"""How often each is timed; the least of it is told, because the machine is shared."""


def enterprises(book: Rulebook, size: int) -> pl.DataFrame:
    """Draw every input of a rulebook; a hundredth of each is unknown."""
    chance = np.random.default_rng(2026)
    columns = {}
    for one in book.inputs:
        if one.name in (book.total_given, *(group.given for group in book.groups)):
            continue
        if one.kind == "flag":
            values = pl.Series(chance.random(size) < 0.5)
        elif one.kind == "choice":
            values = (
                pl.Series(chance.integers(0, len(one.options), size))
                .cast(pl.UInt8)
                .cat.to(pl.Enum(one.options))
            )
        elif one.decimals == 0:
            values = pl.Series(chance.integers(0, min(int(one.high), 1000) + 1, size))
        else:
            values = pl.Series(np.round(chance.random(size) * min(float(one.high), 20_000) * 100) / 100)
        columns[one.name] = (
            values.set(pl.Series(chance.random(size) < 0.01), None) if one.kind == "number" else values
        )
    return pl.DataFrame(columns)


def main(size: int) -> None:
    judged, loaded = 0.0, 0.0
    for name in SIX:
        book = LIBRARY.find(name)
        frame = enterprises(book, size)
        began = time.perf_counter()
        accepted = accept_polars(book, frame)
        loaded += time.perf_counter() - began
        rounds = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            answered = prepare_polars(accepted).judge()
            rounds.append(time.perf_counter() - began)
        took = min(rounds)
        judged += took
        sample = frame[:50].to_dicts()
        for case, row in zip(sample, answered[:50].to_dicts(), strict=True):
            verdict = evaluate(book, case)
            assert {one.criterion.name: one.outcome for one in verdict.criteria}.items() <= row.items()
        report(f"{name}: {size:,} enterprises, verdict and every criterion", took, "s")
    report(
        f"six designations, {size:,} enterprises, after load",
        judged,
        "s",
        most=2.0 * size / 1_000_000,
        note=f"the sum of the least of {ROUNDS} rounds each; one in a hundred numbers unknown",
    )
    report("checking the same columns on loading", loaded, "s")
    book = LIBRARY.find("srdi-2022")
    case = enterprises(book, 1).to_dicts()[0]
    explain(evaluate(book, case))
    rounds = []
    for _ in range(50):
        began = time.perf_counter()
        explain(evaluate(book, case))
        rounds.append(1000 * (time.perf_counter() - began))
    note = f"the least of 50; median {statistics.median(rounds):.1f} ms"
    report("one explanation (srdi-2022, 22 criteria)", min(rounds), "ms", most=5, note=note)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
