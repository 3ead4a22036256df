"""How long does a workbook of 100,000 rows and 15 columns take, and how much memory? Beside it, openpyxl reads the same file.

python -m benchmarks.importing [rows]
"""

import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1] / "tests" / "observe")]

import openpyxl  # noqa: E402
from proving.house import OFFICER, proving_importer  # noqa: E402
from proving.sheets import wide_workbook  # noqa: E402

from benchmarks.figure import report  # noqa: E402


def peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed(name: str, act: Callable[[], Any], note: str = "") -> Any:
    began = time.perf_counter()
    result = act()
    report(name, time.perf_counter() - began, "s", note=note)
    return result


def main(rows: int) -> None:
    content = wide_workbook(rows, rows // 100)
    made = f"{rows:,} rows of 15 columns, {rows // 100:,} bad cells of ten kinds, {len(content) / 1e6:.1f} MB"
    before = peak_memory()
    with tempfile.TemporaryDirectory() as folder:
        importer = proving_importer(Path(folder))
        staged = timed(
            "checked", lambda: importer.stage(OFFICER, "yearly_report", content, "年报.xlsx"), made
        )
        assert (staged.rows, staged.bad_rows) == (rows, rows // 100)
        report("peak memory after checking", peak_memory(), "MiB", note=f"{before} MiB before")
        timed("the marked workbook written", lambda: importer.marked(staged))
        landing = timed("the good rows landed", lambda: importer.land(OFFICER, staged, good_rows=True))
        assert landing.counts.new == rows - rows // 100
        again = timed("landed again, nothing changed", lambda: importer.land(OFFICER, staged, good_rows=True))
        assert again.counts.unchanged == rows - rows // 100
        undone = timed(
            "the whole import undone", lambda: importer.undo(OFFICER, landing.import_id, "benchmark")
        )
        assert undone.removed == rows - rows // 100
        report("peak memory of it all", peak_memory(), "MiB")
    timed(
        "beside it: openpyxl reads the same cells and checks nothing",
        lambda: sum(
            1 for _ in openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0].values
        ),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
