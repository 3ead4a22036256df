"""What stands in a backup file? 备份文件

A ZIP archive of a manifest, one file of lines for each table (each line one row, in canonical form, its cells in the order of the
manifest's columns), and the files of the data folder. Nothing in it depends on the database: what was written from SQLite can be
brought back into PostgreSQL, and the other way round.

Left out on purpose: sessions, one-time links, codes and counts of tries (whoever signs in after a restore signs in anew), the house's
secret key (it is kept apart, so that a stolen backup opens nothing), the settings, and texts waiting for phones.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath
from typing import Any, Final

from sqlalchemy import Boolean, Column, Connection, Date, Table, inspect, text

from guanshan.canonical import canonical_bytes
from guanshan.refusal import RefusedInput
from guanshan.register.schema import Exact, metadata

FORMAT: Final = "guanshan-backup-1"
MANIFEST: Final = "manifest.json"
FILES: Final = "files"
VERSIONS: Final = "register_schema_version"
"""Alembic's table of the revisions that a database has."""

NOT_KEPT: Final = frozenset({"account_session", "account_link", "account_code", "account_attempt"})
"""Tables whose rows open doors for a while: nobody comes in by an old one after a restore."""

KEY_FILE: Final = "secret.key"
_LEFT_OUT: Final = frozenset({KEY_FILE, "guanshan.toml", "outbox"})


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive. 备份中的一个文件"""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TablePart:
    """The rows of one table. 一张表"""

    table: str
    columns: tuple[str, ...]
    rows: int
    part: Part


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, and of which house. 备份清单

    Parameters
    ----------
    tick
        When it was made [us since 1970-01-01 UTC].
    revisions
        Revisions of the tables, one for each branch of the migrations.
    head
        The audit chain's head at that moment, as it is published.
    key_check
        Shows whether a secret key is that of the house, without telling it; empty where the house had none.
    """

    tick: int
    revisions: tuple[str, ...]
    head: Mapping[str, Any]
    key_check: str
    tables: tuple[TablePart, ...]
    files: tuple[Part, ...]

    def written(self) -> bytes:
        """Write it in canonical form."""
        return canonical_bytes({"format": FORMAT, **asdict(self)})

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Read a manifest.

        Raises
        ------
        RefusedInput
            If it is none, or one of a later version.
        """
        try:
            found = json.loads(content)
            if found["format"] != FORMAT:
                raise RefusedInput("backup.other_format", found=str(found["format"])[:40], known=FORMAT)
            return cls(
                tick=_whole(found["tick"]),
                revisions=tuple(map(_text, found["revisions"])),
                head={_text(name): value for name, value in found["head"].items()},
                key_check=_text(found["key_check"]),
                tables=tuple(
                    TablePart(
                        _text(one["table"]),
                        tuple(map(_text, one["columns"])),
                        _whole(one["rows"]),
                        _part(one["part"]),
                    )
                    for one in found["tables"]
                ),
                files=tuple(map(_part, found["files"])),
            )
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            raise damaged(MANIFEST) from None


def damaged(name: str) -> RefusedInput:
    """Build the refusal of a file that is not as it was written."""
    return RefusedInput("backup.damaged", part=name[:100])


def kept_tables(connection: Connection) -> list[Table]:
    """Return the tables that a backup holds, in an order in which they can be filled."""
    there = set(inspect(connection).get_table_names())
    return [one for one in metadata.sorted_tables if one.name in there and one.name not in NOT_KEPT]


def revisions_of(connection: Connection) -> tuple[str, ...]:
    """Return the revisions that a database has; none for one that no migration has made."""
    if not inspect(connection).has_table(VERSIONS):
        return ()
    return tuple(sorted(connection.scalars(text(f"SELECT version_num FROM {VERSIONS}"))))  # noqa: S608


def files_of(data_dir: Path, besides: Iterable[Path]) -> list[Path]:
    """Return the files of a data folder that a backup holds: no links, nothing hidden, nothing that is left out."""
    apart = {path.absolute() for path in besides}
    return [
        path
        for path in sorted(data_dir.rglob("*"))
        if not path.is_symlink()
        and path.is_file()
        and path.absolute() not in apart
        and is_kept(path.relative_to(data_dir).parts)
    ]


def is_kept(parts: Sequence[str]) -> bool:
    """Tell whether a path below the data folder is one that a backup may hold."""
    return bool(parts) and parts[0] not in _LEFT_OUT and not any(one.startswith(".") for one in parts)


def safe_path(name: str) -> PurePosixPath:
    """Return the path of a file in the archive, below the data folder.

    Raises
    ------
    RefusedInput
        If it leads anywhere else, or to what a backup never holds.
    """
    told = PurePosixPath(name)
    odd = str(told) != name or told.parts[:1] != (FILES,) or set(name) & set("\\:\x00") or ".." in told.parts
    if odd or not is_kept(told.parts[1:]):
        raise RefusedInput("backup.unsafe_path", path=name[:100])
    return told.relative_to(FILES)


def key_check(data_dir: Path) -> str:
    """Derive from the house's secret key what shows whether another one is the same; empty where there is none."""
    path = data_dir / KEY_FILE
    return (
        hmac.digest(path.read_bytes().strip(), b"guanshan-backup", hashlib.sha256).hex()[:32]
        if path.is_file()
        else ""
    )


def line_of(row: Sequence[Any]) -> bytes:
    """Write a row as a line."""
    return canonical_bytes(list(row)) + b"\n"


def row_of(line: bytes, columns: Sequence[Column[Any]], name: str) -> dict[str, Any]:
    """Read a row from a line.

    Raises
    ------
    RefusedInput
        If it is none of this table.
    """
    try:
        cells = json.loads(line)
        pairs = zip(columns, cells, strict=True)
        return {column.name: _cell(column, cell) for column, cell in pairs}
    except (ValueError, TypeError, InvalidOperation, RecursionError):
        raise damaged(name) from None


def _cell(column: Column[Any], cell: object) -> object:
    if cell is None:
        return None
    if isinstance(column.type, Date):
        return date.fromisoformat(_text(cell))
    if isinstance(column.type, Exact):
        return Decimal(_text(cell))
    wanted = bool if isinstance(column.type, Boolean) else column.type.python_type
    if type(cell) is not wanted:
        raise TypeError(column.name)
    return cell


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(value)
    return value


def _part(found: Mapping[str, object]) -> Part:
    return Part(_text(found["name"]), _whole(found["size"]), _text(found["sha256"]))
