"""How is a rulebook evaluated on a cluster? PySpark 评定

Everything stays in Spark's plan: the columns, and a function for the rows near a boundary that computes them exactly on the workers.
"""

import pickle
from collections.abc import Callable
from typing import Any

import narwhals as nw
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F  # noqa: N812 (the name by which everybody knows it)
from pyspark.sql.types import IntegerType, StructField, StructType

from guanshan.assess.bulk.accepting import accept
from guanshan.assess.bulk.exactly import answer_names, answers_of
from guanshan.assess.bulk.plan import HIGH, LOW, NEAR, Plan, plan_of
from guanshan.assess.standard import Rulebook

EXACT = "exact__"


def evaluate_pyspark(rulebook: Rulebook, frame: DataFrame) -> DataFrame:
    """Evaluate a rulebook for every row of a Spark frame; columns as in `guanshan.assess.bulk.on_polars`.

    The frame needs an ``id`` where the order of its rows is to be kept; without one, rows are numbered as Spark meets them. Checking the
    values runs one job; the answers themselves are only planned.

    Raises
    ------
    RefusedInput
        If a column or value will not do.
    """
    if "id" not in frame.columns:
        frame = frame.withColumn("id", F.monotonically_increasing_id())
    accepted = accept(rulebook, nw.from_native(frame))
    plan = plan_of(rulebook, accepted.columns)
    planned: nw.LazyFrame[Any] = accepted.frame
    for stage in plan.stages:
        planned = planned.with_columns(*stage)
    native: DataFrame = nw.to_native(planned)
    columns = [*plan.answers, *((LOW, HIGH) if plan.scored else ())]
    names = list(accepted.raw)
    given = F.struct(*(F.col(accepted.raw[name]).alias(name) for name in names))
    shape = StructType([StructField(f"c{place}", IntegerType()) for place in range(len(columns))])
    exact = F.udf(_exactly(plan, len(columns)), shape, useArrow=False)
    answered = native.withColumn(EXACT, exact(F.when(F.col(NEAR), given), F.when(F.col(NEAR), F.col("id"))))
    settled = [
        F.when(F.col(NEAR), F.col(f"{EXACT}.c{place}")).otherwise(F.col(name).cast("int")).alias(name)
        for place, name in enumerate(columns)
    ]
    return answered.select("id", *settled).select("id", *_said(plan))


def _exactly(plan: Plan, width: int) -> Callable[[Any, Any], tuple[int | None, ...] | None]:
    """Build the function that the workers run; the rulebook travels with it."""
    packed, grain = pickle.dumps(plan.rulebook), plan.grain

    def exact(case: Any, row: Any) -> tuple[int | None, ...] | None:
        if case is None:
            return None
        book: Rulebook = pickle.loads(packed)  # noqa: S301 (our own rulebook, packed above)
        return answers_of(book, case.asDict(), row, grain)[:width]

    return exact


def _said(plan: Plan) -> list[Column]:
    said = []
    for (name, words), column in zip(answer_names(plan.rulebook), plan.answers, strict=True):
        spoken: Column | None = None
        for place, word in enumerate(words):
            if word is not None:
                held = F.col(column) == place
                spoken = F.when(held, F.lit(word)) if spoken is None else spoken.when(held, F.lit(word))
        assert spoken is not None
        said.append(spoken.alias(name))
    for place, (end, name) in enumerate(((LOW, "total_low"), (HIGH, "total_high")), start=1):
        points = F.col(end).cast("double") / plan.grain if plan.scored else F.lit(None).cast("double")
        said.insert(place, points.alias(name))
    return said
