"""Which columns answer a rulebook? 列评定

Builds, stage by stage, the columns that answer a rulebook for every subject at once: outcomes as small numbers, points as grains, the
verdict, and the rows whose floating-point result lies so near to a boundary that they must be computed exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

import narwhals as nw

from guanshan.assess.bulk.formula import Reader, constant_of, first_known
from guanshan.assess.bulk.points import Grains, Scorer, Span, grain_of
from guanshan.assess.bulk.value import FALSE, TRUE, Flag, Num, Option, Value, both, either, flag
from guanshan.assess.criterion import (
    AnyRoute,
    Best,
    Cases,
    Criterion,
    Judgement,
    Scale,
    Switch,
    Table,
    Test,
    Threshold,
    Worth,
)
from guanshan.assess.expression import names
from guanshan.assess.parameter import Parameter
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
    """

    rulebook: Rulebook
    stages: tuple[tuple[nw.Expr, ...], ...]
    answers: tuple[str, ...]
    grain: int
    scored: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion's columns: its outcome as a number, whether it is met (unknown where that is open), its points."""

    code: nw.Expr
    met: Flag
    span: Span | None


def plan_of(rulebook: Rulebook, columns: Mapping[str, bool]) -> Plan:
    """Build the columns for a frame.

    Parameters
    ----------
    columns
        Inputs and derived quantities that the frame has as ``in__NAME``, and whether some are unknown; silence takes the
        rulebook's presumption.
    """
    return _Planner(rulebook, columns).plan()


def input_column(name: str) -> str:
    """Name the column that holds an input in binary64, or a flag, or an option."""
    return f"in__{name}"


class _Planner:
    def __init__(self, rulebook: Rulebook, columns: Mapping[str, bool]) -> None:
        self.rulebook = rulebook
        self.columns = columns
        self.reader = Reader({})
        self.scorer = Scorer(self.reader, grain_of(rulebook))
        self.stages: list[tuple[nw.Expr, ...]] = []
        self.judged: dict[str, Judged] = {}

    def plan(self) -> Plan:
        self._know()
        for criterion in self.rulebook.criteria:
            if not isinstance(criterion.rule, Threshold | AnyRoute):
                self.judged[criterion.name] = self._judge(criterion)
        self._keep(self.judged)
        sums = self._sums()
        for criterion in self.rulebook.criteria:
            if isinstance(criterion.rule, Threshold):
                met = self._reach(criterion.rule.minimums, sums)
                self.judged[criterion.name] = Judged(_code(met, judged=criterion.rule.judged), met, None)
        any_route = self._any_route(sums)
        for criterion in self.rulebook.criteria:
            if isinstance(criterion.rule, AnyRoute):
                self.judged[criterion.name] = Judged(_code(any_route), any_route, None)
        met = reduce(both, (self.judged[name].met for name in self.rulebook.entry), any_route)
        verdict = self._class() if self.rulebook.classes else _code(met)
        last = [verdict.alias(VERDICT)]
        last += [
            self.judged[one.name].code.alias(outcome_column(one.name))
            for one in self.rulebook.criteria
            if isinstance(one.rule, Threshold | AnyRoute)
        ]
        near = reduce(lambda left, right: left | right, self.reader.near) if self.reader.near else nw.lit(False)
        last.append(nw.coalesce(near, nw.lit(False)).alias(NEAR))
        self.stages.append(tuple(last))
        names = [outcome_column(one.name) for one in self.rulebook.criteria]
        return Plan(self.rulebook, tuple(self.stages), (VERDICT, *names), self.scorer.grain, TOTAL in sums)

    def _know(self) -> None:
        """Lay out inputs and derived quantities; a derived quantity that is computed gets a column of its own."""
        for one in self.rulebook.inputs:
            self.reader.known[one.name] = (
                self._column(one) if one.name in self.columns else _silent(one, one.presumed)
            )
        waiting: list[nw.Expr] = []
        fresh: set[str] = set()
        for derived in self.rulebook.derived:
            if fresh & set(names(derived.formula)):
                self.stages.append(tuple(waiting))
                waiting, fresh = [], set()
            found = self.reader.read(derived.formula)
            if derived.name in self.columns:
                found = self._given(derived, found)
            if isinstance(found, Num) and found.expr is not None and found.decimals is None:
                name = f"derived__{derived.name}"
                waiting.append(found.expr.alias(name))
                if found.err is not None:
                    waiting.append(found.err.alias(f"{name}__err"))
                fresh.add(derived.name)
                found = Num(
                    nw.col(name), rel=found.rel, err=None if found.err is None else nw.col(f"{name}__err"),
                    positive=found.positive, nullable=found.nullable, ratio=found.ratio,
                )  # fmt: skip
            self.reader.known[derived.name] = found
        if waiting:
            self.stages.append(tuple(waiting))

    def _column(self, one: Parameter) -> Value:
        column, nullable = nw.col(input_column(one.name)), self.columns[one.name]
        if one.kind == "flag":
            return Flag(column, nullable=nullable)
        if one.kind == "choice":
            return Option(column, nullable=nullable)
        assert one.low is not None
        assert one.high is not None
        most = max(abs(one.low), abs(one.high))
        whole = one.decimals == 0 and most < 2**52
        return Num(
            column, rel=0.0 if whole else 1.0, decimals=one.decimals, most=most, positive=one.low >= 0, nullable=nullable
        )  # fmt: skip

    def _given(self, derived: Parameter, computed: Value) -> Value:
        """Take a derived quantity that is given directly; where it can be computed too, only exact arithmetic sees a contradiction."""
        given = self._column(derived)
        assert given.expr is not None
        if computed.expr is None and computed.const is None:
            return given
        column = computed.expr if computed.expr is not None else None
        twice = ~given.expr.is_null() if column is None else ~given.expr.is_null() & ~column.is_null()
        self.reader.near.append(twice)
        return first_known(given, computed)

    def _judge(self, criterion: Criterion) -> Judged:
        judged = self._ruled(criterion)
        if criterion.applies is None:
            return judged
        applies = self.reader.flag(criterion.applies)
        if applies.expr is None and applies.const is True:
            return judged
        return _applied(applies, judged, criterion, self.scorer)

    def _ruled(self, criterion: Criterion) -> Judged:
        match criterion.rule:
            case Test(formula=formula, judged=is_judged):
                met = self.reader.flag(formula)
                return Judged(_code(met, judged=is_judged), met, None)
            case Switch() as switch:
                return self._switched(switch)
            case Scale() as scale:
                return _scored(*self.scorer.scale(scale))
            case Table() as table:
                return _scored(*self.scorer.table(table))
            case Worth(of=of, range=span):
                return _scored(*self.scorer.worth(of, self.scorer.span(span)))
            case Cases() as cases:
                return _scored(self.scorer.cases(cases), TRUE)
            case Best() as best:
                return _scored(self.scorer.best(best), TRUE)
            case Judgement(most=most, of=of):
                return self._for_expert(criterion, of) if most is not None else _expert()
        return Judged(nw.lit(2, dtype=nw.UInt8()), flag(None), None)

    def _for_expert(self, criterion: Criterion, of: str | None) -> Judged:
        assert criterion.range is not None
        whole = self.scorer.span(criterion.range)
        if of is None:
            return Judged(nw.lit(3, dtype=nw.UInt8()), flag(None), whole)
        return _scored(*self.scorer.worth(of, whole), unknown=3)

    def _switched(self, switch: Switch) -> Judged:
        """Test by option: each option's own condition; an option that is not named is not covered."""
        option = self.reader.known[switch.of]
        assert isinstance(option, Option)
        if option.expr is None:
            test = dict(switch.tests).get(option.const or "")
            if option.const is None or test is None:
                return Judged(nw.lit(2 if test or option.const is None else 4, dtype=nw.UInt8()), flag(None), None)
            met = self.reader.flag(test.formula)
            return Judged(_code(met), met, None)
        options = getattr(self.rulebook.parameters[switch.of], "options", ())
        met = FALSE
        for name, test in switch.tests:
            met = either(met, both(Flag(option.expr == name, nullable=option.nullable), self.reader.flag(test.formula)))
        code = _code(met)
        if missing := [name for name in options if name not in dict(switch.tests)]:
            outside = reduce(lambda left, right: left | right, (option.expr == name for name in missing))
            code = nw.when(outside).then(nw.lit(4, dtype=nw.UInt8())).otherwise(code)
            met = either(met, Flag(outside, nullable=option.nullable))
        return Judged(code, met, None)

    def _keep(self, judged: Mapping[str, Judged]) -> None:
        """Give every outcome and span a column of its own."""
        columns: list[nw.Expr] = []
        for name, one in judged.items():
            columns.append(one.code.alias(outcome_column(name)))
            met, span = one.met, one.span
            if met.expr is not None:
                columns.append(met.expr.alias(f"met__{name}"))
                met = Flag(nw.col(f"met__{name}"), nullable=met.nullable)
            if span is not None:
                span = _kept(span, name, columns)
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
            reach = sum(self.rulebook.criterion(name).range.high for name in group.criteria)  # type: ignore[union-attr]
            if reach > group.most:
                low = _capped(total.low, most)
                total = Span(low, low if total.is_exact else _capped(total.high, most))
            sums[group.name] = self._overridden(group.given, total)
        every = reduce(lambda left, right: left + right, sums.values() if sums else spans.values())
        sums[TOTAL] = self._overridden(self.rulebook.total_given, every)
        columns: list[nw.Expr] = []
        kept = {name: _kept(span, f"sum__{name}", columns) for name, span in sums.items()}
        columns += [_grains(kept[TOTAL].low).alias(LOW), _grains(kept[TOTAL].high).alias(HIGH)]
        self.stages.append(tuple(columns[:-2]))
        self.stages.append(tuple(columns[-2:]))
        return kept

    def _overridden(self, given: str | None, span: Span) -> Span:
        if given is None:
            return span
        own, known = self.scorer.worth(given, span)
        if known.expr is None and known.const is False:
            return span
        column = _grains(own.low)
        outside = (column < _grains(span.low)) | (column > _grains(span.high))
        self.reader.near.append(outside)
        return own

    def _reach(self, minimums: tuple[tuple[str, object], ...], sums: Mapping[str, Span]) -> Flag:
        met = TRUE
        for name, minimum in minimums:
            met = both(met, reaches(sums[name], self.scorer.grains(minimum)))  # type: ignore[arg-type]
        return met

    def _any_route(self, sums: Mapping[str, Span]) -> Flag:
        if not self.rulebook.routes:
            return TRUE
        met = FALSE
        for route in self.rulebook.routes:
            own = reduce(both, (self.judged[name].met for name in route.criteria), self._reach(route.minimums, sums))
            met = either(met, own)
        return met

    def _class(self) -> nw.Expr:
        """Number the first class whose criteria are met; one past the last where that is not known."""
        classes = self.rulebook.classes
        unknown = nw.lit(len(classes), dtype=nw.UInt8())
        found: nw.Expr = nw.lit(len(classes) - 1, dtype=nw.UInt8())
        for place in range(len(classes) - 2, -1, -1):
            met = reduce(both, (self.judged[name].met for name in classes[place].criteria), TRUE)
            mine = nw.lit(place, dtype=nw.UInt8())
            if met.expr is None:
                found = mine if met.const else found if met.const is False else unknown
            else:
                found = nw.when(met.expr).then(mine).otherwise(nw.when(~met.expr).then(found).otherwise(unknown))
        return found


def reaches(span: Span, minimum: int) -> Flag:
    """Tell whether points reach a minimum, whatever the unknown turns out to be."""
    if isinstance(span.low, int) and isinstance(span.high, int):
        return flag(True if span.low >= minimum else False if span.high < minimum else None)
    low, high = _grains(span.low), _grains(span.high)
    if span.is_exact:
        return Flag(low >= minimum, nullable=False)
    return Flag(
        nw.when(low >= minimum).then(nw.lit(True)).otherwise(nw.when(high < minimum).then(nw.lit(False))),
        nullable=True,
    )


def _kept(span: Span, name: str, columns: list[nw.Expr]) -> Span:
    low: Grains = span.low
    if not isinstance(span.low, int):
        columns.append(span.low.alias(f"low__{name}"))
        low = nw.col(f"low__{name}")
    if span.is_exact:
        return Span(low, low)
    high: Grains = span.high
    if not isinstance(span.high, int):
        columns.append(span.high.alias(f"high__{name}"))
        high = nw.col(f"high__{name}")
    return Span(low, high)


def _grains(part: Grains) -> nw.Expr:
    return nw.lit(part, dtype=nw.Int32()) if isinstance(part, int) else part


def _capped(part: Grains, most: int) -> Grains:
    return min(part, most) if isinstance(part, int) else nw.min_horizontal(part, nw.lit(most, dtype=nw.Int32()))


def _silent(one: Parameter, presumed: object) -> Value:
    if presumed is not None:
        return constant_of(presumed)
    return Num() if one.kind == "number" else flag(None) if one.kind == "flag" else Option()


def _code(met: Flag, *, judged: bool = False) -> nw.Expr:
    """Number an outcome: unmet 0, met 1, unknown 2, for an expert 3."""
    unknown = 3 if judged else 2
    if met.expr is None:
        return nw.lit(unknown if met.const is None else int(met.const), dtype=nw.UInt8())
    code = met.expr.cast(nw.UInt8)
    return nw.coalesce(code, nw.lit(unknown, dtype=nw.UInt8())) if met.nullable else code


def _scored(span: Span, known: Flag, unknown: int = 2) -> Judged:
    """Number the outcome of points: met where some are surely earned, unmet where none are; unknown where the value is."""
    met = reaches(span, 1)
    if not span.is_exact:
        low, high = _grains(span.low), _grains(span.high)
        column = nw.when(low > 0).then(nw.lit(True)).otherwise(nw.when(high <= 0).then(nw.lit(False)))
        met = Flag(column)
    if known.expr is not None or known.const is False:
        met = _only_where(known, met)
    return Judged(_code(met, judged=unknown == 3), met, span)


def _only_where(known: Flag, met: Flag) -> Flag:
    if known.expr is None or met.is_unknown:
        return flag(None)
    column = met.expr if met.expr is not None else nw.lit(met.const)
    return Flag(nw.when(known.expr).then(column))


def _expert() -> Judged:
    return Judged(nw.lit(3, dtype=nw.UInt8()), flag(None), None)


def _applied(applies: Flag, judged: Judged, criterion: Criterion, scorer: Scorer) -> Judged:
    """Leave a criterion out where it does not apply."""
    unknown, outside = nw.lit(2, dtype=nw.UInt8()), nw.lit(4, dtype=nw.UInt8())
    whole = criterion.range
    span = judged.span
    if applies.expr is None:
        if applies.const is False:
            return Judged(outside, TRUE, None if whole is None else Span(0, 0))
        widest = None if whole is None else Span(min(0, scorer.grains(whole.low)), scorer.grains(whole.high))
        return Judged(unknown, flag(None), widest)
    held = applies.expr
    code = nw.when(held).then(judged.code).otherwise(nw.when(~held).then(outside).otherwise(unknown))
    own = judged.met.expr if judged.met.expr is not None else nw.lit(judged.met.const, dtype=nw.Boolean())
    met = Flag(nw.when(held).then(own).otherwise(nw.when(~held).then(nw.lit(True))))
    if span is not None and whole is not None:
        zero = nw.lit(0, dtype=nw.Int32())
        low = nw.when(held).then(_grains(span.low)).otherwise(zero)
        most = nw.lit(scorer.grains(whole.high), dtype=nw.Int32())
        high = nw.when(held).then(_grains(span.high)).otherwise(nw.when(~held).then(zero).otherwise(most))
        span = Span(low, high)
    return Judged(code, met, span)
