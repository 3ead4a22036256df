"""Who did what, when and why, so that nobody can change the answer afterwards? 审计链

Every event is written once, in its canonical form, and its digest takes in the digest of the event before it:
whoever changes, removes or reorders one event breaks the chain from there on. A decision or an edit is one
event; an import is one event with the root of the hash tree over its rows. ``docs/audit-format.md``
specifies the format.

Events hold no personal data in clear: the caller puts salted commitments
(:func:`guanshan.canonical.commitment`) or nothing in their place, for what is in the chain cannot be taken
out again.
"""

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from json.encoder import encode_basestring
from typing import Any, Final, NoReturn

from sqlalchemy import Connection, Row, func, insert, select, update

from guanshan.canonical import canonical_bytes, canonical_text, digest, hash_function
from guanshan.refusal import Conflict, NotFound, RefusedInput
from guanshan.register.audit.tables import AUDIT, BATCH, HEAD, insert_events, stored
from guanshan.register.field import Json

FORMAT: Final = "guanshan-audit-1"
"""Name of the format that ``docs/audit-format.md`` specifies."""

BODY_BYTES: Final = 16 * 2**20
"""The longest event [bytes]; what is longer belongs into a hash tree, with its root in the event."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that somebody did, or was refused. 审计事件

    Parameters
    ----------
    actor, role, unit
        Who did it, in which role, held in which unit; empty texts where there is none.
    action, object
        What was done, to what: ``edit``, ``register.market_entity/…``.
    reason
        Why, in the person's own words; no personal data.
    decision
        What access said: ``allowed`` or ``refused``.
    detail
        More, in values that the canonical form holds; personal data only as salted commitments.
    source
        Where it came from: an address, a command, a file's digest.
    """

    actor: str
    role: str
    unit: str
    action: str
    object: str
    reason: str
    decision: str
    detail: Mapping[str, Any]
    source: str

    def body(self, seq: int, time: str) -> str:
        """Write the event in canonical form, as the chain keeps it.

        Raises
        ------
        RefusedInput
            If a part is not a text, or the detail cannot be written.
        """
        if not isinstance(self.detail, Mapping):
            raise RefusedInput("audit.part_not_text", part="detail", found=repr(self.detail))
        quoted = encode_basestring
        try:  # what canonical_text would write, with the keys in their known order: three times as fast
            return (
                f'{{"action":{quoted(self.action)},"actor":{quoted(self.actor)},"decision":{quoted(self.decision)}'
                f',"detail":{canonical_text(self.detail)},"object":{quoted(self.object)}'
                f',"reason":{quoted(self.reason)},"role":{quoted(self.role)},"seq":{seq}'
                f',"source":{quoted(self.source)},"time":{quoted(time)},"unit":{quoted(self.unit)}}}'
            )
        except TypeError:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Say which part of the event will not do."""
        for name, part in asdict(self).items():
            if name != "detail" and not isinstance(part, str):
                raise RefusedInput("audit.part_not_text", part=name, found=repr(part))
            canonical_bytes(part)
        raise AssertionError("one part is at fault")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: published, it shows to outsiders that nothing was cut off. 链头"""

    seq: int
    tick: int
    digest: str
    algorithm: str
    chain: str

    def published(self) -> bytes:
        """Write the head as it is published: what ``verify_audit.py --head`` reads."""
        return canonical_bytes(
            {
                "algorithm": self.algorithm,
                "chain": self.chain,
                "digest": self.digest,
                "seq": self.seq,
                "time": time_of(self.tick),
            }
        )


def time_of(tick: int) -> str:
    """Write a tick as the chain does: ISO 8601 in UTC, to the microsecond.

    Examples
    --------
    >>> time_of(1_714_957_200_000_001)
    '2024-05-06T01:00:00.000001Z'
    """
    moment = _EPOCH + timedelta(microseconds=tick)
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def genesis(chain: str, algorithm: str = "sha256") -> str:
    """Return the digest that stands before the first event. 创世摘要"""
    return digest(canonical_bytes({"algorithm": algorithm, "chain": chain, "format": FORMAT}), algorithm)


def create_chain(connection: Connection, chain: str | None = None, algorithm: str = "sha256") -> Head:
    """Begin the one chain of a database.

    Parameters
    ----------
    chain
        Its name, 1 to 64 of ``A-Z a-z 0-9 . _ -``; 32 random hexadecimal digits if none is given.

    Raises
    ------
    Conflict
        If the database has a chain already.
    """
    chain = secrets.token_hex(16) if chain is None else chain
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", chain):
        raise RefusedInput("audit.chain_name", found=chain)
    if connection.execute(select(HEAD.c.id)).first():
        raise Conflict("audit.chain_exists")
    head = Head(0, 0, genesis(chain, algorithm), algorithm, chain)
    connection.execute(insert(HEAD).values(id=1, **asdict(head)))
    return head


def read_head(connection: Connection) -> Head:
    """Return the head of the chain, without a lock.

    Raises
    ------
    NotFound
        If the database has no chain yet.
    """
    return _head(connection, lock=False)


def lock_head(connection: Connection) -> Head:
    """Return the head and keep everyone else from writing until the transaction ends.

    On PostgreSQL the row is locked; on SQLite the transaction must have begun with ``BEGIN IMMEDIATE``.
    """
    return _head(connection, lock=True)


def append(connection: Connection, head: Head, tick: int, events: Iterable[Event]) -> Head:
    """Write events behind the head, in their order, and move the head. 追加

    Parameters
    ----------
    head
        What :func:`lock_head` returned in this transaction, or an earlier call of this function.
    tick
        The recorded time of all of them [us]; not before that of the head.

    Raises
    ------
    Conflict
        If the head is no longer the database's.
    RefusedInput
        If the tick lies before the head's, or an event cannot be written or is longer than :data:`BODY_BYTES`.
    """
    if tick < head.tick:
        raise RefusedInput("audit.tick_before_head", found=time_of(tick), head=time_of(head.tick))
    if read_head(connection) != head:
        raise Conflict("audit.head_moved", seq=head.seq)
    hashed, time = hash_function(head.algorithm), time_of(tick)
    seq, reached, coming = head.seq, bytes.fromhex(head.digest), iter(events)
    while batch := list(islice(coming, BATCH)):
        seqs, digests, bodies = [], [], []
        for one in batch:
            seq += 1
            body = one.body(seq, time)
            reached = hashed(reached + _encoded(one, body)).digest()
            seqs.append(seq)
            digests.append(reached.hex())
            bodies.append(body)
        insert_events(connection, tick, seqs, digests, bodies)
    new = Head(seq, tick, reached.hex(), head.algorithm, head.chain) if seq > head.seq else head
    connection.execute(update(HEAD).values(**asdict(new)))
    return new


def _encoded(one: Event, body: str) -> bytes:
    try:
        written = body.encode()
    except UnicodeEncodeError:
        one.refuse()
    if len(written) > BODY_BYTES:
        raise RefusedInput("audit.too_long", length=len(written), most=BODY_BYTES)
    return written


def _head(connection: Connection, lock: bool) -> Head:
    wanted = select(HEAD.c.seq, HEAD.c.tick, HEAD.c.digest, HEAD.c.algorithm, HEAD.c.chain)
    found = connection.execute(wanted.with_for_update() if lock else wanted).first()
    if found is None:
        raise NotFound("audit.no_chain")
    return Head(*found)


def walk(connection: Connection, from_seq: int = 1) -> int | None:
    """Check the chain where it lies and return the first broken seq, or None if it holds. 逐条核对

    Parameters
    ----------
    from_seq
        Where to begin; the digest before it is taken as it stands.
    """
    head, longest = _ends(connection)
    reached = bytes.fromhex(genesis(head.chain, head.algorithm))
    if from_seq > 1:
        before = [row for batch in stored(connection, from_seq - 1, from_seq - 1) for row in batch]
        if not before or not _is_digest(before[0].digest):
            return from_seq - 1
        reached = bytes.fromhex(before[0].digest.decode())
    hashed, expected, tick = hash_function(head.algorithm), from_seq, 0
    for batch in stored(connection, from_seq, head.seq):
        for row in batch:
            if row.seq != expected or row.body is None:
                return expected
            reached = hashed(reached + row.body).digest()
            if row.digest != reached.hex().encode() or not _tells(row, expected, tick):
                return expected
            expected, tick = expected + 1, row.tick
    if expected <= head.seq or longest > head.seq:
        return expected
    ends_there = reached.hex() == head.digest and tick in (head.tick, 0)
    return None if ends_there else head.seq


def _ends(connection: Connection) -> tuple[Head, int]:
    """Read the head and the greatest seq in one statement, so that both are of the same moment."""
    longest = select(func.coalesce(func.max(AUDIT.c.seq), 0)).scalar_subquery()
    wanted = select(HEAD.c.seq, HEAD.c.tick, HEAD.c.digest, HEAD.c.algorithm, HEAD.c.chain, longest)
    found = connection.execute(wanted).first()
    if found is None:
        raise NotFound("audit.no_chain")
    return Head(*found[:5]), found[5]


def _is_digest(found: bytes | None) -> bool:
    return found is not None and re.fullmatch(rb"[0-9a-f]{64}", found) is not None


def _tells(row: Row[Any], seq: int, earliest: int) -> bool:
    """Tell whether an event says the seq and the time under which it is stored."""
    try:
        body = json.loads(row.body)
        return bool(body["seq"] == seq and row.tick >= earliest and body["time"] == time_of(row.tick))
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return False


def row_leaf(
    type_name: str,
    record: str,
    valid_from: date,
    valid_to: date,
    keeper: str,
    values: Mapping[str, Json],
    personal: Mapping[str, str],
    algorithm: str = "sha256",
) -> str:
    """Return the digest of one version of a record: a leaf of the hash tree over the rows of an event. 行叶

    Parameters
    ----------
    type_name, record
        What was written: name of the record type, id of the record.
    valid_from, valid_to
        From which day until which day it holds [from, until).
    keeper
        The unit that keeps it.
    values
        The values of all fields, as :meth:`guanshan.register.record.RecordType.to_json` writes them.
    personal
        For each personal field that is not empty, the salted commitment that stands in place of its value.
    """
    shown = {**values, **{name: {"salted": salted} for name, salted in personal.items()}}
    leaf = {
        "keeper": keeper,
        "record": record,
        "type": type_name,
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat(),
        "values": shown,
    }
    return digest(canonical_bytes(leaf), algorithm)
