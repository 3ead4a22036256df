"""A database follows its declarations: drafted, upgraded, compared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from guanshan.app import ACT, CORE, find_systems, open_house
from guanshan.refusal import Conflict
from guanshan.register.database import Database
from guanshan.register.migrate import Branch, upgrade
from guanshan.register.record import record_type
from guanshan.register.schema import table_of
from guanshan.settings import load_settings

SOURCE = Path(__file__).parents[2] / "src"
RECORDS = '''"""Books. 图书"""

from typing import Annotated

from guanshan.register.field import Text, Whole
from guanshan.register.record import LISTED, SEARCHED, record


@record(key=("code",), title="name")
class Book:
    """A book. 图书"""

    code: Annotated[str, Text(20), LISTED, SEARCHED]
    name: Annotated[str, Text(100), LISTED, SEARCHED]
'''
TEXTS = "title: 书\nrecords:\n  book:\n    title: 书\n    fields: {code: {label: 号}, name: {label: 名}, pages: {label: 页}}\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path):
    url = (
        request.getfixturevalue("postgres_url")
        if request.param == "postgresql"
        else f"sqlite:///{tmp_path}/h.db"
    )
    database = Database(url)
    yield database
    database.close()


def branches() -> list[Branch]:
    for declared in (*CORE, *(record for one in find_systems() for record in one.records)):
        table_of(record_type(declared))
    return [ACT] + [
        Branch(one.name, one.folder / "migrations")
        for one in find_systems()
        if (one.folder / "migrations").is_dir()
    ]


def test_migrations_make_just_what_is_declared(database):
    """In a process of its own: other tests declare records that no migration knows."""
    compared = (
        "import sys\nfrom guanshan.register.database import Database\n"
        "from guanshan.register.migrate import differences, upgrade\n"
        "from test_migrate import branches\n"
        "database = Database(sys.argv[1])\nupgrade(database, branches())\n"
        "print(differences(database, branches()))\n"
    )
    url = database.engine.url.render_as_string(hide_password=False)
    places = os.pathsep.join((str(SOURCE), str(Path(__file__).parent)))
    done = subprocess.run(
        [sys.executable, "-c", compared, url],
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(database, tmp_path):
    folder = tmp_path / "broken" / "migrations"
    folder.mkdir(parents=True)
    (folder / "broken_0001_first.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "revision = 'broken_0001'\ndown_revision = None\nbranch_labels = ('broken',)\ndepends_on = None\n"
        "def upgrade():\n    op.create_table('broken_thing', sa.Column('id', sa.Integer, primary_key=True))\n"
        "    raise RuntimeError('the power failed')\n"
    )
    upgrade(database, branches())
    with pytest.raises(RuntimeError, match="the power failed"):
        upgrade(database, [*branches(), Branch("broken", folder)])
    with database.reading() as connection:
        named = connection.execute(text("SELECT version_num FROM register_schema_version")).scalars().all()
        assert "broken_0001" not in named
        with pytest.raises(Exception, match="broken_thing"):
            connection.execute(text("SELECT * FROM broken_thing"))


def test_a_database_of_a_later_version_is_left_alone(database):
    upgrade(database, branches())
    with database.writing() as connection:
        connection.execute(text("DELETE FROM register_schema_version"))
        connection.execute(text("INSERT INTO register_schema_version (version_num) VALUES ('register_9999')"))
    with pytest.raises(Conflict, match="register_9999"):
        upgrade(database, branches())


def drafted(systems: Path, message: str) -> str:
    """Run the tool in a process of its own, as ``make revision`` does."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "GUANSHAN_SYSTEMS_DIR": str(systems),
        "GUANSHAN_LANGUAGE": "en",
    }
    command = [sys.executable, "-m", "guanshan.revision", "bookshelf", message]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, cwd=systems)
    return done.stdout + done.stderr


def test_a_system_gets_its_first_migration_and_the_next_one_keeps_its_rows(tmp_path):
    folder = tmp_path / "systems" / "bookshelf"
    (folder / "texts").mkdir(parents=True)
    for language in ("zh", "en"):
        (folder / "texts" / f"{language}.yaml").write_text(TEXTS, encoding="utf-8")
    (folder / "__init__.py").write_text('"""Books. 图书"""\n', encoding="utf-8")
    (folder / "records.py").write_text(RECORDS, encoding="utf-8")
    (folder / "system.py").write_text(
        "from guanshan.declaration import System\nfrom guanshan.systems.bookshelf.records import Book\n"
        'SYSTEM = System(name="bookshelf", office="district", records=(Book,))\n',
        encoding="utf-8",
    )
    systems, data = folder.parent, tmp_path / "data"
    drafted(systems, "the books")
    assert "op.create_table" in (folder / "migrations" / "bookshelf_0001_the_books.py").read_text(
        encoding="utf-8"
    )
    kept = (
        "from pathlib import Path\nfrom guanshan.app import open_house\nfrom guanshan.settings import load_settings\n"
        "from guanshan.register.actor import CONSOLE\n"
        f"house = open_house(load_settings(data_dir=Path({str(data)!r}), systems_dir=Path({str(systems)!r})))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    put = (
        "with house.store.write(CONSOLE, 'add') as writing:\n"
        "    writing.put('bookshelf.book', {'code': 'b1', 'name': '贵州'}, keeper='district')\n"
    )
    subprocess.run([sys.executable, "-c", kept + put], env=environment, check=True, timeout=60)

    more = "    pages: Annotated[int | None, Whole('pages'), LISTED] = None\n"
    (folder / "records.py").write_text(RECORDS + more, encoding="utf-8")
    drafted(systems, "pages of a book")
    second = (folder / "migrations" / "bookshelf_0002_pages_of_a_book.py").read_text(encoding="utf-8")
    assert "f_pages" in second
    assert "create_table" not in second
    assert "nothing" in drafted(systems, "again").lower() or "agree" in drafted(systems, "again").lower()
    read = "print(house.registry.find(CONSOLE, 'bookshelf.book')[0].values)\n"
    done = subprocess.run(
        [sys.executable, "-c", kept + read], env=environment, capture_output=True, text=True, timeout=60
    )
    assert "'pages': None" in done.stdout, done.stderr


def test_a_house_opens_its_own_database_again(tmp_path):
    settings = load_settings(data_dir=tmp_path)
    first = open_house(settings)
    chain = first.store.head().chain
    first.store.database.close()
    again = open_house(settings)
    assert again.store.head().chain == chain
    again.store.database.close()
