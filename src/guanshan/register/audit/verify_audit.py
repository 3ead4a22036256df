"""Is this export of an audit chain whole and unchanged? 审计链独立核验

Usage / 用法::

    python -I verify_audit.py DIR [--head FILE]

Needs Python 3.8 or later and nothing else. DIR is the folder that ``guanshan audit export`` wrote; FILE is a head
that ``guanshan audit head`` printed and that you have from elsewhere: with it a cut tail or a chain that was made
anew shows too. ``docs/audit-format.md`` specifies the format, so that you can write a verifier of your own.

Exit status: 0 verified; 1 broken, with the first broken event and why; 2 wrong usage, or unreadable.
退出码：0 通过；1 不通过，并指出第一处；2 用法不对或无法读取。
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

FORMAT = "guanshan-audit-1"
PARTS = ("action", "actor", "decision", "object", "reason", "role", "source", "time", "unit")
KEYS = {*PARTS, "detail", "seq"}
MOST = 16 * 2**20  # bytes of an event, and of the manifest
NOT_DATA = {"manifest.json", "README.txt", "verify_audit.py"}
HEX = re.compile(r"[0-9a-f]{64}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class Broken(Exception):
    """The data is not what was written. 数据不符"""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"不通过：{chinese} / BROKEN: {english}")


class Unreadable(Exception):
    """Nothing can be said about the data. 无法核验"""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"无法核验：{chinese} / CANNOT VERIFY: {english}")


class Head(NamedTuple):
    """A head of the chain, from outside the bundle. 链头"""

    algorithm: str
    chain: str
    digest: str
    seq: int
    time: str


class Manifest(NamedTuple):
    """What the bundle says of itself. 清单"""

    algorithm: str
    chain: str | None
    previous: str
    digest: str
    first: int
    last: int
    segments: list[tuple[str, str, int, int]]


def main(arguments: list[str]) -> int:
    """Run the command line: print one line and return the exit status. 命令行"""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    status, line = 2, "用法 / usage: python -I verify_audit.py DIR [--head FILE]"
    if arguments in (["-h"], ["--help"]):
        status, line = 0, (__doc__ or "").strip()
    elif len(arguments) == 1 and not arguments[0].startswith("-"):
        status, line = verify(arguments[0])
    elif len(arguments) == 3 and "--head" in arguments[:2]:
        at = arguments.index("--head")
        status, line = verify(arguments[2 if at == 0 else 0], arguments[at + 1])
    print(line, file=sys.stdout if status == 0 else sys.stderr)
    return status


def verify(folder: str, head_file: str | None = None) -> tuple[int, str]:
    """Verify a bundle and return the exit status and the line to print. 核验"""
    try:
        head = None if head_file is None else read_head(Path(head_file))
        manifest = read_manifest(Path(folder))
        refuse_other_files(Path(folder), manifest)
        return 0, check_chain(Path(folder), manifest, head)
    except Broken as fault:
        return 1, str(fault)
    except Unreadable as fault:
        return 2, str(fault)
    except (OSError, ValueError, MemoryError) as fault:  # ValueError: a NUL in a path
        return 2, str(Unreadable(f"{fault}", type(fault).__name__))


def read_head(path: Path) -> Head:
    """Read a published head. 读取链头"""
    try:
        head = Head(**parsed(read_file(path).rstrip(b"\r\n")))
        require(is_seq(head.seq) and HEX.fullmatch(head.digest) and TIME.fullmatch(head.time))
        require(isinstance(head.chain, str) and isinstance(head.algorithm, str))
    except (ValueError, TypeError):
        raise Unreadable(f"{path} 不是链头文件", f"{path} is not a published head") from None
    return head


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest and check that it is of one piece. 读取清单"""
    if not folder.is_dir():
        raise Unreadable(f"没有文件夹 {folder}", f"there is no folder {folder}")
    written = read_file(folder / "manifest.json")
    try:
        require(written.endswith(b"\n"))
        return manifest_of(parsed(written[:-1]))
    except (ValueError, TypeError, KeyError):
        raise Broken("清单已被改动或不合格式", "manifest.json was changed or is not of the format") from None


def manifest_of(found: dict[str, Any]) -> Manifest:
    """Turn a parsed manifest into one of one piece; ValueError, TypeError or KeyError if it is not. 清单"""
    first, last, algorithm, files = found["first"], found["last"], found["algorithm"], found["files"]
    begins = "chain" if first == 1 else "previous"
    require(found.keys() == {"algorithm", "digest", "files", "first", "format", "last", begins})
    require(found["format"] == FORMAT and is_seq(first) and is_seq(last) and 1 <= first <= last + 1)
    require(algorithm in ("sha256", "sm3") and HEX.fullmatch(found["digest"]) and type(files) is list)
    if first == 1:
        require(re.fullmatch(r"[A-Za-z0-9._-]{1,64}", found["chain"]))
        genesis = {"algorithm": algorithm, "chain": found["chain"], "format": FORMAT}
        previous = hash_function(algorithm)(canonical(genesis)).hexdigest()
    else:
        previous = found["previous"]
        require(HEX.fullmatch(previous))
    segments, after = [], first - 1
    for number, one in enumerate(files, 1):
        part = (f"events-{number:06}.jsonl", f"digests-{number:06}.txt", one["first"], one["last"])
        require(one == {"events": part[0], "digests": part[1], "first": part[2], "last": part[3]})
        require(is_seq(part[2]) and is_seq(part[3]) and after + 1 == part[2] <= part[3])
        segments.append(part)
        after = part[3]
    require(after == last)
    return Manifest(algorithm, found.get("chain"), previous, found["digest"], first, last, segments)


def refuse_other_files(folder: Path, manifest: Manifest) -> None:
    """Refuse files that look like data and that the manifest does not name. 多余文件"""
    named = NOT_DATA.union(*(part[:2] for part in manifest.segments))
    for path in sorted(folder.iterdir()):
        if path.name not in named and path.name.lower().startswith(("events", "digests", "manifest")):
            raise Broken(f"文件 {path.name} 不在清单上", f"the file {path.name} is not in the manifest")


def check_chain(folder: Path, manifest: Manifest, head: Head | None) -> str:
    """Check every event against the chain and the chain against the head; return what to print. 逐条核对"""
    if head is not None:
        compare_names(manifest, head)
    hashed = hash_function(manifest.algorithm)
    reached, time, at_head = bytes.fromhex(manifest.previous), "", None
    for events_name, digests_name, first, last in manifest.segments:
        with open_file(folder / events_name) as events, open_file(folder / digests_name) as digests:
            for seq in range(first, last + 1):
                line = events.readline(MOST + 2)
                time = check_event(line, seq, time)
                reached = hashed(reached + line[:-1]).digest()
                if digests.readline(80) != reached.hex().encode() + b"\n":
                    broken(seq, "与摘要不符", "does not agree with its digest")
                if head is not None and head.seq == seq:
                    at_head = (reached.hex(), time)
            if events.read(1) or digests.read(1):
                broken(last + 1, "不在清单上", "is not in the manifest")
    if reached.hex() != manifest.digest:
        broken(manifest.last, "与清单的摘要不符", "does not agree with the manifest's digest")
    if head is None:
        chinese, english = "未给链头，不能发现截尾或重造", "no head given: a cut tail would not show"
    else:
        if head.seq == manifest.first - 1:
            at_head = (manifest.previous, head.time)
        if at_head != (head.digest, head.time):
            broken(
                head.seq, "与链头不符，链可能被重造", "does not agree with the head: the chain was made anew"
            )
        chinese, english = f"与第 {head.seq} 条的链头一致", f"agrees with the head at event {head.seq}"
        if head.seq < manifest.last:
            chinese, english = f"{chinese}，其后无链头作证", f"{english}, which does not vouch for later ones"
    first, last = manifest.first, manifest.last
    chinese = f"第 {first} 至 {last} 条，末条摘要 {manifest.digest}；{chinese}"
    return f"通过：{chinese} / VERIFIED: events {first} to {last}, last digest {manifest.digest}; {english}"


def compare_names(manifest: Manifest, head: Head) -> None:
    """Refuse a head of another chain, or of an event that the bundle does not reach. 比对链头"""
    if head.algorithm != manifest.algorithm or manifest.chain not in (None, head.chain):
        raise Broken("链头属于另一条链", "the head is of another chain")
    if head.seq > manifest.last:
        broken(
            manifest.last + 1, f"缺失：链头在第 {head.seq} 条", f"is missing: the head is at event {head.seq}"
        )
    if head.seq < manifest.first - 1:
        broken(
            head.seq, "是链头，早于导出的范围，无法比对", "is the head's, before this export: no comparison"
        )


def check_event(line: bytes, seq: int, earliest: str) -> str:
    """Check the form of an event, its seq and its time, and return the time. 单条核对"""
    if not line:
        broken(seq, "缺失", "is missing")
    try:
        require(line.endswith(b"\n"))
        body = parsed(line[:-1])
        found, time = body["seq"], body["time"]
        require(is_seq(found) and TIME.fullmatch(time) and datetime.fromisoformat(time[:26]))
        require(body.keys() == KEYS and all(type(body[part]) is str for part in PARTS))
        require(type(body["detail"]) is dict)
    except (ValueError, TypeError, KeyError):
        broken(seq, "不是规范形式的事件", "is not an event in canonical form")
    if found != seq:
        broken(
            seq, f"处是第 {found} 条：缺失、重复或换位", f"is event {found} here: one lost, repeated or moved"
        )
    if time < earliest:
        broken(seq, "时间早于前一条", "is earlier than the event before it")
    return str(time)


def broken(seq: int, chinese: str, english: str) -> NoReturn:
    """Say which event is broken, and why. 不通过"""
    raise Broken(f"第 {seq} 条{chinese}", f"event {seq} {english}")


def require(condition: object) -> None:
    """Raise ValueError unless a condition holds. 要求"""
    if not condition:
        raise ValueError


def is_seq(number: object) -> bool:
    """Tell whether something is a whole number from 0 to 2**63 - 1. 序号"""
    return type(number) is int and 0 <= number < 2**63


def hash_function(algorithm: str) -> Any:
    """Return the hash function of a name. 杂凑算法"""
    if algorithm not in hashlib.algorithms_available:
        raise Unreadable(f"本机的 Python 没有 {algorithm}", f"this Python lacks {algorithm}")
    return hashlib.sha256 if algorithm == "sha256" else lambda data: hashlib.new(algorithm, data)


def whole_number(text: str) -> int:
    """Read a whole number of 64 bits; ValueError for others, and for floats. 整数"""
    require(len(text) <= 20 and -(2**63) <= int(text) < 2**63)
    return int(text)


DECODE = json.JSONDecoder(
    parse_int=whole_number, parse_float=whole_number, parse_constant=whole_number
).decode
ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: object) -> bytes:
    """Write a value in canonical form. 规范形式"""
    return ENCODE(value).encode("utf-8")


def parsed(written: bytes) -> dict[str, Any]:
    """Read a JSON object; ValueError unless these bytes are its canonical form. 解析"""
    try:
        value = DECODE(written.decode("utf-8"))
        require(type(value) is dict and canonical(value) == written)
    except RecursionError:
        raise ValueError from None
    return value  # type: ignore[no-any-return]


def open_file(path: Path) -> BinaryIO:
    """Open a file of the bundle, if it is a plain file. 打开"""
    if not path.is_file():
        raise Broken(f"缺少文件 {path.name}", f"the file {path.name} is missing")
    return path.open("rb")


def read_file(path: Path) -> bytes:
    """Read a small file. 读取"""
    if not path.is_file():
        raise Unreadable(f"没有文件 {path}", f"there is no file {path}")
    with path.open("rb") as file:
        return file.read(MOST + 1)  # longer ones are cut and so refused: they do not end as they should


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
