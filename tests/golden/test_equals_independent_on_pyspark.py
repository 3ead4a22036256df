"""On a cluster the verdicts are those of the independent evaluator too, and they stand in Spark's plan before anything is collected."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("pyspark", reason="PySpark is not installed (guanshan[cluster])")
if not shutil.which("java"):
    pytest.skip("PySpark needs Java", allow_module_level=True)

from pyspark.sql import SparkSession

from guanshan.assess.bulk.on_pyspark import evaluate_pyspark

_spec = importlib.util.spec_from_file_location(
    "test_equals_independent", Path(__file__).with_name("test_equals_independent.py")
)
same = importlib.util.module_from_spec(_spec)
sys.modules["test_equals_independent"] = same
_spec.loader.exec_module(same)


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


def compared(name, size, seed, spark, tmp_path):
    columns = same.enterprises.draw(name, size, seed=seed)
    frame = same.frame_of(columns).with_row_index("id")
    path = tmp_path / "enterprises.parquet"
    frame.write_parquet(path)
    answered = evaluate_pyspark(same.LIBRARY.find(name), spark.read.parquet(str(path)))
    rows = [tuple(row) for row in answered.orderBy("id").collect()]
    found = pl.DataFrame(rows, schema=answered.columns, orient="row", infer_schema_length=None)
    same.compare(name, found, columns, size)


@pytest.mark.parametrize("name", ["innovative-2022", "hnte-2016", "sme-size-2011"])
def test_some_enterprises(name, spark, tmp_path):
    compared(name, 300, len(name), spark, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("name", same.NAMES)
def test_a_million_enterprises(name, spark, tmp_path):
    size = int(os.environ.get("GUANSHAN_PROOF_ENTERPRISES", "1000000"))
    compared(name, size // len(same.NAMES) + 1, 2026, spark, tmp_path)


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
