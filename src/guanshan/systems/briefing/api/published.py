"""How is the briefing published? 公开简报

The latest edition, any edition, its papers, and what changed in it: whole documents that everybody may read.
"""

from guanshan.declaration import Leaf
from guanshan.refusal import NotFound
from guanshan.screens.house import House
from guanshan.screens.words import Words
from guanshan.systems.briefing.service.edition import editions, kept_copy, made
from guanshan.systems.briefing.service.paper import MEDIA, write_paper
from guanshan.systems.briefing.service.telling import changes_html

_HTML = "text/html; charset=utf-8"


def latest(house: House, words: Words) -> Leaf:
    """Return the latest edition by its day; where there is none yet, the briefing as it would be today."""
    found = max(editions(house), key=lambda one: (one.moment.on, one.recorded_at), default=None)
    if found is not None:
        return one(house, words, found.number)
    moment = house.reporter.pinned(house.registry.moment())
    content = made(house, moment)["html_zh" if words.language == "zh" else "html_en"]
    return Leaf(content.encode(), _HTML)


def one(house: House, words: Words, number: str) -> Leaf:
    """Return an edition in the reader's language, held against its digest."""
    content = kept_copy(house, number, "html_zh" if words.language == "zh" else "html_en")
    return Leaf(content.encode(), _HTML)


def changes(house: House, words: Words, number: str) -> Leaf:
    """Return what is known of an edition: digest, signatures, and what changed since the one before."""
    return Leaf(changes_html(house, words, number).encode(), _HTML)


def paper(house: House, words: Words, number: str, form: str) -> Leaf:
    """Return an edition as a paper: ``json``, ``docx`` or ``pdf``.

    Raises
    ------
    NotFound
        If there is no such form.
    """
    if form == "json":
        return Leaf(kept_copy(house, number, "json").encode(), "application/json", f"briefing-{number}.json")
    if form not in MEDIA:
        raise NotFound("web.problem.not_found")
    content = write_paper(words, kept_copy(house, number, "json"), form)
    return Leaf(content, MEDIA[form], f"briefing-{number}-{words.language}.{form}")
