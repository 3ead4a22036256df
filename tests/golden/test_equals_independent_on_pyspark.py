"""On PySpark the verdicts of a million are the independent evaluator's too, and stand in Spark's plan before anything is collected."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from services import lacking

if not importlib.util.find_spec("pyspark"):
    lacking("PySpark (guanshan[cluster]) is not installed", whole_module=True)
if not shutil.which("java"):
    lacking("Java is not installed, and PySpark needs it", whole_module=True)

from benchmarks.figure import report
from pyspark.sql import SparkSession

from guanshan.assess.bulk.on_pyspark import evaluate_pyspark

_spec = importlib.util.spec_from_file_location(
    "test_equals_independent", Path(__file__).with_name("test_equals_independent.py")
)
same = importlib.util.module_from_spec(_spec)
sys.modules["test_equals_independent"] = same
_spec.loader.exec_module(same)


@pytest.fixture(scope="module", autouse=True)
def workers_find_the_package():
    """Let workers be the Python that runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        if "PYSPARK_PYTHON" not in os.environ:
            patch.setenv("PYSPARK_PYTHON", sys.executable)
        yield


@pytest.fixture(scope="module")
def spark():
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "2g",
        "spark.sql.debug.maxToStringFields": "1000",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def collected(answered):
    rows = [tuple(row) for row in answered.orderBy("id").collect()]
    return pl.DataFrame(rows, schema=answered.columns, orient="row", infer_schema_length=None)


def compared(name, size, seed, spark, tmp_path):
    """Compare verdicts with the independent evaluator, and the outcome of every criterion with Polars."""
    columns = same.enterprises.draw(name, size, seed=seed)
    frame = same.frame_of(columns).with_row_index("id")
    path = tmp_path / "enterprises.parquet"
    frame.write_parquet(path)
    answered = evaluate_pyspark(same.LIBRARY.find(name), spark.read.parquet(str(path)))
    found = collected(answered)
    same.compare(name, found, columns, size)
    assert found.rows() == same.on_polars(same.LIBRARY.find(name), frame).rows()


@pytest.mark.parametrize("name", ["innovative-2022", "hnte-2016", "sme-size-2011"])
def test_some_enterprises(name, spark, tmp_path):
    compared(name, 300, len(name), spark, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("name", same.NAMES)
def test_a_million_enterprises(name, spark, tmp_path):
    size = int(os.environ.get("GUANSHAN_PROOF_ENTERPRISES", "1000000")) // len(same.NAMES) + 1
    compared(name, size, 2026, spark, tmp_path)
    report(f"{name} on PySpark, {size:,} random enterprises", 0, "differences", most=0)


def test_partitions_and_their_order_do_not_matter(spark, tmp_path):
    book, frame = (
        same.LIBRARY.find("srdi-2022"),
        same.frame_of(same.enterprises.draw("srdi-2022", 200, seed=8)),
    )
    path = tmp_path / "enterprises.parquet"
    frame.with_row_index("id").sample(fraction=1, shuffle=True, seed=1).write_parquet(path)
    found = collected(evaluate_pyspark(book, spark.read.parquet(str(path)).repartition(5)))
    assert found.rows() == same.on_polars(book, frame).rows()


def test_the_verdict_stands_in_the_plan_before_any_collect(spark, tmp_path):
    frame = same.frame_of(same.enterprises.draw("innovative-2022", 50, seed=3))
    path = tmp_path / "enterprises.parquet"
    frame.write_parquet(path)
    answered = evaluate_pyspark(same.LIBRARY.find("innovative-2022"), spark.read.parquet(str(path)))
    plan = answered._jdf.queryExecution().analyzed().toString()
    assert "AS verdict#" in plan
    assert all(f"AS S{number}#" in plan for number in range(1, 7))
    assert "exact(" in plan
    assert "LocalRelation" not in plan


def test_the_command_finds_the_package_on_its_workers(tmp_path, monkeypatch):
    """A fresh process, with nothing said about which Python the workers are."""
    monkeypatch.delenv("PYSPARK_PYTHON")
    frame = same.frame_of(same.enterprises.draw("hnte-2016", 300, seed=6))
    source, target = tmp_path / "enterprises.parquet", tmp_path / "answers.parquet"
    frame.with_row_index("id").write_parquet(source)
    told = ["assess", "hnte-2016", "--input", source, "--output", target, "--engine", "pyspark"]
    command = [sys.executable, "-m", "guanshan", *map(str, told)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    found = pl.read_parquet(f"{target}/*.parquet").sort("id")
    assert found.rows() == same.on_polars(same.LIBRARY.find("hnte-2016"), frame).rows()
