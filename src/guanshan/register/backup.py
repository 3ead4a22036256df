"""How is a whole house kept in one file? 备份

One file holds the registers, the audit chain, the accounts and the files of the data folder as they were at one moment, while others go
on working. Its checksums, and the chain in it, show whether it is whole. It holds personal data in clear: keep it as the house itself.
"""

import hashlib
import os
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, select

from guanshan.refusal import RefusedInput
from guanshan.register import audit
from guanshan.register.actor import Actor
from guanshan.register.backup_file import (
    FILES,
    MANIFEST,
    Manifest,
    Part,
    TablePart,
    files_of,
    kept_tables,
    key_check,
    line_of,
    revisions_of,
)
from guanshan.register.database import Database
from guanshan.register.restoring import Restored, restore
from guanshan.register.store import Store

__all__ = ["Made", "Restored", "backup", "restore"]

_ROWS: Final = 2_000
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made. 备份结果"""

    file: Path
    sha256: str
    head: audit.Head
    rows: int
    files: int


def backup(
    store: Store,
    data_dir: Path,
    file: Path,
    actor: Actor,
    progress: Callable[[str, int], None] | None = None,
) -> Made:
    """Write everything that the house holds into one file.

    The file takes its name only once the act stands in the audit chain.

    Parameters
    ----------
    data_dir
        The data folder: its files are kept too, but for the database, the secret key, the settings and the outbox.
    progress
        Is told each table and the number of its rows.

    Raises
    ------
    RefusedInput
        If the file is there already or cannot be written.
    """
    if file.exists():
        raise RefusedInput("backup.file_exists", file=file)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as target:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                head, manifest = _write(archive, store, data_dir, (file, part), progress)
            target.flush()
            os.fsync(target.fileno())
            target.seek(0)
            digest = hashlib.file_digest(target, "sha256").hexdigest()
        rows = sum(one.rows for one in manifest.tables)
        with store.write(actor, "backup") as writing:
            told = {"sha256": digest, "seq": head.seq, "digest": head.digest, "rows": rows}
            writing.note("backup", file.name, {**told, "files": len(manifest.files)})
        part.replace(file)
    except OSError as fault:
        raise RefusedInput("backup.not_written", file=file, fault=fault.strerror or fault) from None
    finally:
        part.unlink(missing_ok=True)
    return Made(file, digest, head, rows, len(manifest.files))


def _write(
    archive: zipfile.ZipFile,
    store: Store,
    data_dir: Path,
    besides: Iterable[Path],
    progress: Callable[[str, int], None] | None,
) -> tuple[audit.Head, Manifest]:
    """Write all parts; the registers first, so that every file that a register names is there by then."""
    tables: list[TablePart] = []
    with store.database.reading() as connection:
        head = audit.read_head(connection)
        revisions = revisions_of(connection)
        for table in kept_tables(connection):
            tables.append(_write_table(archive, connection, table))
            if progress:
                progress(table.name, tables[-1].rows)
    files: list[Part] = []
    for path in files_of(data_dir, [*besides, *_database_files(store.database)]):
        with path.open("rb") as content:
            name = f"{FILES}/{path.relative_to(data_dir).as_posix()}"
            files.append(_write_part(archive, name, iter(lambda: content.read(_CHUNK), b"")))
    manifest = Manifest(
        tick=store.clock.tick(),
        revisions=revisions,
        head=asdict(head),
        key_check=key_check(data_dir),
        tables=tuple(tables),
        files=tuple(files),
    )
    archive.writestr(MANIFEST, manifest.written())
    return head, manifest


def _write_table(archive: zipfile.ZipFile, connection: Connection, table: Table) -> TablePart:
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_ROWS)
        with connection.execute(query) as result:
            for rows in result.partitions():
                count += len(rows)
                yield b"".join(map(line_of, rows))

    part = _write_part(archive, f"tables/{table.name}.jsonl", lines())
    return TablePart(table.name, tuple(column.name for column in table.columns), count, part)


def _write_part(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> Part:
    hashed, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    with archive.open(info, "w", force_zip64=True) as target:
        for chunk in chunks:
            hashed.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return Part(name, size, hashed.hexdigest())


def _database_files(database: Database) -> list[Path]:
    path = database.engine.url.database if database.dialect == "sqlite" else None
    return [Path(path + ending) for ending in ("", "-wal", "-shm", "-journal")] if path else []
