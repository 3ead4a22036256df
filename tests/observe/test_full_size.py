"""A long workbook with bad cells of ten kinds: all found, none landed, marked for repair; time and memory stated."""

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
    marked, places = find_all(importer, 100_000, 1_000)
    assert marks_of(marked) == (places, places)
    assert marks_of(converted(marked, "xlsx", "xlsx", tmp_path / "office")) == (places, places)
