"""What does a draft say, and do the registers agree? 核稿

Reads a draft, holds it against the figures of a moment, and tells it as a list and as a Word document with comments. Nothing of a draft
is kept: no register, no file and no entry of the audit chain knows of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from guanshan.refusal import Forbidden, NotSignedIn
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.report.draft.extract import extract
from guanshan.report.draft.finding import Status
from guanshan.report.draft.judging import Finding, judge
from guanshan.report.draft.reading import read_draft
from guanshan.report.draft.telling import Teller, as_data
from guanshan.report.registered import RegisteredFigures
from guanshan.screens.house import House

ORDER: tuple[Status, ...] = ("differs", "not registered", "agrees")
"""In which order verdicts are read: what has to be mended first."""


@dataclass(frozen=True)
class CheckedDraft:
    """A draft with all its quantities judged. 核对结果

    Parameters
    ----------
    content
        The file as it came.
    findings
        Every quantity, those too that are not statistical.
    """

    content: bytes
    text: str
    findings: tuple[Finding, ...]

    @cached_property
    def judged(self) -> tuple[Finding, ...]:
        """The statistical figures, in the order of the text."""
        judged = (one for one in self.findings if one.status)
        return tuple(sorted(judged, key=lambda one: one.quantity.start))

    def listed(self, status: Status | None = None) -> list[tuple[int, Finding]]:
        """Return the judged figures with their numbers, those that differ first; of one status where it is named."""
        found = [(number, one) for number, one in enumerate(self.judged) if status in (None, one.status)]
        return sorted(found, key=lambda one: ORDER.index(one[1].status or "agrees"))

    def count(self, status: Status) -> int:
        """Count the figures of a status."""
        return sum(1 for one in self.judged if one.status == status)

    def told(self) -> list[Mapping[str, object]]:
        """Return every quantity as JSON holds it: the list of ``guanshan press check``."""
        return [as_data(one) for one in self.findings]

    def commented(self, teller: Teller) -> bytes:
        """Return the draft as a Word document with a comment at each statistical figure."""
        return teller.commented(self.text, read_draft(self.content).word, self.findings)


def require_officer(actor: Actor) -> None:
    """Refuse whoever is no officer.

    Raises
    ------
    NotSignedIn
        If nobody is signed in.
    Forbidden
        If somebody else is.
    """
    if actor.kind == "public":
        raise NotSignedIn("account.session.none")
    if not actor.has_role("officer"):
        raise Forbidden("access.needs.officer")


def check_draft(house: House, actor: Actor, content: bytes, moment: Moment | None = None) -> CheckedDraft:
    """Hold a draft against the figures of a moment, of now where none is given.

    Raises
    ------
    RefusedInput
        If the draft cannot be read.
    """
    require_officer(actor)
    text = read_draft(content).text
    with house.reporter.at(moment or house.registry.moment()) as sight:
        findings = judge(extract(text), RegisteredFigures(sight), text)
    return CheckedDraft(content, text, tuple(findings))
