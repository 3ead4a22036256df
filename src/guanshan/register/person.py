"""Who works in the offices, and in which role? 人员与任职"""

from datetime import date
from typing import Annotated

from guanshan.register.field import Choice, Day, Personal, Phone, Reference, Text
from guanshan.register.record import LISTED, SEARCHED, record

STAFF_ROLES = ("officer", "system_admin", "security_admin", "auditor")
"""Roles that are held in a unit. 岗位角色"""

ADMINISTRATORS = ("system_admin", "security_admin", "auditor")
"""Roles of which one person holds at most one: system, security and audit administrator. 三员"""


@record(
    key=("login",),
    title="login",
    holds_from="joined_on",
    holds_until="left_on",
    keeper="system_admin",
    evolves=True,
)
class Person:
    """A member of staff who signs in. 人员

    A leaver keeps the record; from the day ``left_on`` on the account no longer opens.
    """

    login: Annotated[str, Text(40, r"[a-z][a-z0-9._-]*"), LISTED, SEARCHED]
    name: Annotated[
        str, Text(60), Personal(purpose="register.purpose.staff", keep_years=5, mask="name"), LISTED
    ]
    unit: Annotated[str, Reference("register.unit"), LISTED]
    phone: Annotated[
        str | None, Phone(), Personal(purpose="register.purpose.staff", keep_years=5, mask="phone")
    ] = None
    joined_on: Annotated[date | None, Day(), LISTED] = None
    left_on: Annotated[date | None, Day(), LISTED] = None


@record(
    key=("person", "role", "unit"), title="person", holds_from="from_day", holds_until="until_day",
    keeper="security_admin",
)  # fmt: skip
class Appointment:
    """A role that a person holds in a unit, as holder or as deputy, from a day until a day. 任职"""

    person: Annotated[str, Reference("register.person"), LISTED]
    role: Annotated[str, Choice(STAFF_ROLES), LISTED]
    unit: Annotated[str, Reference("register.unit"), LISTED]
    capacity: Annotated[str, Choice(("holder", "deputy")), LISTED] = "holder"
    from_day: Annotated[date | None, Day(), LISTED] = None
    until_day: Annotated[date | None, Day(), LISTED] = None
