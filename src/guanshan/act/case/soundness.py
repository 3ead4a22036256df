"""Does a kind of case hang together? 事项类型的校验

What no single line shows: every state can be reached and left again by those whose turn it is, is owned, and has a clock; every move names
states, clocks and hats that are there.
"""

from collections.abc import Iterator

from guanshan.act.case.kind import CaseKind, Move
from guanshan.written import Piece


def check(kind: CaseKind, top: Piece) -> None:
    """Refuse a kind that does not hang together, at the line of what is wrong.

    Raises
    ------
    WrittenFault
        Naming state, move or clock, and why.
    """
    _check_opening(kind, top)
    for move, piece in _moves(kind, top):
        _check_move(kind, move, piece)
    for name, piece in top.take("states").entries():
        _check_state(kind, name, piece)
    for name, piece in top.take("clocks").entries():
        clock = kind.clocks[name]
        if any(kind.states[one].is_final for one in clock.states):
            raise piece.fault("act.kind.clock_of_final")
        if clock.paused >= clock.states:
            raise piece.fault("act.kind.always_paused")
        if clock.extensions and not any(move.extends == name for move in kind.moves.values()):
            raise piece.fault("act.kind.never_extended")


def reachable(kind: CaseKind) -> frozenset[str]:
    """Return the states into which a case can come."""
    found, fresh = set[str](), {kind.opening.to}
    while fresh:
        found |= {one for one in fresh if one is not None}
        fresh = {move.to for move in kind.moves.values() if move.sources & found} - found - {None}
    return frozenset(found)


def _check_opening(kind: CaseKind, top: Piece) -> None:
    piece = top.take("opening")
    if kind.opening.sources or kind.opening.to is None or kind.states[kind.opening.to].is_final:
        raise piece.fault("act.kind.opening")
    category = kind.opening.question("category")
    if category is None or not category.required:
        raise piece.fault("act.kind.no_category")
    if not kind.categories:
        raise top.take("categories").fault("act.kind.no_category")
    if "open" in kind.moves or "comment" in kind.moves:
        raise top.take("moves").fault("act.kind.taken_name")


def _check_move(kind: CaseKind, move: Move, piece: Piece) -> None:
    if move is not kind.opening and not move.sources:
        raise piece.fault("act.kind.no_source")
    for name in filter(None, (move.within, move.extends)):
        if name not in kind.clocks:
            raise piece.fault("act.kind.no_clock_named", value=name, known=", ".join(kind.clocks))
    if (move.question("extension") is None) != (move.extends is None):
        raise piece.fault("act.kind.extension")
    if move.extends is not None and not kind.clocks[move.extends].extensions:
        raise piece.fault("act.kind.extension")
    setting = [one.sets for one in move.asks if one.sets is not None]
    if len(setting) != len(set(setting)):
        raise piece.fault("act.kind.sets_twice")
    # Whose turn it is after the move must be somebody.
    needed = None if move.to is None else kind.states[move.to].owner
    if needed in ("lead", "executing") and not _names(move, needed) and not _known_before(kind, move, needed):
        raise piece.fault("act.kind.nobody", state=move.to, owner=needed)


def _known_before(kind: CaseKind, move: Move, needed: str) -> bool:
    """Tell whether every way into the sources of a move has named the unit whose turn it will be."""
    unsure = set() if _names(kind.opening, needed) else {kind.opening.to}
    fresh = set(unsure)
    while fresh:
        at = fresh.pop()
        for one in kind.moves.values():
            if at in one.sources and not _names(one, needed):
                to = one.to or at
                if to not in unsure:
                    unsure.add(to)
                    fresh.add(to)
    return bool(move.sources) and not (move.sources & unsure)


def _names(move: Move, needed: str) -> bool:
    return any(one.sets == needed and one.required for one in move.asks)


def _check_state(kind: CaseKind, name: str, piece: Piece) -> None:
    state = kind.states[name]
    if name not in reachable(kind):
        raise piece.fault("act.kind.unreachable")
    if state.is_final:
        return
    if not any(name in clock.states for clock in kind.clocks.values()):
        raise piece.fault("act.kind.no_clock")
    leaving = [one for one in kind.moves.values() if name in one.sources and one.to not in (None, name)]
    hats = {hat for one in leaving for hat in one.who}
    if state.owner not in hats:
        raise piece.fault("act.kind.no_way_out", owner=str(state.owner))
    if hats == {"applicant"}:
        raise piece.fault("act.kind.only_applicant")


def _moves(kind: CaseKind, top: Piece) -> Iterator[tuple[Move, Piece]]:
    yield kind.opening, top.take("opening")
    for name, piece in top.take("moves").entries():
        yield kind.moves[name], piece
