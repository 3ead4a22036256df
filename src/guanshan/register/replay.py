"""Do the registers say what the audit chain says of them? 对账

The chain holds, for every event that wrote or closed versions, how many there were and the root of the hash tree over their leaves.
Here each leaf is computed again from what the tables hold now, and each root from the leaves: whoever changed a value, a day, a
keeper, added a version or took one away, is found. Where a version comes from (its source) is not in the chain. The chain
itself is checked by `guanshan.register.audit.walk`.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from heapq import merge
from typing import Any, Final, Generic, Literal, NamedTuple, TypeVar

from sqlalchemy import Connection, Result, Select, select

from guanshan.canonical import merkle_root
from guanshan.refusal import Refusal
from guanshan.register import audit
from guanshan.register.audit_tables import stored
from guanshan.register.landing import leaf_of, spans_of
from guanshan.register.query import Version, version_of
from guanshan.register.record import RecordType
from guanshan.register.schema import table_of
from guanshan.register.store import Store

What = Literal["unreadable", "altered", "times", "number", "root", "no_event"]
"""What is wrong: a version cannot be read; it is not what was written; its times are not its events'; an event wrote another number of
versions; or others; or no event wrote it."""

_ROOTS: Final = {"rows", "root", "closed", "closed_root"}
_BATCH: Final = 2_000
_UNREADABLE: Final = (ValueError, TypeError, ArithmeticError, LookupError)

_Detail = dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first place where the registers and the chain differ. 不一致

    Parameters
    ----------
    seq
        Number of the event.
    what
        What is wrong; ``replay.<what>`` is its text.
    type, record
        Register and record, where one version is at fault.
    """

    seq: int
    what: What
    type: str = ""
    record: str = ""


class _Found(Exception):
    def __init__(self, mismatch: Mismatch) -> None:
        self.mismatch = mismatch


class _Written(NamedTuple):
    """A version where the event that wrote it counts it."""

    seq: int
    item: int
    natural_key: str
    version: Version


class _Closed(NamedTuple):
    """A version where the event that closed it counts it."""

    seq: int
    entry: int
    item: int
    type: str
    record: str
    closed_at: int
    leaf: str


_One = TypeVar("_One", bound=_Written | _Closed)


def first_mismatch(store: Store, progress: Callable[[int, int], None] | None = None) -> Mismatch | None:
    """Compare every version of every register with the chain and return the first difference, or None.

    Parameters
    ----------
    progress
        Is told now and then how many events of how many are compared.
    """
    try:
        with store.reading() as reading, ExitStack() as results:
            connection = reading.connection
            head = audit.read_head(connection)
            opened = partial(_open, results, connection)
            written: _Events[_Written] = _Events(
                merge(*(_written(one, opened) for one in store.types), key=_place)
            )
            closed: _Events[_Closed] = _Events(
                merge(*(_closed(one, opened) for one in store.types), key=_order)
            )
            for batch in stored(connection, 1, head.seq):
                for row in batch:
                    event = (row.seq, row.tick, _detail(row.body))
                    _check_written(event, written.of(row.seq), head.algorithm)
                    _check_closed(event, closed.of(row.seq), head.algorithm)
                if progress:
                    progress(batch[-1].seq, head.seq)
            written.none_left()
            closed.none_left()
    except _Found as found:
        return found.mismatch
    return None


class _Events(Generic[_One]):
    """Hands out what events wrote or closed, event by event."""

    def __init__(self, places: Iterator[_One]) -> None:
        self._places = places
        self._next: _One | None = next(places, None)

    def of(self, seq: int) -> list[_One]:
        """Take what belongs to an event."""
        taken: list[_One] = []
        while self._next is not None and self._next.seq <= seq:
            if self._next.seq < seq:
                self.none_left()
            taken.append(self._next)
            self._next = next(self._places, None)
        return taken

    def none_left(self) -> None:
        """Find out whether anything belongs to no event."""
        if self._next is not None:
            raise _Found(Mismatch(self._next.seq, "no_event", *_named(self._next)))


def _open(results: ExitStack, connection: Connection, query: Select[Any]) -> Result[Any]:
    return results.enter_context(connection.execute(query.execution_options(yield_per=_BATCH)))


def _written(declared: RecordType, opened: Callable[[Select[Any]], Result[Any]]) -> Iterator[_Written]:
    table = table_of(declared)
    try:
        for row in opened(select(table).order_by(table.c.entry, table.c.item)):
            yield _Written(row.entry, row.item, row.natural_key, version_of(declared, row))
    except _UNREADABLE:
        raise _Found(Mismatch(0, "unreadable", declared.name)) from None


def _closed(declared: RecordType, opened: Callable[[Select[Any]], Result[Any]]) -> Iterator[_Closed]:
    c = table_of(declared).c
    place = (c.superseded_by, c.entry, c.item)
    query = select(*place, c.record, c.superseded_at, c.leaf).where(c.superseded_by.is_not(None))
    for row in opened(query.order_by(*place)):
        yield _Closed(
            row.superseded_by, row.entry, row.item, declared.name, row.record, row.superseded_at, row.leaf
        )


def _check_written(event: tuple[int, int, _Detail], written: Sequence[_Written], algorithm: str) -> None:
    seq, tick, detail = event
    if detail is None:
        if written:
            raise _Found(Mismatch(seq, "no_event", *_named(written[0])))
        return
    for place, one in enumerate(written):
        version = one.version
        if version.recorded_at != tick or (version.superseded_by is None) != version.stands:
            raise _Found(Mismatch(seq, "times", *_named(one)))
        if one.item != place:
            raise _Found(Mismatch(seq, "number", *_named(one)))
        if not _is_as_written(version, one.natural_key, algorithm):
            raise _Found(Mismatch(seq, "altered", *_named(one)))
    _check_root(seq, (detail["rows"], detail["root"]), [one.version.leaf for one in written], algorithm)


def _check_closed(event: tuple[int, int, _Detail], closed: Sequence[_Closed], algorithm: str) -> None:
    seq, tick, detail = event
    if detail is None:
        if closed:
            raise _Found(Mismatch(seq, "no_event", *_named(closed[0])))
        return
    for one in closed:
        if one.closed_at != tick:
            raise _Found(Mismatch(seq, "times", *_named(one)))
    _check_root(seq, (detail["closed"], detail["closed_root"]), [one.leaf for one in closed], algorithm)


def _check_root(seq: int, told: tuple[object, object], leaves: Sequence[str], algorithm: str) -> None:
    if told[0] != len(leaves):
        raise _Found(Mismatch(seq, "number"))
    if told[1] != merkle_root([bytes.fromhex(leaf) for leaf in leaves], algorithm):
        raise _Found(Mismatch(seq, "root"))


def _is_as_written(version: Version, natural_key: str, algorithm: str) -> bool:
    """Tell whether a version's leaf, and the key by which it is found, are those of its values."""
    (span,) = spans_of([version])
    try:
        leaf = leaf_of(version.type, version.record, span, version.salt, algorithm)
    except (Refusal, *_UNREADABLE):
        return False
    return leaf == version.leaf and version.key == natural_key


def _detail(body: bytes | None) -> _Detail:
    """Read what an event says of its versions; None if it wrote and closed none."""
    try:
        detail = json.loads(body or b"")["detail"]
        return detail if isinstance(detail, dict) and detail.keys() >= _ROOTS else None
    except (ValueError, TypeError, LookupError, RecursionError):
        return None


def _named(one: _Written | _Closed) -> tuple[str, str]:
    if isinstance(one, _Written):
        return one.version.type.name, one.version.record
    return one.type, one.record


def _place(one: _Written) -> tuple[int, int]:
    return one.seq, one.item


def _order(one: _Closed) -> tuple[int, int, int]:
    return one.seq, one.entry, one.item
