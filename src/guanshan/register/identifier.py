"""Is this identifier written right? 标识码校验

Check characters of the unified social credit code (统一社会信用代码, GB 32100-2015) and of the resident identity number
(公民身份号码, GB 11643-1999), and the shape of Chinese mobile numbers.
"""

import re
from datetime import date

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_RESIDENT_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_RESIDENT_CHECKS = "10X98765432"
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_CREDIT = re.compile(rf"[{_CREDIT_ALPHABET}]{{2}}\d{{6}}[{_CREDIT_ALPHABET}]{{10}}", re.ASCII)
_RESIDENT = re.compile(r"\d{17}[\dX]", re.ASCII)


def credit_code_check(body: str) -> str:
    """Compute the check character of a unified social credit code from its first 17 characters.

    References
    ----------
    GB 32100-2015, 4.6: weights 3^(i-1) mod 31, modulo 31.

    Examples
    --------
    >>> credit_code_check("91350100M000100Y4")
    '3'
    """
    total = sum(
        _CREDIT_ALPHABET.index(char) * weight for char, weight in zip(body, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[-total % 31]


def is_credit_code(text: str) -> bool:
    """Tell whether a text is a unified social credit code with the right check character (GB 32100-2015)."""
    return bool(_CREDIT.fullmatch(text)) and credit_code_check(text[:17]) == text[17]


def resident_id_check(body: str) -> str:
    """Compute the check character of a resident identity number from its first 17 digits.

    References
    ----------
    GB 11643-1999, ISO 7064 MOD 11-2: weights 2^(17-i) mod 11.

    Examples
    --------
    >>> resident_id_check("11010519491231002")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(body, _RESIDENT_WEIGHTS, strict=True))
    return _RESIDENT_CHECKS[total % 11]


def is_resident_id(text: str) -> bool:
    """Tell whether a text is a resident identity number: check character and birth date hold (GB 11643-1999)."""
    if not _RESIDENT.fullmatch(text) or resident_id_check(text[:17]) != text[17]:
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return True


def is_mobile(text: str) -> bool:
    """Tell whether a text has the shape of a mobile number of mainland China: 11 digits, 13 to 19 in front."""
    return bool(_MOBILE.fullmatch(text))
