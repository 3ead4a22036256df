"""How does a piece of HTML come about? 页面模板

All HTML is written by Jinja with escaping always on; an undefined name in a template is an error, never an empty place.
"""

from collections.abc import Iterable
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from guanshan.screens.words import Words


@cache
def _environment(packages: tuple[str, ...]) -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Paper:
    """Writes templates of some packages in a reader's words. 模板

    Parameters
    ----------
    packages
        Packages whose ``templates`` folder is looked into, the first one first.
    """

    def __init__(self, packages: Iterable[str] = ("guanshan.screens",)) -> None:
        self._environment = _environment(tuple(packages))

    def write(self, template: str, words: Words, /, **values: object) -> Markup:
        """Write a template; ``t`` in it is the reader's `Words`."""
        return Markup(self._environment.get_template(template).render(t=words, **values))  # noqa: S704 (escaped by Jinja)
