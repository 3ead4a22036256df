"""Why is that the verdict? 说明

Writes a verdict for people and for programs: every criterion with value, threshold, points and article. Values are written as exact
decimals, never as binary floats.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from guanshan.assess.criterion import (
    Band,
    Best,
    Criterion,
    Interval,
    Judgement,
    Scale,
    Switch,
    Table,
    Test,
    Threshold,
    Worth,
)
from guanshan.assess.evaluate import Finding, Verdict
from guanshan.assess.expression import Comparison, Constant, Name, Quantity
from guanshan.assess.parameter import Input, Parameter, written
from guanshan.assess.standard import Route, Rulebook

Language = Literal["zh", "en"]
_YES_NO: Mapping[Language, tuple[str, str]] = {"zh": ("是", "否"), "en": ("yes", "no")}
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "==": "="}
Told = str | int | bool | None | list["Told"] | dict[str, "Told"]


def explain(verdict: Verdict, language: Language = "zh", on: date | None = None) -> dict[str, Told]:
    """Write a verdict as plain data for JSON: rulebook, verdict or class, route, total, and each criterion with its grounds."""
    rulebook = verdict.rulebook
    sized = bool(rulebook.classes)
    return {
        "rulebook": rulebook.name,
        "title": rulebook.title[language],
        "on": on.isoformat() if on else None,
        **(
            {"class": verdict.size, "classes": list(verdict.sizes)} if sized else {"verdict": verdict.verdict}
        ),
        "route": verdict.route,
        "total": None if verdict.total is None else points_of(verdict.total),
        "groups": {name: points_of(points) for name, points in verdict.groups.items()},
        "totals": {name: points_of(points) for name, points in (verdict.totals or {}).items()},
        "failed": list(verdict.failed),
        "quantities": {one.name: plain_value(verdict.values[one.name]) for one in rulebook.derived},
        "routes": [
            {
                "id": found.route.name,
                "title": found.route.title[language],
                "outcome": found.outcome,
                "minimums": {name: _plain(minimum) for name, minimum in found.route.minimums},
                "citation": cited(found.route),
            }
            for found in verdict.routes
        ],
        "criteria": [_criterion(finding, verdict, language) for finding in verdict.criteria],
    }


def _criterion(finding: Finding, verdict: Verdict, language: Language) -> dict[str, Told]:
    criterion, rulebook = finding.criterion, verdict.rulebook
    return {
        "id": criterion.name,
        "title": criterion.title[language],
        "outcome": finding.outcome,
        "value": plain_value(finding.value),
        "shown": shown(finding.value, deciding(finding, rulebook), language),
        "unit": unit_of(finding, rulebook),
        "threshold": threshold_of(finding),
        "better": better_of(finding),
        "points": None if finding.points is None else points_of(finding.points),
        "most": None if criterion.range is None else _plain(criterion.range.high),
        "choice": finding.choice,
        "inputs": [_input(name, finding, verdict, language) for name in finding.inputs],
        "citation": cited(criterion),
    }


def cited(of: Criterion | Route) -> dict[str, Told]:
    """Write where a rule stands: document, article, and how well each was seen."""
    citation = of.citation
    return {
        "document": citation.document,
        "number": citation.number,
        "article": citation.article,
        "mark": citation.mark,
        "article_mark": citation.article_mark,
    }


def points_of(points: Interval) -> Told:
    """Write points: a number, or a list of the fewest and the most where they are not known."""
    return _plain(points.low) if points.is_exact else [_plain(points.low), _plain(points.high)]


def _input(name: str, finding: Finding, verdict: Verdict, language: Language) -> Told:
    one = verdict.rulebook.parameters[name]
    value = verdict.values[name]
    return {
        "name": name,
        "title": one.title[language],
        "value": plain_value(value),
        "shown": shown(value, one, language),
        "unit": one.unit if one.kind == "number" else None,
        "presumed": name in finding.presumed,
    }


def plain_value(value: Quantity | None) -> Told:
    """Write a value for programs: a number as its decimals (cut with ``…`` after the twelfth), a flag or an option as it is."""
    return written(value, 12) if isinstance(value, Fraction) else value


def shown(value: Quantity | None, of: Parameter | None, language: Language) -> str | None:
    """Write a value for people: a number, yes or no, or the name of an option; None where it is unknown."""
    if isinstance(value, bool):
        return _YES_NO[language][0 if value else 1]
    if isinstance(value, Fraction):
        return written(value)
    if value is not None and isinstance(of, Input):
        return of.option_titles[of.options.index(value)][language]
    return value


def deciding(finding: Finding, rulebook: Rulebook) -> Parameter | None:
    """Return the parameter whose value decides a criterion; None where it is a condition on several or on a flag."""
    match finding.criterion.rule:
        case Scale(of=of) | Table(of=of) | Worth(of=of) | Judgement(of=str() as of):
            return rulebook.parameters[of]
        case Best(choices=choices) if finding.choice:
            return rulebook.parameters[dict(choices)[finding.choice].of]
    test = tested(finding)
    match test and test.formula:
        case Comparison(left=Name(name), right=Constant()):
            return rulebook.parameters[name]
    return None


def tested(finding: Finding) -> Test | None:
    """Return the test that decided a criterion: its own, or that of the option found; None where there is none."""
    match finding.criterion.rule:
        case Test() as test:
            return test
        case Switch(tests=tests) if finding.option is not None:
            return dict(tests).get(finding.option)
    return None


def unit_of(finding: Finding, rulebook: Rulebook) -> str | None:
    """Name the unit of the value that decides a criterion, or None where it is no number."""
    found = deciding(finding, rulebook)
    return found.unit if found is not None and found.kind == "number" else None


def threshold_of(finding: Finding) -> str | None:
    """Write what was asked: a test's bound, or the band in which the value lies; None where the title says it all."""
    rule, value = finding.criterion.rule, finding.value
    match rule:
        case Threshold(minimums=minimums):
            return " , ".join(f"{name} ≥ {written(minimum)}" for name, minimum in minimums)
        case Scale() | Best() if isinstance(value, Fraction):
            scale = scale_of(finding)
            return _band(scale.band(value)) if scale else None
    test = tested(finding)
    if test is None:
        return None
    match test.formula:
        case Comparison(operator=operator, left=Name(), right=Constant(Fraction() as bound)):
            return f"{_SIGNS.get(operator, operator)} {written(bound)}"
    return test.text if isinstance(rule, Switch) else None


def scale_of(finding: Finding) -> Scale | None:
    """Return the scale by which a criterion earned its points."""
    match finding.criterion.rule:
        case Scale() as scale:
            return scale
        case Best(choices=choices) if finding.choice:
            return dict(choices)[finding.choice]
    return None


def better_of(finding: Finding) -> Told:
    """Write what would earn next more: a band, or options; None where nothing does or the value is unknown."""
    rule, value = finding.criterion.rule, finding.value
    scale = scale_of(finding)
    if scale and isinstance(value, Fraction):
        better = scale.better(scale.band(value))
        return {"value": _band(better), "points": points_of(better.points)} if better else None
    if isinstance(rule, Table) and isinstance(value, str | bool):
        earned = rule.earns(value).high
        more = min((points.high for _, points in rule.points if points.high > earned), default=None)
        named: list[Told] = [option for option, points in rule.points if points.high == more]
        return {"value": named, "points": _plain(more)} if more is not None else None
    return None


def _band(band: Band) -> str:
    above, below = "> " if band.without_low else "≥ ", "< " if band.without_high else "≤ "
    if band.low is None:
        return "" if band.high is None else f"{below}{written(band.high)}"
    return (
        f"{above}{written(band.low)}" if band.high is None else f"{written(band.low)} – {written(band.high)}"
    )


def _plain(points: Fraction) -> int | str:
    return int(points) if points.denominator == 1 else written(points)
