"""How does a house come back out of one file? 恢复

The file is checked before anything is changed; registers and chain come back in one transaction, or not at all. A chain that was broken
when the backup was made comes back as it was, for it is evidence: the answer says so.
"""

import hashlib
import json
import secrets
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from sqlalchemy import Connection, Table, delete, exists, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from guanshan.refusal import Conflict, RefusedInput
from guanshan.register import audit
from guanshan.register.actor import Actor
from guanshan.register.audit_tables import AUDIT, HEAD
from guanshan.register.backup_file import (
    MANIFEST,
    Manifest,
    Part,
    TablePart,
    damaged,
    kept_tables,
    key_check,
    revisions_of,
    row_of,
    safe_path,
)
from guanshan.register.schema import metadata
from guanshan.register.store import Store
from guanshan.register.writing import Writing

_ROWS: Final = 1_000
_CHUNK: Final = 1 << 20
_LINE: Final = 64 << 20
"""The longest line [bytes]: an event of the chain, escaped."""
_MANIFEST: Final = 64 << 20
_RATIO: Final = 200
"""How many times its own size a file may hold; what a bomb exceeds."""
_SMALL: Final = 64 << 20

_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, KeyError, RuntimeError, NotImplementedError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. 恢复结果

    Parameters
    ----------
    head
        The chain's head as the backup holds it.
    rows, files
        How many came back.
    broken
        Number of the first event at which the chain is broken, as it was in the backup; None: it holds.
    same_key
        Whether the house's secret key is the one that it had; with another one, second proofs and outsiders' phone numbers
        are of no use: put the old key back.
    """

    head: audit.Head
    rows: int
    files: int
    broken: int | None
    same_key: bool


def restore(
    file: Path,
    store: Store,
    data_dir: Path,
    actor: Actor,
    *,
    overwrite: bool = False,
    progress: Callable[[str, int], None] | None = None,
) -> Restored:
    """Bring everything in a file back into an empty house.

    Parameters
    ----------
    overwrite
        Replace what the house holds now, its audit chain too; the head that it had stands in the restored chain. Files of which
        the backup knows nothing stay where they are.
    progress
        Is told each table and the number of its rows.

    Raises
    ------
    RefusedInput
        If the file is no backup, is damaged, or was written by another version; nothing is changed.
    Conflict
        If the house holds something already.
    """
    with _opened(file) as (archive, manifest), store.database.reading() as connection:
        if revisions_of(connection) != manifest.revisions:
            found, known = manifest.revisions, revisions_of(connection)
            raise RefusedInput("backup.other_version", found=", ".join(found), known=", ".join(known))
        tables = _tables(connection, manifest)
        if not overwrite and not _is_empty(connection):
            raise Conflict("backup.not_empty")
        paths = {one: safe_path(one.name) for one in manifest.files}
        _require_free(data_dir, list(paths.values()), overwrite)
        digest = _digest(file)
    waiting = data_dir / f".restore-{secrets.token_hex(4)}"
    try:
        with _opened(file) as (archive, manifest):
            for part, path in paths.items():
                _extract(archive, part, waiting / path)
            with store.database.writing() as connection:
                replaced = audit.read_head(connection)
                if not overwrite and not _is_empty(connection):
                    raise Conflict("backup.not_empty")
                _clear(connection)
                for told in manifest.tables:
                    _load(archive, connection, told, tables[told.table])
                    if progress:
                        progress(told.table, told.rows)
                head = audit.lock_head(connection)
                if asdict(head) != dict(manifest.head):
                    raise damaged("register_head")
                broken = audit.walk(connection)
                _note(connection, store, actor, (file.name, digest), head, replaced)
                _move(waiting, data_dir, list(paths.values()))
    except OSError as fault:
        raise RefusedInput("backup.not_restored", file=file, fault=fault.strerror or fault) from None
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    rows = sum(one.rows for one in manifest.tables)
    same = manifest.key_check == key_check(data_dir)
    return Restored(head, rows, len(manifest.files), broken, same)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a backup whose parts are exactly those that its manifest names, and no larger."""
    try:
        archive = zipfile.ZipFile(file)
    except OSError as fault:
        raise RefusedInput("backup.not_read", file=file, fault=fault.strerror or fault) from None
    except _BROKEN:
        raise RefusedInput("backup.no_backup", file=file) from None
    with archive:
        yield archive, _manifest(archive, file)


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    infos = {info.filename: info.file_size for info in archive.infolist()}
    if len(infos) != len(archive.infolist()) or MANIFEST not in infos:
        raise RefusedInput("backup.no_backup", file=file)
    try:
        if infos[MANIFEST] > _MANIFEST:
            raise damaged(MANIFEST)
        manifest = Manifest.read(archive.read(MANIFEST))
    except (OSError, *_BROKEN):
        raise damaged(MANIFEST) from None
    parts = [*(one.part for one in manifest.tables), *manifest.files]
    told = {one.name: one.size for one in parts}
    if len(told) != len(parts) or {**told, MANIFEST: infos[MANIFEST]} != infos:
        raise damaged(MANIFEST)
    if sum(told.values()) > max(_SMALL, _RATIO * file.stat().st_size):
        raise RefusedInput("backup.too_large", file=file)
    return manifest


def _tables(connection: Connection, manifest: Manifest) -> dict[str, Table]:
    """Find the tables that the backup fills; refuse what has no place here."""
    here = {one.name: one for one in kept_tables(connection)}
    for told in manifest.tables:
        table = here.get(told.table)
        if table is None or sorted(told.columns) != sorted(table.columns.keys()):
            raise RefusedInput("backup.other_table", table=told.table)
    if len({one.table for one in manifest.tables}) != len(manifest.tables):
        raise damaged(MANIFEST)
    return here


def _is_empty(connection: Connection) -> bool:
    return not any(
        connection.scalar(select(exists(select(table))))
        for table in kept_tables(connection)
        if table is not HEAD
    )


def _require_free(data_dir: Path, paths: list[PurePosixPath], overwrite: bool) -> None:
    inside = data_dir.resolve()
    for path in paths:
        target = data_dir / path
        if not target.resolve().is_relative_to(inside):
            raise RefusedInput("backup.unsafe_path", path=path)
        if target.exists() and not overwrite:
            raise Conflict("backup.file_there", path=target)


def _extract(archive: zipfile.ZipFile, part: Part, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with _read(archive, part) as content, target.open("wb") as written:
        target.chmod(0o600)
        while chunk := content.read(_CHUNK):
            written.write(chunk)


class _Checked:
    """Reads a part and keeps count of it, so that at the end it is known whether it was as it was written."""

    def __init__(self, content: IO[bytes], part: Part) -> None:
        self._content = content
        self._part = part
        self._hash = hashlib.sha256()
        self._size = 0

    def read(self, most: int) -> bytes:
        return self._count(self._content.read(most))

    def readline(self) -> bytes:
        return self._count(self._content.readline(_LINE))

    def _count(self, chunk: bytes) -> bytes:
        self._hash.update(chunk)
        self._size += len(chunk)
        if self._size > self._part.size:
            raise damaged(self._part.name)
        return chunk

    def require_whole(self) -> None:
        if (self._size, self._hash.hexdigest()) != (self._part.size, self._part.sha256):
            raise damaged(self._part.name)


@contextmanager
def _read(archive: zipfile.ZipFile, part: Part) -> Iterator[_Checked]:
    try:
        with archive.open(part.name) as content:
            checked = _Checked(content, part)
            yield checked
            checked.require_whole()
    except _BROKEN:
        raise damaged(part.name) from None


def _load(archive: zipfile.ZipFile, connection: Connection, told: TablePart, table: Table) -> None:
    columns = [table.columns[name] for name in told.columns]
    done = 0
    with _read(archive, told.part) as content, _refusing_rows(told.part.name):
        while lines := [line for _ in range(_ROWS) if (line := content.readline())]:
            connection.execute(insert(table), [row_of(line, columns, told.part.name) for line in lines])
            done += len(lines)
    if done != told.rows:
        raise damaged(told.part.name)


@contextmanager
def _refusing_rows(name: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError:  # a row that the table will not take
        raise damaged(name) from None


def _clear(connection: Connection) -> None:
    """Take out all that the house holds; the chain's table refuses that, so it is made anew."""
    there = set(inspect(connection).get_table_names())
    for table in reversed(metadata.sorted_tables):
        if table.name in there and table is not AUDIT:
            connection.execute(delete(table))
    AUDIT.drop(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS register_audit_refuse()"))
    AUDIT.create(connection)


def _note(
    connection: Connection,
    store: Store,
    actor: Actor,
    file: tuple[str, str],
    head: audit.Head,
    replaced: audit.Head,
) -> None:
    """Write into the restored chain where it comes from and which head it has taken the place of."""
    tick = max(store.clock.tick(), head.tick + 1)
    writing = Writing(connection, store.types, store.guards, actor, head, tick)
    detail = {"sha256": file[1], "seq": head.seq, "replaced": json.loads(replaced.published())}
    writing.note("restore", file[0], detail)
    audit.append(connection, head, tick, writing.events("restore", "", {}))


def _move(waiting: Path, data_dir: Path, paths: list[PurePosixPath]) -> None:
    for path in paths:
        (data_dir / path).parent.mkdir(parents=True, exist_ok=True)
        (waiting / path).replace(data_dir / path)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
