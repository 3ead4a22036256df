"""How is a checked draft told: to a program, and to its author? 核对报告"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from guanshan.document.word import Comment, WordText, document_of
from guanshan.i18n import Language, Texts
from guanshan.report.draft.extract import written
from guanshan.report.draft.finding import Status
from guanshan.report.draft.judging import Finding

MARKS: Final[Mapping[Status | None, str]] = {"agrees": "✓", "differs": "✗", "not registered": "?"}
"""The sign of each verdict."""
_WHERE_KNOWN = ("base", "direction", "multiple", "aspect")


def as_data(finding: Finding) -> Mapping[str, object]:
    """Return a finding as JSON holds it."""
    quantity, registered = finding.quantity, finding.registered
    told: dict[str, object] = {
        "text": quantity.text, "start": quantity.start, "end": quantity.end, "value": quantity.value, "unit": quantity.unit,
        "qualifier": quantity.qualifier, "kind": quantity.kind, "subject": quantity.subject, "period": quantity.period,
        "indicator": finding.indicator.name if finding.indicator else None,
        "registered": written(registered.value) if registered else None,
        "status": finding.status, "statistical": quantity.statistical,
    }  # fmt: skip
    told |= {name: getattr(quantity, name) for name in _WHERE_KNOWN if getattr(quantity, name) is not None}
    if quantity.qualifier_span:
        told["qualifier_span"] = list(quantity.qualifier_span)
    if registered:
        told |= {"registered_period": registered.period, "registered_qualifier": registered.qualifier}
    if finding.reason:
        told["reason"] = finding.reason
    return told


class Teller:
    """Tells findings in one language."""

    def __init__(self, texts: Texts, language: Language) -> None:
        self._texts = texts
        self._language = language

    def _say(self, key: str, **values: object) -> str:
        return self._texts.say(f"draft.{key}", self._language, **values)

    def line(self, finding: Finding) -> str:
        """Return a finding in a sentence: what is printed, what is registered, and whether they agree."""
        quantity, indicator = finding.quantity, finding.indicator
        status = (finding.status or "").replace(" ", "_")
        parts = [
            self._say(f"status.{status}")
            + (f" ({self._say(f'reason.{finding.reason}')})" if finding.reason else "")
        ]
        if indicator:
            parts.append(indicator.title.get(self._language) or indicator.name)
        elif quantity.subject:
            parts.append(quantity.subject)
        if finding.registered and finding.status != "agrees":
            period = f", {finding.registered.period}" if finding.registered.period else ""
            parts.append(self._say("registered", value=self._amount(finding) + period))
        elif finding.registered:
            parts.append(self._amount(finding))
        return self._say("between").join(parts)

    def registered(self, finding: Finding) -> str | None:
        """Return the registered figure as it is said, without its period; None where nothing is registered."""
        return self._amount(finding) if finding.registered else None

    def _amount(self, finding: Finding) -> str:
        registered, unit = finding.registered, finding.quantity.unit
        value = registered.value if registered else Decimal(0)
        word = (
            self._texts.say(f"units.{unit}", self._language)
            if unit and self._texts.has(f"units.{unit}")
            else unit or ""
        )
        if unit == "CNY":
            shown, word = self._money(value)
        else:
            shown = f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,f}"
        told = f"{shown}{' ' if word.isascii() and word != '%' else ''}{word}".strip()
        qualifier = registered.qualifier if registered else "exact"
        return told if qualifier == "exact" else self._say(f"qualifier.{qualifier}", value=told)

    def _money(self, value: Decimal) -> tuple[str, str]:
        for size in ("100000000", "10000"):
            if abs(value) >= Decimal(size):
                return f"{(value / Decimal(size)).normalize():,f}", self._say(f"money.{size}")
        return f"{value:,f}", self._say("money.1")

    def marked(self, text: str, findings: Sequence[Finding]) -> str:
        """Return the draft with each statistical figure in brackets, numbered, and a line for each below."""
        judged = [finding for finding in findings if finding.status]
        parts, at = [], 0
        for number, finding in enumerate(judged, 1):
            quantity = finding.quantity
            parts += [text[at : quantity.start], f"[{number}{MARKS[finding.status]} {quantity.text}]"]
            at = quantity.end
        lines = [
            f"{number:>3} {MARKS[finding.status]} {' '.join(finding.quantity.text.split())}: {self.line(finding)}"
            for number, finding in enumerate(judged, 1)
        ]
        return "\n".join(["".join(parts) + text[at:].rstrip(), "", self.summary(judged), *lines])

    def summary(self, findings: Iterable[Finding]) -> str:
        """Count the findings."""
        said = [finding.status for finding in findings if finding.status]
        return self._say(
            "summary",
            figures=len(said),
            agrees=said.count("agrees"),
            differs=said.count("differs"),
            unknown=said.count("not registered"),
        )

    def commented(self, text: str, word: WordText | None, findings: Iterable[Finding]) -> bytes:
        """Return the draft as a Word document with a comment at each statistical figure."""
        comments = [
            Comment(
                finding.quantity.start,
                finding.quantity.end,
                f"{MARKS[finding.status]} {self.line(finding)}",
            )
            for finding in findings
            if finding.status
        ]
        if word is None:
            gone = [at for at, sign in enumerate(text) if not _is_kept(sign)]
            comments = [
                Comment(
                    one.start - bisect_left(gone, one.start), one.end - bisect_left(gone, one.end), one.text
                )
                for one in comments
            ]
        document = word or WordText(document_of(text.split("\n")))
        return document.commented(comments, self._say("author"), "GS")


def _is_kept(sign: str) -> bool:
    """Tell whether a Word document can hold a sign."""
    return sign >= " " or sign in "\t\n"
