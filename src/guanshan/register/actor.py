"""Who acts? 操作人

An actor is whoever asks the house for something: a visitor, a resident, somebody of an enterprise, a member
of staff, the machine's operator at the command line, or the house itself. What an actor may do is decided
in `guanshan.register.access` alone.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

ActorKind = Literal["public", "resident", "enterprise", "staff", "console", "system"]


@dataclass(frozen=True, slots=True)
class Held:
    """A role that an actor holds in a unit, as holder or as deputy. 任职"""

    role: str
    unit: str
    capacity: str = "holder"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks for something, as known at this moment. 操作人

    Parameters
    ----------
    id
        Unique and stable: a member of staff's login, ``enterprise:<account>``, ``resident:<account>``,
        ``console``, ``system``, ``public``.
    name
        How people call the actor.
    kind
        Which door the actor came in by.
    roles
        The roles held on the district's day, of staff alone.
    owner
        The unified social credit code to which an enterprise's account is bound.
    source
        Where the request comes from: a network address, ``console``.
    session
        The number of the session, where there is one; never its secret.
    """

    id: str
    name: str
    kind: ActorKind
    roles: tuple[Held, ...] = ()
    owner: str | None = None
    source: str = ""
    session: str | None = None

    def role_named(self) -> str:
        """Name the role for the record where no decision names it: the first role held, else the kind."""
        return self.roles[0].role if self.roles else self.kind

    def unit_named(self) -> str:
        """Name the unit for the record where no decision names it: the first role's, else nothing."""
        return self.roles[0].unit if self.roles else ""

    def has_role(self, role: str) -> bool:
        """Tell whether the actor holds a role in any unit."""
        return any(held.role == role for held in self.roles)

    def coming_from(self, source: str) -> "Actor":
        """Return the same actor, asking from another address."""
        return replace(self, source=source)


PUBLIC: Final = Actor("public", "public", "public")
"""A visitor who has not signed in. 公众"""

SYSTEM: Final = Actor("system", "system", "system", source="system")
"""The house itself: sample, migrations, what runs by the clock. 系统"""

CONSOLE: Final = Actor("console", "console", "console", source="console")
"""The machine's operator at the command line. 主机操作员"""
