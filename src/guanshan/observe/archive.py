"""Is this archive safe to open? 压缩包检查

A workbook of today is a ZIP archive of XML parts. Before anything else reads it, every part is inflated once under a
limit: the sizes that an archive declares are the word of whoever made it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guanshan.refusal import RefusedInput

_CHUNK: Final = 1 << 20
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is refused unread. 上限

    Parameters
    ----------
    file_size
        Size as uploaded [bytes].
    inflated_size
        Size of all parts together once inflated [bytes].
    rows, columns
        Extent of one sheet.
    """

    file_size: int = 64 << 20
    inflated_size: int = 1 << 30
    rows: int = 300_000
    columns: int = 500


class Archive:
    """The parts of a ZIP archive whose true sizes are within the limits.

    Raises
    ------
    RefusedInput
        If it is damaged, encrypted, or larger inside than the limits allow.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._content = content
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, ValueError, OverflowError, RuntimeError, EOFError, OSError):
            raise RefusedInput("observe.damaged") from None
        self._parts = {info.filename: info for info in infos}
        if len(self._parts) != len(infos) or len(infos) > 20_000:
            raise RefusedInput("observe.damaged")
        left = limits.inflated_size
        for info in infos:
            if info.flag_bits & 1:
                raise RefusedInput("observe.password")
            for chunk in self._inflate(info):
                left -= len(chunk)
                if left < 0:
                    raise RefusedInput("observe.too_large_inside", most=limits.inflated_size >> 20)

    @property
    def names(self) -> frozenset[str]:
        """Names of the parts."""
        return frozenset(self._parts)

    def read(self, name: str) -> bytes:
        """Return a part, or nothing where the archive has none of that name."""
        info = self._parts.get(name)
        return b"".join(self._inflate(info)) if info else b""

    def sheet_extent(self, name: str) -> tuple[int, int]:
        """Find the last row and column that a sheet's cells name: a reader would set aside room for all of them."""
        rows = columns = 0
        tail = b""
        for chunk in self._inflate(self._parts[name]):
            seen = set()
            for letters, row in _CELL.findall(tail + chunk):
                seen.add(letters)
                rows = max(rows, int(row))
            columns = max([columns, *(column_number(letters.decode()) for letters in seen)])
            tail = chunk[-40:]
        return rows, columns

    def _inflate(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        head = self._content[info.header_offset : info.header_offset + 30]
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise RefusedInput("observe.damaged")
        start = (
            info.header_offset
            + 30
            + int.from_bytes(head[26:28], "little")
            + int.from_bytes(head[28:30], "little")
        )
        packed = self._content[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            yield packed
            return
        if info.compress_type != zipfile.ZIP_DEFLATED:
            raise RefusedInput("observe.damaged")
        inflater = zlib.decompressobj(-15)
        try:
            while packed and not inflater.eof:
                yield inflater.decompress(packed, _CHUNK)
                packed = inflater.unconsumed_tail
        except zlib.error:
            raise RefusedInput("observe.damaged") from None


def column_number(letters: str) -> int:
    """Turn a column's letters into its number from 1.

    Examples
    --------
    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Turn a column's number from 1 into its letters.

    Examples
    --------
    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters
