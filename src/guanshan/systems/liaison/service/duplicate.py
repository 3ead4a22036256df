"""Has this been asked before? 重复诉求"""

from guanshan.act.casebook import Petition
from guanshan.act.casefile import EVER
from guanshan.register.query import Condition, Reading
from guanshan.systems.liaison.engine.likeness import alike

_MOST = 500


def advise(reading: Reading, petition: Petition) -> str:
    """Name the open appeals of the same enterprise, or of the same phone, that ask for much the same; empty where there are none.

    Examples
    --------
    ``≈ SQ20240506-00001 (83 %)``
    """
    same = [
        Condition(field, "eq", value)
        for field, value in (("credit_code", petition.credit_code), ("contact_phone", petition.contact_phone))
        if value
    ]
    known = {
        one.key: f"{one.values['title']} {one.values['text']}"
        for condition in same
        for one in reading.find("act.case", EVER, [condition, Condition("open", "eq", True)], limit=_MOST)
    }
    found = alike(f"{petition.title} {petition.text}", known.items())
    return "; ".join(f"≈ {one.name} ({one.share:.0%})" for one in found)
