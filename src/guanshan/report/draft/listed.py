"""Which indicators does a file list, and with which values? 指标文件

The file is that of a system's ``indicators.yaml``: name, then ``title``, ``aliases``, ``unit``, ``kind``, ``period``. For a checker without
a house each may bear its values: ``registered: {"2023": 7, "2022": {value: 2.5e8, qualifier: over}}``, and ``base`` of a growth.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import get_args

import yaml

from guanshan.i18n import load_texts
from guanshan.refusal import RefusedInput
from guanshan.report.draft.finding import Base, Kind, Qualifier
from guanshan.report.draft.known import KnownIndicator, KnownTable, Registered
from guanshan.report.draft.lexicon import lexicon

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_AGAINST: Mapping[str, Base] = {"previous": "yoy", "year_before": "yoy"}


def read_indicators(path: Path) -> KnownTable:
    """Read a file of indicators with their values.

    Raises
    ------
    RefusedInput
        If it cannot be read, or an entry says what it may not.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (a safe loader)
    except (OSError, UnicodeDecodeError) as fault:
        raise RefusedInput("draft.indicators_unreadable", file=path.name, problem=fault) from None
    except yaml.YAMLError as fault:
        raise RefusedInput(
            "draft.indicators_unreadable", file=path.name, problem=" ".join(str(fault).split())
        ) from None
    if not isinstance(raw, Mapping):
        raise RefusedInput("draft.indicators_no_mapping", file=path.name)
    entries = {str(name): _Entry(path.name, str(name), entry) for name, entry in raw.items()}
    return KnownTable(
        (entry.indicator() for entry in entries.values()),
        {name: entry.values() for name, entry in entries.items()},
    )


class _Entry:
    """One indicator of a file."""

    def __init__(self, file: str, name: str, entry: object) -> None:
        self._file, self._name = file, name
        if not isinstance(entry, Mapping):
            raise self._fault("", "no_mapping")
        self._entry = entry

    def _fault(self, field: str, why: str, **values: object) -> RefusedInput:
        return RefusedInput(f"draft.indicator_{why}", file=self._file, name=self._name, entry=field, **values)

    def indicator(self) -> KnownIndicator:
        title = self._by_language("title")
        aliases = self._entry.get("aliases") or {}
        if not isinstance(aliases, Mapping) or not all(
            isinstance(listed, list) for listed in aliases.values()
        ):
            raise self._fault("aliases", "no_mapping")
        names = tuple(
            dict.fromkeys([*title.values(), *(str(alias) for listed in aliases.values() for alias in listed)])
        )
        kind = self._kind()
        unit = "rank" if kind == "rank" else str(self._entry.get("unit") or "%")
        return KnownIndicator(
            self._name,
            title,
            names,
            frozenset() if kind == "rank" else units_of(unit),
            kind,
            str(self._entry.get("period") or "year"),
            self._base(),
        )

    def _by_language(self, field: str) -> Mapping[str, str]:
        words = self._entry.get(field)
        if not isinstance(words, Mapping) or not words:
            raise self._fault(field, "no_mapping")
        return {str(language): str(text) for language, text in words.items()}

    def _kind(self) -> Kind:
        said = self._entry.get("kind", "quantity")
        known: tuple[Kind, ...] = ("quantity", "share", "growth", "rank")
        for kind in known:
            if kind == said:
                return kind
        raise self._fault("kind", "no_kind", value=said, known=", ".join(known))

    def _base(self) -> Base | None:
        said = self._entry.get("base")
        if said is None:
            return _AGAINST.get(str(_deep(self._entry.get("formula"), "growth", "against")))
        bases: tuple[Base, ...] = get_args(Base)
        for base in bases:
            if base == said:
                return base
        raise self._fault("base", "no_kind", value=said, known=", ".join(bases))

    def values(self) -> list[Registered]:
        listed = self._entry.get("registered") or {}
        if not isinstance(listed, Mapping):
            raise self._fault("registered", "no_mapping")
        return [self._value(str(period), told) for period, told in listed.items()]

    def _value(self, period: str, told: object) -> Registered:
        parts = told if isinstance(told, Mapping) else {"value": told}
        said = parts.get("qualifier", "exact")
        qualifiers: tuple[Qualifier, ...] = get_args(Qualifier)
        qualifier = next((one for one in qualifiers if one == said), None)
        if qualifier is None:
            raise self._fault("qualifier", "no_kind", value=said, known=", ".join(qualifiers))
        try:
            value = Decimal(str(parts.get("value")))
        except InvalidOperation:
            raise self._fault("registered", "no_number", value=parts.get("value"), period=period) from None
        return Registered(value, period, qualifier)


def units_of(code: str) -> frozenset[str]:
    """Return the units in which a draft may state an indicator: the code itself, and the words of the catalogue for it.

    Examples
    --------
    >>> sorted(units_of("persons")), sorted(units_of("CNY"))
    (['persons', '人'], ['CNY'])
    """
    texts = load_texts()
    words = {code}
    if texts.has(f"units.{code}"):
        words.add(texts.say(f"units.{code}", "zh"))
    return frozenset(lexicon().units.get(word, word) for word in words)


def _deep(node: object, *names: str) -> object:
    """Find ``growth: {against: ...}`` however deep it stands in a formula."""
    if not isinstance(node, Mapping):
        return None
    if names[0] in node:
        return _deep(node[names[0]], *names[1:]) if len(names) > 1 else node[names[0]]
    return next((found for child in node.values() if (found := _deep(child, *names)) is not None), None)
