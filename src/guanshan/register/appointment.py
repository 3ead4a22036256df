"""Who may be appointed to what? 三员互斥

System, security and audit administrator exclude each other, and the officer too, for as long as they
overlap; and nobody appoints himself or herself. Both are checked wherever an appointment is written,
whoever writes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from guanshan.refusal import Conflict, Forbidden
from guanshan.register.actor import Actor
from guanshan.register.field import Value
from guanshan.register.person import ADMINISTRATORS
from guanshan.register.query import Reading
from guanshan.register.record import RecordType
from guanshan.register.schema import OPEN, table_of


@dataclass(frozen=True, slots=True)
class Term:
    """A role held in a unit from a day (inclusive) until a day (exclusive). 任期"""

    person: str
    role: str
    unit: str
    start: date
    end: date

    def overlaps(self, other: "Term") -> bool:
        """Tell whether there is a day on which both are held."""
        return max(self.start, other.start) < min(self.end, other.end)


def check_appointment(existing: Iterable[Term], new: Term) -> None:
    """Refuse an appointment that would join what is kept apart.

    Parameters
    ----------
    existing
        What the same person holds otherwise.

    Raises
    ------
    Conflict
        If an administrator's role would overlap with any other role.
    """
    for term in existing:
        if term.person != new.person or term.role == new.role or not term.overlaps(new):
            continue
        if term.role in ADMINISTRATORS or new.role in ADMINISTRATORS:
            raise Conflict(
                "access.exclusive.administrators", person=new.person, held=term.role, role=new.role
            )


def appointment_guard(reading: Reading, declared: RecordType, values: Mapping[str, Value]) -> None:
    """Check an appointment against all others of the same person that stand; a guard of the store.

    Raises
    ------
    Conflict
        As `check_appointment`.
    """
    new = Term(str(values["person"]), str(values["role"]), str(values["unit"]), *declared.validity_of(values))
    others = (
        term for term in terms_of(reading, new.person) if (term.role, term.unit) != (new.role, new.unit)
    )
    check_appointment(others, new)


def terms_of(reading: Reading, person: str) -> list[Term]:
    """Return every term of a person that stands: past, present and to come."""
    table = table_of(reading.types["register.appointment"])
    rows = reading.connection.execute(
        select(table).where(table.c.f_person == person, table.c.superseded_at == OPEN)
    )
    return [Term(row.f_person, row.f_role, row.f_unit, row.valid_from, row.valid_to) for row in rows]


def refuse_oneself(actor: Actor, declared: RecordType, values: Mapping[str, object]) -> None:
    """Refuse an actor who would appoint himself or herself, or change the own appointment.

    Raises
    ------
    Forbidden
        If the appointment is the actor's own.
    """
    if declared.name == "register.appointment" and values.get("person") == actor.id:
        raise Forbidden("access.exclusive.oneself")
