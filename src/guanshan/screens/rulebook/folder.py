"""How do a district's own texts lie in their folder? 规则目录

What holds is a YAML file of the folder. Every text that was ever kept lies under ``earlier/<id>/`` with a number, and ``kept.jsonl`` beside
them says of each who kept it, when, why and with which SHA-256; nothing there is ever written twice. A text that somebody changed in
the folder by hand is kept there too before another takes its place.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from guanshan.refusal import RefusedInput

How = Literal["kept", "removed", "found"]
"""What became of a text: kept by an office, taken out, or found changed by hand."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One text of a rulebook, or its removal, and who is behind it. 留存"""

    number: int
    how: How
    sha256: str
    actor: str
    name: str
    unit: str
    tick: int
    reason: str


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a text, as it stands in the audit chain."""
    return hashlib.sha256(content).hexdigest()


class Past:
    """What was kept of one rulebook, and how another text takes its place. 规则留存

    Parameters
    ----------
    folder
        The folder of the district's own rulebooks.
    rulebook
        The dated id.
    target
        The file that holds, or would hold, its text.
    """

    def __init__(self, folder: Path, rulebook: str, target: Path) -> None:
        self.target = target
        self._earlier = folder / "earlier" / rulebook
        self._log = self._earlier / "kept.jsonl"

    def content(self) -> bytes | None:
        """Return the text that holds; None where the district has none of its own."""
        try:
            return self.target.read_bytes()
        except FileNotFoundError:
            return None

    def history(self) -> tuple[Kept, ...]:
        """Return what was kept and removed, in its order."""
        try:
            lines = self._log.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return ()
        return tuple(Kept(**json.loads(line)) for line in lines if line)

    def is_kept(self) -> bool:
        """Tell whether the text that holds is the one that was kept last, and nobody changed it by hand since."""
        content, history = self.content(), self.history()
        last = history[-1] if history else None
        if content is None:
            return last is None or last.how == "removed"
        return last is not None and last.how == "kept" and last.sha256 == digest_of(content)

    def earlier(self, number: int) -> bytes | None:
        """Return a text that was kept, by its number."""
        try:
            return self._numbered(number).read_bytes()
        except FileNotFoundError:
            return None

    @contextmanager
    def replaced(self, content: bytes | None, entries: Sequence[Kept]) -> Iterator[None]:
        """Put a text in place, or take it out, with entries for its history; all is as before if what follows fails.

        Raises
        ------
        RefusedInput
            If the folder cannot be written.
        """
        before = self.content()
        texts = {one.number: before if one.how == "found" else content for one in entries}
        try:
            self._earlier.mkdir(parents=True, exist_ok=True)
            self.target.parent.mkdir(parents=True, exist_ok=True)
            size = self._log.stat().st_size if self._log.exists() else 0
            for number, text in texts.items():
                if text is not None:
                    with self._numbered(number).open("xb") as file:
                        file.write(text)
            with self._log.open("a", encoding="utf-8") as log:
                log.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in entries)
            self._place(content)
        except OSError as fault:
            reason = fault.strerror or fault
            raise RefusedInput(
                "screens.rulebook.unwritable", folder=self.target.parent, reason=reason
            ) from None
        try:
            yield
        except BaseException:
            self._place(before)
            os.truncate(self._log, size)
            for number in texts:
                self._numbered(number).unlink(missing_ok=True)
            raise

    def _numbered(self, number: int) -> Path:
        return self._earlier / f"{number:04d}.yaml"

    def _place(self, content: bytes | None) -> None:
        """Put a text in its file whole, or take the file away."""
        if content is None:
            self.target.unlink(missing_ok=True)
            return
        fresh = self.target.with_name(f".{self.target.name}.part")
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.target)
