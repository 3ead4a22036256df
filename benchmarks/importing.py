"""How long does a workbook of 100,000 rows and 15 columns take, and how much memory? Beside it, openpyxl reads the same file.

python benchmarks/importing.py [rows]
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


def peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed(name: str, act: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = act()
    print(f"{name}: {time.perf_counter() - began:.1f} s", flush=True)
    return result


def main(rows: int) -> None:
    content = wide_workbook(rows, rows // 100)
    print(f"workbook: {rows} rows x 15 columns, {rows // 100} bad cells, {len(content) / 1e6:.1f} MB")
    print(f"memory before: {peak_memory()} MB")
    with tempfile.TemporaryDirectory() as folder:
        importer = proving_importer(Path(folder))
        staged = timed("checked", lambda: importer.stage(OFFICER, "yearly_report", content, "年报.xlsx"))
        assert (staged.rows, staged.bad_rows) == (rows, rows // 100)
        print(f"peak memory: {peak_memory()} MB, checked")
        timed("marked", lambda: importer.marked(staged))
        landing = timed("landed", lambda: importer.land(OFFICER, staged, good_rows=True))
        assert landing.counts.new == rows - rows // 100
        again = timed("again", lambda: importer.land(OFFICER, staged, good_rows=True))
        assert again.counts.unchanged == rows - rows // 100
        timed("undone", lambda: importer.undo(OFFICER, landing.import_id, "benchmark"))
        print(f"peak memory: {peak_memory()} MB")
    timed(
        "peer (openpyxl reads the cells, checks nothing)",
        lambda: sum(
            1 for _ in openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0].values
        ),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
