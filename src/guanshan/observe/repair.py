"""What does the office get back to repair? 错误回执

The sheet again as .xlsx with every bad cell marked and the reason beside it, and the same faults for a program.
"""

import io
from typing import Any

from guanshan.document.marked import Mark, MarkedWords, fitting_widths, write_marked
from guanshan.i18n import LANGUAGES, Language, Texts
from guanshan.observe.fault import Faults
from guanshan.observe.plan import Plan


def marked_workbook(plan: Plan, faults: Faults, texts: Texts, language: Language, only_bad: bool) -> bytes:
    """Write the sheet with its bad cells marked.

    Parameters
    ----------
    plan
        How the sheet was read.
    faults
        What is wrong with it.
    texts, language
        In which words the reasons are told.
    only_bad
        Write the head and the bad rows only: what is left to repair after the good rows have landed.
    """
    first = plan.head.first_row
    rows_now: dict[int, int] = {}
    if only_bad:
        kept = [*range(first), *sorted(faults.rows)]
        rows_now = {row: place for place, row in enumerate(kept)}
    marks = [
        Mark(
            rows_now.get(fault.row - 1, fault.row - 1),
            None if fault.column is None else fault.column - 1,
            fault.label(plan.record, texts, language),
            fault.value,
            fault.reason(texts, language),
        )
        for fault in faults.sorted()
    ]
    rows = (row for number, row in enumerate(plan.sheet.rows()) if not only_bad or number in rows_now)
    merges = [merge for merge in plan.sheet.merges if not only_bad or merge[2] < first]
    target = io.BytesIO()
    words = MarkedWords(
        errors=texts.say("observe.words.errors", language),
        place=texts.say("observe.words.place", language),
        field=texts.say("observe.words.field", language),
        value=texts.say("observe.words.value", language),
        reason=texts.say("observe.words.reason", language),
    )
    widths = fitting_widths(plan.sheet.head(40)[plan.head.bottom :])
    write_marked(target, plan.sheet.name, rows, marks, words, merges, widths)
    return target.getvalue()


def fault_report(plan: Plan, faults: Faults, count: int, texts: Texts) -> dict[str, Any]:
    """Tell for a program what was read, what was left out, and what is wrong: the content of ``--report``."""
    return {
        "register": plan.record.name,
        "sheet": plan.sheet.name,
        "head": [plan.head.top + 1, plan.head.bottom + 1],
        "mapping": plan.mapping.to_yaml(),
        "columns": {
            use.heading.letters: {
                "heading": use.heading.text,
                "field": use.field.name,
                "factor": str(use.factor),
            }
            for use in plan.used
        },
        "rows": count,
        "bad_rows": len(faults.rows),
        "fault_count": faults.count,
        "skipped": [
            {
                "row": skipped.row + 1,
                "text": skipped.text,
                "why": {
                    language: texts.say(f"observe.skipped.{skipped.why}", language) for language in LANGUAGES
                },
            }
            for skipped in plan.skipped
        ],
        "faults": [fault.to_json(plan.record, texts) for fault in faults.sorted()],
    }
