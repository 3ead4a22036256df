"""How is a verdict told in plain text? 文字说明"""

from collections.abc import Iterator
from datetime import date

from guanshan.assess.evaluate import Verdict
from guanshan.assess.explain import Told, explain
from guanshan.i18n import Language, Texts, load_texts


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
