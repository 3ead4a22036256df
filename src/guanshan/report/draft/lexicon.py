"""By which words are quantities read? 词表

The words are data (``lexicon.yaml``); here they become patterns, once, when they are first needed. A pattern of words is tried longest word
first.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest of some words; Latin words only as whole words."""
    return "(?:" + "|".join(_bounded(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _bounded(word: str) -> str:
    escaped = re.escape(word).replace(r"\ ", r"\s+")
    before = r"(?<![A-Za-z])" if word[0].isascii() and word[0].isalpha() else ""
    after = r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return before + escaped + after


@dataclass(frozen=True)
class Lexicon:
    """The words, as the readers use them.

    Parameters
    ----------
    unit
        A unit or a classifier right after digits.
    units
        The unit that a word names.
    words
        All lists by name, each a pattern that is searched.
    lists
        The lists as written.
    """

    unit: re.Pattern[str]
    units: Mapping[str, str]
    words: Mapping[str, re.Pattern[str]]
    lists: Mapping[str, Any]


@cache
def lexicon() -> Lexicon:
    """Read the word lists."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load((Path(__file__).parent / "lexicon.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (a safe loader)
    units = {word: unit for unit, words in raw["measures"].items() for word in words}
    classifiers = {word: word for word in raw["classifiers"].split()}
    not_units = f"(?!{any_of(raw['not_units'].split())})"
    every = {**classifiers, **units}
    words = {
        name: re.compile(any_of(listed))
        for name, listed in raw.items()
        if isinstance(listed, list) and all(isinstance(word, str) for word in listed)
    }
    for name in ("bases", "aspects"):
        words |= {f"{name}.{part}": re.compile(any_of(listed)) for part, listed in raw[name].items()}
    for name, sides in raw["qualifiers"].items():
        for side, listed in sides.items():
            if listed:
                words[f"{name}.{side}"] = re.compile(any_of(listed))
    words["fixed"] = re.compile(raw["fixed"])
    return Lexicon(re.compile(not_units + any_of(every)), every, words, raw)


def found(name: str, text: str) -> bool:
    """Tell whether a word of a list stands in a text."""
    return lexicon().words[name].search(text) is not None


@cache
def _ending(name: str) -> re.Pattern[str]:
    return re.compile(f"(?:{lexicon().words[name].pattern})\\s*$")


def ends(name: str, text: str) -> re.Match[str] | None:
    """Find a word of a list at the end of a text."""
    return _ending(name).search(text)


def last(name: str, text: str) -> int:
    """Return where the last word of a list in a text ends, or -1."""
    end = -1
    for match in lexicon().words[name].finditer(text):
        end = match.end()
    return end
