"""How does the house say no? 拒绝

A refusal says what was found, why it will not do and what to do about it. It carries a key of the text
catalogue and the values that fill it in, so that the words are chosen where the reader's language is known:
on a screen, in the HTTP API, on the command line.
"""

from collections.abc import Iterable


class Refusal(Exception):
    """A request that cannot be granted, told to the person who made it.

    Parameters
    ----------
    key
        Key of a text in the catalogue, such as ``refusal.required``.
    values
        What fills the text in: the row, the field, the value found.
    """

    http_status = 422
    exit_status = 2

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        """Key and values, for logs; people read the catalogue's text."""
        filled = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.key}({filled})"


class RefusedInput(Refusal):
    """A value, a row or a file that will not do. 输入不合格"""


class NotFound(Refusal):
    """Nothing of that name is here, or not for this reader. 未找到"""

    http_status = 404


class Forbidden(Refusal):
    """The person is known, the act is not theirs. 无权限"""

    http_status = 403


class NotSignedIn(Refusal):
    """The person is not known yet. 未登录"""

    http_status = 401


class Conflict(Refusal):
    """Somebody else's change stands in the way. 冲突"""

    http_status = 409


class TooMany(Refusal):
    """Too often or too much in too short a time. 过于频繁"""

    http_status = 429


class ManyRefusals(Refusal):
    """Several refusals of one request, told together so that nobody has to try again and again. 多处不合格"""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("refusal.several", count=len(self.refusals))
