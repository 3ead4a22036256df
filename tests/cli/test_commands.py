"""What the commands do: found a house, bring tables in and take them back, write them out, prove the chain, keep and restore everything."""

import json
import re
import subprocess
import sys

import openpyxl
import pytest

HEAD = "统一社会信用代码,名称,类型,注册资本（万元）"
GOOD = ["91520115MA6H00001C,观山一号有限公司,公司,100", "91520115MA6H000028,观山二号有限公司,公司,2000.5"]


def table(path, *rows):
    """Write a sheet as offices do: with a byte-order mark, lines ended as on Windows."""
    path.write_text("\r\n".join((HEAD, *rows)) + "\r\n", encoding="utf-8-sig", newline="")
    return path


def codes():
    from peopled import credit_code

    return [credit_code(1), credit_code(2), credit_code(3)]


@pytest.fixture
def good(tmp_path):
    one, two, _ = codes()
    return table(
        tmp_path / "名单.csv", f"{one},观山一号有限公司,公司,100", f"{two},观山二号有限公司,公司,2000.5"
    )


@pytest.fixture
def mixed(tmp_path):
    one, two, three = codes()
    return table(
        tmp_path / "有错.csv",
        f"{one},观山一号有限公司,公司,100",
        f"{two[:-1]}@,观山二号有限公司,公司,5",
        f"{three},观山三号有限公司,公司,很多",
    )


def number_of(told):
    return re.search(r"[0-9a-f]{32}", told.out).group()


def count(guanshan, register="register.market_entity"):
    line = next(one for one in guanshan("registers").out.splitlines() if one.startswith(f"{register} "))
    return int(line.split()[1].replace(",", ""))


def test_a_house_begins_empty_with_a_link_for_each_administrator_and_no_password(guanshan):
    told = guanshan("init", "--empty")
    assert told.status == 0
    assert re.findall(r"^(\w+) 的一次性链接", told.out, re.M) == ["sysadmin", "secadmin", "auditor"]
    assert len(set(re.findall(r"/link/([\w-]{43})", told.out))) == 3
    again = guanshan("init", "--empty")
    assert again.status == 0
    assert "未作改动" in again.out
    assert "/link/" not in again.out


def test_what_needs_a_house_says_how_to_make_one(guanshan, tmp_path):
    for words in (
        ("registers",),
        ("export", "place", tmp_path / "x.xlsx"),
        ("audit", "head"),
        ("link", "sysadmin"),
    ):
        told = guanshan(*words)
        assert (told.status, told.out) == (2, "")
        assert "guanshan init" in told.err


def test_a_good_file_lands_once_and_is_taken_back_whole(founded, good):
    first = founded("import", "market_entity", good)
    assert first.status == 0, first.err
    assert "新增 2 条" in first.out
    assert count(founded) == 2
    again = founded("import", "market_entity", good)
    assert (again.status, count(founded)) == (0, 2)
    assert "没有需要改动的记录" in again.out
    undone = founded("undo", number_of(first), "--reason", "重复")
    assert undone.status == 0
    assert "删除新增 2 条" in undone.out
    assert count(founded) == 0
    twice = founded("undo", number_of(first))
    assert twice.status == 2
    assert "撤销" in twice.err


def test_bad_rows_are_reported_and_nothing_lands(founded, mixed, tmp_path):
    report, marked = tmp_path / "errors.json", tmp_path / "marked.xlsx"
    told = founded("import", "market_entity", mixed, "--report", report, "--marked", marked)
    assert told.status == 2
    assert len(told.err.strip().splitlines()) == 1 or told.err.strip().splitlines()[-1]
    assert count(founded) == 0
    faults = json.loads(report.read_text("utf-8"))["faults"]
    assert sorted((one["row"], one["column"]) for one in faults) == [(3, "A"), (4, "D")]
    sheet = openpyxl.load_workbook(marked).worksheets[0]
    assert sheet["D4"].value == "很多"
    assert sheet["D4"].fill.fgColor.rgb != sheet["B4"].fill.fgColor.rgb


def test_the_good_rows_alone_land_on_an_explicit_choice_and_the_rest_is_kept(founded, mixed):
    told = founded("import", "market_entity", mixed, "--good-rows")
    assert told.status == 0, told.err
    assert "新增 1 条" in told.out
    assert "未落 2 条" in told.out
    kept = re.search(r"\S+\.xlsx", told.out).group().removeprefix("不合格的行已存入").rstrip("，")
    assert openpyxl.load_workbook(kept).worksheets[0].max_row >= 3
    assert count(founded) == 1


def cells(path):
    return [
        [cell for cell in row]
        for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    ]


def test_an_export_shows_a_day_and_what_was_known_at_a_time(founded, good, tmp_path):
    one, two, _ = codes()
    before = founded("clock").out.strip()
    founded("import", "market_entity", good, "--since", "2024-01-01")
    changed = table(tmp_path / "更名.csv", f"{one},观山更名有限公司,公司,100")
    assert founded("import", "market_entity", changed, "--since", "2024-03-01").status == 0
    said = {}
    for name, words in {
        "february": ("--on", "2024-02-01"),
        "march": ("--on", "2024-03-01"),
        "before": ("--on", "2024-03-01", "--known-at", before),
    }.items():
        told = founded("export", "market_entity", tmp_path / f"{name}.xlsx", *words)
        assert told.status == 0, told.err
        rows = cells(tmp_path / f"{name}.xlsx")
        said[name] = {str(cell) for row in rows for cell in row if str(cell).startswith("观山")}
    assert said["february"] >= {"观山一号有限公司", "观山二号有限公司"}
    assert said["march"] >= {"观山更名有限公司", "观山二号有限公司"}
    assert not said["march"] & {"观山一号有限公司"}
    assert not said["before"] & {"观山一号有限公司", "观山二号有限公司", "观山更名有限公司"}
    assert two in str(cells(tmp_path / "march.xlsx"))


def test_the_template_of_a_register_comes_in_again_when_filled_in(founded, tmp_path):
    path = tmp_path / "模板.xlsx"
    assert founded("template", "market_entity", path).status == 0
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {
        str(cell.value).split("（")[0].rstrip("*").strip(): cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.value
    }
    row = heads["统一社会信用代码"].row + 1
    for head, value in {
        "统一社会信用代码": codes()[0],
        "主体名称": "模板有限公司",
        "主体类型": "公司",
    }.items():
        sheet.cell(row, heads[head].column, value)
    book.save(path)
    told = founded("import", "market_entity", path)
    assert told.status == 0, told.err
    assert count(founded) == 1


def test_anyone_verifies_the_exported_chain_with_one_file_and_a_cut_tail_shows(founded, good, tmp_path):
    early = founded("audit", "head").out
    founded("import", "market_entity", good)
    bundle = tmp_path / "bundle"
    assert founded("audit", "export", bundle).status == 0
    (tmp_path / "head.json").write_text(founded("audit", "head").out, encoding="utf-8")
    (tmp_path / "early.json").write_text(early, encoding="utf-8")
    assert founded("audit", "check").status == 0

    def verify(*words):
        command = [
            sys.executable,
            "-I",
            str(next(bundle.rglob("verify_audit.py"))),
            str(bundle),
            *map(str, words),
        ]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)

    assert verify().returncode == 0
    assert verify("--head", tmp_path / "head.json").returncode == 0
    assert verify("--head", tmp_path / "early.json").returncode in (0, 1)
    events = sorted(path for path in bundle.rglob("*") if "event" in path.name)[-1]
    content = events.read_bytes()
    events.write_bytes(content[:-40] + b"x" + content[-39:])
    assert verify().returncode != 0


def test_a_register_changed_behind_the_chain_is_found(founded, good, tmp_path):
    import sqlite3

    founded("import", "market_entity", good)
    with sqlite3.connect(next((tmp_path / "data").glob("*.db"))) as connection:
        connection.execute(
            "UPDATE register_market_entity SET f_name = '别的' WHERE f_name = '观山一号有限公司'"
        )
    connection.close()
    told = founded("audit", "check")
    assert told.status == 2
    assert "不符" in told.err


def test_a_backup_brings_everything_back_into_an_empty_house(founded, guanshan, good, tmp_path, monkeypatch):
    founded("import", "market_entity", good)
    head = json.loads(founded("audit", "head").out)
    file = tmp_path / "backup.zip"
    assert founded("backup", file).status == 0
    occupied = founded("restore", file)
    assert occupied.status == 2
    monkeypatch.setenv("GUANSHAN_DATA_DIR", str(tmp_path / "fresh"))
    told = guanshan("restore", file)
    assert told.status == 0, told.err
    assert count(guanshan) == 2
    assert json.loads(guanshan("audit", "head").out)["seq"] >= head["seq"]
    assert guanshan("audit", "check").status == 0


def test_the_clock_of_the_house_is_shown_and_moved(founded):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00\n", founded("clock").out)
    assert founded("clock", "2024-05-06T09:00").status == 0
    assert founded("clock").out.startswith("2024-05-06T09:")


def test_a_member_of_staff_gets_a_link(founded):
    assert re.search(r"/link/[\w-]{43}", founded("link", "auditor").out)
