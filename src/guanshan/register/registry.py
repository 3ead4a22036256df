"""The one door to the registers: who asks, may they, and what do they see? 登记台

Screens, API, commands and services all come through here. Every call takes the actor; access decides, personal fields are masked, and every
reading of an unmasked value stands in the audit chain.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import ColumnElement, false, or_

from guanshan.clock import DistrictClock
from guanshan.refusal import Conflict, NotFound, RefusedInput
from guanshan.register.access import Access, Reach, refuse_another_voice
from guanshan.register.actor import Actor
from guanshan.register.appointment import refuse_oneself
from guanshan.register.columns import OF_ROW, Columns, columns_of
from guanshan.register.field import Value
from guanshan.register.mask import masked
from guanshan.register.query import Condition, Hit, Moment, Reading, Version
from guanshan.register.record import RecordType
from guanshan.register.schema import table_of
from guanshan.register.store import Landed, Store


class Registry:
    """What an actor may read and write of a store.

    Parameters
    ----------
    store
        The registers.
    access
        Decides who may.
    clock
        Returns the district clock as it stands.
    """

    def __init__(self, store: Store, access: Access, clock: Callable[[], DistrictClock]) -> None:
        self.store = store
        self.access = access
        self._clock = clock

    @property
    def types(self) -> Sequence[RecordType]:
        """Every record type of the house."""
        return tuple(self.store.types)

    def today(self) -> date:
        """Return the district's day."""
        return self._clock().today()

    def moment(self, on: date | None = None, known_at: int | None = None) -> Moment:
        """Build a moment; left out: the district's day, and all that is known now."""
        return Moment(on or self.today()) if known_at is None else Moment(on or self.today(), known_at)

    def find(
        self,
        actor: Actor,
        name: str,
        moment: Moment | None = None,
        where: Sequence[Condition] = (),
        *,
        order: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        action: str = "read",
    ) -> list[Version]:
        """Return the records of a register that hold at a moment and that the actor may read, personal fields masked.

        Raises
        ------
        NotSignedIn, Forbidden
            If the actor may read none of them.
        NotFound
            If there is no such register or field.
        """
        with self._opened(actor, name, where, order, action) as (reading, declared, scope):
            found = reading.find(
                declared.name,
                moment or self.moment(),
                where,
                order=order,
                limit=limit,
                offset=offset,
                scope=scope,
            )
        return [self._shown(actor, version, action) for version in found]

    def columns(
        self,
        actor: Actor,
        name: str,
        fields: Sequence[str],
        moment: Moment | None = None,
        where: Sequence[Condition] = (),
    ) -> Columns:
        """Return some fields of all records that `find` would return, as columns: see `guanshan.register.columns.columns_of`.

        Raises
        ------
        NotSignedIn, Forbidden, NotFound
            As `find` does.
        RefusedInput
            If a field is personal and the actor would see it masked.
        """
        asked = [*where, *(Condition(field, "null") for field in fields if field not in OF_ROW)]
        with self._opened(actor, name, asked, None, "read") as (reading, declared, scope):
            return columns_of(reading, declared.name, fields, moment or self.moment(), where, scope)

    def count(
        self, actor: Actor, name: str, moment: Moment | None = None, where: Sequence[Condition] = ()
    ) -> int:
        """Count the records that `find` would return without a limit."""
        with self._opened(actor, name, where, None, "read") as (reading, declared, scope):
            return reading.count(declared.name, moment or self.moment(), where, scope)

    def get(self, actor: Actor, name: str, record: str, moment: Moment | None = None) -> Version:
        """Return one record as it holds at a moment.

        Raises
        ------
        NotFound
            If there is none, or none that the actor may read.
        """
        return self._one(
            actor, name, lambda reading, full: reading.get(full, record, moment or self.moment()), record
        )

    def by_key(self, actor: Actor, name: str, key: str, moment: Moment | None = None) -> Version:
        """Return the record with a natural key as it holds at a moment.

        Raises
        ------
        NotFound
            If there is none, or none that the actor may read.
        """
        return self._one(
            actor, name, lambda reading, full: reading.by_key(full, key, moment or self.moment()), key
        )

    def history(self, actor: Actor, name: str, record: str) -> list[Version]:
        """Return everything that was ever said of a record, the newest first.

        Raises
        ------
        NotFound
            If there is no such record, or none that the actor may read.
        """
        self._require_somewhere(actor, "read", self.store.types[name])
        with self.store.reading() as reading:
            versions = reading.history(name, record)
        seen = [version for version in versions if self._may(actor, "read", version)]
        if not seen:
            raise NotFound("refusal.no_record", record=record)
        return [self._shown(actor, version) for version in seen]

    def search(self, actor: Actor, text: str, limit: int = 20) -> list[Hit]:
        """Look a text up in every register that the actor may read: names, codes, pinyin initials."""
        everything: list[str] = []
        partly: list[RecordType] = []
        for declared in self.store.types:
            seen = self.access.scope(actor, "read", declared).seen
            if seen.everything:
                everything.append(declared.name)
            elif not seen.is_empty:
                partly.append(declared)
        with self.store.reading() as reading:
            hits = reading.search(text, everything, limit)
            for declared in partly:
                scope = self._filter(declared, self.access.scope(actor, "read", declared).seen)
                found = reading.find(
                    declared.name, self.moment(), [Condition("", "search", text)], limit=limit, scope=scope
                )
                hits += [Hit(declared.name, one.record, one.key, one.name) for one in found]
        return hits[:limit]

    def add(
        self,
        actor: Actor,
        name: str,
        values: Mapping[str, object],
        reason: str,
        *,
        keeper: str | None = None,
        since: date | None = None,
    ) -> Landed:
        """Add a record.

        Raises
        ------
        Conflict
            If a record with that natural key is there already.
        ManyRefusals, Forbidden, NotSignedIn
            If the values will not do, or the actor may not write here.
        """
        declared = self.store.types[name]
        self._require_reason(reason)
        self._require_somewhere(actor, "write", declared)
        unit = self.keeper_for(actor, "write", declared, keeper)
        checked = declared.check(values)
        self.access.require(actor, "write", declared, unit, self._owner(declared, checked))
        self._refuse_unfit(actor, declared, checked)
        with self.store.write(actor, "add", reason) as writing:
            key = declared.key_of(checked)
            if writing.reading.known_keys(declared.name, [key]):
                raise Conflict("refusal.key_taken", key=key)
            return writing.put(declared.name, checked, keeper=unit, since=since)

    def edit(
        self,
        actor: Actor,
        name: str,
        record: str,
        changes: Mapping[str, object],
        reason: str,
        *,
        since: date | None = None,
        throughout: bool = False,
        seen_entry: int | None = None,
    ) -> Landed:
        """Change some fields of a record.

        Parameters
        ----------
        actor, name, record
            Who changes which record.
        changes
            The fields that change, with their new values.
        reason
            Why; it stands in the audit chain.
        since
            From which day, for a record that evolves; None: the district's day.
        throughout
            Correct the whole life of the record instead.
        seen_entry
            The ``entry`` of the version that the person saw, the one of the district's day or else the last: refused if
            somebody else has changed it since.

        Raises
        ------
        Conflict
            If somebody else has changed the record in between, or another record has the natural key.
        NotFound, ManyRefusals, Forbidden, NotSignedIn
            If there is no such record, the values will not do, or the actor may not write it.
        """
        declared = self.store.types[name]
        self._require_reason(reason)
        with self.store.write(actor, "edit", reason) as writing:
            last = self._writable(actor, declared, writing.reading, record)
            if seen_entry is not None and self._shown_today(writing.reading, last).entry != seen_entry:
                raise Conflict("refusal.changed_meanwhile", name=last.name)
            changes = _without_masks(declared, changes, last.values)
            unknown = changes.keys() - {one.name for one in declared.fields}
            told = declared.check({**last.values, **changes}) if not unknown else declared.check(changes)
            self.access.require(actor, "write", declared, last.keeper, self._owner(declared, told))
            self._refuse_unfit(actor, declared, told)
            day = since or (self.today() if declared.evolves and not throughout else None)
            checked = {one: told[one] for one in changes}
            return writing.amend(declared.name, record, checked, since=day, throughout=throughout)

    def retract(
        self, actor: Actor, name: str, record: str, reason: str, *, since: date | None = None
    ) -> None:
        """Let a record hold no more from a day on, or (None) say that it never should have been there.

        Raises
        ------
        NotFound, Forbidden, NotSignedIn
            If there is no such record, or the actor may not write it.
        """
        declared = self.store.types[name]
        self._require_reason(reason)
        with self.store.write(actor, "retract", reason) as writing:
            self._writable(actor, declared, writing.reading, record)
            writing.retract(declared.name, record, since=since)

    def unmask(
        self, actor: Actor, name: str, record: str, field: str, purpose: str, moment: Moment | None = None
    ) -> Value:
        """Return a personal field in full; who read it and why stands in the audit chain before it is shown.

        Raises
        ------
        NotFound, Forbidden, NotSignedIn, RefusedInput
            If there is no such record, the actor may not, or no purpose is given.
        """
        declared = self.store.types[name]
        one = declared.field(field)
        if one.personal is None:
            raise RefusedInput("refusal.not_personal", field=field)
        self._require_reason(purpose)
        with self.store.reading() as reading:
            version = reading.get(declared.name, record, moment or self.moment())
        if version is None or not self._may(actor, "read", version):
            self.access.require(actor, "read", declared, None, None)
            raise NotFound("refusal.no_record", record=record)
        owner = self._owner(declared, version.values)
        self.access.require(actor, "unmask", declared, version.keeper, owner, purpose)
        with self.store.write(actor, "unmask") as writing:
            writing.note("unmask", f"{declared.name}/{record}", {"field": field}, reason=purpose)
        return version.values[field]

    def keeper_for(self, actor: Actor, action: str, declared: RecordType, wanted: str | None = None) -> str:
        """Return the unit in whose name an actor writes: the one wanted, else the first in which the role is held, else the district.

        Raises
        ------
        RefusedInput
            If there is no such unit as is wanted.
        """
        if wanted:
            if not self.access.tree.holds(wanted):
                raise RefusedInput("refusal.no_unit", code=wanted)
            return wanted
        units = self.access.units(actor, action, declared)
        if units:
            return units[0]
        with self.store.reading() as reading:
            top = reading.find("register.unit", self.moment(), [Condition("parent", "null", True)], limit=1)
        return str(top[0].values["code"]) if top else "district"

    def sees_clear(self, actor: Actor, version: Version) -> bool:
        """Tell whether the actor sees the record's personal fields unmasked."""
        scope = self.access.scope(actor, "read", version.type)
        return scope.clear.holds(version.keeper, self._owner(version.type, version.values))

    def may_write(self, actor: Actor, version: Version) -> bool:
        """Tell whether the actor may change this record."""
        return self._may(actor, "write", version)

    def _may(self, actor: Actor, action: str, version: Version) -> bool:
        owner = self._owner(version.type, version.values)
        return self.access.decide(actor, action, version.type, version.keeper, owner).allowed

    @contextmanager
    def _opened(
        self, actor: Actor, name: str, where: Sequence[Condition], order: str | None, action: str
    ) -> Iterator[tuple[Reading, RecordType, ColumnElement[bool] | None]]:
        declared = self.store.types[name]
        self._require_somewhere(actor, action, declared)
        scope = self.access.scope(actor, action, declared)
        if not scope.clear.everything and scope.seen != scope.clear:
            # A filter on a masked field would tell what the mask hides.
            asked = {one.field for one in where} | {(order or "").removeprefix("-")}
            if hidden := asked & {one.name for one in declared.personal}:
                raise RefusedInput("refusal.masked_condition", field=", ".join(sorted(hidden)))
        with self.store.reading() as reading:
            yield reading, declared, self._filter(declared, scope.seen)

    def _one(
        self, actor: Actor, name: str, read: Callable[[Reading, str], Version | None], named: str
    ) -> Version:
        declared = self.store.types[name]
        self._require_somewhere(actor, "read", declared)
        with self.store.reading() as reading:
            version = read(reading, declared.name)
        if version is None or not self._may(actor, "read", version):
            raise NotFound("refusal.no_record", record=named)
        return self._shown(actor, version)

    def _writable(self, actor: Actor, declared: RecordType, reading: Reading, record: str) -> Version:
        self._require_somewhere(actor, "write", declared)
        life = reading.life(declared.name, record)
        if not life or not self._may(actor, "read", life[-1]):
            raise NotFound("refusal.no_record", record=record)
        owner = self._owner(declared, life[-1].values)
        self.access.require(actor, "write", declared, life[-1].keeper, owner)
        self._refuse_unfit(actor, declared, life[-1].values)
        return life[-1]

    def _shown_today(self, reading: Reading, last: Version) -> Version:
        return reading.get(last.type.name, last.record, Moment(self.today())) or last

    def _require_somewhere(self, actor: Actor, action: str, declared: RecordType) -> None:
        if not self.access.may_somewhere(actor, action, declared):
            self.access.require(actor, action, declared)

    def _refuse_unfit(self, actor: Actor, declared: RecordType, values: Mapping[str, object]) -> None:
        refuse_oneself(actor, declared, values)
        refuse_another_voice(actor, declared, values)

    def _require_reason(self, reason: str) -> None:
        if not reason.strip():
            raise RefusedInput("refusal.no_reason")

    def _shown(self, actor: Actor, version: Version, action: str = "read") -> Version:
        personal = version.type.personal
        if not personal or self.sees_clear(actor, version):
            return version
        hidden = {
            one.name: None
            if action == "export" and one.personal and one.personal.sensitive
            else masked(version.values[one.name], one.personal.mask if one.personal else "all")
            for one in personal
        }
        return dataclasses.replace(
            version, values={**version.values, **hidden}, masked=frozenset(hidden), salt=None
        )

    def _owner(self, declared: RecordType, values: Mapping[str, Value]) -> str | None:
        value = values[declared.owner] if declared.owner else None
        return None if value is None else str(value)

    def _filter(self, declared: RecordType, reach: Reach) -> ColumnElement[bool] | None:
        if reach.everything:
            return None
        columns = table_of(declared).c
        allowed: list[ColumnElement[bool]] = []
        if reach.keepers:
            allowed.append(columns.keeper.in_(sorted(reach.keepers)))
        if reach.owner is not None and declared.owner:
            allowed.append(columns[f"f_{declared.owner}"] == reach.owner)
        return or_(*allowed) if allowed else false()


def _without_masks(
    declared: RecordType, changes: Mapping[str, object], last: Mapping[str, Value]
) -> Mapping[str, object]:
    """Leave out the masks that a form sends back as it was given them: they change nothing."""
    masks = {one.name: masked(last[one.name], one.personal.mask) for one in declared.fields if one.personal}
    return {name: value for name, value in changes.items() if value is None or value != masks.get(name)}
