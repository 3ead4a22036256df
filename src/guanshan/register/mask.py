"""How is a personal value shown to those who need not read it? 脱敏

Masks are put on the server, before a value leaves the register.
"""

import re

from guanshan.register.field import Mask, Value

STARS = "****"


def masked(value: Value, mask: Mask) -> str | None:
    """Return the masked form of a value.

    Examples
    --------
    >>> masked("13812345678", "phone")
    '138****5678'
    >>> masked("欧阳观山", "name")
    '欧**'
    >>> masked("11010519491231002X", "id")
    '110**************X'
    >>> masked("guan@example.cn", "email")
    'g***@example.cn'
    """
    if value is None:
        return None
    text = str(value)
    match mask:
        case "phone":
            return text[:3] + STARS + text[-4:] if len(text) == 11 else STARS
        case "name":
            return text[:1] + "**"
        case "id":
            return text[:3] + "*" * 14 + text[-1:] if len(text) == 18 else STARS
        case "email":
            return text[:1] + "***@" + text.rpartition("@")[2] if "@" in text else STARS
        case "address":
            street = re.match(r".*?(街道|镇|乡|路)", text)
            return (street[0] if street else "") + STARS
        case "card":
            return STARS + text[-4:]
    return STARS
