"""What a text must be read as: the lines of ``texts/*.yaml``, and how far a reading agrees with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from guanshan.report.draft.extract import extract
from guanshan.report.draft.finding import STATISTICAL_KINDS, Quantity

TEXTS = Path(__file__).parent / "texts"
KINDS = ("quantity", "share", "growth", "rank", "date", "time", "ordinal", "name")
FIELDS = (
    "value",
    "unit",
    "qualifier",
    "kind",
    "period",
    "statistical",
    "base",
    "direction",
    "multiple",
    "aspect",
    "subject",
)
_WORDS = {
    "qualifier": ("over", "about_over", "near", "at_most"),
    "base": ("yoy", "pop", "ye", "fixed", "before", "peer"),
    "direction": ("up", "down"),
    "multiple": ("ratio", "increment"),
    "aspect": ("target", "rule", "scenario", "negated"),
}


@dataclass(frozen=True)
class Expected:
    """One line: what must be found where; a field that the line leaves open is not in ``fields``."""

    printed: str
    start: int
    end: int
    fields: dict[str, object]


def named(name: str) -> list[dict]:
    return yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))


def expectations(case: dict) -> Iterator[Expected]:
    at = 0
    for line in case["expect"]:
        printed, valued, words, period, subject = ([part.strip(" ") for part in line.split("|")] + [""] * 5)[
            :5
        ]
        start = case["text"].find(printed, at)
        assert start >= 0, f"{case['name']}: {printed!r} is not in the text"
        at = start + len(printed)
        yield Expected(printed, start, at, _fields(valued, words.split(), period, subject))


def _fields(valued: str, words: list[str], period: str, subject: str) -> dict[str, object]:
    value, _, unit = valued.partition(" ")
    kind = next((word for word in words if word in KINDS), "quantity")
    fields: dict[str, object] = {"kind": kind, "statistical": kind in STATISTICAL_KINDS and "no" not in words}
    for field, known in _WORDS.items():
        said = next((word for word in words if word in known), None)
        if said or field == "aspect":
            fields[field] = said
    fields.setdefault("qualifier", "exact")
    if kind != "name":
        fields["value"] = None if value == "-" else value
    if kind in ("quantity", "share", "growth"):
        fields["unit"] = unit or None
    if period not in ("", "-"):
        fields["period"] = period
    elif kind in STATISTICAL_KINDS and not period:
        fields["period"] = None
    if subject:
        fields["subject"] = subject
    return fields


def differences(found: Quantity, expected: dict[str, object]) -> dict[str, tuple[object, object]]:
    """Return each field that is not as expected: what was found, what was expected."""
    wrong = {}
    for field, wanted in expected.items():
        got = getattr(found, field)
        if field == "value":
            same = as_number(got) == as_number(wanted)
        elif field == "subject":
            same = str(wanted) in (got or "")
        else:
            same = got == wanted
        if not same:
            wrong[field] = (got, wanted)
    return wrong


def as_number(value: object) -> object:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


@dataclass
class Score:
    """How far a reading agrees: entries expected, found, found too many, right in every field, and wrong by field."""

    expected: int = 0
    found: int = 0
    extra: int = 0
    right: int = 0
    statistical: int = 0
    statistical_found: int = 0
    statistical_extra: int = 0
    wrong: dict[str, int] | None = None
    told: list[str] | None = None

    @property
    def recall(self) -> float:
        return self.statistical_found / self.statistical

    @property
    def precision(self) -> float:
        return self.statistical_found / (self.statistical_found + self.statistical_extra)


def scored(pairs: Iterator[tuple[str, str, list[Expected]]]) -> Score:
    """Read texts (name, text, expected) and compare."""
    score = Score(wrong=dict.fromkeys(FIELDS, 0), told=[])
    for name, text, wanted in pairs:
        findings = extract(text)
        used = set()
        for one in wanted:
            score.expected += 1
            score.statistical += bool(one.fields["statistical"])
            number = next(
                (at for at, each in enumerate(findings) if each.start < one.end and one.start < each.end),
                None,
            )
            if number is None:
                score.told.append(f"{name}: {one.printed!r} missing")
                continue
            used.add(number)
            score.found += 1
            score.statistical_found += bool(one.fields["statistical"]) and findings[number].statistical
            score.statistical_extra += findings[number].statistical and not one.fields["statistical"]
            wrong = differences(findings[number], one.fields)
            score.right += not wrong
            for field in wrong:
                score.wrong[field] += 1
            if wrong:
                score.told.append(f"{name}: {one.printed!r} {wrong}")
        extra = [each for at, each in enumerate(findings) if at not in used]
        score.extra += len(extra)
        score.statistical_extra += sum(each.statistical for each in extra)
        score.told += [f"{name}: {each.text!r} too many" for each in extra]
    return score


def scored_file(name: str) -> Score:
    return scored((case["name"], case["text"], list(expectations(case))) for case in named(name))


def scored_page(text: str, golden: list[dict]) -> Score:
    """Compare the page with its golden list; subjects are compared by binding, not by words."""
    wanted = []
    for one in golden:
        fields = {field: one.get(field) for field in FIELDS if field != "subject"}
        if one["kind"] == "name":
            del fields["value"]
        if not one["statistical"]:
            del fields["period"]
        wanted.append(Expected(one["text"], one["start"], one["end"], fields))
    return scored(iter([("page", text, wanted)]))
