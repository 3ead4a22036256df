"""Which files may lie in a case, and where do they lie? 附件

A file is accepted by what it is: its ending and its first bytes agree. It lies in the data folder under its SHA-256, written before the
record that names it, so that no record names what is not there; the same file twice lies there once. Backups hold the folder.
"""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

from guanshan.refusal import NotFound, RefusedInput

MOST_BYTES: Final = 20_000_000
"""Largest file [bytes]."""
MOST_FILES: Final = 50
"""Files of one case."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
KINDS: Final = {
    "pdf": (b"%PDF-",), "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",), "png": (b"\x89PNG\r\n",),
    "docx": (_ZIP,), "xlsx": (_ZIP,), "doc": (_OLE,), "xls": (_OLE,), "wps": (_OLE, _ZIP), "et": (_OLE, _ZIP),
    "ofd": (_ZIP,),
}  # fmt: skip
"""Endings that are accepted, and how such files begin."""


class Files:
    """The folder in which the contents lie. 附件库"""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep a content and return its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{digest}.{secrets.token_hex(4)}.part")
            with fresh.open("wb") as target:
                target.write(content)
                target.flush()
                os.fsync(target.fileno())
            fresh.replace(path)
        return digest

    def content(self, digest: str) -> bytes:
        """Return a content as it was kept.

        Raises
        ------
        NotFound
            If it is not there, or not what it was.
        """
        try:
            content = self._path(digest).read_bytes()
        except OSError:
            raise NotFound("act.case.no_file") from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise NotFound("act.case.no_file")
        return content

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest


def check_file(name: str, content: bytes, there: int) -> str:
    """Return the name under which a file is kept, or refuse it.

    Parameters
    ----------
    there
        How many files the case has.

    Raises
    ------
    RefusedInput
        If it is no kind of file that is accepted, too large, empty, or one too many.
    """
    plain = "".join(char for char in name.replace("\\", "/").rpartition("/")[2] if char.isprintable())[-200:]
    _, dot, ending = plain.rpartition(".")
    begins = KINDS.get(ending.lower()) if dot else None
    if not content or len(content) > MOST_BYTES:
        raise RefusedInput("act.case.file_size", name=plain, most=MOST_BYTES // 1_000_000)
    if begins is None or not content.startswith(begins):
        raise RefusedInput("act.case.file_kind", name=plain, known=", ".join(KINDS))
    if there >= MOST_FILES:
        raise RefusedInput("act.case.file_many", most=MOST_FILES)
    return plain
