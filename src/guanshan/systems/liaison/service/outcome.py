"""May this be published? 公开前的检查

An outcome is published once its case is closed, and names nobody: neither the enterprise nor the person, by no code and no phone.
"""

import re
from collections.abc import Mapping
from typing import Final

from guanshan.act.casefile import EVER
from guanshan.refusal import Conflict, NotFound, RefusedInput
from guanshan.register.field import Value
from guanshan.register.query import Reading
from guanshan.register.record import RecordType, RecordTypes
from guanshan.register.writing import Guard

_NUMBERS: Final = re.compile(r"1[3-9]\d{9}|[0-9A-Z]{18}|\d{17}[\dX]", re.ASCII)


def guard(_types: RecordTypes, _library: object) -> Guard:
    """Return the check of an outcome that is to be published."""
    return check


def check(reading: Reading, declared: RecordType, values: Mapping[str, Value]) -> None:
    """Refuse what names somebody, or tells of a case that is not closed.

    Raises
    ------
    NotFound, Conflict, RefusedInput
        If there is no such case, it is open, its class or outcome is another, or a name or number stands in the words.
    """
    case = reading.by_key("act.case", str(values["case"]), EVER)
    if case is None:
        raise NotFound("act.case.none", number=values["case"])
    if case.values["state"] != "closed":
        raise Conflict("liaison.refusal.not_closed", number=case.key)
    for field in ("category", "solved"):
        if values[field] != case.values[field]:
            raise RefusedInput("liaison.refusal.otherwise", field=field, number=case.key)
    names = [case.values["contact_name"], case.values["contact_phone"], case.values["credit_code"], case.key]
    if case.values["credit_code"]:
        entity = reading.by_key("register.market_entity", str(case.values["credit_code"]), EVER)
        names += [entity.values["name"], entity.values["legal_representative"]] if entity else []
    for field in ("question", "answer"):
        words = str(values[field])
        named = next((str(one) for one in names if one and str(one) in words), None)
        if named or _NUMBERS.search(words):
            raise RefusedInput("liaison.refusal.names", field=field)
