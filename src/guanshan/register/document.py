"""Which paper says so? 文件"""

from datetime import date
from typing import Annotated

from guanshan.register.field import Choice, Day, Text
from guanshan.register.record import LISTED, SEARCHED, record


@record(key=("number",), title="title", holds_from="issued_on")
class Document:
    """A paper of an authority: the evidence for what a register says. 文件"""

    number: Annotated[str, Text(80), LISTED, SEARCHED]
    title: Annotated[str, Text(300), LISTED, SEARCHED]
    kind: Annotated[
        str, Choice(("notice", "list", "certificate", "statistics", "contract", "press", "other")), LISTED
    ]
    issuer: Annotated[str, Text(100), LISTED, SEARCHED]
    issued_on: Annotated[date | None, Day(), LISTED] = None
    link: Annotated[str | None, Text(500)] = None
