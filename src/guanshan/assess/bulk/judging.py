"""How is a criterion judged for whole columns? 列判定"""

from functools import reduce

import narwhals as nw

from guanshan.assess.bulk.formula import Reader
from guanshan.assess.bulk.judged import Judged, applied, code_of, for_expert, kept, scored
from guanshan.assess.bulk.points import Scorer, Span
from guanshan.assess.bulk.value import FALSE, TRUE, Flag, Option, both, either, flag
from guanshan.assess.criterion import Best, Cases, Criterion, Judgement, Scale, Switch, Table, Test, Worth
from guanshan.assess.standard import Rulebook


class Judge:
    """Judges the criteria of a rulebook that rest on values alone; ``earned`` are columns of points that it wants before its own."""

    def __init__(self, rulebook: Rulebook, reader: Reader, scorer: Scorer) -> None:
        self.rulebook = rulebook
        self.reader = reader
        self.scorer = scorer
        self.earned: list[nw.Expr] = []

    def judge(self, criterion: Criterion) -> Judged:
        """Return the columns of a criterion."""
        judged = self._ruled(criterion)
        if criterion.applies is None:
            return judged
        applies = self.reader.flag(criterion.applies)
        if applies.expr is None and applies.const is True:
            return judged
        return applied(applies, judged, criterion, self.scorer)

    def _ruled(self, criterion: Criterion) -> Judged:
        match criterion.rule:
            case Test(formula=formula, judged=is_judged):
                met = self.reader.flag(formula)
                return Judged(code_of(met, judged=is_judged), met, None)
            case Switch() as switch:
                return self._switched(switch)
            case Scale() as scale:
                return self._scored(criterion, *self.scorer.scale(scale))
            case Table() as table:
                return self._scored(criterion, *self.scorer.table(table))
            case Worth(of=of, range=span):
                return self._scored(criterion, *self.scorer.worth(of, self.scorer.span(span)))
            case Cases() as cases:
                return self._scored(criterion, self.scorer.cases(cases), TRUE)
            case Best() as best:
                return self._scored(criterion, self.scorer.best(best), TRUE)
            case Judgement(most=most, of=of):
                return self._for_expert(criterion, of) if most is not None else for_expert()
        return Judged(nw.lit(2, dtype=nw.Int8()), flag(None), None)

    def _for_expert(self, criterion: Criterion, of: str | None) -> Judged:
        assert criterion.range is not None
        whole = self.scorer.span(criterion.range)
        if of is None:
            return Judged(nw.lit(3, dtype=nw.Int8()), flag(None), whole)
        return self._scored(criterion, *self.scorer.worth(of, whole), unknown=3)

    def _scored(self, criterion: Criterion, span: Span, known: Flag, unknown: int = 2) -> Judged:
        return scored(kept(span, f"earned__{criterion.name}", self.earned), known, unknown)

    def _switched(self, switch: Switch) -> Judged:
        """Test by option: each option's own condition; an option that is not named is not covered."""
        option = self.reader.known[switch.of]
        assert isinstance(option, Option)
        if option.const is not None:
            test = dict(switch.tests).get(option.const)
            if test is None:
                return Judged(nw.lit(4, dtype=nw.Int8()), flag(None), None)
            met = self.reader.flag(test.formula)
            return Judged(code_of(met), met, None)
        if option.expr is None:  # unknown for all, and yet unmet where no option would meet it
            option = Option(nw.lit(None, dtype=nw.String()))
        assert option.expr is not None
        options = getattr(self.rulebook.parameters[switch.of], "options", ())
        met = FALSE
        for name, test in switch.tests:
            met = either(
                met, both(Flag(option.expr == name, nullable=option.nullable), self.reader.flag(test.formula))
            )
        code = code_of(met)
        if missing := [name for name in options if name not in dict(switch.tests)]:
            outside = reduce(lambda left, right: left | right, (option.expr == name for name in missing))
            code = nw.when(outside).then(nw.lit(4, dtype=nw.Int8())).otherwise(code)
            met = either(met, Flag(outside, nullable=option.nullable))
        return Judged(code, met, None)
