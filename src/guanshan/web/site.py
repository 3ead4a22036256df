"""What stands around every plain page? 页面框架

Masthead, band, language switch, forms' tokens: written once here for the public's, the enterprises' and the residents' pages.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

import guanshan.screens
from guanshan.refusal import Refusal
from guanshan.register.actor import Actor
from guanshan.screens.asking import Asking, moment_of_query
from guanshan.screens.house import House
from guanshan.screens.paper import Paper
from guanshan.screens.words import Words
from guanshan.web import cookie

LOOK = Path(next(iter(guanshan.screens.__path__))) / "look"
"""Folder of the style sheet and the mark."""

_PAPER = Paper(("guanshan.web", "guanshan.screens"))


@dataclass(frozen=True, slots=True)
class Frame:
    """What the base template shows around a page."""

    actor: Actor
    today: date
    sample: bool
    switch: str
    form: str
    look: str


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader's request: who asks, in which language; ``mark`` is the browser's own, to which forms are bound. 读者"""

    house: House
    request: Request
    actor: Actor
    words: Words
    mark: str

    @classmethod
    def of(cls, house: House, request: Request) -> "Reader":
        """Find out who asks and in which language."""
        words = house.words(cookie.language_of(request))
        return cls(house, request, cookie.who(house, request), words, cookie.form_mark(request))

    @property
    def asking(self) -> Asking:
        """What this reader asks of a system."""
        query = dict(self.request.query_params)
        return Asking(
            house=self.house,
            actor=self.actor,
            words=self.words,
            moment=moment_of_query(self.house, query),
            query=query,
            form=cookie.form_token(self.house, self.request, self.mark),
        )

    def page(self, template: str, /, status: int = 200, **values: object) -> Response:
        """Write a page of a template."""
        frame = Frame(
            actor=self.actor,
            today=self.house.registry.today(),
            sample=self.house.sample,
            switch=self._switched(),
            form=cookie.form_token(self.house, self.request, self.mark),
            look=look_version(),
        )
        response = HTMLResponse(_PAPER.write(template, self.words, site=frame, **values), status)
        cookie.remember(response, self.request, self.mark)
        return response

    def problem(self, refusal: Refusal, status: int | None = None) -> Response:
        """Write the page that tells a refusal."""
        said = self.words.refusal(refusal)
        return self.page("problem.html", status=status or refusal.http_status, said=said)

    def go(self, where: str) -> RedirectResponse:
        """Send the reader to another page, after a form."""
        return RedirectResponse(where, 303)

    def _switched(self) -> str:
        if self.request.method != "GET":
            return f"/?lang={self.words.other}"
        kept = [(name, value) for name, value in self.request.query_params.multi_items() if name != "lang"]
        return f"?{urlencode([*kept, ('lang', self.words.other)])}"


@cache
def look_version() -> str:
    """Return a short digest of the style sheet, so that browsers fetch a changed one."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(LOOK.iterdir()))).hexdigest()[:8]
