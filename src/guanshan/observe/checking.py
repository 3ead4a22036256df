"""Would every row of this file land? 导入检查

Beyond its cells, a row must have a natural key that no other row of the file has, refer to what is there or comes with the same
file, and concern a record that whoever imports may write.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from guanshan.observe.fault import Faults
from guanshan.observe.plan import Plan, RowRead
from guanshan.refusal import NotFound, Refusal, RefusedInput
from guanshan.register.field import Value
from guanshan.register.query import Reading
from guanshan.register.schema import OPEN, table_of
from guanshan.register.store import Guard

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows there are at most."""

MayWrite = Callable[[str, str | None], bool]
"""Whether whoever imports may write records of this keeper and this owner."""

STEP = 500
"""Rows between two words of progress."""


@dataclass(slots=True)
class Checked:
    """What a check found. 检查结果

    Parameters
    ----------
    faults
        Every bad cell and every bad row.
    count
        Rows that are records.
    known
        Rows whose natural key a record has already.
    keys
        The natural keys of the rows that could be read, with their row.
    resolved
        For each field that refers, the keys of those records that the sheet names otherwise.
    levels
        The rows in the order in which they must land, where rows refer to rows of the same file; empty where they do not.
    """

    faults: Faults
    count: int = 0
    known: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    resolved: dict[str, dict[str, str]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)


def check_plan(
    plan: Plan, reading: Reading, guard: Guard | None, may_write: MayWrite, progress: Progress | None = None
) -> Checked:
    """Check every row of a plan; nothing is written.

    Parameters
    ----------
    plan
        How the file is read.
    reading
        The registers.
    guard
        The register's check across records.
    may_write
        Tells whose records may be written.
    progress
        Told how far it is.
    """
    record = plan.record
    checked = Checked(Faults(plan.sheet.name))
    refers = {one.name: to for one, to in record.references if one.name in plan.fields}
    referring: dict[str, dict[str, list[int]]] = {name: {} for name in refers}
    digests: dict[str, int] = {}
    for read in _counted(plan, checked, progress):
        if _stands_alone(plan, read, checked, digests):
            for name in refers:
                if (value := read.values.get(name)) is not None:
                    referring[name].setdefault(str(value), []).append(read.row)
            if guard and not read.faults:
                _ask_guard(guard, reading, plan, read, checked.faults)
    for name, to in refers.items():
        _resolve(plan, reading, name, to, referring[name], checked)
        if to == record.name:
            _order(plan, name, referring[name], checked, reading)
    _check_keepers(plan, reading, may_write, checked)
    return checked


def _counted(plan: Plan, checked: Checked, progress: Progress | None) -> Iterator[RowRead]:
    for read in plan.rows():
        checked.count += 1
        if progress and checked.count % STEP == 0:
            progress(checked.count, plan.height)
        yield read
    if progress:
        progress(plan.height, plan.height)


def _stands_alone(plan: Plan, read: RowRead, checked: Checked, digests: dict[str, int]) -> bool:
    """Tell a row's bad cells, and whether it is the first with its natural key."""
    for bad in read.faults:
        checked.faults.add(read.row, bad.column, bad.field, bad.value, bad.refusal)
    if any(name not in read.values for name in plan.record.key):
        return False
    key = plan.record.key_of(read.values)
    digest = hash(tuple(read.values.values()))
    if key in checked.keys:
        _tell_repeated(plan, checked.faults, checked.keys[key], read.row, key, digests[key] == digest)
        return False
    checked.keys[key], digests[key] = read.row, digest
    return True


def _tell_repeated(plan: Plan, faults: Faults, first: int, row: int, key: str, same: bool) -> None:
    """Tell that a key stands twice; where the rows differ nobody can say which is right, so both are bad."""
    name = plan.record.key[0]
    column = plan.columns.get(name)
    text = "observe.repeated_same" if same else "observe.repeated"
    faults.add(row, column, name, key, RefusedInput(text, value=key, other=first + 1))
    if not same and first not in faults.rows:
        faults.add(first, column, name, key, RefusedInput(text, value=key, other=row + 1))


def _ask_guard(guard: Guard, reading: Reading, plan: Plan, read: RowRead, faults: Faults) -> None:
    values = {one.name: read.values.get(one.name, one.default) for one in plan.record.fields}
    try:
        guard(reading, plan.record, values)
    except NotFound:
        return  # what is not there yet may come with this very file
    except Refusal as refusal:
        name = refusal.values.get("field")
        known = name if isinstance(name, str) and name in plan.columns else None
        faults.add(
            read.row, plan.columns[known] if known else None, known, values.get(known or "", ""), refusal
        )


def _resolve(
    plan: Plan, reading: Reading, name: str, to: str, referring: Mapping[str, list[int]], checked: Checked
) -> None:
    """Find what the rows refer to: by its natural key, or by its name where exactly one record has it."""
    wanted = set(referring)
    if to == plan.record.name:
        wanted -= checked.keys.keys()
    missing = sorted(wanted - reading.known_keys(to, sorted(wanted)))
    named = _keys_by_name(reading, to, missing)
    resolved = checked.resolved.setdefault(name, {})
    for value in missing:
        keys = named.get(value, [])
        if len(keys) == 1:
            resolved[value] = keys[0]
            continue
        text = "observe.several_of_that_name" if keys else "refusal.no_reference"
        for row in referring[value]:
            refusal = RefusedInput(text, value=value, count=len(keys), field=name)
            checked.faults.add(row, plan.columns.get(name), name, value, refusal)


def _keys_by_name(reading: Reading, to: str, names: list[str]) -> dict[str, list[str]]:
    target = reading.types[to]
    table = table_of(target)
    title = table.c[f"f_{target.title}"]
    found: dict[str, list[str]] = {}
    for start in range(0, len(names), 500):
        query = table.select().where(title.in_(names[start : start + 500]), table.c.superseded_at == OPEN)
        query = query.with_only_columns(title, table.c.natural_key).distinct()
        for called, key in reading.connection.execute(query):
            found.setdefault(str(called), []).append(str(key))
    return found


def _order(
    plan: Plan, name: str, referring: Mapping[str, list[int]], checked: Checked, reading: Reading
) -> None:
    """Put rows behind those that they refer to; a row goes down with the one that it needs, and circles are told."""
    keys, bad = checked.keys, checked.faults.rows
    needed = {row: parent for parent, rows in referring.items() for row in rows}
    parents = {key: needed[row] for key, row in keys.items() if row in needed}
    inside = {key: parent for key, parent in parents.items() if parent in keys and parent != key}
    standing = reading.known_keys(plan.record.name, sorted(set(inside.values())))
    depth: dict[str, int] = {}
    for key in keys:
        trail: list[str] = []
        at: str | None = key
        while at is not None and at not in depth and at not in trail:
            trail.append(at)
            at = inside.get(at)
        if at is not None and at in trail:
            for member in trail[trail.index(at) :]:
                refusal = RefusedInput("observe.circle", value=member)
                checked.faults.add(keys[member], plan.columns.get(name), name, parents[member], refusal)
        base = depth.get(at, -1) if at is not None else -1
        for step, member in enumerate(reversed(trail), start=1):
            depth[member] = base + step
    for key in sorted(inside, key=lambda each: depth[each]):
        parent = inside[key]
        if keys[parent] in bad and parent not in standing and keys[key] not in bad:
            refusal = RefusedInput("observe.needs_bad_row", value=parent, other=keys[parent] + 1)
            checked.faults.add(keys[key], plan.columns.get(name), name, parent, refusal)
    if any(depth.values()):
        checked.levels = {row: depth[key] for key, row in keys.items()}


def _check_keepers(plan: Plan, reading: Reading, may_write: MayWrite, checked: Checked) -> None:
    keys = list(checked.keys)
    owner = plan.record.owner
    for start in range(0, len(keys), 2_000):
        standing = reading.standing(plan.record.name, keys[start : start + 2_000])
        checked.known += len(standing)
        for key, life in standing.items():
            version = life[-1]
            owned = version.values[owner] if owner else None
            if not may_write(version.keeper, None if owned is None else str(owned)):
                refusal = RefusedInput("observe.other_keeper", value=key, keeper=version.keeper)
                checked.faults.add(
                    checked.keys[key], plan.columns.get(plan.record.key[0]), plan.record.key[0], key, refusal
                )


def with_references(
    values: Mapping[str, Value], resolved: Mapping[str, Mapping[str, str]]
) -> dict[str, Value]:
    """Write the natural keys of what a row refers to in place of the names by which the sheet calls it."""
    told = dict(values)
    for name, keys in resolved.items():
        if keys and (value := told.get(name)) is not None and str(value) in keys:
            told[name] = keys[str(value)]
    return told
