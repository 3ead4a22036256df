"""The audit chain: appended, walked, exported, verified by the file that goes with it."""

import hashlib
import json
import os
import subprocess
import sys
import uuid
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, make_url, select, text
from sqlalchemy.exc import DBAPIError

from guanshan.canonical import canonical_bytes, commitment, digest
from guanshan.i18n import load_texts
from guanshan.refusal import Conflict, NotFound, RefusedInput
from guanshan.register.audit.bundle import write_bundle
from guanshan.register.audit.chain import (
    Event,
    append,
    create_chain,
    genesis,
    lock_head,
    read_head,
    row_leaf,
    time_of,
    walk,
)
from guanshan.register.audit.proof import check_row, prove_row, rows_root
from guanshan.register.audit.tables import AUDIT, HEAD
from guanshan.register.audit.verify_audit import verify
from guanshan.register.database import Database

TICK = 1_714_957_200_000_000  # 2024-05-06 09:00 in China
VERIFIER = Path(verify.__code__.co_filename)


def an_event(number=1, **changes):
    parts = {
        "actor": f"staff-{number}",
        "role": "officer",
        "unit": "unit-7",
        "action": "edit",
        "object": f"register.market_entity/{number}",
        "reason": '更正"名称"\n\\ 换行',
        "decision": "allowed",
        "detail": {"rows": number, "old": None, "更": ["\t", "\x00", True]},
        "source": "127.0.0.1",
    }
    return Event(**{**parts, **changes})


def create_tables(database):
    AUDIT.metadata.create_all(database.engine, tables=[AUDIT, HEAD])


@pytest.fixture(scope="module")
def postgres_database():
    """One database for the whole module: to make one takes longer than any of its tests."""
    if "GUANSHAN_TEST_POSTGRES" not in os.environ:
        missing = pytest.fail if os.environ.get("GUANSHAN_REQUIRE_SERVICES") == "1" else pytest.skip
        missing("GUANSHAN_TEST_POSTGRES names no PostgreSQL server")
    server = make_url(os.environ["GUANSHAN_TEST_POSTGRES"])
    name = f"guanshan_audit_{uuid.uuid4().hex[:8]}_test"
    engine = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    database = Database(
        server.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)
    )
    yield database
    database.close()
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/chain.db")
        create_tables(database)
        yield database
        database.close()
        return
    database = request.getfixturevalue("postgres_database")
    with database.writing() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    create_tables(database)
    yield database


def fill(database, events=10, algorithm="sha256"):
    with database.writing() as connection:
        create_chain(connection, "district-1", algorithm)
    for number in range(events):
        with database.writing() as connection:
            append(connection, lock_head(connection), TICK + number, [an_event(number + 1)])
    with database.reading() as connection:
        return read_head(connection)


def export(database, folder, first=1, last=None, file_events=4):
    with database.reading() as connection:
        head = write_bundle(connection, folder, first, last, file_events=file_events)
    head_file = folder.with_name(f"{folder.name}-head.json")
    head_file.write_bytes(head.published() + b"\n")
    return head_file


def tamper(database, *statements):
    """Do what only who owns the database can: take the triggers away and change rows."""
    with database.writing() as connection:
        if database.dialect == "sqlite":
            for trigger in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars():
                connection.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            connection.execute(text("ALTER TABLE register_audit DISABLE TRIGGER ALL"))
        for statement in statements:
            connection.execute(text(statement))


def walked(database, from_seq=1):
    with database.reading() as connection:
        return walk(connection, from_seq)


def test_an_event_is_written_in_canonical_form():
    body = an_event().body(7, time_of(TICK))
    assert body.encode() == canonical_bytes(json.loads(body))
    assert json.loads(body) == {
        "action": "edit",
        "actor": "staff-1",
        "decision": "allowed",
        "detail": {"rows": 1, "old": None, "更": ["\t", "\x00", True]},
        "object": "register.market_entity/1",
        "reason": '更正"名称"\n\\ 换行',
        "role": "officer",
        "seq": 7,
        "source": "127.0.0.1",
        "time": "2024-05-06T01:00:00.000000Z",
        "unit": "unit-7",
    }


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"reason": None}, "audit.part_not_text"),
        ({"unit": 7}, "audit.part_not_text"),
        ({"detail": ["a"]}, "audit.part_not_text"),
        ({"detail": {"share": 0.5}}, "canonical.kind"),
        ({"reason": "\ud800"}, "canonical.broken_text"),
        ({"detail": {"bulk": "x" * 2**24}}, "audit.too_long"),
    ],
)
def test_an_event_that_cannot_be_written_is_refused(changes, key, tmp_path):
    database = Database(f"sqlite:///{tmp_path}/chain.db")
    create_tables(database)
    fill(database, 1)
    with pytest.raises(RefusedInput) as refused, database.writing() as connection:
        append(connection, lock_head(connection), TICK + 1, [an_event(2), an_event(3, **changes)])
    assert refused.value.key == key
    texts = load_texts()
    for language in ("zh", "en"):
        assert texts.say(key, language, **refused.value.values)
    assert walked(database) is None
    database.close()


def test_the_chain_is_what_the_format_says(database):
    head = fill(database, 3)
    with database.reading() as connection:
        rows = connection.execute(select(AUDIT).order_by(AUDIT.c.seq)).all()
    reached = hashlib.sha256(
        b'{"algorithm":"sha256","chain":"district-1","format":"guanshan-audit-1"}'
    ).hexdigest()
    assert reached == genesis("district-1")
    for number, row in enumerate(rows, 1):
        reached = hashlib.sha256(bytes.fromhex(reached) + row.body.encode()).hexdigest()
        assert (row.seq, row.tick, row.digest) == (number, TICK + number - 1, reached)
    assert (head.seq, head.tick, head.digest, head.algorithm) == (3, TICK + 2, reached, "sha256")
    assert json.loads(head.published()) == {
        "algorithm": "sha256",
        "chain": "district-1",
        "digest": reached,
        "seq": 3,
        "time": "2024-05-06T01:00:00.000002Z",
    }
    assert walked(database) is None
    assert walked(database, 2) is None


def test_many_events_of_one_transaction_are_chained_like_few(database):
    fill(database, 0)
    with database.writing() as connection:
        head = append(connection, lock_head(connection), TICK, [an_event(number) for number in range(12_000)])
        head = append(connection, head, TICK, [an_event(1)])
        assert append(connection, head, TICK + 1, []) == head
    assert head.seq == 12_001
    assert walked(database) is None


def test_a_transaction_that_fails_leaves_the_chain_as_it_was(database):
    head = fill(database, 2)
    with pytest.raises(RefusedInput), database.writing() as connection:
        append(connection, lock_head(connection), TICK + 9, [an_event(3), an_event(4, detail={"x": 1.5})])
    with database.reading() as connection:
        assert read_head(connection) == head
    assert walked(database) is None


def test_a_head_that_moved_and_a_tick_that_went_back_are_refused(database):
    head = fill(database, 2)
    with pytest.raises(RefusedInput, match="tick_before_head"), database.writing() as connection:
        append(connection, head, TICK, [an_event()])
    with database.writing() as connection:
        append(connection, lock_head(connection), TICK + 5, [an_event()])
    with pytest.raises(Conflict, match="head_moved"), database.writing() as connection:
        append(connection, head, TICK + 6, [an_event()])
    assert walked(database) is None


def test_there_is_one_chain_and_it_is_asked_for_in_vain_before(database):
    with pytest.raises(NotFound), database.reading() as connection:
        read_head(connection)
    with pytest.raises(RefusedInput, match="chain_name"), database.writing() as connection:
        create_chain(connection, "a district")
    with database.writing() as connection:
        assert len(create_chain(connection).chain) == 32
    with pytest.raises(Conflict, match="chain_exists"), database.writing() as connection:
        create_chain(connection)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_audit SET body = 'x' WHERE seq = 2",
        "DELETE FROM register_audit WHERE seq = 3",
        "DELETE FROM register_audit",
        "INSERT INTO register_audit (seq, tick, digest, body) VALUES (2, 1, 'x', 'x')",
        "own",
    ],
)
def test_the_database_refuses_every_change_of_what_is_written(database, statement):
    own = {
        "sqlite": "INSERT OR REPLACE INTO register_audit (seq, tick, digest, body) VALUES (2, 1, 'x', 'x')",
        "postgresql": "TRUNCATE register_audit",
    }
    fill(database, 3)
    with pytest.raises(DBAPIError), database.writing() as connection:
        connection.execute(text(own[database.dialect] if statement == "own" else statement))
    assert walked(database) is None


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE register_audit SET body = replace(body, 'staff-4', 'staff-5') WHERE seq = 4", 4),
        ("UPDATE register_audit SET body = body || ' ' WHERE seq = 4", 4),
        ("UPDATE register_audit SET tick = tick + 1 WHERE seq = 4", 4),
        ("UPDATE register_audit SET digest = 'x' WHERE seq = 4", 4),
        ("UPDATE register_audit SET digest = upper(digest) WHERE seq = 4", 4),
        ("DELETE FROM register_audit WHERE seq = 1", 1),
        ("DELETE FROM register_audit WHERE seq = 5", 5),
        ("DELETE FROM register_audit WHERE seq > 8", 9),
        ("UPDATE register_audit SET seq = 11 WHERE seq = 7", 7),
        ("UPDATE register_head SET digest = '0'", 10),
        ("UPDATE register_head SET seq = 9", 10),
        ("UPDATE register_head SET seq = 11", 11),
        ("UPDATE register_head SET tick = tick + 1", 10),
        ("UPDATE register_head SET chain = 'district-2'", 1),
    ],
)
def test_walking_finds_the_first_broken_event(database, statement, broken):
    fill(database, 10)
    tamper(database, statement)
    assert walked(database) == broken


@pytest.mark.parametrize("column", ["body", "digest"])
def test_walking_finds_bytes_that_are_no_text(tmp_path, column):
    """Only SQLite keeps them; PostgreSQL takes none in."""
    database = Database(f"sqlite:///{tmp_path}/chain.db")
    create_tables(database)
    fill(database, 10)
    tamper(database, f"UPDATE register_audit SET {column} = CAST(x'ff00' AS TEXT) WHERE seq = 6")
    assert walked(database) == 6


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_bundle_is_verified_by_the_file_in_it(database, tmp_path, algorithm):
    if algorithm not in hashlib.algorithms_available:
        pytest.skip(f"this OpenSSL has no {algorithm}")
    head = fill(database, 10, algorithm)
    head_file = export(database, tmp_path / "bundle")
    names = sorted(path.name for path in (tmp_path / "bundle").iterdir())
    assert names == [
        "README.txt",
        *(f"digests-00000{number}.txt" for number in (1, 2, 3)),
        *(f"events-00000{number}.jsonl" for number in (1, 2, 3)),
        "manifest.json",
        "verify_audit.py",
    ]
    command = [sys.executable, "-I", "verify_audit.py", ".", "--head", str(head_file)]
    done = subprocess.run(command, cwd=tmp_path / "bundle", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    line = done.stdout.decode()
    assert line.count("\n") == 1
    assert "通过" in line
    assert "VERIFIED" in line
    assert head.digest in line


def test_an_empty_chain_is_exported_and_verified(database, tmp_path):
    fill(database, 0)
    head_file = export(database, tmp_path / "bundle")
    assert verify(str(tmp_path / "bundle"), str(head_file))[0] == 0


def test_a_range_goes_on_from_the_digest_before_it(database, tmp_path):
    fill(database, 10)
    head_file = export(database, tmp_path / "tail", 4)
    assert verify(str(tmp_path / "tail"), str(head_file))[0] == 0
    export(database, tmp_path / "middle", 4, 8)
    status, line = verify(str(tmp_path / "middle"), str(head_file))
    assert status == 1
    assert "event 9 is missing" in line


@pytest.mark.parametrize("span", [(0, 3), (4, 3), (1, 11), (11, 11), (11, 10)])
def test_a_range_that_the_chain_does_not_have_is_refused(database, tmp_path, span):
    fill(database, 10)
    with pytest.raises(RefusedInput, match="range"):
        export(database, tmp_path / "bundle", *span)


def test_a_folder_that_holds_something_is_refused(database, tmp_path):
    fill(database, 1)
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(RefusedInput, match="folder_not_empty"):
        export(database, tmp_path)
    with pytest.raises(RefusedInput, match=r"audit\.folder"):
        export(database, tmp_path / "note.txt")


def test_an_earlier_head_vouches_for_what_was_there_then(database, tmp_path):
    fill(database, 6)
    early = export(database, tmp_path / "early")
    with database.writing() as connection:
        append(connection, lock_head(connection), TICK + 50, [an_event(7), an_event(8)])
    export(database, tmp_path / "late")
    status, line = verify(str(tmp_path / "late"), str(early))
    assert status == 0
    assert "event 6, which does not vouch for later ones" in line
    head = json.loads(early.read_bytes())
    for name, wrong in [
        ("digest", digest(b"")),
        ("time", time_of(TICK + 99)),
        ("chain", "other"),
        ("seq", 5),
    ]:
        early.write_bytes(canonical_bytes({**head, name: wrong}))
        assert verify(str(tmp_path / "late"), str(early))[0] == 1, name
    early.write_bytes(canonical_bytes({**head, "algorithm": "sm3"}))
    assert verify(str(tmp_path / "late"), str(early))[0] == 1


def test_a_head_before_the_range_is_compared_only_where_it_can_be(database, tmp_path):
    fill(database, 3)
    third = export(database, tmp_path / "three")
    with database.writing() as connection:
        append(connection, lock_head(connection), TICK + 50, [an_event(number) for number in range(4, 11)])
    export(database, tmp_path / "from-four", 4)
    assert verify(str(tmp_path / "from-four"), str(third))[0] == 0
    export(database, tmp_path / "from-five", 5)
    assert verify(str(tmp_path / "from-five"), str(third))[0] == 1


def test_a_chain_broken_in_the_database_is_exported_and_found_by_the_verifier(database, tmp_path):
    fill(database, 10)
    tamper(database, "DELETE FROM register_audit WHERE seq = 5")
    head_file = export(database, tmp_path / "bundle")
    status, line = verify(str(tmp_path / "bundle"), str(head_file))
    assert (status, "event 5" in line) == (1, True)


def test_wrong_usage_and_what_cannot_be_read_end_with_two(tmp_path):
    (tmp_path / "head.json").write_bytes(b"\xff\x00")
    (tmp_path / "empty").mkdir()
    for arguments in (
        [],
        ["--head"],
        ["a", "b"],
        [".", "--head"],
        [str(tmp_path / "nowhere")],
        [str(tmp_path / "empty")],
        [str(tmp_path / "empty"), "--head", str(tmp_path / "head.json")],
        ["--head", str(tmp_path / "nowhere"), str(tmp_path / "empty")],
    ):
        done = subprocess.run(
            [sys.executable, "-I", VERIFIER, *arguments],
            capture_output=True,
            check=False,
            env={"LC_ALL": "C"},
        )
        assert done.returncode == 2, arguments
        assert done.stdout == b""
        assert b"Traceback" not in done.stderr


def test_the_verifier_is_one_short_file_of_the_standard_library():
    source = VERIFIER.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    imported = {
        line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import", "from"))
    }
    assert imported <= sys.stdlib_module_names


def test_a_row_is_proved_without_showing_the_others():
    salted = commitment(bytes(16), ["phone", "13800000000"])
    rows = [
        {
            "keeper": "unit-7",
            "record": f"{number:032x}",
            "type": "register.person",
            "valid_from": "2024-05-06",
            "valid_to": "9999-12-31",
            "values": {"name": f"人{number}", "phone": {"salted": salted}},
        }
        for number in range(5)
    ]
    leaves = [
        row_leaf(
            row["type"],
            row["record"],
            date(2024, 5, 6),
            date(9999, 12, 31),
            "unit-7",
            {"name": row["values"]["name"], "phone": "13800000000"},
            {"phone": salted},
        )
        for row in rows
    ]
    assert leaves[3] == digest(canonical_bytes(rows[3]))
    proof = json.loads(canonical_bytes(prove_row(leaves, 3, rows[3], "district-1", 12)))
    told = {"rows": 5, "root": rows_root(leaves)}
    assert check_row(proof, told)
    with pytest.raises(RefusedInput, match="leaf_of_another_row"):
        prove_row(leaves, 2, rows[3], "district-1", 12)
    for name, wrong in [
        ("index", 2),
        ("index", "3"),
        ("rows", 6),
        ("root", leaves[0]),
        ("row", rows[2]),
        ("row", 1.5),
        ("path", []),
        ("path", [1]),
        ("path", None),
        ("algorithm", "sm3"),
        ("algorithm", "md5"),
        ("format", "x"),
        ("more", 1),
    ]:
        assert not check_row({**proof, name: wrong}, told), name
    assert not check_row(proof, {**told, "rows": 6})
    assert not check_row(proof, {})


def test_the_head_is_locked_against_other_writers(database):
    fill(database, 1)
    with database.writing() as connection:
        head = append(connection, lock_head(connection), TICK + 5, [an_event(2)])
        with database.reading() as other:
            assert read_head(other).seq == 1
    with database.reading() as connection:
        assert read_head(connection) == head
        assert connection.execute(select(func.count()).select_from(AUDIT)).scalar() == 2


def test_the_example_of_the_format_page_is_right():
    page = (Path(__file__).parents[3] / "docs" / "audit-format.md").read_text(encoding="utf-8")
    told = dict(
        line.split(maxsplit=1) for line in page.splitlines() if line.startswith(("    body_", "    digest_"))
    )
    reached = genesis("district-1")
    assert told["digest_0"] == reached
    for number in (1, 2):
        body = told[f"body_{number}"].encode()
        assert body == canonical_bytes(json.loads(body))
        reached = digest(bytes.fromhex(reached) + body)
        assert told[f"digest_{number}"] == reached
