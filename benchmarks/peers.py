"""Beside OpenFisca and the GoRules engine: the same decision by thirty scored quantities, the same outputs, one run. 同台比较

python -m benchmarks.peers [rows]

Each peer runs in an environment of its own that is made for it under a temporary folder (or stands already below GUANSHAN_PEERS). Before
anything is timed against them, their answers are compared with ours, every row and column.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.figure import report
from guanshan.assess.bulk.on_polars import accept_polars, evaluate_polars, prepare_polars
from guanshan.assess.criterion import Scale
from guanshan.assess.expression import Arithmetic, Constant, Name
from guanshan.assess.rulebook import load
from guanshan.assess.standard import Rulebook

HERE = Path(__file__).parent
OPENFISCA, ZEN = "openfisca-core==46.0.1", "zen-engine==2.1.3"
ROUNDS, TURNS = 5, 3
"""How often everything is timed in each turn; the least of all is told, because the machine is shared."""
WAYS = {
    "parameters": "scales among its dated parameters",
    "select": "numpy.select in its formulas",
    "sums": "array sums written by hand in its formulas",
}
"""How OpenFisca is asked for the points of a scale, from what its documentation shows to what is quickest."""
RECORDS = 20_000
"""Rows that the engine for single records is given."""


def decision_of(book: Rulebook) -> dict[str, Any]:
    """Tell the peers what is decided: inputs, ratios, steps of each scale with the first point first, and the points of a pass."""
    scored = {}
    for criterion in book.criteria:
        if isinstance(criterion.rule, Scale):
            bands = criterion.rule.bands
            falling = bands[0].points.low > 0
            steps = (
                [band.high for band in reversed(bands[:-1])] if falling else [band.low for band in bands[1:]]
            )
            earned = sorted(int(band.points.low) for band in bands)
            assert earned == list(range(len(bands)))  # the peers are told so
            scored[criterion.name] = {
                "of": criterion.rule.of,
                "steps": [float(step or 0) for step in steps],
                "falling": falling,
            }
    ((_, minimum),) = book.criterion("PASS").rule.minimums  # type: ignore[union-attr]
    return {
        "inputs": [one.name for one in book.inputs],
        "shares": {one.name: _share(one.formula) for one in book.derived},
        "scored": scored,
        "minimum": int(minimum),
    }


def _share(formula: object) -> tuple[str, str]:
    match formula:
        case Arithmetic("/", Arithmetic("*", Constant(factor), Name(part)), Name(whole)) if (
            factor == Fraction(100)
        ):
            return part, whole
    raise ValueError(formula)


MOST = {
    "energy_tce": 8_000,
    "staff": 400,
    "rd_staff": 120,
    "graduates": 150,
    "patents": 40,
    "standards": 8,
    "years": 15,
}
"""How far each quantity is drawn; money to 20,000."""


def enterprises(book: Rulebook, size: int) -> pl.DataFrame:
    """Draw enterprises without unknowns (the peers have none) in quarters, which are exact in OpenFisca's 32 bits, ratios included."""
    chance = np.random.default_rng(2026)
    columns = {}
    for one in book.inputs:
        most = MOST.get(one.name, 20_000)
        if one.decimals == 0:
            columns[one.name] = chance.integers(1, most + 1, size)
        else:
            low = -most if one.low and one.low < 0 else 1
            columns[one.name] = chance.integers(low, 4 * most, size) / 4
    return pl.DataFrame(columns)


def peer_python(requirement: str, folder: Path) -> Path:
    """Make an environment that holds one peer, unless it stands already; return its Python."""
    home = Path(os.environ.get("GUANSHAN_PEERS", folder)) / requirement.partition("==")[0]
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        quiet = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*quiet, requirement], check=True, stderr=subprocess.DEVNULL)
    return python


def asked(python: Path, script: str, *arguments: object) -> Any:
    """Run a peer's script; return what it tells."""
    command = [str(python), str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_apart())
    return json.loads(done.stdout.splitlines()[-1])


def _apart() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


@dataclass
class Least:
    """The least time that something took, by the clock on the wall and by the processor (all threads)."""

    wall: float = float("inf")
    cpu: float = float("inf")

    def take(self, wall: float, cpu: float) -> None:
        self.wall, self.cpu = min(self.wall, wall), min(self.cpu, cpu)

    def time(self, act: Callable[[], object], rounds: int = ROUNDS) -> "Least":
        for _ in range(rounds):
            wall, cpu = time.perf_counter(), time.process_time()
            act()
            self.take(time.perf_counter() - wall, time.process_time() - cpu)
        return self


def against_openfisca(book: Rulebook, frame: pl.DataFrame, folder: Path) -> None:
    python = peer_python(OPENFISCA, folder)
    decision, columns, answers = folder / "decision.json", folder / "columns.npz", folder / "fisca"
    np.savez(columns, **{name: frame[name].to_numpy() for name in frame.columns})
    accepted = accept_polars(book, frame)
    prepared = prepare_polars(accepted)
    acts: dict[str, Callable[[], object]] = {
        "accepted": lambda: accept_polars(book, frame),
        "prepared": lambda: prepare_polars(accepted),
        "judged": prepared.judge,
        "all": lambda: evaluate_polars(book, frame),
    }
    ours: dict[str, Least] = defaultdict(Least)
    theirs: dict[tuple[str, str], Least] = defaultdict(Least)
    for _ in range(TURNS):
        for name, act in acts.items():
            ours[name].time(act)
        for one in asked(python, "with_openfisca.py", decision, columns, answers, ROUNDS):
            theirs[one["way"], one["what"]].take(one["wall"], one["cpu"])
    note = f"the least of {TURNS * ROUNDS} rounds, by turns; two threads, {ours['judged'].cpu:.3f} s of processor time"
    report(
        f"ours: {frame.height:,} rows judged, verdict, total, 30 outcomes",
        ours["judged"].wall,
        "s",
        note=note,
    )
    report("ours, before that: the rulebook laid out, whatever the rows", ours["prepared"].wall, "s")
    report("ours, before that: every value checked and loaded", ours["accepted"].wall, "s")
    report("ours, all of it in one call", ours["all"].wall, "s")
    answered = prepared.judge()
    for way, named in WAYS.items():
        with np.load(f"{answers}.{way}.npz") as stored:
            differing = differences(answered, dict(stored))
        assert differing == 0, differing
        calculated, whole = theirs[way, "calculated"], theirs[way, "whole"]
        note = f"one thread, {calculated.cpu:.3f} s of processor time"
        report(f"{OPENFISCA}, {named}: calculation", calculated.wall, "s", note=note)
        report(f"{OPENFISCA}, {named}: with the set-up of a simulation", whole.wall, "s")
        report(f"times as fast as that ({way}), with set-up, all of ours", whole.wall / ours["all"].wall, "x")
        report_ratio(f"times as fast as that ({way}), calculation", calculated, ours["judged"])


def report_ratio(name: str, theirs: Least, ours: Least) -> None:
    """Tell by what factor we are quicker: by the wall clock where the machine left the peer alone, else by processor time.

    On a busy machine the wall clock says more of the neighbours than of either; processor time counts both our threads against us.
    """
    wall, cpu = theirs.wall / ours.wall, theirs.cpu / ours.cpu
    if theirs.wall <= 1.2 * theirs.cpu:
        report(name, wall, "x", least=5, note=f"0 differences; by processor time {cpu:.1f}")
    else:
        note = f"0 differences; by processor time, the machine was too busy for the wall clock ({wall:.1f})"
        report(name, cpu, "x", least=5, note=note)


def differences(ours: pl.DataFrame, theirs: dict[str, Any]) -> int:
    """Count the answers that differ, over all rows and columns."""
    count = 0
    for name, answered in theirs.items():
        assert len(answered) == len(ours)
        if name == "total":
            own = [ours["total_low"], ours["total_high"]]
        elif name == "verdict":
            own = [ours["verdict"] == "pass", ours["PASS"] == "met"]
        else:
            own = [ours[name.removeprefix("outcome_")] == "met"]
        count += sum(int((one.to_numpy() != answered).sum()) for one in own)
    assert (
        len(theirs) == len(ours.columns) - 3
    )  # beside the number, one end of the total, and the criterion of the total
    return count


def against_zen(book: Rulebook, frame: pl.DataFrame, folder: Path) -> None:
    python = peer_python(ZEN, folder)
    records, answers = folder / "records.jsonl", folder / "zen.json"
    some = frame[:RECORDS]
    some.write_ndjson(records)
    told = asked(python, "with_zen.py", folder / "decision.json", records, answers, 3)
    theirs = pl.DataFrame(json.loads(answers.read_text(encoding="utf-8")))
    answered = {name: theirs[name].to_numpy() for name in theirs.columns}
    differing = differences(evaluate_polars(book, some), answered)
    assert differing == 0, differing
    rate = max(len(some) / seconds for seconds in told.values())
    own = frame.height / Least().time(lambda: evaluate_polars(book, frame)).wall
    for way, seconds in told.items():
        report(f"{ZEN}, {way}", len(some) / seconds, "records/s")
    report("ours, values checked and loaded too", own, "records/s")
    note = "every row and column equal; the quicker of its two ways"
    report("times as fast as zen-engine, by record", own / rate, "x", least=100, note=note)


def main(size: int) -> None:
    book = load(HERE / "thirty.yaml")
    frame = enterprises(book, size)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "decision.json").write_text(json.dumps(decision_of(book)), encoding="utf-8")
        against_openfisca(book, frame, folder)
        against_zen(book, frame, folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
