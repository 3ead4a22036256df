"""A long workbook with bad cells of ten kinds: all found, none landed, marked for repair; time and memory stated."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from proving.house import OFFICER
from proving.marks import marks_of
from proving.sheets import BAD_CELLS, converted, wide_workbook

from guanshan.observe.archive import column_letters
from guanshan.refusal import RefusedInput


def find_all(importer, count: int, bad: int) -> tuple[bytes, set[str]]:
    """Import a workbook; return it with its bad cells marked, and where these are."""
    staged = importer.stage(OFFICER, "yearly_report", wide_workbook(count, bad), "年报.xlsx")
    step = count // bad
    places = [(step * number + step // 2 + 2, *BAD_CELLS[number % 10]) for number in range(bad)]
    assert [(one.row, one.column, one.refusal.key) for one in staged.faults] == [
        (row, column + 1, key) for row, column, _, key in places
    ]
    assert (staged.rows, staged.bad_rows) == (count, bad)
    with pytest.raises(RefusedInput, match="bad_rows"):
        importer.land(OFFICER, staged)
    assert importer.registry.count(OFFICER, "yearly_report") == 0
    return importer.marked(staged), {f"{column_letters(column + 1)}{row}" for row, column, _, _ in places}


@pytest.mark.usefixtures("office")
def test_5000_rows_with_50_bad_cells_keep_their_marks_in_libreoffice(importer, tmp_path: Path):
    marked, places = find_all(importer, 5_000, 50)
    assert marks_of(marked) == (places, places)
    assert marks_of(converted(marked, "xlsx", "xlsx", tmp_path / "office")) == (places, places)


@pytest.mark.proof
@pytest.mark.usefixtures("office")
def test_100000_rows_with_1000_bad_cells_keep_their_marks_in_libreoffice(importer, tmp_path: Path):
    began = time.perf_counter()
    marked, places = find_all(importer, 100_000, 1_000)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n100,000 rows built, checked, marked: {seconds:.1f} s, peak memory of the test {peak} MB")
    assert seconds < 90
    assert peak < 1_000
    assert marks_of(marked) == (places, places)
    assert marks_of(converted(marked, "xlsx", "xlsx", tmp_path / "office")) == (places, places)


@pytest.mark.proof
def test_100000_rows_are_read_and_landed_in_time_and_memory():
    script = Path(__file__).parents[2] / "benchmarks" / "importing.py"
    told = subprocess.run(
        [sys.executable, str(script)], check=True, capture_output=True, text=True, timeout=900
    )
    print("\n" + told.stdout)
    figures = dict(line.split(": ", 1) for line in told.stdout.splitlines())
    assert float(figures["checked"].split()[0]) < 60
    assert float(figures["landed"].split()[0]) < 120
    assert float(figures["peak memory"].split()[0]) < 800
