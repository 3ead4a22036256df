"""How is a verdict told in plain text? 文字说明"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from guanshan.assess.evaluate import Verdict
from guanshan.assess.explain import Told, explain
from guanshan.i18n import Language, Texts, load_texts

if TYPE_CHECKING:  # only the command that plans waits for a solver
    from guanshan.assess.plan.planning import Plan


def narrated(verdict: Verdict, language: Language, on: date | None = None) -> str:
    """Tell a verdict clause by clause: outcome, value, what is asked for, points, and where it stands."""
    return "\n".join(_lines(explain(verdict, language, on), load_texts(), language))


def _lines(told: dict[str, Told], texts: Texts, language: Language) -> Iterator[str]:
    def word(key: str) -> str:
        return texts.say(f"assess.{key}", language)

    answer = word(f"verdict.{told['verdict']}") if "verdict" in told else _joined(told["classes"])
    yield f"{told['title']} ({told['rulebook']}{', ' + str(told['on']) if told['on'] else ''}): {answer}"
    if told["route"]:
        yield f"  {word('words.route')}: {told['route']}"
    if told["total"] is not None:
        yield f"  {word('words.total')}: {_joined(told['total'])}"
    criteria = told["criteria"]
    assert isinstance(criteria, list)
    for criterion in criteria:
        assert isinstance(criterion, dict)
        outcome = word(f"outcome.{criterion['outcome']}")
        yield f"- {criterion['id']} {criterion['title']}: {outcome}"
        details = [
            f"{word(f'words.{name}')} {shown}"
            for name, shown in (
                ("value", _with_unit(criterion)),
                ("threshold", criterion["threshold"]),
                ("points", None if criterion["points"] is None else _joined(criterion["points"])),
            )
            if shown is not None
        ]
        citation = criterion["citation"]
        assert isinstance(citation, dict)
        mark = word(f"mark.{citation['mark']}")
        yield f"    {'; '.join([*details, ''])}{citation['number']} {citation['article']} [{mark}]"


def _with_unit(criterion: dict[str, Told]) -> str | None:
    if criterion["shown"] is None:
        return None
    return (
        f"{criterion['shown']} {criterion['unit']}"
        if criterion["unit"] not in (None, "1")
        else str(criterion["shown"])
    )


def _joined(part: Told) -> str:
    return " – ".join(map(str, part)) if isinstance(part, list) else str(part)


def narrated_plan(plan: "Plan", language: Language) -> str:
    """Tell a plan: what to change and what it costs, what each route would take, what stands in the way."""
    from guanshan.assess.plan.telling import told_plan

    return "\n".join(_plan_lines(told_plan(plan, language), load_texts(), language))


def _plan_lines(told: dict[str, Told], texts: Texts, language: Language) -> Iterator[str]:
    def word(key: str, **values: object) -> str:
        return texts.say(f"assess.plan.{key}", language, **values)

    yield f"{told['title']} ({told['rulebook']}): {word('status.' + str(told['status']))}"
    if told["status"] in ("plan", "awaiting"):
        yield f"  {word('cost', cost=told['cost'])}"
    yield from (f"- {_change_line(change, texts, language)}" for change in _parts(told["changes"]))
    for route in _parts(told["routes"]):
        told_cost = word("route_cost", cost=route["cost"]) if route["cost"] is not None else word("no_way")
        kind = word("direct") if route["direct"] else word("by_points")
        yield f"  {word('route', route=route['title'], kind=kind)} {told_cost}"
    for obstacle in _parts(told["obstacles"]):
        name = f"{obstacle['id']} {obstacle['title'] or ''}".strip()
        yield f"- {name}: {word('reason.' + str(obstacle['reason']))}" + _still(obstacle, texts, language)


def _change_line(change: dict[str, Told], texts: Texts, language: Language) -> str:
    unit = (
        f" {texts.say('units.' + str(change['unit']), language)}" if change["unit"] not in (None, "1") else ""
    )
    before = change["shown_from"] or texts.say("assess.plan.not_known", language)
    cost = texts.say("assess.plan.costs", language, cost=change["cost"])
    return f"{change['title']}: {before} → {change['shown_to']}{unit} ({cost})"


def _unit(unit: Told, texts: Texts, language: Language) -> str:
    if unit in (None, "1"):
        return ""
    key = f"units.{unit}"
    return f" {texts.say(key, language) if texts.has(key) else unit}"


def _still(obstacle: dict[str, Told], texts: Texts, language: Language) -> str:
    named = ", ".join(str(one["title"]) for one in _parts(obstacle["inputs"]))
    reach = (
        texts.say("assess.plan.reach", language, reach=obstacle["reach"], asked=obstacle["asked"])
        if obstacle["reach"] is not None
        else ""
    )
    return "".join(f" ({part})" for part in (named, reach) if part)


def _parts(told: Told) -> Iterator[dict[str, Told]]:
    assert isinstance(told, list)
    for part in told:
        assert isinstance(part, dict)
        yield part
