"""May this be done with a case now, and how must the form be filled in? 动作的校验"""

from collections.abc import Collection, Mapping
from fractions import Fraction

from guanshan.act.case.kind import CaseKind, Hat, Move, Question
from guanshan.act.case.standing import Standing, Step, answer_to, fold
from guanshan.act.case.timing import may_extend, read
from guanshan.act.deadline.calendar import Calendar
from guanshan.act.deadline.history import Term
from guanshan.refusal import Conflict, Forbidden, ManyRefusals, NotFound, Refusal, RefusedInput


def moves_for(kind: CaseKind, standing: Standing, hats: Collection[Hat]) -> tuple[Move, ...]:
    """Return the moves that somebody with these hats may make now, in the order of the kind."""
    return tuple(
        move
        for move in kind.moves.values()
        if standing.state in move.sources
        and set(move.who) & set(hats)
        and not (move.most and standing.done.get(move.name, 0) >= move.most)
    )


def require(
    kind: CaseKind, standing: Standing, step: Step, hats: Collection[Hat], calendar: Calendar
) -> Standing:
    """Return where the case would stand after a step, or refuse it.

    Raises
    ------
    NotFound, Forbidden, Conflict, RefusedInput, ManyRefusals
        If there is no such move, the hats do not allow it, the state does not, a clock does not, or the form will not do.
    """
    move = kind.moves.get(step.move)
    if move is None:
        raise NotFound("act.case.no_move", move=step.move, known=", ".join(kind.moves))
    if not set(move.who) & set(hats):
        raise Forbidden(f"act.case.needs.{move.who[0]}", move=move.title)
    if standing.state not in move.sources:
        raise Conflict("act.case.not_now", move=move.title, state=kind.states[standing.state].title)
    if move.most and standing.done.get(move.name, 0) >= move.most:
        raise Conflict("act.case.often_enough", move=move.title, most=move.most)
    check_answers(kind, move, step.answers)
    _check_clocks(kind, standing, move, step, calendar)
    found = fold(kind, standing, step)
    owner = kind.states[found.state].owner
    if owner not in (None, "applicant") and not found.turn(kind):
        raise RefusedInput("act.case.nobody", state=kind.states[found.state].title)
    return found


def check_answers(kind: CaseKind, move: Move, answers: Mapping[str, str]) -> None:
    """Refuse a form that is not filled in as the move asks.

    Raises
    ------
    ManyRefusals
        Every answer that will not do, each with its ``field``.
    """
    asked = {one.name: one for one in move.asks}
    refused: list[Refusal] = [
        RefusedInput("act.case.not_asked", field=name) for name in answers if name not in asked
    ]
    for one in move.asks:
        answer = answers.get(one.name, "")
        if not answer.strip():
            if one.required:
                refused.append(RefusedInput("refusal.required", field=one.name))
        elif key := _fault(kind, one, answer):
            refused.append(RefusedInput(f"act.case.{key}", field=one.name, value=answer[:80], most=one.most))
    if refused:
        raise ManyRefusals(refused)


def _fault(kind: CaseKind, question: Question, answer: str) -> str | None:
    known: Collection[str] | None = None
    match question.asks:
        case "flag":
            known = ("yes", "no")
        case "choice":
            known = question.options or {}
        case "category":
            known = kind.categories
        case "days":
            return None if _is_days(answer) else "no_days"
    if known is not None:
        return None if answer in known else "no_option"
    return "answer_too_long" if len(answer) > question.most else None


def _is_days(answer: str) -> bool:
    try:
        Term.of("workdays", Fraction(answer) if len(answer) < 12 else Fraction(0))
    except (ValueError, ZeroDivisionError, RefusedInput):
        return False
    return True


def _check_clocks(kind: CaseKind, standing: Standing, move: Move, step: Step, calendar: Calendar) -> None:
    running = {one.clock: one for one in standing.runs if one.runs}
    limit = running.get(move.within or "")
    if limit is not None and read(kind, limit, calendar, step.at).light == "late":
        raise Conflict("act.case.too_late", move=move.title, clock=kind.clocks[limit.clock].title)
    added = answer_to(move, "extension", step.answers)
    if not added:
        return
    run = running.get(move.extends or "")
    if run is None:
        raise Conflict("act.case.not_running", clock=kind.clocks[str(move.extends)].title)
    if why := may_extend(kind, run, calendar, step.at, Fraction(added)):
        raise Conflict(f"act.case.{why}", clock=kind.clocks[run.clock].title)
