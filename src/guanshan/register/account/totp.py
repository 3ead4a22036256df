"""Does the second proof hold? 双因素 (一次性口令)

A time-based one-time password: six digits that change every thirty seconds.

References
----------
RFC 6238 (TOTP) over RFC 4226 (HOTP), with HMAC-SHA-1 as authenticator programs expect it.
"""

import base64
import hashlib
import hmac
from typing import Final
from urllib.parse import quote

STEP: Final = 30
"""How long a code stands [s]."""


def code_at(secret: bytes, counter: int, digits: int = 6) -> str:
    """Compute the code of a counter.

    Examples
    --------
    The first vector of RFC 6238, appendix B (59 s):

    >>> code_at(b"12345678901234567890", 59 // STEP, digits=8)
    '94287082'
    """
    mac = hmac.new(secret, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def matching_counter(secret: bytes, code: str, seconds: int, last: int = -1) -> int | None:
    """Find the counter whose code this is: the present one or a neighbour, never one already used.

    Parameters
    ----------
    seconds
        Time since 1970-01-01 UTC [s].
    last
        The last counter that was accepted.
    """
    now = seconds // STEP
    for counter in (now, now - 1, now + 1):
        if counter > last and hmac.compare_digest(code_at(secret, counter).encode(), code.strip().encode()):
            return counter
    return None


def readable(secret: bytes) -> str:
    """Write a secret as authenticator programs take it: base 32."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, login: str, house: str = "Guanshan") -> str:
    """Write the address that an authenticator program reads from a picture."""
    return f"otpauth://totp/{quote(house)}:{quote(login)}?secret={readable(secret)}&issuer={quote(house)}"
