"""Which figures does the project stand by? Runs every proof at full size and writes ``docs/measured.md``.

Run ``make prove`` (or ``python -m benchmarks.prove --only WORD``). A figure that misses what was asked stays in the table as missed.
"""

import argparse
import datetime
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
MEASURED = ROOT / "docs" / "measured.md"
PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-s",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "-m",
    "proof",
]


@dataclass(frozen=True)
class Proof:
    """One thing that is proven: what it is, and the command that anyone can run."""

    title: str
    command: tuple[str, ...]


@dataclass
class Outcome:
    """What a proof said."""

    proof: Proof
    seconds: float
    failed: bool
    figures: list[dict[str, object]] = field(default_factory=list)
    closing: str = ""


def proofs() -> Iterator[Proof]:
    yield Proof("A whole house", (sys.executable, "-m", "benchmarks.house"))
    yield Proof("Importing a workbook of 100,000 rows", (sys.executable, "-m", "benchmarks.importing"))
    yield Proof("A million enterprises by six designations", (sys.executable, "-m", "benchmarks.assessing"))
    yield Proof("A million deadlines", (sys.executable, "-m", "benchmarks.deadlines"))
    yield Proof("The pipeline and the plans of a district", (sys.executable, "-m", "benchmarks.cultivating"))
    yield Proof("Beside OpenFisca and the GoRules engine", (sys.executable, "-m", "benchmarks.peers"))
    yield Proof("The briefing", (sys.executable, "-m", "benchmarks.briefing"))
    yield Proof("A press draft read and checked", (sys.executable, "-m", "benchmarks.press"))
    yield Proof("The audit chain", (sys.executable, "-m", "benchmarks.audit"))
    listed = subprocess.run(
        ["git", "grep", "-l", "mark.proof", "--", "tests"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for path in sorted(listed.stdout.split()):
        first = (ROOT / path).read_text(encoding="utf-8").strip().splitlines()[0].strip('" ')
        yield Proof(f"{first} ({path})", (*PYTEST, path))


def carried_out(proof: Proof) -> Outcome:
    print(f"\n== {proof.title}", flush=True)
    began = datetime.datetime.now(datetime.UTC)
    done = subprocess.Popen(
        proof.command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    outcome = Outcome(proof, 0, False)
    assert done.stdout
    for line in done.stdout:
        print(line, end="", flush=True)
        if (at := line.find('{"figure"')) >= 0:  # pytest's dot may stand before it
            outcome.figures.append(json.loads(line[at:]))
        elif re.search(r"\d+ (passed|failed|skipped)", line):
            outcome.closing = line.strip().strip("= ")
    outcome.failed = done.wait() not in (0, 5)
    outcome.seconds = (datetime.datetime.now(datetime.UTC) - began).total_seconds()
    return outcome


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}; load before: {os.getloadavg()[0]:.1f}"
    )


HEAD = """# Measured

Written by `make prove`, a section for each proof, each with its command, machine and day. The machine is shared and noisy:
take a figure as an order of magnitude, and run the command for your own. What was missed stays in the table as missed.
"""


def section(one: Outcome, where: str) -> str:
    """Write what one proof said."""
    command = " ".join("python" if part == sys.executable else part for part in one.proof.command)
    today = datetime.datetime.now(datetime.UTC).date()
    lines = [f"## {one.proof.title}", "", f"`{command}` ({one.seconds:.0f} s; {today}; {where})", ""]
    if one.figures:
        lines += ["| figure | measured | asked | |", "|---|---:|---|---|"]
        for told in one.figures:
            mark = {True: "reached", False: "**missed**"}.get(told["reached"], "")  # type: ignore[call-overload]
            note = f"; {told['note']}" if told["note"] else ""
            lines.append(
                f"| {told['figure']}{note} | {told['value']:,} {told['unit']} | {told['asked']} | {mark} |"
            )
        lines.append("")
    if one.closing or one.failed:
        lines += [f"{one.closing}{' - **failed**' if one.failed else ''}", ""]
    return "\n".join(lines)


def kept() -> dict[str, str]:
    """Read the sections that are there already, by title."""
    if not MEASURED.exists():
        return {}
    parts = re.split(r"^(?=## )", MEASURED.read_text(encoding="utf-8"), flags=re.M)[1:]
    return {part.splitlines()[0].removeprefix("## "): part.rstrip("\n") + "\n" for part in parts}


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--only", default="", help="only proofs whose title or command holds this word")
    given = options.parse_args()
    listed = list(proofs())
    sections = {title: text for title, text in kept().items() if title in {one.title for one in listed}}
    failed = False
    for proof in listed:
        if given.only not in proof.title and given.only not in " ".join(proof.command):
            continue
        where = machine()
        outcome = carried_out(proof)
        failed = failed or outcome.failed
        sections[proof.title] = section(outcome, where)
        ordered = [sections[one.title] for one in listed if one.title in sections]
        MEASURED.write_text("\n".join([HEAD, *ordered]), encoding="utf-8")
        for told in outcome.figures:
            if told["reached"] is False:
                print(f"missed: {told['figure']}: {told['value']} {told['unit']}, asked {told['asked']}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
