"""Do the worked cases of a rulebook come out as they say? 算例核对

Each case stands in the rulebook with what must come out: verdict, class, route, total, points, groups, derived quantities, outcomes of
criteria, what failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from guanshan.assess.criterion import Interval
from guanshan.assess.evaluate import Verdict, evaluate
from guanshan.assess.parameter import exact, written
from guanshan.assess.source import RulebookFault
from guanshan.assess.standard import TOTAL, Case, Rulebook
from guanshan.refusal import RefusedInput


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something of a worked case that came out otherwise. 不符"""

    rulebook: str
    case: str
    line: int
    entry: str
    expected: object
    found: object


def mismatches(rulebook: Rulebook) -> list[Mismatch]:
    """Work through all cases of a rulebook and its parts, and return what came out otherwise."""
    found = [one for case in rulebook.cases for one in _of_case(rulebook, case)]
    return found + [one for part in rulebook.parts.values() for one in mismatches(part)]


def refusals(rulebook: Rulebook, file: str) -> list[RulebookFault]:
    """Work through all cases and return a refusal, with its line, of everything that came out otherwise."""
    return [
        RulebookFault(
            f"assess.fault.{'case_given' if isinstance(one.found, RefusedInput) else 'case'}",
            **{"file": file, "line": one.line, "name": one.case, "entry": one.entry},
            expected=_said(one.expected),
            found=one.found if isinstance(one.found, RefusedInput) else _said(one.found),
        )
        for one in mismatches(rulebook)
    ]


def _said(value: object) -> object:
    if isinstance(value, tuple | list):
        return " – ".join(str(one) for one in value) or "-"
    return "-" if value is None else value


def _of_case(rulebook: Rulebook, case: Case) -> list[Mismatch]:
    def mismatch(entry: str, expected: object, found: object) -> Mismatch:
        return Mismatch(rulebook.name, case.name, case.line, entry, expected, found)

    try:
        answer = answer_of(evaluate(rulebook, case.given))
    except RefusedInput as refused:
        return [mismatch("given", dict(case.given), refused)]
    return [
        mismatch(entry, expected, _plain(answer.get(entry)))
        for entry, expected in case.expected.items()
        if entry not in answer or not _same(expected, answer[entry])
    ]


def answer_of(verdict: Verdict) -> dict[str, object]:
    """Return all that a case may expect of a verdict, by name."""
    answer: dict[str, object] = dict(verdict.values)
    answer |= {finding.criterion.name: finding.outcome for finding in verdict.criteria}
    answer |= dict(verdict.groups)
    answer |= dict(verdict.totals or {})
    answer |= {
        "verdict": verdict.verdict,
        "class": verdict.size,
        "route": verdict.route,
        TOTAL: verdict.total,
        "points": [finding.points for finding in verdict.criteria if finding.points is not None],
        "failed": verdict.failed,
        "expert": [finding.criterion.name for finding in verdict.criteria if finding.outcome == "expert"],
    }
    return answer


def _same(expected: object, found: object) -> bool:
    if isinstance(found, Interval):
        ends = tuple(expected) if isinstance(expected, tuple | list) else (expected, expected)
        if len(ends) != 2:
            return False
        low, high = ends
        return _number(low) == found.low and _number(high) == found.high
    if isinstance(found, Fraction):
        return _number(expected) == found
    if isinstance(expected, tuple | list) and isinstance(found, tuple | list):
        return len(expected) == len(found) and all(map(_same, expected, found))
    return expected == found


def _number(expected: object) -> Fraction | None:
    try:
        return exact(expected, "")
    except RefusedInput:
        return None


def _plain(found: object) -> object:
    match found:
        case Fraction():
            return written(found)
        case Interval(low, high):
            return written(low) if low == high else [written(low), written(high)]
        case tuple() | list():
            return [_plain(one) for one in found]
        case Mapping():
            return {name: _plain(one) for name, one in found.items()}
    return found
