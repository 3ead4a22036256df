"""How does a changed declaration reach the databases out there? 起草升级脚本

``python -m guanshan.revision SYSTEM MESSAGE`` (``make revision``) compares the record types with what the migrations of today make, and
drafts the next migration of a system, or of the core (``register``), for somebody to read and commit.
"""

import sys
import tempfile
from pathlib import Path

from guanshan.app import ACT, find_systems
from guanshan.app import CORE as CORE_RECORDS
from guanshan.cli.words import say, tell
from guanshan.refusal import Refusal, RefusedInput
from guanshan.register.database import Database
from guanshan.register.migrate import CORE, Branch, differences, revise, upgrade
from guanshan.register.record import record_type
from guanshan.register.schema import table_of
from guanshan.settings import load_settings


def draft(name: str, message: str) -> None:
    """Draft the next migration of a system; a young system gets its first, and with it a branch of its own.

    Raises
    ------
    RefusedInput
        If there is no such system, no message, or nothing to draft.
    """
    found = find_systems(load_settings().systems_dir)
    systems = {ACT.system: ACT.folder, **{one.name: one.folder / "migrations" for one in found}}
    for declared in (*CORE_RECORDS, *(record for one in found for record in one.records)):
        table_of(record_type(declared))
    if not name or not message.strip():
        raise RefusedInput("cli.revision_usage")
    if name != CORE and name not in systems:
        raise RefusedInput("cli.no_such_system", name=name, known=", ".join((CORE, *systems)))
    branches = [Branch(one, folder) for one, folder in systems.items() if folder.is_dir() or one == name]
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'today.db'}")
        if name in systems:
            systems[name].mkdir(exist_ok=True)
        upgrade(database, branches)
        if not differences(database, branches):
            raise RefusedInput("cli.nothing_changed", name=name)
        revise(database, branches, name, message)
        database.close()
    say("drafted", folder=systems.get(name, CORE))


def main() -> None:
    """Draft what the command line asks for; a refusal is one sentence and exit status 2."""
    words = [*sys.argv[1:], "", ""]
    try:
        draft(words[0], words[1])
    except Refusal as refusal:
        tell(refusal)
        sys.exit(refusal.exit_status)


if __name__ == "__main__":
    main()
