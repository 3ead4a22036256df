"""Who may do what to which record? 权限

Access is decided here, in one place, for screens, API and commands alike. What is not granted by a line of
`RULES` is refused. A line grants a role some actions on some registers (or on the house itself), over a
reach: everything, what the actor's unit or its subordinates keep, or what belongs to the actor's own
enterprise.

Personal fields are masked on every reading but that of one's own record; seeing one in full is an act of
its own (``unmask``), with a purpose, written in the audit chain.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from guanshan.refusal import Forbidden, NotSignedIn
from guanshan.register.actor import Actor, Held
from guanshan.register.record import SERVICE, RecordType

Span = Literal["all", "unit", "own", "none"]
"""Which records a rule reaches: all, those of the unit and its subordinates, the enterprise's own, none."""

OPEN = "open registers"
"""Every register but those of staff and appointments."""
KEPT = "registers of its keeping"
"""The registers whose declaration names the role as keeper."""
PUBLISHED = "published registers"
"""The registers whose rows stand behind public figures."""
SERVED = "registers that a service writes"
"""The registers that nobody writes by hand."""
OWN_WORD = "registers of its own word"
"""The registers in which an enterprise speaks for itself beside the offices."""
HOUSE = "the house"
"""No register: the house itself."""

STAFF_REGISTERS = ("register.person", "register.appointment")

REGISTER_ACTIONS = ("read", "export", "write", "import", "undo", "unmask")
BY_HAND = ("write", "import", "undo")
"""What nobody does to a register that a service writes."""
HOUSE_ACTIONS = (
    "figures.read", "audit.read", "audit.export", "backup", "restore", "settings.read",
    "settings.write", "account.invite", "account.unlock", "account.sessions", "enterprise.invite",
    "rulebook.read", "rulebook.keep", "edition.build", "edition.sign",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: this role may do these actions to these registers. 授权"""

    role: str
    actions: tuple[str, ...]
    what: tuple[str, ...]
    reach: Span = "all"
    clear: Span = "none"


RULES: tuple[Rule, ...] = (
    Rule("public", ("figures.read", "rulebook.read"), (HOUSE,)),
    Rule("public", ("read",), (PUBLISHED,)),
    Rule("enterprise", ("read", "export"), (OPEN,), "own", clear="own"),
    Rule("enterprise", ("write",), (OWN_WORD,), "own"),
    Rule("officer", ("read", "export"), (OPEN,)),
    Rule("officer", ("write", "import", "undo", "unmask"), (KEPT,), "unit"),
    Rule("officer", ("unmask",), (SERVED,), "unit"),
    Rule("officer", ("enterprise.invite",), (HOUSE,)),
    Rule("officer", ("rulebook.keep",), (HOUSE,), "unit"),  # of the families that the unit answers for
    Rule(
        "officer", ("edition.build", "edition.sign"), (HOUSE,), "unit"
    ),  # of the office that answers for the briefing
    Rule("system_admin", ("read", "export"), ("register.unit", "register.place", *STAFF_REGISTERS)),
    Rule("system_admin", ("write", "import", "undo", "unmask"), (KEPT,)),
    Rule(
        "system_admin", ("account.invite", "backup", "restore", "settings.read", "settings.write"), (HOUSE,)
    ),
    Rule("security_admin", ("read", "export"), ("register.unit", *STAFF_REGISTERS)),
    Rule("security_admin", ("write",), (KEPT,)),  # one by one, so that none is one's own
    Rule("security_admin", ("account.unlock", "account.sessions", "settings.read"), (HOUSE,)),
    Rule("auditor", ("read",), ("register.unit", *STAFF_REGISTERS)),
    Rule("auditor", ("audit.read", "audit.export"), (HOUSE,)),
    Rule("console", REGISTER_ACTIONS, (OPEN, *STAFF_REGISTERS)),
    Rule("console", HOUSE_ACTIONS, (HOUSE,)),
    Rule("system", REGISTER_ACTIONS, (OPEN, *STAFF_REGISTERS), clear="all"),
    Rule("system", HOUSE_ACTIONS, (HOUSE,)),
)


class UnitTree:
    """Which unit stands under which. 单位树

    Parameters
    ----------
    parent_of
        For each unit's code the code of the unit above it, or None.
    name_of
        How the units are called, for refusals.
    """

    def __init__(self, parent_of: Mapping[str, str | None], name_of: Mapping[str, str] | None = None) -> None:
        self._parent_of = dict(parent_of)
        self._below: dict[str, frozenset[str]] = {}
        self._name_of = dict(name_of or {})

    def is_within(self, unit: str, ancestor: str) -> bool:
        """Tell whether a unit is another one or stands below it, at any depth."""
        seen: set[str] = set()
        at: str | None = unit
        while at is not None and at not in seen:
            if at == ancestor:
                return True
            seen.add(at)
            at = self._parent_of.get(at)
        return False

    def holds(self, unit: str) -> bool:
        """Tell whether there is such a unit."""
        return unit in self._parent_of

    def parent(self, unit: str) -> str | None:
        """Return the unit above another one; None at the top."""
        return self._parent_of.get(unit)

    def below(self, ancestor: str) -> frozenset[str]:
        """Return a unit and all that stand below it."""
        if ancestor not in self._below:
            below = (unit for unit in self._parent_of if self.is_within(unit, ancestor))
            self._below[ancestor] = frozenset((ancestor, *below))
        return self._below[ancestor]

    def names(self) -> dict[str, str]:
        """Return how every unit is called, by its code."""
        return {code: self.name(code) for code in self._parent_of}

    def name(self, unit: str) -> str:
        """Return how a unit is called; its code where no name is known."""
        return self._name_of.get(unit, unit)


@dataclass(frozen=True, slots=True)
class Reach:
    """A set of records that a query can ask for: everything, or those of an owner and of some keepers."""

    everything: bool = False
    owner: str | None = None
    keepers: frozenset[str] = frozenset()

    def holds(self, keeper: str | None, owner: str | None) -> bool:
        """Tell whether a record of this keeper and this owner is in the set."""
        if self.everything or (self.owner is not None and owner == self.owner):
            return True
        return keeper is not None and keeper in self.keepers

    @property
    def is_empty(self) -> bool:
        """Whether no record at all is in the set."""
        return not self.everything and self.owner is None and not self.keepers


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows of a register an actor may touch, and in which of them personal fields stand unmasked."""

    seen: Reach = field(default_factory=Reach)
    clear: Reach = field(default_factory=Reach)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and by which role in which unit. 权限决定

    Parameters
    ----------
    masked
        Whether personal fields are shown masked.
    because_key
        The text that says why not: key of the catalogue, filled in by ``values``; empty where allowed.
    """

    allowed: bool
    masked: bool
    because_key: str
    role: str
    unit: str
    values: Mapping[str, str] = field(default_factory=dict)


class Access:
    """Decides who may do what. 权限判定

    Parameters
    ----------
    tree
        The tree of units, or a function that returns the present one.
    published
        Names of the record types whose rows stand behind public figures.
    """

    def __init__(self, tree: UnitTree | Callable[[], UnitTree], published: Iterable[str] = ()) -> None:
        self._tree = tree
        self.published = frozenset(published)

    @property
    def tree(self) -> UnitTree:
        """The tree of units at this moment."""
        return self._tree if isinstance(self._tree, UnitTree) else self._tree()

    def decide(
        self,
        actor: Actor,
        action: str,
        record_type: RecordType | None = None,
        keeper: str | None = None,
        owner: str | None = None,
        purpose: str | None = None,
    ) -> Decision:
        """Decide one act on one record, or on the house itself.

        Parameters
        ----------
        record_type
            The register, or None for an act on the house.
        keeper, owner
            Of the record at hand: the unit that keeps it, the credit code to which it belongs. Where a rule
            reaches only so far, a record without them is refused; whether an act is possible at all is
            asked by `may_somewhere`.
        purpose
            Why a personal field is to be seen in full; needed by ``unmask``.
        """
        unmasking = action == "unmask"
        if unmasking and not (purpose and purpose.strip()):
            return Decision(False, True, "access.needs.purpose", actor.role_named(), actor.unit_named())
        granted: list[tuple[Rule, Held]] = []
        for rule, held in self._grants(actor, action, record_type):
            if self._reach(rule.reach, actor, held, record_type).holds(keeper, owner):
                granted.append((rule, held))
        if not granted:
            key, values = self._because(actor, action, record_type, keeper)
            return Decision(False, True, key, actor.role_named(), actor.unit_named(), values)
        masked = not unmasking and not any(
            self._reach(rule.clear, actor, held, record_type).holds(keeper, owner) for rule, held in granted
        )
        _, used = granted[-1]
        return Decision(True, masked, "", used.role, used.unit)

    def require(
        self,
        actor: Actor,
        action: str,
        record_type: RecordType | None = None,
        keeper: str | None = None,
        owner: str | None = None,
        purpose: str | None = None,
    ) -> Decision:
        """Decide as `decide` does, and refuse where the answer is no.

        Raises
        ------
        NotSignedIn
            To a visitor.
        Forbidden
            To everybody else; the text says which role or unit could.
        """
        decision = self.decide(actor, action, record_type, keeper, owner, purpose)
        if decision.allowed:
            return decision
        if actor.kind == "public":
            raise NotSignedIn("access.needs.sign_in")
        raise Forbidden(decision.because_key, **decision.values)

    def may_somewhere(self, actor: Actor, action: str, record_type: RecordType | None = None) -> bool:
        """Tell whether an act is possible on some record: whether its button or menu entry stands there."""
        return not self.scope(actor, action, record_type).seen.is_empty

    def scope(self, actor: Actor, action: str, record_type: RecordType | None = None) -> Scope:
        """Tell which rows of a register an actor may touch, and where personal fields stand unmasked."""
        seen, clear = Reach(), Reach()
        for rule, held in self._grants(actor, action, record_type):
            seen = _union(seen, self._reach(rule.reach, actor, held, record_type))
            clear = _union(clear, self._reach(rule.clear, actor, held, record_type))
        return Scope(seen, clear)

    def units(self, actor: Actor, action: str, record_type: RecordType | None = None) -> tuple[str, ...]:
        """Return the units in whose name an actor may do an act, the unit of the first role first."""
        return tuple(
            dict.fromkeys(held.unit for _, held in self._grants(actor, action, record_type) if held.unit)
        )

    def _grants(
        self, actor: Actor, action: str, record_type: RecordType | None
    ) -> Iterator[tuple[Rule, Held]]:
        """Walk through the rules that speak of this actor, action and register, in the table's order."""
        if action in BY_HAND and record_type is not None and record_type.keeper == SERVICE:
            return
        held = (Held("public", ""), *actor.roles)
        if actor.kind not in ("public", "staff"):
            held = (Held("public", ""), Held(actor.kind, ""))
        for rule in RULES:
            if action in rule.actions and any(
                self._is_of(what, rule.role, record_type) for what in rule.what
            ):
                yield from ((rule, each) for each in held if each.role == rule.role)

    def _is_of(self, what: str, role: str, record_type: RecordType | None) -> bool:
        if record_type is None:
            return what == HOUSE
        if what == OPEN:
            return record_type.name not in STAFF_REGISTERS
        if what == KEPT:
            return record_type.keeper == role
        if what == SERVED:
            return record_type.keeper == SERVICE
        if what == OWN_WORD:
            return record_type.voice is not None
        return record_type.name in self.published if what == PUBLISHED else record_type.name == what

    def _reach(self, span: Span, actor: Actor, held: Held, record_type: RecordType | None) -> Reach:
        if span == "all":
            return Reach(everything=True)
        if span == "own":  # a register whose records belong to nobody has no own ones
            return Reach(owner=actor.owner) if record_type and record_type.owner else Reach()
        return Reach(keepers=self.tree.below(held.unit)) if span == "unit" and held.unit else Reach()

    def _because(
        self, actor: Actor, action: str, record_type: RecordType | None, keeper: str | None
    ) -> tuple[str, Mapping[str, str]]:
        if action in BY_HAND and record_type is not None and record_type.keeper == SERVICE:
            return "access.needs.service", {}
        mine = list(self._grants(actor, action, record_type))
        if any(rule.reach == "unit" for rule, _ in mine):
            if keeper is None:
                return "access.needs.keeper", {}
            return "access.needs.unit", {"unit": self.tree.name(keeper)}
        if any(rule.reach == "own" for rule, _ in mine):
            return "access.needs.owner", {}
        for rule in RULES:
            of_it = any(self._is_of(what, rule.role, record_type) for what in rule.what)
            if action in rule.actions and of_it and rule.reach != "own":
                return f"access.needs.{rule.role}", {}
        return "access.needs.nobody", {}


def _union(one: Reach, other: Reach) -> Reach:
    return Reach(one.everything or other.everything, one.owner or other.owner, one.keepers | other.keepers)


def refuse_another_voice(actor: Actor, declared: RecordType, values: Mapping[str, object]) -> None:
    """Refuse an enterprise that would write, or change, an office's word.

    Raises
    ------
    Forbidden
        If the record does not speak in the enterprise's own voice.
    """
    if declared.voice and actor.kind == "enterprise" and values.get(declared.voice) != "enterprise":
        raise Forbidden("access.needs.own_voice")
