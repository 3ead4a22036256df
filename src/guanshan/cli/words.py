"""In which words does the command line answer? 命令行文字"""

import os
import sys
from collections.abc import Iterator, Mapping

import click

from guanshan.i18n import Language, MissingText, Texts, load_texts
from guanshan.refusal import ManyRefusals, Refusal


def language() -> Language:
    """Return the language of the command line: ``GUANSHAN_LANGUAGE``, else Chinese."""
    return "en" if os.environ.get("GUANSHAN_LANGUAGE", "").lower().startswith("en") else "zh"


def texts() -> Texts:
    """Return the texts of the house with those of its systems, or the core's alone where a system's will not load."""
    try:
        from guanshan.app import texts_of
        from guanshan.settings import load_settings

        return texts_of(load_settings())
    except (Refusal, MissingText):
        return load_texts()


def say(key: str, **values: object) -> None:
    """Print a text of the catalogue's area ``cli``."""
    click.echo(load_texts().say(f"cli.{key}", language(), **values))


def tell(refusal: Refusal) -> None:
    """Print what a refusal says, in one sentence, on stderr."""
    known = texts()
    for line in _sentences(refusal, known):
        click.echo(line, err=True)


def _sentences(refusal: Refusal, known: Texts) -> Iterator[str]:
    if isinstance(refusal, ManyRefusals):
        shown = refusal.refusals[:5]
        parts = [sentence for one in shown for sentence in _sentences(one, known)]
        yield known.say(refusal.key, language(), **refusal.values) + ": " + "; ".join(parts)
        return
    values = {name: _said(value, known) for name, value in refusal.values.items()}
    text = known.say(refusal.key, language(), **values) if known.has(refusal.key) else str(refusal)
    field = refusal.values.get("field")
    yield f"{field}: {text}" if field and "{field}" not in text else text


def _said(value: object, known: Texts) -> object:
    if isinstance(value, Refusal):
        return "; ".join(_sentences(value, known))
    return value.get(language(), value) if isinstance(value, Mapping) else value


class Progress:
    """Shows on stderr how far a long piece of work is; on a terminal in one line, else a line each ten per cent."""

    def __init__(self) -> None:
        self._shown: tuple[str, int] = ("", -1)

    def __call__(self, what: str, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` are done."""
        share = done * 100 // total if total else 100
        step = share if sys.stderr.isatty() else share - share % 10
        if (what, step) == self._shown:
            return
        self._shown = (what, step)
        ending = "\n" if share >= 100 or not sys.stderr.isatty() else "\r"
        sys.stderr.write(f"  {what}: {done:,}/{total:,} ({share} %){ending}")
        sys.stderr.flush()
