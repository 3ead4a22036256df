"""The command line and the engines load only what they need."""

import json
import subprocess
import sys

import pytest

HEAVY = ("nicegui", "fastapi", "sqlalchemy", "pydantic", "alembic", "pypinyin", "xlsxwriter", "yaml")


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh interpreter and return the names of the modules it loaded."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_loads_no_heavy_library():
    code = (
        "import io, contextlib, sys; sys.argv = ['guanshan', '--help']\n"
        "from guanshan.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        "    main()"
    )
    assert loaded_by(code) & set(HEAVY) == set()


@pytest.mark.parametrize("module", ["guanshan", "guanshan.assess", "guanshan.systems.enterprise"])
def test_engines_load_no_screen_and_no_database(module):
    assert loaded_by(f"import {module}") & {"nicegui", "fastapi", "sqlalchemy"} == set()


def test_every_command_tells_an_example():
    from guanshan.cli import COMMANDS, guanshan

    for name in COMMANDS:
        command = guanshan.get_command(None, name)
        assert command.epilog, name
        assert command.epilog.startswith("Example: guanshan "), name
        for child in getattr(command, "commands", {}).values():
            assert child.epilog.startswith(f"Example: guanshan {name} "), child.name
