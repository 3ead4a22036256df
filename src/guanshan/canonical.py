"""In which bytes is it written, so that everyone gets the same digest? 规范形式

One value has one canonical form (规范形式): a subset of JSON without floats, without white space, with keys
in the order of their code points. On it rest the digests of the audit chain, the salted commitments
(加盐承诺) that stand for personal data, and the hash trees (哈希树) under the rows of an import.
``docs/audit-format.md`` specifies all of them for other languages.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from json.encoder import encode_basestring
from typing import Final, Protocol

from guanshan.refusal import RefusedInput

ALGORITHMS: Final = ("sha256", "sm3")
"""Hash functions that a chain may use: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905-2016)."""

DEPTH: Final = 64
"""How many lists and mappings may stand inside one another."""

SALT_BYTES: Final = range(16, 256)
"""How long the salt of a commitment may be [bytes]."""


class Hash(Protocol):
    """What a hash function has returned so far; hashlib's objects."""

    def digest(self) -> bytes:
        """Return the digest as bytes."""
        ...

    def hexdigest(self) -> str:
        """Return the digest in lower-case hexadecimal digits."""
        ...


def hash_function(algorithm: str = "sha256") -> Callable[[bytes], Hash]:
    """Return a hash function by name. 杂凑算法

    Raises
    ------
    RefusedInput
        If the house does not know the algorithm, or this machine's Python lacks it (some builds of OpenSSL
        leave SM3 out); another is never put in its place.
    """
    if algorithm == "sha256":
        return hashlib.sha256
    if algorithm not in ALGORITHMS:
        raise RefusedInput("canonical.unknown_algorithm", algorithm=algorithm, known="、".join(ALGORITHMS))
    return _other_hash_function(algorithm)


@cache
def _other_hash_function(algorithm: str) -> Callable[[bytes], Hash]:
    try:
        hashlib.new(algorithm, b"")
    except ValueError:
        raise RefusedInput("canonical.algorithm_absent", algorithm=algorithm) from None
    return lambda data: hashlib.new(algorithm, data)


def digest(data: bytes, algorithm: str = "sha256") -> str:
    """Return the digest of some bytes in lower-case hexadecimal digits. 摘要

    Examples
    --------
    >>> digest(b"abc")[:16]
    'ba7816bf8f01cfea'
    """
    return hash_function(algorithm)(data).hexdigest()


def canonical_bytes(value: object) -> bytes:
    """Write a value in its one canonical form. 规范形式

    Parameters
    ----------
    value
        None, a truth value, a whole number of 64 bits, a text of well-formed Unicode, a decimal number
        (written as a text in plain notation, without trailing zeros), a day (written as a text,
        ``2024-05-06``), a list or tuple of values, or a mapping from texts to values; at most 64 levels of
        lists and mappings.

    Raises
    ------
    RefusedInput
        If the value holds anything else: a float above all, for it has no one way to be written.

    Examples
    --------
    >>> canonical_bytes({"b": [1, True, None], "a": Decimal("1.50")}).decode()
    '{"a":"1.5","b":[1,true,null]}'
    """
    try:
        return canonical_text(value).encode("utf-8")
    except UnicodeEncodeError as error:
        half = error.object[error.start : error.end]
        raise RefusedInput("canonical.broken_text", found=ascii(half)) from None


def canonical_text(value: object) -> str:
    """Write a value as :func:`canonical_bytes` does, as a text that is still to be encoded.

    Texts that are not well-formed Unicode are found only there.
    """
    return _written(value, DEPTH)


def _written(value: object, depth: int) -> str:
    kind = type(value)
    if kind is str:
        return encode_basestring(value)  # type: ignore[arg-type]  # the type is looked up once, for speed
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is int and -(2**63) <= value < 2**63:  # type: ignore[operator]
        return str(value)
    if kind is dict:
        return _written_mapping(value, depth)  # type: ignore[arg-type]
    return _written_otherwise(value, depth)


def _written_mapping(value: Mapping[str, object], depth: int) -> str:
    if not depth:
        raise RefusedInput("canonical.too_deep", levels=DEPTH)
    try:
        pairs = [
            f"{encode_basestring(name)}:{encode_basestring(inner)}"
            if type(inner := value[name]) is str
            else f"{encode_basestring(name)}:{_written(inner, depth - 1)}"
            for name in sorted(value)
        ]
    except TypeError:
        odd = next((name for name in value if not isinstance(name, str)), None)
        raise RefusedInput("canonical.key_not_text", found=repr(odd)) from None
    return "{" + ",".join(pairs) + "}"


def _written_otherwise(value: object, depth: int) -> str:
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise RefusedInput("canonical.integer_too_large", found=hex(value)[:20])
        return int.__repr__(value)
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, Mapping):
        return _written_mapping(value, depth)
    if isinstance(value, (list, tuple)):
        if not depth:
            raise RefusedInput("canonical.too_deep", levels=DEPTH)
        return "[" + ",".join([_written(item, depth - 1) for item in value]) + "]"
    if isinstance(value, Decimal):
        return f'"{plain(value)}"'
    if isinstance(value, date) and not isinstance(value, datetime):
        return f'"{value.isoformat()}"'
    raise RefusedInput("canonical.kind", kind=type(value).__name__)


def plain(number: Decimal) -> str:
    """Write a decimal number in plain notation, equal ones alike: no exponent, no trailing zeros, no ``-0``.

    Raises
    ------
    RefusedInput
        If it is infinite or not a number, or its exponent lies beyond 1,000.

    Examples
    --------
    >>> plain(Decimal("1.50")), plain(Decimal("-0.0")), plain(Decimal("1E+3"))
    ('1.5', '0', '1000')
    """
    if not number.is_finite() or abs(number.adjusted()) > 1000:
        raise RefusedInput("canonical.number", found=str(number)[:40])
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if number else "0"


def commitment(salt: bytes, value: object, algorithm: str = "sha256") -> str:
    """Commit to a value without showing it: with its salt anyone can check it, without nobody. 加盐承诺

    Parameters
    ----------
    salt
        16 to 255 random bytes, others for every record; once they are thrown away, the commitment tells
        nothing.
    """
    if len(salt) not in SALT_BYTES:
        raise RefusedInput("canonical.salt", length=len(salt))
    return digest(bytes((len(salt),)) + salt + canonical_bytes(value), algorithm)


def field_salt(salt: bytes, field: str, algorithm: str = "sha256") -> bytes:
    """Derive the salt of one field from that of its row, so that opening one field tells nothing of the others."""
    return hash_function(algorithm)(salt + field.encode()).digest()


def merkle_root(leaves: Sequence[bytes], algorithm: str = "sha256") -> str:
    """Return the root of the hash tree over some leaves. 哈希树的根

    References
    ----------
    RFC 6962, section 2.1: 0x00 before a leaf, 0x01 before a node, split at the largest power of two below the
    number of leaves.
    """
    *_, level = _levels(leaves, algorithm)
    return level[0].hex()


def merkle_path(leaves: Sequence[bytes], index: int, algorithm: str = "sha256") -> list[str]:
    """Return the digests beside the way from one leaf up to the root. 包含证明

    References
    ----------
    RFC 6962, section 2.1.1.
    """
    if index not in range(len(leaves)):
        raise RefusedInput("canonical.no_leaf", index=index, count=len(leaves))
    path: list[str] = []
    for level in _levels(leaves, algorithm):
        if (beside := index ^ 1) < len(level):
            path.append(level[beside].hex())
        index //= 2
    return path


def merkle_check(
    leaf: bytes, index: int, count: int, path: Sequence[str], root: str, algorithm: str = "sha256"
) -> bool:
    """Tell whether a leaf stands at an index of the tree of ``count`` leaves that has the given root.

    References
    ----------
    RFC 9162, section 2.1.3.2.
    """
    hashed = hash_function(algorithm)
    if index not in range(count):
        return False
    reached, last, beside = hashed(b"\x00" + leaf).digest(), count - 1, list(path)
    while last:
        if index < last or index % 2:  # otherwise the last node of an odd level: it rises as it is
            if not beside or not _is_digest(beside[0]):
                return False
            other = bytes.fromhex(beside.pop(0))
            reached = hashed(b"\x01" + (other + reached if index % 2 else reached + other)).digest()
        index, last = index // 2, last // 2
    return not beside and reached.hex() == root


def _is_digest(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


def _levels(leaves: Sequence[bytes], algorithm: str) -> Iterator[list[bytes]]:
    """Yield the tree's levels from the leaves' hashes up to the root; an odd last node rises as it is."""
    hashed = hash_function(algorithm)
    level = [hashed(b"\x00" + leaf).digest() for leaf in leaves] or [hashed(b"").digest()]
    yield level
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [hashed(b"\x01" + left + right).digest() for left, right in pairs]
        level = [*above, level[-1]] if len(level) % 2 else above
        yield level
