"""Whatever is changed in a bundle of the audit chain, the verifier finds it."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanshan.canonical import canonical_bytes
from guanshan.register.audit.bundle import write_bundle
from guanshan.register.audit.chain import Event, append, create_chain, genesis, lock_head
from guanshan.register.audit.tables import AUDIT, HEAD
from guanshan.register.audit.verify_audit import __file__ as verifier
from guanshan.register.audit.verify_audit import verify
from guanshan.register.database import Database

EVENTS = 1000
FILE_EVENTS = 400


class Bundle:
    """A bundle in memory, which can be changed, written, verified and put back."""

    def __init__(self, folder, head):
        self.folder, self.head = folder, head
        self.files = {path.name: path.read_bytes() for path in folder.iterdir()}
        self.events = self.lines("events")
        self.digests = self.lines("digests")

    def lines(self, kind):
        names = sorted(name for name in self.files if name.startswith(kind))
        return [line for name in names for line in self.files[name].splitlines(keepends=True)]

    def verified_with(self, changed, with_head=True):
        """Write changed files (None: without it), verify, and put everything back."""
        try:
            for name, content in changed.items():
                (self.folder / name).unlink(missing_ok=True)
                if content is not None:
                    (self.folder / name).write_bytes(content)
            return verify(str(self.folder), str(self.head) if with_head else None)
        finally:
            for name in changed:
                (self.folder / name).unlink(missing_ok=True)
                if name in self.files:
                    (self.folder / name).write_bytes(self.files[name])

    def as_files(self, events, digests):
        """Lay lines out into files of the size that the manifest names."""
        return {
            f"{kind}-{number:06}.{suffix}": b"".join(lines[start : start + FILE_EVENTS])
            for kind, suffix, lines in (("events", "jsonl", events), ("digests", "txt", digests))
            for number, start in enumerate(range(0, EVENTS, FILE_EVENTS), 1)
        }

    def remade(self, bodies):
        """Make everything anew from bodies, consistently: what a forger who knows the format does."""
        reached = bytes.fromhex(genesis("district-1"))
        digests = []
        for body in bodies:
            reached = hashlib.sha256(reached + body).digest()
            digests.append(reached.hex().encode() + b"\n")
        manifest = json.loads(self.files["manifest.json"])
        starts = range(0, len(bodies), FILE_EVENTS)
        manifest |= {"digest": reached.hex(), "last": len(bodies), "files": manifest["files"][: len(starts)]}
        if starts:
            manifest["files"][-1]["last"] = len(bodies)
        changed = self.as_files([body + b"\n" for body in bodies], digests)
        changed = {name: content if content else None for name, content in changed.items()}
        return {**changed, "manifest.json": canonical_bytes(manifest) + b"\n"}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audit")
    database = Database(f"sqlite:///{folder}/chain.db")
    AUDIT.metadata.create_all(database.engine, tables=[AUDIT, HEAD])
    with database.writing() as connection:
        create_chain(connection, "district-1")
    for start in range(0, EVENTS, 100):
        with database.writing() as connection:
            happened = [
                Event(
                    "p7",
                    "officer",
                    "u1",
                    "edit",
                    f"register.place/{n}",
                    "更正",
                    "allowed",
                    {"rows": n},
                    "cli",
                )
                for n in range(start, start + 100)
            ]
            append(connection, lock_head(connection), 1_714_957_200_000_000 + start, happened)
    with database.reading() as connection:
        head = write_bundle(connection, folder / "bundle", file_events=FILE_EVENTS)
    database.close()
    (folder / "head.json").write_bytes(head.published() + b"\n")
    return Bundle(folder / "bundle", folder / "head.json")


def change_a_byte(bundle, chance):
    """Replace, insert or remove one byte; return the changed files and, for events and digests, the broken seq."""
    kind = chance.choices(("events", "digests", "manifest"), (6, 2, 2))[0]
    name = chance.choice(sorted(name for name in bundle.files if name.startswith(kind)))
    content = bundle.files[name]
    at = chance.randrange(len(content))
    other = bytes([chance.choice([byte for byte in range(256) if byte != content[at]])])
    how = chance.choice(("replace", "replace", "insert", "remove", "append"))
    changed = {
        "replace": content[:at] + other + content[at + 1 :],
        "insert": content[:at] + other + content[at:],
        "remove": content[:at] + content[at + 1 :],
        "append": content + other,
    }[how]
    if kind == "manifest":
        return {name: changed}, None
    number = int(name.split("-")[1][:6])
    line = content[:at].count(b"\n") if how != "append" else content.count(b"\n")
    return {name: changed}, (number - 1) * FILE_EVENTS + line + 1


def delete_an_event(bundle, chance):
    at = chance.randrange(EVENTS)
    events = bundle.events[:at] + bundle.events[at + 1 :]
    digests = bundle.digests[:at] + bundle.digests[at + 1 :] if chance.random() < 0.5 else bundle.digests
    return bundle.as_files(events, digests), at + 1


def repeat_an_event(bundle, chance):
    at = chance.randrange(EVENTS)
    events = bundle.events[: at + 1] + bundle.events[at:]
    return bundle.as_files(events, bundle.digests), at + 2


def reorder_two_events(bundle, chance):
    one, other = sorted(chance.sample(range(EVENTS), 2))
    events, digests = list(bundle.events), list(bundle.digests)
    events[one], events[other] = events[other], events[one]
    if chance.random() < 0.5:
        digests[one], digests[other] = digests[other], digests[one]
    return bundle.as_files(events, digests), one + 1


def cut_the_tail(bundle, chance):
    left = chance.randrange(EVENTS)
    if chance.random() < 0.3:  # clumsily, with the manifest left as it was
        return bundle.as_files(bundle.events[:left], bundle.digests[:left]), left + 1
    return bundle.remade([line[:-1] for line in bundle.events[:left]]), left + 1


def remake_from_a_changed_event(bundle, chance):
    at = chance.randrange(EVENTS)
    body = json.loads(bundle.events[at])
    part = chance.choice(("actor", "reason", "decision", "object"))
    body[part] += chance.choice("甲乙丙丁 xyz")
    bodies = [line[:-1] for line in bundle.events]
    bodies[at] = canonical_bytes(body)
    return bundle.remade(bodies), EVENTS


MUTATIONS = (
    change_a_byte,
    change_a_byte,
    change_a_byte,
    delete_an_event,
    repeat_an_event,
    reorder_two_events,
    cut_the_tail,
    remake_from_a_changed_event,
)


def find_all(bundle, count, seed):
    chance = random.Random(seed)
    for number in range(count):
        mutation = MUTATIONS[number % len(MUTATIONS)]
        changed, seq = mutation(bundle, chance)
        status, line = bundle.verified_with(changed)
        assert status == 1, (number, mutation.__name__, line)
        if seq is not None and not (seq > EVENTS and mutation is repeat_an_event):
            assert f"event {seq} " in line, (number, mutation.__name__, seq, line)


def test_the_untouched_bundle_is_verified_with_and_without_the_head(bundle):
    assert bundle.verified_with({})[0] == 0
    assert bundle.verified_with({}, with_head=False)[0] == 0


def test_hundreds_of_random_mutations_are_found(bundle):
    find_all(bundle, 400, seed=20240506)


@pytest.mark.proof
def test_ten_thousand_random_mutations_are_found(bundle):
    find_all(bundle, 10_000, seed=1)


def test_every_byte_of_the_manifest_counts_without_a_head(bundle):
    content = bundle.files["manifest.json"]
    for at in range(len(content)):
        flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert bundle.verified_with({"manifest.json": flipped}, with_head=False)[0] == 1, at


@pytest.mark.parametrize(
    "write",
    [
        lambda body: body + b" ",
        lambda body: b" " + body,
        lambda body: body.replace(b'":"', b'": "', 1),
        lambda body: body.replace(b"{", b'{"action":"edit",', 1),  # a key twice
        lambda body: body.replace(b'"rows":', b'"rows":1,"rows":', 1),
        lambda body: body.replace("更".encode(), rb"\u66f4", 1),
        lambda body: body.replace(b'"allowed"', b'"allowed","extra":1', 1),
        lambda body: body.replace(b'"rows":500', b'"rows":500.0', 1),
        lambda body: body.replace(b'"rows":500', b'"rows":NaN', 1),
        lambda body: body.replace(b'"rows":500', b'"rows":1e2', 1),
        lambda body: body.replace(b'"rows":500', b'"rows":-0', 1),
        lambda body: body.replace(b'"rows":500', b'"rows":' + b"9" * 30, 1),
        lambda body: body.replace(b'"rows":500', b'"rows":' + b"[" * 100_000, 1),
        lambda body: body.replace(b'"rows":500', rb'"rows":"\ud800"', 1),
        lambda body: body.replace(b'"time":"2024', b'"time":"2023', 1),
        lambda body: body.replace(b'"time":"2024-05', b'"time":"2024-15', 1),
        lambda body: body.replace(b'"seq":501', b'"seq":true', 1),
        lambda body: body.replace(b"officer", b"\xff\xfe", 1),
        lambda body: b"",
        lambda body: b"null",
    ],
)
def test_a_chain_made_anew_over_what_is_no_event_is_found_without_a_head(bundle, write):
    bodies = [line[:-1] for line in bundle.events]
    written = write(bodies[500])
    assert written != bodies[500]
    bodies[500] = written
    status, line = bundle.verified_with(bundle.remade(bodies), with_head=False)
    assert status == 1
    assert "event 501 " in line


@pytest.mark.parametrize(
    "name",
    ["events-000004.jsonl", "EVENTS-000001.JSONL", "digests-000009.txt", "events.bak", "manifest.json~"],
)
def test_a_file_that_looks_like_data_is_refused(bundle, name):
    assert bundle.verified_with({name: b""})[0] == 1


@pytest.mark.parametrize("name", ["events-000002.jsonl", "digests-000001.txt"])
def test_a_lost_file_is_found(bundle, name):
    status, line = bundle.verified_with({name: None})
    assert status == 1
    assert name in line


@pytest.mark.parametrize("mutation", sorted(set(MUTATIONS), key=lambda mutation: mutation.__name__))
def test_the_command_finds_them_too_and_says_so_in_one_line(bundle, mutation):
    changed, _ = mutation(bundle, random.Random(7))
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(bundle.folder, Path(folder) / "copy")
        for name, content in changed.items():
            (copy / name).unlink(missing_ok=True)
            if content is not None:
                (copy / name).write_bytes(content)
        command = [sys.executable, "-I", verifier, str(copy), "--head", str(bundle.head)]
        done = subprocess.run(command, capture_output=True, check=False)
    told = done.stderr.decode()
    assert (done.returncode, done.stdout, told.count("\n")) == (1, b"", 1)
    assert "不通过" in told
    assert "BROKEN" in told


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(["manifest.json", "events-000001.jsonl", "digests-000001.txt"]),
    content=st.binary(max_size=60) | json_values.map(lambda value: json.dumps(value).encode()),
)
def test_no_bytes_at_all_make_it_stumble(bundle, name, content):
    assert bundle.verified_with({name: content})[0] == 1


@settings(deadline=None)
@given(
    part=st.sampled_from(["algorithm", "chain", "digest", "files", "first", "format", "last"]),
    value=json_values,
)
def test_no_manifest_of_other_parts_makes_it_stumble(bundle, part, value):
    manifest = json.loads(bundle.files["manifest.json"])
    if manifest[part] == value:
        return
    written = json.dumps(
        {**manifest, part: value}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8", "surrogatepass")
    assert bundle.verified_with({"manifest.json": written + b"\n"}, with_head=False)[0] == 1


@settings(deadline=None)
@given(content=st.binary(max_size=60) | json_values.map(lambda value: json.dumps(value).encode()))
def test_no_head_file_makes_it_stumble(bundle, content):
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        assert verify(str(bundle.folder), file.name)[0] == 2
