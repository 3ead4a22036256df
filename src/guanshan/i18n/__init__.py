"""In which words is it said? 文本

Every text that a person reads has a key and stands in a YAML catalogue, once in Chinese and once in English. The core's
texts lie beside this file, one file per area and language (``zh/web.yaml`` holds the keys ``web.*``); a system's
texts lie in its own folder. A key that one language lacks stops the catalogue from loading.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


OWN = (".aliases",)
"""Endings of keys that one language may have alone: other names by which people of that language call a thing."""


class MissingText(LookupError):
    """A key that no catalogue holds, or that one language lacks: a fault of the program, not of its user."""


class Texts:
    """All texts of the house, by key and language.

    Parameters
    ----------
    texts
        For each language, the flat mapping from key to text.

    Raises
    ------
    MissingText
        If the languages do not hold the same keys.
    """

    def __init__(self, texts: Mapping[Language, Mapping[str, str]]) -> None:
        own = {key: "" for known in texts.values() for key in known if key.endswith(OWN)}
        self._texts = {language: {**own, **texts[language]} for language in LANGUAGES}
        for language in LANGUAGES:
            for other in LANGUAGES:
                if lacking := sorted(set(self._texts[other]) - set(self._texts[language])):
                    raise MissingText(f"{language} lacks {', '.join(lacking[:5])}")

    def say(self, key: str, language: Language, /, **values: object) -> str:
        """Return the text of a key with the values filled in (``{name}`` in the text).

        Raises
        ------
        MissingText
            If no catalogue holds the key.
        """
        try:
            text = self._texts[language][key]
        except KeyError:
            raise MissingText(f"{language}: {key}") from None
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Tell whether the catalogue holds a key."""
        return key in self._texts["zh"]

    def keys(self) -> frozenset[str]:
        """Return every key of the catalogue."""
        return frozenset(self._texts["zh"])


def load_texts(system_folders: Iterable[tuple[str, Path]] = ()) -> Texts:
    """Load the core's texts and those of the given systems.

    Parameters
    ----------
    system_folders
        Pairs of a system's name and its folder; its keys begin with its name.
    """
    merged: dict[Language, dict[str, str]] = {language: dict(_core_texts(language)) for language in LANGUAGES}
    for name, folder in system_folders:
        for language in LANGUAGES:
            path = folder / "texts" / f"{language}.yaml"
            if not path.exists():
                raise MissingText(f"{name} has no texts/{language}.yaml")
            merged[language].update(_flat(_read(path), name))
    return Texts(merged)


@cache
def _core_texts(language: Language) -> Mapping[str, str]:
    merged: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / language).glob("*.yaml")):
        merged.update(_flat(_read(path), path.stem))
    return merged


def _read(path: Path) -> object:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader) or {}  # noqa: S506 (a safe loader)


def _flat(node: object, prefix: str) -> Mapping[str, str]:
    if isinstance(node, Mapping):
        return {
            key: text
            for name, child in node.items()
            for key, text in _flat(child, f"{prefix}.{name}").items()
        }
    return {prefix: str(node)}
