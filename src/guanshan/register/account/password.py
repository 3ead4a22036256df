"""Is this password good enough, and is it the right one? 口令

A password has at least twelve characters of three classes and is neither the login nor one of those that
everybody tries first. It is kept as its argon2id hash alone (RFC 9106).
"""

import re
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from guanshan.refusal import RefusedInput

MOST: Final = 128
"""Longest password [characters]."""

_COMMON: Final = (
    "password", "passw0rd", "p@ssword", "p@ssw0rd", "admin", "administrator", "root", "welcome", "letmein", "iloveyou", "qwerty",
    "qwertyuiop", "asdfgh", "zxcvbn", "1q2w3e", "1qaz2wsx", "qazwsx", "abc123", "a1b2c3", "woaini", "guanshan", "guanshanhu",
    "guiyang", "guizhou", "china", "changeme", "123456", "654321", "888888", "666666", "000000", "111111", "5201314", "147258369",
)  # fmt: skip
"""What everybody tries first."""

_CLASSES: Final = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")


def check_password(password: str, login: str, least: int = 12) -> None:
    """Refuse a password that is too short, too plain or too well known. 口令复杂度

    Parameters
    ----------
    login
        The name under which it will be used; it may not be part of the password.
    least
        Least length [characters].

    Raises
    ------
    RefusedInput
        With what is wrong with it; never with the password.
    """
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < least:
        raise RefusedInput("account.password.short", least=least, found=len(plain))
    if len(plain) > MOST:
        raise RefusedInput("account.password.long", most=MOST)
    if sum(bool(re.search(each, plain)) for each in _CLASSES) < 3:
        raise RefusedInput("account.password.classes")
    if login and login.lower() in plain.lower():
        raise RefusedInput("account.password.login")
    bare = plain.lower()
    for common in sorted(_COMMON, key=len, reverse=True):
        bare = bare.replace(common, "")
    if len(re.sub(r"[\W\d_]", "", bare)) < 3 or len(set(plain)) < 6:
        raise RefusedInput("account.password.common")


class Passwords:
    """Hashes passwords and compares them with argon2id. 口令散列"""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the hash under which a password is kept."""
        return self._hasher.hash(unicodedata.normalize("NFKC", password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """Compare a password with a kept hash; without one it takes as long and says no."""
        try:
            return self._hasher.verify(kept or self._nobody, unicodedata.normalize("NFKC", password)) and (
                kept is not None
            )
        except (VerifyMismatchError, InvalidHashError):
            return False

    def is_stale(self, kept: str) -> bool:
        """Tell whether a hash was made with other parameters than today's and should be made anew."""
        return self._hasher.check_needs_rehash(kept)
