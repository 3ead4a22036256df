"""How does an edition become a paper to hand round? 纸质件

Word and PDF are written from what the edition says, not from the registers: the paper of an old edition is always that of the edition.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from guanshan.screens.words import Words
from guanshan.systems.briefing.service.pdf import briefing_pdf
from guanshan.systems.briefing.service.word import briefing_docx

MEDIA: Final[Mapping[str, str]] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""Media type of each paper, by its form."""


def write_paper(words: Words, content: str, form: str, template: Path | None = None) -> bytes:
    """Write an edition as a paper in a language.

    Parameters
    ----------
    content
        The edition's canonical JSON.
    template
        An office's own Word template.

    Raises
    ------
    RefusedInput
        If no font prints Chinese, or the template will not do.
    """
    composed: dict[str, Any] = json.loads(content)
    return briefing_docx(words, composed, template) if form == "docx" else briefing_pdf(words, composed)
