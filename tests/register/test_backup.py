"""A house in one file, and back out of it: on both databases, and from one to the other."""

import json
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from guanshan.clock import SetTime
from guanshan.i18n import LANGUAGES, load_texts
from guanshan.refusal import Conflict, Refusal, RefusedInput
from guanshan.register.account import codes, credentials, links, sessions
from guanshan.register.actor import CONSOLE
from guanshan.register.audit import walk
from guanshan.register.audit_tables import AUDIT
from guanshan.register.backup import backup, restore
from guanshan.register.backup_file import FORMAT, MANIFEST, kept_tables
from guanshan.register.database import Database
from guanshan.register.query import Source
from guanshan.register.replay import first_mismatch
from guanshan.register.store import Row, Store
from trial.records import trial_types

DIALECTS = ("sqlite", "postgresql")


@pytest.fixture
def build(
    tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[str, str], tuple[Store, Path]]]:
    made: list[Store] = []

    def build(dialect: str, name: str) -> tuple[Store, Path]:
        folder = tmp_path / name
        folder.mkdir()
        url = f"sqlite:///{folder / 'guanshan.db'}"
        if dialect == "postgresql":
            server = request.getfixturevalue("postgres_schema")
            schema = server.rpartition("%3D")[2] + f"_{name}"
            run_sql(server, f"CREATE SCHEMA {schema}")
            url = server.rpartition("%3D")[0] + f"%3D{schema}"
            request.addfinalizer(lambda: run_sql(server, f"DROP SCHEMA {schema} CASCADE"))
        made.append(Store(Database(url), trial_types(), SetTime()))
        made[-1].create()
        return made[-1], folder

    yield build
    for store in made:
        store.database.close()


def run_sql(server: str, statement: str) -> None:
    database = Database(server)
    with database.engine.connect() as connection:
        connection.execute(text(statement))
        connection.commit()
    database.close()


def fill(store: Store, folder: Path) -> None:
    with store.write(CONSOLE, "import", "why") as writing:
        check = writing.reading.types["site"].check
        rows = [
            Row(check({"code": f"s{n}", "name": f'"观山"\\ {n}', "height": f"{n}.125"}), Source(row=n))
            for n in range(1200)
        ]
        writing.put_many("site", rows, keeper="north")
        firm = writing.put(
            "firm", {"code": "f", "name": "F", "contact": "13812345678"}, keeper="north"
        ).record
        writing.remember("sample", "yes")
    with store.write(CONSOLE, "edit", "why") as writing:
        writing.amend("firm", firm, {"name": "G", "until": "2030-01-01"})
        for table, values in (
            (credentials, {"subject": "yanghua", "hash": "h", "changed_at": 1, "totp_last": 0}),
            (
                links,
                {
                    "digest": "d",
                    "kind": "k",
                    "subject": "s",
                    "issued_by": "b",
                    "issued_at": 1,
                    "expires_at": 2,
                    "nonce": "n",
                },
            ),
            (codes, {"phone_digest": "p", "digest": "d", "expires_at": 1, "tries": 0}),
        ):
            writing.connection.execute(table.insert().values(**values))
    (folder / "repairs" / "一").mkdir(parents=True)
    (folder / "repairs" / "一" / "坏行.xlsx").write_bytes(os.urandom(3_000_000))
    (folder / "empty").touch()
    for name in ("secret.key", "guanshan.toml", ".hidden"):
        (folder / name).write_text("ab" * 32)
    (folder / "outbox").mkdir()
    (folder / "outbox" / "code.txt").write_text("123456")
    (folder / "link").symlink_to(folder / "secret.key")


def content(store: Store) -> dict[str, list[tuple]]:
    with store.database.reading() as connection:
        tables = [
            one for one in kept_tables(connection) if one.name not in ("register_audit", "register_head")
        ]
        return {
            one.name: [tuple(row) for row in connection.execute(select(one).order_by(*one.primary_key))]
            for one in tables
        }


def events(store: Store) -> list[tuple]:
    with store.database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(AUDIT).order_by(AUDIT.c.seq))]


@pytest.mark.parametrize(("source", "target"), [(one, other) for one in DIALECTS for other in DIALECTS])
def test_every_row_and_every_proof_comes_back(build, tmp_path: Path, source: str, target: str) -> None:
    store, folder = build(source, "one")
    fill(store, folder)
    before, chain = content(store), events(store)
    told: list[tuple[str, int]] = []
    made = backup(store, folder, tmp_path / "house.zip", CONSOLE, progress=lambda *one: told.append(one))
    assert ("trial_site", 1200) in told
    assert (made.head.seq, made.files) == (2, 2)
    assert stat.S_IMODE((tmp_path / "house.zip").stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".house*"))
    written = json.loads(events(store)[-1][3])
    assert (written["action"], written["object"], written["detail"]["sha256"]) == (
        "backup",
        "house.zip",
        made.sha256,
    )

    other, there = build(target, "two")
    (there / "secret.key").write_text("ab" * 32)
    back = restore(tmp_path / "house.zip", other, there, CONSOLE)
    assert (back.head, back.broken, back.same_key, back.files) == (made.head, None, True, 2)
    assert content(other) == before
    assert events(other)[:2] == chain
    with other.database.reading() as connection:
        assert walk(connection) is None
        assert connection.scalar(select(links.c.digest)) is None
        assert connection.scalar(select(sessions.c.digest)) is None
    assert first_mismatch(other) is None
    last = json.loads(events(other)[-1][3])
    assert (last["action"], last["detail"]["sha256"], last["detail"]["replaced"]["seq"]) == (
        "restore",
        made.sha256,
        0,
    )
    assert sorted(str(one.relative_to(there)) for one in there.rglob("*") if one.is_file() and "guanshan.db" not in one.name) == [
        "empty", "repairs/一/坏行.xlsx", "secret.key",
    ]  # fmt: skip
    assert (there / "repairs/一/坏行.xlsx").read_bytes() == (folder / "repairs/一/坏行.xlsx").read_bytes()
    with other.write(CONSOLE, "edit") as writing:
        writing.put("site", {"code": "s1", "name": "later"}, keeper="north")
    with pytest.raises(Exception, match="append-only"), other.database.writing() as connection:
        connection.execute(AUDIT.delete())


def test_a_house_that_holds_something_is_not_overwritten_unless_told(build, tmp_path: Path) -> None:
    for dialect in DIALECTS:
        store, folder = build(dialect, f"one_{dialect}")
        fill(store, folder)
        file = tmp_path / f"{dialect}.zip"
        backup(store, folder, file, CONSOLE)
        with store.write(CONSOLE, "edit") as writing:
            writing.put("site", {"code": "after", "name": "after"}, keeper="north")
        head = store.head()
        with pytest.raises(Conflict, match=r"^backup\.not_empty"):
            restore(file, store, folder, CONSOLE)
        assert store.head() == head
        back = restore(file, store, folder, CONSOLE, overwrite=True)
        assert back.head.seq == 2
        assert "after" not in str(content(store)["trial_site"])
        assert json.loads(events(store)[-1][3])["detail"]["replaced"]["digest"] == head.digest
        assert first_mismatch(store) is None
        other, there = build(dialect, f"two_{dialect}")
        (there / "empty").touch()
        with pytest.raises(Conflict, match=r"^backup\.file_there"):
            restore(file, other, there, CONSOLE)


def test_another_key_and_a_chain_that_was_broken_are_told(build, tmp_path: Path) -> None:
    store, folder = build("sqlite", "one")
    fill(store, folder)
    with store.database.writing() as connection:
        connection.execute(text("DROP TRIGGER register_audit_keeps_values"))
        connection.execute(text("UPDATE register_audit SET body = replace(body, 'why', 'who') WHERE seq = 2"))
    backup(store, folder, tmp_path / "house.zip", CONSOLE)
    other, there = build("sqlite", "two")
    (there / "secret.key").write_text("cd" * 32)
    back = restore(tmp_path / "house.zip", other, there, CONSOLE)
    assert (back.broken, back.same_key) == (2, False)


def test_a_damaged_file_is_refused_and_changes_nothing(build, tmp_path: Path) -> None:
    store, folder = build("sqlite", "one")
    fill(store, folder)
    (folder / "repairs/一/坏行.xlsx").write_bytes(b"x" * 2_000)
    backup(store, folder, tmp_path / "house.zip", CONSOLE)
    whole = (tmp_path / "house.zip").read_bytes()
    other, there = build("sqlite", "two")
    empty = content(other)
    bad = tmp_path / "bad.zip"
    step = len(whole) // 60
    damages = [whole[:n] + bytes([whole[n] ^ 0x20]) + whole[n + 1 :] for n in range(0, len(whole), step)]
    damages += [whole[:n] for n in (0, 1, 100, len(whole) // 2, len(whole) - 1)] + [b"PK\x03\x04" * 30]
    keys = []
    for number, one in enumerate(damages):
        bad.write_bytes(one)
        if (refusal := refusal_of(bad, other, there)) is None:
            assert content(other) == content(
                store
            )  # a byte that says nothing, such as a time within the archive
            other, there = build("sqlite", f"again-{number}")
            continue
        keys.append(refusal.key)
        for language in LANGUAGES:
            assert load_texts().say(refusal.key, language, **refusal.values)
        assert content(other) == empty
        assert [one.name for one in there.iterdir() if "guanshan.db" not in one.name] == []
    bad.write_bytes(whole)
    assert refusal_of(bad, other, there) is None
    assert content(other) == content(store)
    assert len(keys) > 30
    with pytest.raises(RefusedInput, match=r"^backup\.not_read"):
        restore(tmp_path / "absent.zip", other, there, CONSOLE)


def refusal_of(file: Path, store: Store, folder: Path) -> Refusal | None:
    try:
        restore(file, store, folder, CONSOLE)
    except Refusal as refusal:
        return refusal
    return None


def rewritten(file: Path, target: Path, **changes: object) -> Path:
    """The same backup with another manifest and other parts (``parts``: name to bytes; None leaves one out)."""
    parts = changes.pop("parts", {})
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        manifest = {**json.loads(old.read(MANIFEST)), **changes}
        for name in {*old.namelist(), *parts} - {MANIFEST}:
            if (bytes_ := parts.get(name, b"" if name in parts else old.read(name))) is not None:
                new.writestr(name, bytes_)
        new.writestr(MANIFEST, json.dumps(manifest))
    return target


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("files/../../evil", "unsafe_path"),
        ("files//etc/evil", "unsafe_path"),
        ("/etc/evil", "unsafe_path"),
        ("files/a/../../secret.key", "unsafe_path"),
        ("files/secret.key", "unsafe_path"),
        ("files/.ssh/keys", "unsafe_path"),
        ("files/C:\\evil", "unsafe_path"),
        ("files", "unsafe_path"),
        ("other/a", "unsafe_path"),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(build, tmp_path: Path, path: str, key: str) -> None:
    store, folder = build("sqlite", "one")
    backup(store, folder, tmp_path / "house.zip", CONSOLE)
    part = {"name": path, "size": 1, "sha256": "0" * 64}
    bad = rewritten(tmp_path / "house.zip", tmp_path / "bad.zip", files=[part], parts={path: b"x"})
    other, there = build("sqlite", "two")
    with pytest.raises(RefusedInput, match=rf"^backup\.{key}"):
        restore(bad, other, there, CONSOLE)


def test_bombs_strange_parts_and_other_versions_are_refused(build, tmp_path: Path) -> None:
    store, folder = build("sqlite", "one")
    fill(store, folder)
    file = tmp_path / "house.zip"
    backup(store, folder, file, CONSOLE)
    other, there = build("sqlite", "two")
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    tables = manifest["tables"]
    bomb = b"0" * (80 << 20)
    part = {"name": "files/bomb", "size": len(bomb), "sha256": "0" * 64}
    lines = {"name": "tables/x.jsonl", "size": 3, "sha256": "0" * 64}
    strange = [*tables, {"table": "x", "columns": [], "rows": 1, "part": lines}]
    cases = [
        ({"files": [part], "parts": {"files/bomb": bomb, **{one["name"]: None for one in manifest["files"]}}}, "too_large|damaged"),
        ({"parts": {"files/more": b"x"}}, "damaged"),
        ({"format": "guanshan-backup-9"}, "other_format"),
        ({"revisions": ["register_9999"]}, "other_version"),
        ({"tables": [{**tables[0], "columns": ["x"]}, *tables[1:]]}, "other_table"),
        ({"tables": strange, "parts": {"tables/x.jsonl": b"[]\n"}}, "other_table"),
        ({"tables": "none"}, "damaged"),
        ({"head": {**manifest["head"], "seq": 1}}, "damaged"),
        ({"tables": [{**tables[0], "rows": 9}, *tables[1:]]}, "damaged"),
    ]  # fmt: skip
    for changes, key in cases:
        bad = rewritten(file, tmp_path / "bad.zip", **changes)
        with pytest.raises(RefusedInput, match=rf"^backup\.({key})"):
            restore(bad, other, there, CONSOLE)
    assert not [one for one in there.iterdir() if "guanshan.db" not in one.name]
    assert other.head().seq == 0


def test_a_backup_writes_over_nothing_and_leaves_nothing_behind(build, tmp_path: Path) -> None:
    store, folder = build("sqlite", "one")
    (tmp_path / "there.zip").write_text("mine")
    with pytest.raises(RefusedInput, match=r"^backup\.file_exists"):
        backup(store, folder, tmp_path / "there.zip", CONSOLE)
    with pytest.raises(RefusedInput, match=r"^backup\.not_written"):
        backup(store, folder, tmp_path / "no" / "folder.zip", CONSOLE)
    assert (tmp_path / "there.zip").read_text() == "mine"
    assert events(store) == []
    made = backup(store, folder, folder / "inside.zip", CONSOLE)
    assert made.files == 0


def test_a_backup_is_of_one_moment_while_others_write(build, tmp_path: Path) -> None:
    for dialect in DIALECTS:
        store, folder = build(dialect, f"one_{dialect}")
        fill(store, folder)

        def write(table: str, _rows: int, store: Store = store) -> None:
            with store.write(CONSOLE, "edit") as writing:
                writing.put("site", {"code": f"during-{table}", "name": "x"}, keeper="north")

        backup(store, folder, tmp_path / f"{dialect}.zip", CONSOLE, progress=write)
        other, there = build("sqlite", f"two_{dialect}")
        assert restore(tmp_path / f"{dialect}.zip", other, there, CONSOLE).head.seq == 2
        assert first_mismatch(other) is None
        assert "during" not in str(content(other))


def test_the_format_is_named(build, tmp_path: Path) -> None:
    store, folder = build("sqlite", "one")
    backup(store, folder, tmp_path / "house.zip", CONSOLE)
    with zipfile.ZipFile(tmp_path / "house.zip") as archive:
        assert json.loads(archive.read(MANIFEST))["format"] == FORMAT
    with store.database.reading() as connection:
        assert inspect(connection).has_table("account_session")
