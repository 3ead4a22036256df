"""The commands of the verb: shapes of what they write, ids and days, and refusals with exit status 2."""

import json
import os
import subprocess
import sys

import polars as pl
import pytest

CASE = {
    "ip": "I_self", "rd_ratio_pct": 4.2, "main_growth_pct": 12, "debt_pct": 48, "strategic_field": True, "main_share_pct": 88,
}  # fmt: skip


def run(*arguments):
    environment = {**os.environ, "GUANSHAN_LANGUAGE": "en"}
    command = [sys.executable, "-m", "guanshan", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    return path


def test_explain_one_case(case):
    done = run("explain", "innovative", "--on", "2024-04-30", "--input", case, "--format", "json")
    told = json.loads(done.stdout)
    assert (told["rulebook"], told["on"], told["verdict"]) == ("innovative-2022", "2024-04-30", "pass")
    assert (told["route"], told["total"]) == ("score", 85)
    second = next(one for one in told["criteria"] if one["id"] == "S2")
    assert (second["outcome"], second["value"], second["threshold"], second["points"]) == (
        "met",
        "4.2",
        "3 – 5",
        15,
    )
    assert second["citation"]["number"] == "工信部企业〔2022〕63号"


def test_explain_a_list_a_part_and_a_class(tmp_path):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([{"years": [2000, 2400, 2640]}, {"years": [0, 500, 800]}]), encoding="utf-8")
    told = json.loads(run("explain", "hnte-2016.growth", "--input", path, "--format", "json").stdout)
    assert [one["total"] for one in told] == [[5, 6], [9, 10]]
    assert [one["quantities"]["rate_pct"] for one in told] == ["15", "60"]
    path.write_text('{"industry": "工业", "staff": 1000, "revenue_wan": 39999.999999}', encoding="utf-8")
    told = json.loads(run("explain", "sme-size-2011", "--input", path, "--format", "json").stdout)
    assert (told["class"], "verdict" in told) == ("medium", False)
    assert "Medium" in run("explain", "sme-size-2011", "--input", path).stdout or told["class"] == "medium"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("explain", "little-giant", "--on", "2020-01-01"), "in force"),
        (("explain", "innovativ"), "no rulebook"),
        (("explain", "hnte-2016.h6"), "no part"),
        (("explain", "innovative-2022", "--input", "nowhere.json"), "nowhere.json"),
    ],
)
def test_what_is_not_there_ends_with_status_2(arguments, said, case):
    given = arguments if "--input" in arguments else (*arguments, "--input", case)
    done = run(*given)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text", ["{", "[1]", "3", '{"ip": "X"}', '{"rd_ratio_pct": NaN}', '{"debt_pct": 1e999}']
)
def test_what_is_no_case_ends_with_status_2(text, tmp_path):
    path = tmp_path / "case.json"
    path.write_text(text, encoding="utf-8")
    done = run("explain", "innovative-2022", "--input", path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_assess_a_table(engine, tmp_path):
    rows = [CASE, {**CASE, "main_share_pct": None, "ip": "none", "rd_ratio_pct": 0.5}]
    pl.DataFrame(rows).write_parquet(tmp_path / "x.parquet")
    done = run(
        "assess",
        "innovative-2022",
        "--input",
        tmp_path / "x.parquet",
        "--output",
        tmp_path / "y.parquet",
        "--engine",
        engine,
    )
    assert done.returncode == 0, done.stderr
    answered = pl.read_parquet(tmp_path / "y.parquet")
    assert answered.columns[:4] == ["id", "verdict", "total_low", "total_high"]
    assert answered["id"].to_list() == [0, 1]
    assert answered["verdict"].cast(pl.String).to_list() == ["pass", "fail"]
    assert answered["total_high"].to_list() == [85.0, 55.0]
    assert answered["S6"].cast(pl.String).to_list() == ["met", "unknown"]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_table_that_will_not_do_is_refused(engine, tmp_path):
    source, target = tmp_path / "x.parquet", tmp_path / "y.parquet"
    for rows, said in (
        ({"debt_pct": [50.0, float("nan")]}, "debt_pct"),
        ({"equity_3y_wan": [1.0, -1.0]}, "equity_3y_wan"),
        ({"equity_3y_wan": [1.0, 0.1234567]}, "decimals"),
        ({"ip": ["I", "III"]}, "III"),
        ({"strategic_field": ["yes"]}, "strategic_field"),
        ({"something": [1]}, "No column"),
        (
            {"rd_ratio_pct": [5.0], "rd_expense_wan": [4.0], "operating_revenue_wan": [100.0]},
            "rd_ratio_pct[0]",
        ),
    ):
        pl.DataFrame(rows).write_parquet(source)
        done = run("assess", "innovative-2022", "--input", source, "--output", target, "--engine", engine)
        assert (done.returncode, target.exists()) == (2, False), (rows, done.stderr)
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_a_new_rulebook_is_sound_and_a_faulty_one_is_told_by_line(tmp_path):
    assert run("rulebook", "new", "talent-subsidy", "--folder", tmp_path).returncode == 0
    path = tmp_path / "talent-subsidy.yaml"
    done = run("rulebook", "check", path)
    assert (done.returncode, "3 cases" in done.stdout) == (0, True)
    assert "A2" in done.stdout
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("test: not dishonest", "test: not dishonests"), encoding="utf-8")
    line = text[: text.index("test: not dishonest")].count("\n") + 1
    done = run("rulebook", "check", path)
    assert done.returncode == 2
    assert f"line {line}" in done.stderr
    path.write_text(text.replace("total: 15}", "total: 16}"), encoding="utf-8")
    assert "just_below" in run("rulebook", "check", path).stderr
    assert run("rulebook", "new", "talent-subsidy", "--folder", tmp_path).returncode == 2


def test_a_folder_of_ones_own_stands_beside_the_house_s(tmp_path, case):
    assert run("rulebook", "new", "own", "--folder", tmp_path).returncode == 0
    given = tmp_path / "own.json"
    given.write_text('{"revenue_wan": 1000, "rd_wan": 50, "level": "none"}', encoding="utf-8")
    done = run("explain", "own", "--rulebooks", tmp_path, "--input", given, "--format", "json")
    assert json.loads(done.stdout)["verdict"] == "pass"


def test_diff_says_what_changed_and_who_gains_and_loses(tmp_path):
    done = run("rulebook", "diff", "srdi-2022", "srdi-2026")
    assert "- criterion S13" in done.stdout
    assert "+ criterion N6" in done.stdout
    rows = {
        "years": [3.0, 2.0],
        "revenue_wan": [1200.0, 3000.0],
        "rd_wan": [120.0, 1000.0],
        "rd_prev_wan": [900.0, 1000.0],
        "score_given": [70.0, 80.0],
    }
    path = tmp_path / "x.parquet"
    pl.DataFrame(rows).write_parquet(path)
    done = run("rulebook", "diff", "srdi-2022", "srdi-2026", "--input", path)
    assert "pass -> fail: 2" in done.stdout
