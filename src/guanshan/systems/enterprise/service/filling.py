"""Which unknown facts may an enterprise fill in itself, and how does it? 企业填报

Of everything that can be stated, an enterprise states what it knows of itself; what an expert or an office has to judge is not for it to
fill in. A form is taken whole: every answer is checked, and only if all will do is any of them kept.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from guanshan.assess.library import Library
from guanshan.refusal import ManyRefusals, RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.service.binding import binding_of
from guanshan.systems.enterprise.service.designation import library
from guanshan.systems.enterprise.service.judged import judged_inputs
from guanshan.systems.enterprise.service.statement import Question, check, state

_BETWEEN: Final = "@"


def name_of(question: Question) -> str:
    """Name a question in a form: the fact, and the year to which an answer belongs."""
    return question.fact if question.year is None else f"{question.fact}{_BETWEEN}{question.year}"


def is_judged(question: Question, books: Library | None = None) -> bool:
    """Tell whether an answer is for an expert or an office to give, by one of the rulebooks that ask."""
    shelf = books or library()
    return any(one.name in judged_inputs(shelf.find(book)) for book, one in question.asked_by)


def fill(
    registry: Registry,
    actor: Actor,
    credit_code: str,
    answers: Mapping[str, str],
    asked: Sequence[Question],
    books: Library | None = None,
) -> int:
    """Keep an enterprise's answers, those left empty and those that say what is stated already excepted.

    Parameters
    ----------
    answers
        By `name_of`.
    asked
        The questions that may be answered.

    Returns
    -------
    How many statements were kept.

    Raises
    ------
    ManyRefusals
        With the question's `name_of` as the field of each; nothing is kept then.
    NotFound, Forbidden, NotSignedIn
        If there is no such enterprise, or the actor may not speak for it.
    """
    given = [
        (one, answers[name_of(one)].strip())
        for one in asked
        if answers.get(name_of(one), "").strip() not in ("", one.value)
    ]
    refusals = [refused for one, value in given if (refused := _refused(registry, one, value, books))]
    if refusals:
        raise ManyRefusals(refusals)
    for one, value in given:
        state(registry, actor, credit_code, one.fact, value, year=one.year, books=books)
    return len(given)


def _refused(
    registry: Registry, question: Question, value: str, books: Library | None
) -> RefusedInput | None:
    field = name_of(question)
    if question.registered or is_judged(question, books):
        return RefusedInput("enterprise.statement.not_yours", field=field, fact=question.fact)
    shelf, types = books or library(), registry.store.types
    asking = [binding_of(one, shelf.find(book).family, types) for book, one in question.asked_by]
    values = {"fact": question.fact, "year": question.year, "value": value, "unit": None}
    try:
        check(values, {question.fact: asking})
    except RefusedInput as refused:
        return RefusedInput(refused.key, **{**refused.values, "field": field})
    return None
