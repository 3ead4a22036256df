"""What do the rows near a boundary come to? 边界行精算

Rows whose floating-point result does not settle a comparison are evaluated one by one in exact fractions, and their answers put in place.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from guanshan.assess.bulk.plan import OUTCOMES, VERDICTS
from guanshan.assess.evaluate import Verdict, evaluate
from guanshan.assess.standard import Rulebook
from guanshan.refusal import RefusedInput


def answers_of(
    rulebook: Rulebook, case: Mapping[str, Any], row: object, grain: int, groups: Iterable[str] = ()
) -> tuple[int | None, ...]:
    """Evaluate one row exactly.

    Returns
    -------
    The number of the verdict or class, of each criterion's outcome, the total's ends in grains (None where nothing is scored), and the ends
    of the groups that are asked for.

    Raises
    ------
    RefusedInput
        If the row contradicts itself; the refusal names the row.
    """
    try:
        verdict = evaluate(rulebook, case)
    except RefusedInput as refused:
        named = {"name": f"{refused.values.get('name', '')}[{row}]"}
        raise RefusedInput(refused.key, **{**refused.values, **named}) from None
    sums = (verdict.groups[name] for name in groups)
    ends = (int(end * grain) for span in sums for end in (span.low, span.high))
    return (*_numbers(verdict, grain), *ends)


def _numbers(verdict: Verdict, grain: int) -> Iterable[int | None]:
    classes = verdict.rulebook.classes
    if classes:
        named = [one.name for one in classes]
        yield len(classes) if verdict.size is None else named.index(verdict.size)
    else:
        yield VERDICTS.index(verdict.verdict)
    for finding in verdict.criteria:
        yield OUTCOMES.index(finding.outcome)
    for end in (verdict.total.low, verdict.total.high) if verdict.total else (None, None):
        yield None if end is None else int(end * grain)


def answer_names(rulebook: Rulebook) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    """Return the columns of an answer: what each is called, and what its numbers mean."""
    first: tuple[str, tuple[str | None, ...]] = ("verdict", VERDICTS)
    if rulebook.classes:
        first = ("class", (*(one.name for one in rulebook.classes), None))
    return (first, *((one.name, OUTCOMES) for one in rulebook.criteria))
