"""How does a database of an earlier issue become one of today? 数据库升级

One Alembic branch for the core and one for each system that has a folder ``migrations``. An upgrade runs in one transaction: interrupted,
it leaves the database as it was. A system without migrations is young: its tables are made from its declaration.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from guanshan.refusal import Conflict
from guanshan.register import audit
from guanshan.register.audit_tables import HEAD
from guanshan.register.database import Database
from guanshan.register.record import RecordType
from guanshan.register.schema import Exact, metadata, table_of

CORE = "register"
_VERSIONS = "register_schema_version"
_CORE_PREFIXES = (CORE, "account")


@dataclass(frozen=True, slots=True)
class Branch:
    """The migrations of the core or of one system."""

    system: str
    folder: Path


def upgrade(
    database: Database,
    branches: Iterable[Branch],
    young: Iterable[RecordType] = (),
    algorithm: str = "sha256",
) -> None:
    """Bring a database to today's tables, in one transaction; a new one gets all of them and an empty audit chain.

    Parameters
    ----------
    branches
        The migrations of the systems; the core's own are always run.
    young
        Record types of systems without migrations.
    algorithm
        Hash of the audit chain, where there is none yet.

    Raises
    ------
    Conflict
        If the database was written by a later version.
    """
    config = _config(branches)
    known = set(ScriptDirectory.from_config(config).get_revisions("heads"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        script = ScriptDirectory.from_config(config)
        for revision in _standing(connection):
            if revision not in {one.revision for one in script.walk_revisions()}:
                raise Conflict("refusal.database_too_new", revision=revision)
        if set(_standing(connection)) != {one.revision for one in known if one}:
            command.upgrade(config, "heads")
        there = set(inspect(connection).get_table_names())
        for declared in young:
            if declared.table not in there:
                table_of(declared).create(connection)
        if not connection.execute(HEAD.select()).first():
            audit.create_chain(connection, algorithm=algorithm)


def differences(database: Database, branches: Iterable[Branch]) -> list[object]:
    """Compare the database with the declared tables: what Alembic would have to change. Empty: nothing."""
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_object": watches(None), "version_table": _VERSIONS, "compare_type": True},
        )
        return list(compare_metadata(context, metadata))


def revise(database: Database, branches: Iterable[Branch], system: str, message: str) -> None:
    """Draft the next migration of the core (``register``) or of a system from what its declaration changed."""
    listed = list(branches)
    config = _config(listed)
    folder = next((one.folder for one in listed if one.system == system), _core_folder())
    with database.writing() as connection:
        config.attributes.update(connection=connection, system=system)
        heads = ScriptDirectory.from_config(config).get_revisions("heads")
        mine = [one.revision for one in heads if one and system in one.branch_labels]
        number = len(list(folder.glob("[0-9]*.py"))) + 1
        command.revision(
            config,
            message,
            autogenerate=True,
            head=f"{system}@head" if mine else "base",
            branch_label=None if mine else system,
            version_path=str(folder),
            rev_id=f"{system}_{number:04d}",
            depends_on=None if mine or system == CORE else f"{CORE}@head",
        )


def watches(system: str | None) -> Callable[[Any, str | None, str, bool, Any], bool]:
    """Build Alembic's filter of tables: those declared, of the core, of one system, or (None) of all."""

    def watched(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        if kind != "table" or name is None:
            return True
        prefix = name.split("_")[0]
        return name in metadata.tables and system in (None, CORE if prefix in _CORE_PREFIXES else prefix)

    return watched


def renders(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones that they are in the database."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Exact) else False


def _config(branches: Iterable[Branch]) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_core_folder().parent).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    folders = [str(_core_folder()), *(str(one.folder) for one in branches)]
    config.set_main_option("version_locations", "\n".join(folders).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _core_folder() -> Path:
    return Path(__file__).parent / "migrations" / "versions"


def _standing(connection: Connection) -> tuple[str, ...]:
    if not inspect(connection).has_table(_VERSIONS):
        return ()
    context = MigrationContext.configure(connection, opts={"version_table": _VERSIONS})
    return context.get_current_heads()
