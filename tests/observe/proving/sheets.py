"""Builds the sheets that the importer is tried on."""

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from guanshan.register.identifier import credit_code_check, resident_id_check

HEADINGS = ["统一社会信用代码", "年度", "企业名称", "营业收入", "从业人数"]


def credit_code(number: int) -> str:
    body = f"91520115{number:09d}"
    return body + credit_code_check(body)


def resident_id(number: int) -> str:
    body = f"52011519{50 + number % 50:02d}{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    return body + resident_id_check(body)


def workbook(fill: Callable[[Worksheet], None]) -> bytes:
    """Build a workbook by filling its first sheet."""
    book = openpyxl.Workbook()
    fill(book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_of(rows: Sequence[Sequence[object]], *merges: str) -> bytes:
    """Build a workbook of one sheet from rows and merged ranges."""

    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)

    return workbook(fill)


def patched(content: bytes, old: bytes, new: bytes) -> bytes:
    """Change the XML of a workbook's first sheet, as other programs would have written it."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as patch,
    ):
        for part in source.namelist():
            told = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                assert old in told
                told = told.replace(old, new)
            patch.writestr(part, told)
    return target.getvalue()


def text_of(rows: Sequence[Sequence[object]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=separator).writerows(rows)
    return target.getvalue().encode(encoding)


def soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(content: bytes, suffix: str, into: str, folder: Path) -> bytes:
    """Convert a file with LibreOffice."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"source.{suffix}"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(soffice()),
        profile,
        "--headless",
        "--convert-to",
        into,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (folder / "out" / f"source.{into}").read_bytes()


WIDE = [
    "统一社会信用代码", "年度", "企业名称", "类型", "营业收入（万元）", "利润总额（万元）", "研发费用（万元）",
    "资产负债率", "从业人数（人）",
    "成立日期", "是否上市", "行业代码", "法定代表人身份证号", "联系电话", "所属街道",
]  # fmt: skip
"""Fifteen columns, as `wide_rows` fills them."""

BAD_CELLS: tuple[tuple[int, object, str], ...] = (
    (0, "91520115000000000X", "refusal.credit_code"),
    (1, "去年", "observe.not_year"),
    (2, "", "refusal.required"),
    (3, "股份合作社", "observe.choice"),
    (4, "-3.2", "refusal.range"),
    (5, "十几万", "refusal.not_number"),
    (8, "12.5人", "refusal.not_whole"),
    (9, "2023年2月30日", "observe.no_such_day"),
    (12, "520115199001011234", "refusal.resident_id"),
    (13, "1380851234", "refusal.phone"),
)
"""Ten kinds of bad cells: column, value, reason."""


def wide_row(number: int) -> list[object]:
    return [
        credit_code(number), 2023, f"贵阳第{number}号科技有限公司", ("公司", "农民专业合作社")[number % 2], f"{number * 1.25:,.2f}",
        round(number * 0.1 - 30, 2), number % 700, f"{number % 90}.5%", number % 900,
        f"{2000 + number % 24}年{1 + number % 12}月{1 + number % 28}日", "是否"[number % 2], f"C{3000 + number % 900}",
        resident_id(number), f"138{number % 100_000_000:08d}", f"{('金阳', '世纪城', '金华园')[number % 3]}街道",
    ]  # fmt: skip


def wide_rows(count: int, bad: int) -> Iterator[list[object]]:
    """Give rows of which every so many has one bad cell, the ten kinds in turn."""
    step = count // bad if bad else count + 1
    for number in range(count):
        row = wide_row(number)
        if bad and number % step == step // 2:
            column, value, _ = BAD_CELLS[(number // step) % len(BAD_CELLS)]
            row[column] = value
        yield row


def wide_workbook(count: int, bad: int) -> bytes:
    """Build a long workbook quickly."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": False}) as book:
        sheet = book.add_worksheet("年报")
        sheet.write_row(0, 0, WIDE)
        for place, row in enumerate(wide_rows(count, bad), start=1):
            sheet.write_row(place, 0, row)
    return target.getvalue()
