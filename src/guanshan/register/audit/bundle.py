"""How does the audit chain leave the house, so that anyone can check it? 审计链导出

A bundle is a folder: the events exactly as they lie in the database, their digests, a manifest, the
verifier and a word to the auditor. Nothing in it is checked while it is written: a broken chain is
evidence, and the verifier tells where it broke.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from guanshan.canonical import canonical_bytes
from guanshan.refusal import RefusedInput
from guanshan.register.audit import verify_audit
from guanshan.register.audit.chain import FORMAT, Head, genesis, read_head
from guanshan.register.audit.tables import stored

FILE_EVENTS: Final = 100_000
"""Events in one file of a bundle."""

README: Final = """\
审计链导出 / Export of an audit chain

本文件夹由观山的 guanshan audit export 写出，含第 {first} 至 {last} 条事件。
This folder was written by guanshan audit export; it holds the events {first} to {last}.

核验 / To verify:

    python3 -I verify_audit.py . --head HEAD.json

HEAD.json 是链头（guanshan audit head
的输出），请从导出者以外的渠道取得，例如事先公布的链头；没有链头，截去末尾
或整链重造便不能发现。verify_audit.py 也请用您自己信任的副本，它只有一个文件，只用 Python 标准库（3.8
或更高）。 HEAD.json is a head of the chain, as guanshan audit head prints it. Take it from somewhere else
than this folder, such as where it was published before: without it a cut tail, or a chain that was made
anew, does not show. Take the verifier, too, from where you trust it: it is one file and needs nothing but Python 3.8 or later.

退出码 0 为通过，1 为不通过（指出第一处），2 为无法核验。
Exit status: 0 verified, 1 broken (the first broken event is named), 2 cannot verify.

文件 / Files:

    manifest.json          清单：范围、算法、末条摘要 / range, algorithm, last digest
    events-NNNNNN.jsonl    事件，一行一条 / events, one a line
    digests-NNNNNN.txt     各事件的摘要，一行一条 / the events' digests, one a line

格式见观山文档 docs/audit-format.md；事件中没有明文个人信息，只有加盐承诺。
The format is specified in docs/audit-format.md of Guanshan; events hold no personal data in clear, only
salted commitments.
"""


def write_bundle(
    connection: Connection,
    folder: Path,
    first: int = 1,
    last: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    file_events: int = FILE_EVENTS,
) -> Head:
    """Write a bundle and return the head that the chain had meanwhile. 导出

    Parameters
    ----------
    folder
        Where to: a new or an empty folder.
    first, last
        Which events; the whole chain if nothing is said.
    progress
        Is told now and then how many events of how many are written.
    file_events
        How many events stand in one file.

    Raises
    ------
    RefusedInput
        If the folder holds something already or cannot be written, or the chain does not have these events.
    """
    head = read_head(connection)
    last = head.seq if last is None else last
    if not (1 <= first <= last <= head.seq or (first, last, head.seq) == (1, 0, 0)):
        raise RefusedInput("audit.range", found=f"{first}–{last}", last=head.seq)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise RefusedInput("audit.folder_not_empty", folder=folder)
        manifest = _write_events(connection, folder, head, (first, last), file_events, progress or _untold)
        (folder / "verify_audit.py").write_bytes(Path(verify_audit.__file__).read_bytes())
        (folder / "README.txt").write_text(README.format(first=first, last=last), encoding="utf-8")
        (folder / "manifest.json").write_bytes(canonical_bytes(manifest) + b"\n")
    except OSError as fault:
        raise RefusedInput("audit.folder", folder=folder, fault=fault.strerror or fault) from None
    return head


def _untold(done: int, total: int) -> None:
    """Where nobody wants to be told."""


def _write_events(
    connection: Connection,
    folder: Path,
    head: Head,
    span: tuple[int, int],
    file_events: int,
    progress: Callable[[int, int], None],
) -> dict[str, object]:
    """Write the events and their digests, and return the manifest."""
    first, last = span
    begins = _begins(connection, head, first)
    ended, files = begins.get("previous", genesis(head.chain, head.algorithm)), []
    for number, start in enumerate(range(first, last + 1, file_events), 1):
        end = min(start + file_events - 1, last)
        names = {"events": f"events-{number:06}.jsonl", "digests": f"digests-{number:06}.txt"}
        with (
            (folder / names["events"]).open("wb") as events,
            (folder / names["digests"]).open("wb") as digests,
        ):
            for batch in stored(connection, start, end):
                events.writelines([(row.body or b"") + b"\n" for row in batch])
                digests.writelines([(row.digest or b"") + b"\n" for row in batch])
                ended = (batch[-1].digest or b"").decode(errors="replace")
                progress(batch[-1].seq - first + 1, last - first + 1)
        files.append({**names, "first": start, "last": end})
    return {
        **begins,
        "algorithm": head.algorithm,
        "digest": ended,
        "files": files,
        "first": first,
        "format": FORMAT,
        "last": last,
    }


def _begins(connection: Connection, head: Head, first: int) -> dict[str, str]:
    """Say from where the bundle's chain goes on: from its name, or from the digest before its first event."""
    if first == 1:
        return {"chain": head.chain}
    before = [row.digest for batch in stored(connection, first - 1, first - 1) for row in batch]
    return {"previous": (before[0] or b"").decode(errors="replace") if before else ""}
