"""How do all enterprises stand, kept at hand? 批量评定

Every market entity of a day, judged by every designation in force: frames that are computed once, kept in memory for the day and for what
was known, and after a write brought up to date for those alone of whom something was written.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

import polars as pl

from guanshan.assess.bulk.on_polars import evaluate_polars
from guanshan.assess.evaluate import evaluate
from guanshan.assess.library import Library
from guanshan.register.actor import SYSTEM, Actor
from guanshan.register.columns import owners_written_since
from guanshan.register.query import Moment
from guanshan.register.record import RecordTypes
from guanshan.register.registry import Registry
from guanshan.register.schema import OPEN
from guanshan.register.store import Store
from guanshan.systems.enterprise.engine.facts import TITLE
from guanshan.systems.enterprise.engine.nearness import nearness
from guanshan.systems.enterprise.service.answer import answers
from guanshan.systems.enterprise.service.binding import registers_of
from guanshan.systems.enterprise.service.case import SAMPLE_NOTE, inputs_of
from guanshan.systems.enterprise.service.designation import Designation, in_force, library
from guanshan.systems.enterprise.service.reading import ALWAYS, CODE, STATED, Reading, read
from guanshan.systems.enterprise.service.verdict import title_of

KEPT: Final = 3
"""Days (and times of knowledge) that are kept in memory."""
FEW: Final = 8
"""Enterprises up to which each is judged by itself, in fractions: laying the columns out would take longer."""
SOME: Final = 2_000
"""Enterprises of whom something was written, above which all are computed again."""
JUDGED: Final = "judged"
"""Column: the verdict, or the class of a rulebook with classes."""

Key = tuple[date, int | None, tuple[int, ...]]


@dataclass(frozen=True)
class Assessed:
    """All enterprises that are read, by all designations of a day. 评定结果

    Parameters
    ----------
    seq
        The last event of the audit chain that is taken into account.
    subjects
        ``credit_code``, ``name``, ``street``, ``sample``.
    judged
        By family: ``credit_code``, `JUDGED`, totals, what `nearness` tells, and the title held (``held_since``, ``lapses_on``,
        ``title_record``).
    """

    moment: Moment
    seq: int
    designations: tuple[Designation, ...]
    subjects: pl.DataFrame
    judged: Mapping[str, pl.DataFrame]


_memory: WeakKeyDictionary[Store, OrderedDict[Key, Assessed]] = WeakKeyDictionary()
_lock = Lock()


def assessed(
    registry: Registry, actor: Actor, moment: Moment | None = None, books: Library | None = None
) -> Assessed:
    """Judge all enterprises that the actor may read.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor may not read a register on which verdicts rest.
    """
    at, types = moment or registry.moment(), registry.store.types
    designations = in_force(books or library(), types, at.on)
    codes = readable(registry, actor, designations)
    if codes is not None:  # few rows, read with the actor's own rights
        return _judged(read_for(registry, actor, designations, at, codes), designations, 0)
    return _kept(registry, designations, _registers(designations, types), at)


def readable(registry: Registry, actor: Actor, designations: Sequence[Designation]) -> tuple[str, ...] | None:
    """Return of whom the actor may read all on which verdicts rest: None for everybody, else the own enterprise alone.

    Raises
    ------
    NotSignedIn, Forbidden
        If the actor may not read one of the registers at all.
    """
    types = registry.store.types
    declared = [types[name] for name in _registers(designations, types)]
    scopes = [registry.access.scope(actor, "read", one).seen for one in declared]
    for one, scope in zip(declared, scopes, strict=True):
        if scope.is_empty:
            registry.access.require(actor, "read", one)
    return None if all(scope.everything for scope in scopes) else (actor.owner or "",)


def read_for(
    registry: Registry,
    actor: Actor,
    designations: Sequence[Designation],
    moment: Moment,
    codes: Sequence[str] | None = None,
) -> Reading:
    """Read what some designations ask; see `guanshan.systems.enterprise.service.reading.read`."""
    bindings = (binding for one in designations for binding in one.bindings)
    return read(registry, actor, bindings, moment, registry.store.types, codes)


def _registers(designations: Sequence[Designation], types: RecordTypes) -> list[str]:
    facts = [binding.fact for one in designations for binding in one.bindings if binding.fact is not None]
    return list({**ALWAYS, **registers_of(facts, types)})


def _kept(
    registry: Registry, designations: tuple[Designation, ...], registers: Sequence[str], at: Moment
) -> Assessed:
    head = registry.store.head()
    now = at.known_at >= min(head.tick, OPEN - 1)
    key: Key = at.on, None if now else at.known_at, tuple(id(one.book) for one in designations)
    pinned = Moment(at.on, head.tick if now else at.known_at)
    with _lock:
        kept = _memory.setdefault(registry.store, OrderedDict())
        found = kept.pop(key, None)
        if found is None:
            found = _judged(read_for(registry, SYSTEM, designations, pinned), designations, head.seq)
        elif now and found.seq < head.seq:
            found = _brought_up_to_date(registry, found, registers, pinned, head.seq)
        kept[key] = found
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return found


def _brought_up_to_date(
    registry: Registry, old: Assessed, registers: Sequence[str], pinned: Moment, seq: int
) -> Assessed:
    with registry.store.reading() as reading:
        changed = set().union(*(owners_written_since(reading, name, old.seq) for name in registers))
    if len(changed) > SOME:
        return _judged(read_for(registry, SYSTEM, old.designations, pinned), old.designations, seq)
    if not changed:
        return Assessed(pinned, seq, old.designations, old.subjects, old.judged)
    new = _judged(
        read_for(registry, SYSTEM, old.designations, pinned, sorted(changed)), old.designations, seq
    )
    written = pl.Series(CODE, sorted(changed))

    def merged(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
        return pl.concat([before.filter(~pl.col(CODE).is_in(written.implode())), after], how="vertical")

    return Assessed(
        pinned,
        seq,
        old.designations,
        merged(old.subjects, new.subjects),
        {family: merged(before, new.judged[family]) for family, before in old.judged.items()},
    )


def _judged(reading: Reading, designations: tuple[Designation, ...], seq: int) -> Assessed:
    subjects = reading.wide.select(
        CODE, "name", "street", (pl.col("source_note") == SAMPLE_NOTE).fill_null(False).alias("sample")
    )
    judged = {one.book.family: judge(one, reading) for one in designations}
    return Assessed(reading.moment, seq, designations, subjects, judged)


def judge(designation: Designation, reading: Reading) -> pl.DataFrame:
    """Judge all enterprises that were read by one designation, and put the titles held beside it."""
    if reading.wide.height <= FEW:
        found = _one_by_one(designation, reading)
    else:
        found = evaluate_polars(designation.book, answers(designation.bindings, reading), groups=True)
    said = found.select(
        pl.col("id").alias(CODE),
        pl.col("class" if designation.book.classes else "verdict").cast(pl.String).alias(JUDGED),
        "total_low",
        "total_high",
    ).hstack(nearness(designation.book, found))
    titles = (
        reading.frames[TITLE]
        .filter(title_of(designation))
        .sort("recognised_on", "record", descending=True)
        .unique(CODE, keep="first", maintain_order=True)
        .select(
            CODE,
            pl.col("recognised_on").alias("held_since"),
            "lapses_on",
            pl.col("record").alias("title_record"),
        )
    )
    whole = said.join(titles, on=CODE, how="left")
    if not designation.is_of_places:
        return whole
    named = [one.stated for one in designation.bindings if one.fact is None]
    told = reading.frames[STATED].filter(pl.col("fact").is_in(named)).select(CODE).unique()
    meant = pl.col("held_since").is_not_null() | pl.col(CODE).is_in(told[CODE].implode())
    return whole.filter(meant)


def _one_by_one(designation: Designation, reading: Reading) -> pl.DataFrame:
    """Judge each enterprise by itself; the columns are those of `evaluate_polars` with the points of groups."""
    book = designation.book
    rows: list[tuple[object, ...]] = []
    for subject in reading.wide.iter_rows(named=True):
        verdict = evaluate(book, inputs_of(reading, designation, subject))
        ends: list[float | None] = []
        for span in (verdict.total, *verdict.groups.values()):
            ends += [None, None] if span is None else [float(span.low), float(span.high)]
        outcomes = (finding.outcome for finding in verdict.criteria)
        rows.append((subject[CODE], verdict.size if book.classes else verdict.verdict, *ends, *outcomes))
    totals = (
        "total_low",
        "total_high",
        *(f"{end}__{one.name}" for one in book.groups for end in ("low", "high")),
    )
    schema: dict[str, type[pl.DataType]] = {
        "id": pl.String,
        "class" if book.classes else "verdict": pl.String,
    }
    schema |= dict.fromkeys(totals, pl.Float64) | {one.name: pl.String for one in book.criteria}
    return pl.DataFrame(rows, schema=schema, orient="row")
