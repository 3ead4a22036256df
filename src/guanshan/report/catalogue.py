"""Which indicators are there? 指标目录

Every indicator of the house by name. It is refused as a whole where an indicator takes another that is not there, or itself; and, held
against the registers, where a register, a field or a value does not exist.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from guanshan.refusal import NotFound, Refusal
from guanshan.register.field import Day, Kind, Number, Whole, from_text
from guanshan.register.query import Condition
from guanshan.register.record import RecordType, RecordTypes
from guanshan.report.indicator import Counted, Indicator, Where
from guanshan.report.loading import FILE, load_indicators
from guanshan.report.period import Period
from guanshan.report.written import IndicatorFault


class Catalogue:
    """Every indicator of the house. 指标目录

    Raises
    ------
    IndicatorFault
        If a name stands twice, or an indicator takes one that is not there, or in the end itself.
    """

    def __init__(self, indicators: Iterable[Indicator] = ()) -> None:
        self._indicators: dict[str, Indicator] = {}
        for one in indicators:
            if one.name in self._indicators:
                raise fault_of(one, "twice")
            self._indicators[one.name] = one
        for one in self:
            base = one.base
            for name in dict.fromkeys((*one.takes, *((base.of,) if base else ()))):
                if name not in self._indicators:
                    raise fault_of(one, "no_indicator", value=name)
            if one.name in self._taken(one):
                raise fault_of(one, "takes_itself")

    def __iter__(self) -> Iterator[Indicator]:
        """Walk through the indicators, in the order in which they were declared."""
        return iter(self._indicators.values())

    def __contains__(self, name: str) -> bool:
        """Tell whether there is an indicator of a name."""
        return name in self._indicators

    def __getitem__(self, name: str) -> Indicator:
        """Return an indicator.

        Raises
        ------
        NotFound
            If there is none of that name.
        """
        found = self._indicators.get(name)
        if found is None:
            raise NotFound("report.no_indicator", name=name[:60])
        return found

    def registers(self) -> frozenset[str]:
        """Name the registers from whose rows indicators are computed."""
        return frozenset(one.formula.register for one in self if isinstance(one.formula, Counted))

    def open_registers(self) -> frozenset[str]:
        """Name the registers whose rows the public may read one by one behind a figure."""
        return frozenset(
            one.formula.register for one in self if isinstance(one.formula, Counted) and one.formula.is_open
        )

    def resting_on(self, register: str) -> tuple[Indicator, ...]:
        """Return the indicators whose values may change when a row of a register does, directly or through others."""
        directly = {
            one.name for one in self if isinstance(one.formula, Counted) and one.formula.register == register
        }
        return tuple(one for one in self if one.name in directly or self._taken(one) & directly)

    def check(self, types: RecordTypes) -> None:
        """Hold the indicators against the registers.

        Raises
        ------
        IndicatorFault
            If a register, a field or a value is not there, or a field cannot be summed.
        """
        for one in self:
            if isinstance(one.formula, Counted):
                _check(one, one.formula, types)

    def _taken(self, one: Indicator) -> set[str]:
        seen: set[str] = set()
        waiting = list(one.takes)
        while waiting:
            name = waiting.pop()
            if name not in seen and name in self._indicators:
                seen.add(name)
                waiting += self._indicators[name].takes
        return seen


def load_catalogue(folders: Iterable[tuple[str, Path]]) -> Catalogue:
    """Load the indicators of every system that has some.

    Parameters
    ----------
    folders
        Pairs of a system's name and its folder.
    """
    return Catalogue(
        indicator
        for system, folder in folders
        if (folder / FILE).is_file()
        for indicator in load_indicators(folder / FILE, system)
    )


def conditions_of(
    declared: RecordType, counted: Counted, period: Period | None, subject: str
) -> tuple[Condition, ...]:
    """Return the conditions under which a figure's rows are found."""
    found: list[Condition] = []
    for one in counted.where:
        if one.asks == "subject":
            found.append(Condition(one.field, "eq", subject))
        elif one.asks == "period" and period is not None:
            found += _within(declared.field(one.field).kind, one.field, period)
        else:
            found.append(Condition(one.field, one.op, _value(declared.field(one.field).kind, one)))
    return tuple(found)


def fault_of(one: Indicator, key: str, **values: object) -> IndicatorFault:
    """Build the refusal of an indicator."""
    return IndicatorFault(f"report.fault.{key}", file=one.file, line=one.line, name=one.name, **values)


def _within(kind: Kind, field: str, period: Period) -> list[Condition]:
    first, last = (
        (period.first, period.last) if isinstance(kind, Day) else (period.first.year, period.last.year)
    )
    return [Condition(field, "ge", first), Condition(field, "le", last)]


def _value(kind: Kind, one: Where) -> object:
    if one.op == "null":
        return one.value == "true"
    if isinstance(one.value, tuple):
        return tuple(from_text(kind, str(part)) for part in one.value)
    return from_text(kind, str(one.value))


def _check(one: Indicator, counted: Counted, types: RecordTypes) -> None:
    if counted.register not in types:
        raise fault_of(one, "no_register", value=counted.register)
    declared = types[counted.register]
    for field in filter(None, (counted.of, *(each.field for each in counted.where))):
        if field not in {known.name for known in declared.fields}:
            raise fault_of(one, "no_field", value=field, register=counted.register)
    if (
        counted.of
        and counted.how == "sum"
        and not isinstance(declared.field(counted.of).kind, Number | Whole)
    ):
        raise fault_of(one, "no_number", value=counted.of)
    for each in counted.where:
        kind = declared.field(each.field).kind
        if each.asks != "value" or each.op in ("null", "contains", "starts"):
            continue
        try:
            for part in each.value if isinstance(each.value, tuple) else (each.value,):
                kind.check(from_text(kind, str(part)))
        except Refusal:
            raise fault_of(one, "no_value", value=each.value, field=each.field) from None
