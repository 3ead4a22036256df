"""Was this row among those that an event wrote? 包含证明

An event that writes rows holds their number and the root of the hash tree over their leaves, in the order
of their versions. A proof of inclusion shows one row to an outsider without showing the others: its leaf,
its place, and the digests beside the way up to the root, which stands in the event and so under the
published head.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from guanshan.canonical import canonical_bytes, digest, merkle_check, merkle_path, merkle_root
from guanshan.refusal import RefusedInput

FORMAT: Final = "guanshan-row-1"
"""Name of the proof's format in ``docs/audit-format.md``."""

_KEYS: Final = {"algorithm", "chain", "format", "index", "path", "root", "row", "rows", "seq"}


def rows_root(leaves: Sequence[str], algorithm: str = "sha256") -> str:
    """Return the root over the leaves of rows, in version order: ``root`` in an event's detail. 行根"""
    return merkle_root([bytes.fromhex(leaf) for leaf in leaves], algorithm)


def prove_row(
    leaves: Sequence[str],
    index: int,
    row: Mapping[str, object],
    chain: str,
    seq: int,
    algorithm: str = "sha256",
) -> dict[str, object]:
    """Make the proof that a row is among those of an event.

    Parameters
    ----------
    leaves
        The leaves of all rows of the event, from :func:`guanshan.register.audit.row_leaf`, in version order.
    index
        Which of them is proved, counted from 0.
    row
        The row as its leaf was written: ``keeper``, ``record``, ``type``, ``valid_from``, ``valid_to``,
        ``values``.
    chain, seq
        The event in whose detail the root stands.

    Raises
    ------
    RefusedInput
        If there is no such leaf, or it is not that of the row.
    """
    hashes = [bytes.fromhex(leaf) for leaf in leaves]
    path = merkle_path(hashes, index, algorithm)
    if digest(canonical_bytes(row), algorithm) != leaves[index]:
        raise RefusedInput("audit.leaf_of_another_row", index=index)
    return {
        "algorithm": algorithm,
        "chain": chain,
        "format": FORMAT,
        "index": index,
        "path": path,
        "root": merkle_root(hashes, algorithm),
        "row": dict(row),
        "rows": len(leaves),
        "seq": seq,
    }


def check_row(proof: Mapping[str, object], detail: Mapping[str, object]) -> bool:
    """Tell whether a proof holds against the detail (``rows`` and ``root``) of the event that it names.

    Parameters
    ----------
    proof
        What :func:`prove_row` made, or anything else that was read from a file.
    detail
        The detail of event ``seq`` of chain ``chain``, from a bundle that was verified.
    """
    index, rows, path, root = (proof.get(name) for name in ("index", "rows", "path", "root"))
    if proof.keys() != _KEYS or proof["format"] != FORMAT:
        return False
    if (
        type(index) is not int
        or type(rows) is not int
        or not isinstance(root, str)
        or not isinstance(path, list)
    ):
        return False
    if (rows, root) != (detail.get("rows"), detail.get("root")) or not all(
        isinstance(up, str) for up in path
    ):
        return False
    algorithm = str(proof["algorithm"])
    try:
        leaf = bytes.fromhex(digest(canonical_bytes(proof["row"]), algorithm))
        return merkle_check(leaf, index, rows, path, root, algorithm)
    except RefusedInput:
        return False
