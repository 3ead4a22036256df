"""May this value be kept as a reported figure? 报告数核对

A reported figure must speak of an indicator that is there and is reported, in its unit and for a period of its kind; else it would
never be found again, or be taken for something else.
"""

from collections.abc import Mapping

from guanshan.refusal import ManyRefusals, Refusal, RefusedInput
from guanshan.register.field import Value
from guanshan.register.query import Reading
from guanshan.register.record import RecordType
from guanshan.register.writing import Guard
from guanshan.report.catalogue import Catalogue
from guanshan.report.indicator import DISTRICT
from guanshan.report.period import read_period


def statement_guard(catalogue: Catalogue) -> Guard:
    """Build the check of a reported figure."""

    def check(reading: Reading, declared: RecordType, values: Mapping[str, Value]) -> None:
        name, refused = str(values["indicator"]), list[Refusal]()
        if name not in catalogue:
            raise RefusedInput("report.no_indicator", field="indicator", name=name)
        indicator = catalogue[name]
        if indicator.provenance != "reported":
            refused.append(RefusedInput("report.is_computed", field="indicator", name=name))
        if values["unit"] != indicator.unit:
            refused.append(
                RefusedInput("report.other_unit", field="unit", value=values["unit"], unit=indicator.unit)
            )
        try:
            kind = read_period(str(values["period"])).kind
            if kind != indicator.period:
                raise RefusedInput(
                    "report.other_period", name=name, kind=indicator.period, value=values["period"]
                )
        except RefusedInput as refusal:
            refused.append(RefusedInput(refusal.key, **{**refusal.values, "field": "period"}))
        subject = str(values["subject"])
        fits = (subject == DISTRICT) == (indicator.subject == "district")
        if not fits and not _is_a_place(reading, subject):
            refused.append(RefusedInput("report.other_subject", field="subject", value=subject))
        if refused:
            raise ManyRefusals(refused) if len(refused) > 1 else refused[0]

    return check


def _is_a_place(reading: Reading, subject: str) -> bool:
    """Tell whether the subject is a place of the register: other districts stand beside ours in ranks."""
    return bool(reading.known_keys("register.place", [subject]))
