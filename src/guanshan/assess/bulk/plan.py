"""Which columns answer a rulebook? 列评定

Builds, stage by stage, the columns that answer a rulebook for every subject at once: outcomes as small numbers, points as grains, the
verdict, and the rows whose floating-point result lies so near to a boundary that they must be computed exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Final

import narwhals as nw

from guanshan.assess.bulk.formula import Reader
from guanshan.assess.bulk.judged import Judged, code_of, kept, reaches
from guanshan.assess.bulk.judging import Judge
from guanshan.assess.bulk.knowing import Layout
from guanshan.assess.bulk.points import Scorer, Span, grain_of, grain_type
from guanshan.assess.bulk.rational import NARROW, Measure
from guanshan.assess.bulk.value import FALSE, TRUE, Flag, Seen, both, either
from guanshan.assess.criterion import AnyRoute, Threshold
from guanshan.assess.standard import TOTAL, Rulebook

OUTCOMES: Final = ("unmet", "met", "unknown", "expert", "not_applicable")
VERDICTS: Final = ("fail", "pass", "undetermined")
NEAR: Final = "near__"
VERDICT: Final = "verdict__"
LOW: Final = "total_low__"
HIGH: Final = "total_high__"


def outcome_column(criterion: str) -> str:
    """Name the column of a criterion's outcome while it is a number."""
    return f"outcome__{criterion}"


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns that answer a rulebook. 列评定

    Parameters
    ----------
    stages
        Columns to add one after the other; each may use those before it.
    answers
        Names of the columns of small numbers that answer: the verdict or class, and each criterion.
    grain
        Grains in a point.
    scored
        Whether there are totals.
    sums
        Columns of the fewest and most points of each group, by its name, in grains.
    """

    rulebook: Rulebook
    stages: tuple[tuple[nw.Expr, ...], ...]
    answers: tuple[str, ...]
    grain: int
    scored: bool
    sums: Mapping[str, tuple[nw.Expr, nw.Expr]] = field(default_factory=dict)

    @property
    def places(self) -> int:
        """Decimals of a point."""
        return len(str(self.grain)) - 1


def plan_of(rulebook: Rulebook, columns: Mapping[str, Seen], measure: Measure = NARROW) -> Plan:
    """Build the columns for a frame.

    Parameters
    ----------
    columns
        Inputs and derived quantities that the frame has as ``in__NAME``, and what was seen of them; silence takes the
        rulebook's presumption.
    measure
        In what whole numbers are computed.
    """
    return _Planner(rulebook, columns, measure).plan()


class _Planner:
    def __init__(self, rulebook: Rulebook, columns: Mapping[str, Seen], measure: Measure) -> None:
        self.rulebook = rulebook
        self.columns = columns
        self.measure = measure
        self.reader = Reader({})
        grain = grain_of(rulebook)
        self.scorer = Scorer(self.reader, grain, grain_type(rulebook, grain))
        self.stages: list[tuple[nw.Expr, ...]] = []
        self.judged: dict[str, Judged] = {}

    def plan(self) -> Plan:
        layout = Layout(self.rulebook, self.columns, self.reader, self.measure)
        layout.lay_out()
        self.stages += layout.stages
        judge = Judge(self.rulebook, self.reader, self.scorer)
        for criterion in self.rulebook.criteria:
            if not isinstance(criterion.rule, Threshold | AnyRoute):
                self.judged[criterion.name] = judge.judge(criterion)
        self.stages.append(tuple(judge.earned))
        self._keep(self.judged)
        sums = self._sums()
        for criterion in self.rulebook.criteria:
            if isinstance(criterion.rule, Threshold):
                met = self._reach(criterion.rule.minimums, sums)
                self.judged[criterion.name] = Judged(code_of(met, judged=criterion.rule.judged), met, None)
        any_route = self._any_route(sums)
        for criterion in self.rulebook.criteria:
            if isinstance(criterion.rule, AnyRoute):
                self.judged[criterion.name] = Judged(code_of(any_route), any_route, None)
        met = reduce(both, (self.judged[name].met for name in self.rulebook.entry), any_route)
        verdict = self._class() if self.rulebook.classes else code_of(met)
        last = [verdict.alias(VERDICT)]
        last += [
            self.judged[one.name].code.alias(outcome_column(one.name))
            for one in self.rulebook.criteria
            if isinstance(one.rule, Threshold | AnyRoute)
        ]
        near = (
            reduce(lambda left, right: left | right, self.reader.near) if self.reader.near else nw.lit(False)
        )
        last.append(nw.coalesce(near, nw.lit(False)).alias(NEAR))
        self.stages.append(tuple(last))
        names = [outcome_column(one.name) for one in self.rulebook.criteria]
        return Plan(
            self.rulebook,
            tuple(filter(None, self.stages)),
            (VERDICT, *names),
            self.scorer.grain,
            TOTAL in sums,
            {
                name: (self.scorer.column(span.low), self.scorer.column(span.high))
                for name, span in sums.items()
                if name != TOTAL
            },
        )

    def _keep(self, judged: Mapping[str, Judged]) -> None:
        """Give every outcome and span a column of its own, and what is met where the verdict asks for that."""
        columns: list[nw.Expr] = []
        asked = {*self.rulebook.entry}
        asked.update(name for one in self.rulebook.routes for name in one.criteria)
        asked.update(name for one in self.rulebook.classes for name in one.criteria)
        for name, one in judged.items():
            columns.append(one.code.alias(outcome_column(name)))
            met, span = one.met, one.span
            if met.expr is not None and name in asked:
                columns.append(met.expr.alias(f"met__{name}"))
                met = Flag(nw.col(f"met__{name}"), nullable=met.nullable)
            if span is not None:
                span = kept(span, name, columns)
            self.judged[name] = Judged(nw.col(outcome_column(name)), met, span)
        self.stages.append(tuple(columns))

    def _sums(self) -> dict[str, Span]:
        spans = {name: one.span for name, one in self.judged.items() if one.span is not None}
        if not spans:
            return {}
        sums: dict[str, Span] = {}
        for group in self.rulebook.groups:
            total = reduce(lambda left, right: left + right, (spans[name] for name in group.criteria))
            most = self.scorer.grains(group.most)
            ranges = [self.rulebook.criterion(name).range for name in group.criteria]
            if sum(one.high for one in ranges if one) > group.most:
                low = self.scorer.capped(total.low, most)
                total = Span(low, low if total.is_exact else self.scorer.capped(total.high, most))
            sums[group.name] = self._overridden(group.given, total)
        every = reduce(lambda left, right: left + right, sums.values() if sums else spans.values())
        sums[TOTAL] = self._overridden(self.rulebook.total_given, every)
        columns: list[nw.Expr] = []
        own = {name: kept(span, f"sum__{name}", columns) for name, span in sums.items()}
        columns += [
            self.scorer.column(own[TOTAL].low).alias(LOW),
            self.scorer.column(own[TOTAL].high).alias(HIGH),
        ]
        self.stages.append(tuple(columns[:-2]))
        self.stages.append(tuple(columns[-2:]))
        return own

    def _overridden(self, given: str | None, span: Span) -> Span:
        if given is None:
            return span
        own, known = self.scorer.worth(given, span)
        if known.expr is None and known.const is False:
            return span
        column = self.scorer.column(own.low)
        outside = (column < self.scorer.column(span.low)) | (column > self.scorer.column(span.high))
        self.reader.near.append(outside)
        return own

    def _reach(self, minimums: tuple[tuple[str, Fraction], ...], sums: Mapping[str, Span]) -> Flag:
        met = TRUE
        for name, minimum in minimums:
            met = both(met, reaches(sums[name], self.scorer.grains(minimum)))
        return met

    def _any_route(self, sums: Mapping[str, Span]) -> Flag:
        if not self.rulebook.routes:
            return TRUE
        met = FALSE
        for route in self.rulebook.routes:
            own = reduce(
                both, (self.judged[name].met for name in route.criteria), self._reach(route.minimums, sums)
            )
            met = either(met, own)
        return met

    def _class(self) -> nw.Expr:
        """Number the first class whose criteria are met; one past the last where that is not known."""
        classes = self.rulebook.classes
        unknown = nw.lit(len(classes), dtype=nw.Int8())
        found: nw.Expr = nw.lit(len(classes) - 1, dtype=nw.Int8())
        for place in range(len(classes) - 2, -1, -1):
            met = reduce(both, (self.judged[name].met for name in classes[place].criteria), TRUE)
            mine = nw.lit(place, dtype=nw.Int8())
            if met.expr is None:
                found = mine if met.const else found if met.const is False else unknown
            else:
                found = (
                    nw.when(met.expr).then(mine).otherwise(nw.when(~met.expr).then(found).otherwise(unknown))
                )
        return found
