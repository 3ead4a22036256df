"""What is known of each subject, column by column? 列输入

Inputs are columns of the frame or, where it is silent, the rulebook's presumption; derived quantities are computed from them, each in a
column of its own where floating-point arithmetic was needed.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import narwhals as nw

from guanshan.assess.bulk.formula import Reader, constant_of, first_known
from guanshan.assess.bulk.rational import Measure, Rational, compared, decimals
from guanshan.assess.bulk.value import Flag, Num, Option, Seen, Value, flag
from guanshan.assess.expression import names
from guanshan.assess.parameter import Derived, Parameter
from guanshan.assess.standard import Rulebook


def input_column(name: str) -> str:
    """Name the column that holds an input in binary64, or a flag, or an option."""
    return f"in__{name}"


class Layout:
    """Lays out inputs and derived quantities for a reader of formulas; ``stages`` are the columns to add."""

    def __init__(
        self, rulebook: Rulebook, columns: Mapping[str, Seen], reader: Reader, measure: Measure
    ) -> None:
        self.rulebook = rulebook
        self.columns = columns
        self.reader = reader
        self.stages: list[tuple[nw.Expr, ...]] = []
        self.measure = measure
        self._calculated = {name for one in rulebook.derived for name in names(one.formula)}
        self._units_columns: list[nw.Expr] = []

    def lay_out(self) -> None:
        """Lay out inputs and derived quantities; a derived quantity that is computed gets a column of its own."""
        for one in self.rulebook.inputs:
            self.reader.known[one.name] = (
                self._column(one) if one.name in self.columns else _silent(one, one.presumed)
            )
        if self._units_columns:
            self.stages.append(tuple(self._units_columns))
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
                    positive=found.positive, nullable=found.nullable, exact=found.exact,
                )  # fmt: skip
            self.reader.known[derived.name] = found
        if waiting:
            self.stages.append(tuple(waiting))

    def _column(self, one: Parameter) -> Value:
        column, seen = nw.col(input_column(one.name)), self.columns[one.name]
        nullable = seen.nullable
        if one.kind == "flag":
            return Flag(column, nullable=nullable)
        if one.kind == "choice":
            return Option(column, nullable=nullable)
        assert one.low is not None
        assert one.high is not None
        most = min(max(abs(one.low), abs(one.high)), Fraction(seen.most))
        whole = one.decimals == 0 and most < 2**52
        return Num(
            column, rel=0.0 if whole else 1.0, decimals=one.decimals, most=most, positive=one.low >= 0, nullable=nullable,
            nonzero=seen.nonzero, exact=self._units(one, column, seen.most),
        )  # fmt: skip

    def _units(self, one: Parameter, column: nw.Expr, most: float) -> Rational | None:
        """Return a parameter in whole numbers; those of an input with which formulas calculate have a column of their own."""
        units = decimals(column, one.decimals, most, self.measure)
        if units is None or not one.decimals or isinstance(one, Derived) or one.name not in self._calculated:
            return units
        name = f"units__{one.name}"
        self._units_columns.append(units.over.column.alias(name))
        return Rational(replace(units.over, expr=nw.col(name)), units.under)

    def _given(self, derived: Parameter, computed: Value) -> Value:
        """Take a derived quantity that is given directly; where it can be computed too, only exact arithmetic sees a contradiction."""
        given = self._column(derived)
        assert given.expr is not None
        if computed.expr is None and computed.const is None:
            return given
        column = computed.expr if computed.expr is not None else None
        twice = ~given.expr.is_null() if column is None else ~given.expr.is_null() & ~column.is_null()
        self.reader.near.append(twice & ~self._same(given, computed))
        return first_known(given, computed)

    def _same(self, given: Value, computed: Value) -> nw.Expr:
        """Return where both are surely the same: exact forms tell, or nothing does."""
        if isinstance(given, Num) and isinstance(computed, Num):
            same = compared("==", given.exactly, computed.exactly)
            if same is not None:
                return nw.coalesce(same, nw.lit(False))
        return nw.lit(False)


def _silent(one: Parameter, presumed: object) -> Value:
    if presumed is not None:
        return constant_of(presumed)
    return Num() if one.kind == "number" else flag(None) if one.kind == "flag" else Option()
