"""How does a template of the briefing come onto the desk? 页面部件"""

from nicegui import ui

from guanshan.screens.paper import Paper
from guanshan.screens.visit import Visit

_PAPER = Paper(("guanshan.systems.briefing", "guanshan.screens"))


def written(visit: Visit, template: str, /, **values: object) -> str:
    """Return a template in the reader's words; Jinja has escaped it."""
    return str(_PAPER.write(template, visit.words, link=visit.link, **values))


def drawn(visit: Visit, template: str, /, **values: object) -> ui.html:
    """Put a template on the page."""
    return ui.html(written(visit, template, **values), sanitize=False)
