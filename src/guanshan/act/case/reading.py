"""Is this file a kind of case? 事项类型的读取

Reads the YAML of ``systems/<name>/cases/`` into `CaseKind`; what will not do is refused with file, line and reason.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final, cast, get_args

from guanshan.act.case.kind import ASKED, HATS, SETS, Both, CaseKind, Clock, Hat, Move, Question, Sets, State
from guanshan.act.case.soundness import check
from guanshan.act.deadline.history import Kind as DayKind
from guanshan.act.deadline.history import Term
from guanshan.refusal import RefusedInput
from guanshan.written import Piece, read_path, read_text

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*-\d{4}", re.ASCII)
_UNIT: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_PREFIX: Final = re.compile(r"[A-Z]{1,6}", re.ASCII)
MARKS: Final = ("2+", "1", "M", "C")


def read_kind(path: Path) -> CaseKind:
    """Read a file.

    Raises
    ------
    WrittenFault
        If it is no sound kind of case.
    """
    return _kind(read_path(path))


def parse_kind(text: str, file: str) -> CaseKind:
    """Read a text; ``file`` is the name told in faults."""
    return _kind(read_text(text, file))


def _kind(top: Piece) -> CaseKind:
    top.only(
        "kind", "family", "title", "office", "prefix", "document", "mark", "in_force", "categories", "states", "clocks",
        "opening", "moves",
    )  # fmt: skip
    name = _fits(top.take("kind"), _ID)
    span = top.take("in_force")
    span.only("first", "last")
    last = span.get("last")
    first = span.take("first").day()
    if last is not None and last.day() < first:
        raise last.fault("act.kind.ends_before")
    categories = {_name(one): _said(one) for _, one in top.take("categories").entries()}
    states = {_name(one): _state(one) for _, one in top.take("states").entries()}
    names = tuple(states)
    moves = {_name(one): _move(one, names) for _, one in top.take("moves").entries()}
    kind = CaseKind(
        name=name,
        family=_fits(top.take("family"), _UNIT),
        title=top.take("title").both(),
        office=_fits(top.take("office"), _UNIT),
        prefix=_fits(top.take("prefix"), _PREFIX),
        document=top.take("document").text(),
        mark=top.take("mark").word(MARKS),
        first=first,
        last=None if last is None else last.day(),
        categories=categories,
        states=states,
        clocks={
            _name(one): _clock(one, names, tuple(moves), tuple(categories))
            for _, one in top.take("clocks").entries()
        },
        opening=_move(top.take("opening"), names),
        moves=moves,
    )
    check(kind, top)
    return kind


def _state(piece: Piece) -> State:
    piece.only("zh", "en", "owner")
    owner = piece.get("owner")
    return State(piece.name, _said(piece), None if owner is None else cast(Hat, owner.word(HATS)))


def _clock(
    piece: Piece, states: tuple[str, ...], moves: tuple[str, ...], categories: tuple[str, ...]
) -> Clock:
    piece.only("zh", "en", "states", "paused", "until", "kind", "days", "warn", "extensions", "ask_before")
    kind = cast(DayKind, piece.take("kind").word(get_args(DayKind)))
    told = piece.take("days")
    by_category: dict[str, Fraction] = {}
    if isinstance(told.content, Mapping):
        told.only(*categories)
        by_category = {one: _days(told.take(one), kind) for one in categories}
    paused, until = piece.get("paused"), piece.get("until")
    extensions, before, warn = piece.get("extensions"), piece.get("ask_before"), piece.get("warn")
    running = frozenset(piece.take("states").words(states))
    return Clock(
        name=piece.name,
        title=_said(piece),
        states=running,
        paused=frozenset(paused.words(tuple(running)) if paused else ()),
        until=until.word(moves) if until else None,
        kind=kind,
        days=None if by_category else _days(told, kind),
        by_category=by_category,
        warn=_days(warn, kind) if warn else Fraction(1),
        extensions=extensions.whole() if extensions else 0,
        ask_before=_days(before, kind) if before else Fraction(0),
    )


def _days(piece: Piece, kind: DayKind) -> Fraction:
    days = piece.fraction()
    try:
        Term.of(kind, days)
    except RefusedInput:
        raise piece.fault("act.kind.days", value=piece.content) from None
    return days


_OF_MOVE: Final = ("from", "to", "who", "asks", "takes", "within", "most", "extends", "public", "tells")


def _move(piece: Piece, states: tuple[str, ...]) -> Move:
    piece.only("zh", "en", *_OF_MOVE)
    sources, to, asks = piece.get("from"), piece.get("to"), piece.get("asks")
    takes, within, most = piece.get("takes"), piece.get("within"), piece.get("most")
    extends, public, tells = piece.get("extends"), piece.get("public"), piece.get("tells")
    return Move(
        name=piece.name,
        title=_said(piece),
        sources=frozenset(sources.words(states) if sources else ()),
        to=to.word(states) if to else None,
        who=cast(tuple[Hat, ...], piece.take("who").words(HATS)),
        asks=tuple(_question(one) for _, one in asks.entries()) if asks else (),
        takes=takes.flag() if takes else False,
        within=within.text() if within else None,
        most=most.whole() if most else 0,
        extends=extends.text() if extends else None,
        public=public.flag() if public else False,
        tells=cast(tuple[Hat, ...], tells.words(HATS)) if tells else (),
    )


def _question(piece: Piece) -> Question:
    piece.only("zh", "en", "is", "required", "sets", "options", "public", "most")
    asks = piece.take("is").word(ASKED)
    required, sets, options = piece.get("required"), piece.get("sets"), piece.get("options")
    public, most = piece.get("public"), piece.get("most")
    if sets is not None and SETS[cast(Sets, sets.word(tuple(SETS)))] != asks:
        raise sets.fault("act.kind.sets", value=sets.content, wanted=SETS[cast(Sets, sets.content)])
    if (options is not None) != (asks == "choice"):
        raise piece.fault("act.kind.options")
    return Question(
        name=_name(piece),
        title=_said(piece),
        asks=asks,
        required=required.flag() if required else False,
        sets=cast(Sets, sets.content) if sets else None,
        options={_name(one): _said(one) for _, one in options.entries()} if options else None,
        public=public.flag() if public else False,
        most=most.whole() if most else 2_000,
    )


def _said(piece: Piece) -> Both:
    """Read the title of an entry, which stands among its other entries as ``zh`` and ``en``."""
    return {"zh": piece.take("zh").text(), "en": piece.take("en").text()}


def _name(piece: Piece) -> str:
    if not _NAME.fullmatch(piece.name):
        raise piece.fault("act.kind.name", value=piece.name)
    return piece.name


def _fits(piece: Piece, pattern: re.Pattern[str]) -> str:
    text = piece.text()
    if not pattern.fullmatch(text):
        raise piece.fault("act.kind.id", value=text)
    return text
