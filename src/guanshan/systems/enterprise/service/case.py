"""What do the registers say of an enterprise that a rulebook asks for? 评定输入

Reads the inputs of innovative-2022 out of the registers, each with the rows it comes from. What no register says is unknown (None), never
left out: the rulebook's presumptions are for cases that people write by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from guanshan.refusal import NotFound
from guanshan.register.actor import Actor
from guanshan.register.query import Condition, Moment, Version
from guanshan.register.registry import Registry
from guanshan.systems.enterprise.engine.rights import Right, best_class, years_after
from guanshan.systems.enterprise.engine.size import is_small_or_medium

TEN_THOUSAND: Final = 10_000
SAMPLE_NOTE: Final = "sample"
LEGAL_PERSONS: Final = ("company", "cooperative")
HIGH_LEVELS: Final = ("national", "ministerial", "provincial")
DEMONSTRATIONS: Final = ("innovation_demonstration", "ip_advantage", "ip_demonstration")


@dataclass(frozen=True, slots=True)
class Ground:
    """A row of a register on which a value rests, and the fields that were read. 数据来源"""

    register: str
    record: str
    key: str
    fields: tuple[str, ...]
    keeper: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Case:
    """What the registers say of one enterprise: inputs by name, and the rows behind each. 评定输入

    Parameters
    ----------
    checked
        Whether an office has gone through its papers, so that what is not registered counts as not there.
    """

    entity: Version
    inputs: Mapping[str, object]
    grounds: Mapping[str, tuple[Ground, ...]]
    checked: bool


def case_of(registry: Registry, actor: Actor, credit_code: str, moment: Moment | None = None) -> Case:
    """Read the inputs of the rulebook for one enterprise.

    Raises
    ------
    NotFound
        If there is no such enterprise, or none that the actor may read.
    """
    at = moment or registry.moment()
    try:
        entity = registry.by_key(actor, "register.market_entity", credit_code, at)
    except NotFound:
        raise NotFound("enterprise.no_enterprise", credit_code=credit_code) from None
    return _cases(registry, actor, [entity], at)[0]


def cases_of(registry: Registry, actor: Actor, codes: Sequence[str], at: Moment) -> list[Case]:
    """Read the inputs for many enterprises, with one query for each register; those that are not there are left out."""
    found = registry.find(actor, "register.market_entity", at, [Condition("credit_code", "in", tuple(codes))])
    return _cases(registry, actor, found, at)


def _cases(registry: Registry, actor: Actor, entities: Sequence[Version], at: Moment) -> list[Case]:
    mine = Condition("credit_code", "in", tuple(entity.key for entity in entities))
    years = Condition("year", "in", (at.on.year - 1, at.on.year - 2))

    def rows(register: str, *where: Condition) -> dict[str, list[Version]]:
        found: dict[str, list[Version]] = {}
        for row in registry.find(actor, register, at, [mine, *where]):
            found.setdefault(str(row.values["credit_code"]), []).append(row)
        return found

    financial, staff = rows("enterprise.financial_year", years), rows("enterprise.staff_figure", years)
    rights, titles = rows("enterprise.intellectual_property"), rows("enterprise.title")
    financing, standing = rows("enterprise.equity_financing"), rows("enterprise.standing")
    return [
        _Reader(entity, at).read(
            financial=financial.get(entity.key, []),
            staff=staff.get(entity.key, []),
            rights=rights.get(entity.key, []),
            titles=titles.get(entity.key, []),
            financing=financing.get(entity.key, []),
            standing=standing.get(entity.key, []),
        )
        for entity in entities
    ]


class _Reader:
    """Reads one enterprise's inputs and keeps account of the rows."""

    def __init__(self, entity: Version, at: Moment) -> None:
        self.entity = entity
        self.on = at.on
        self.inputs: dict[str, object] = {}
        self.grounds: dict[str, tuple[Ground, ...]] = {}
        self.checked = False

    def read(
        self,
        *,
        financial: list[Version],
        staff: list[Version],
        rights: list[Version],
        titles: list[Version],
        financing: list[Version],
        standing: list[Version],
    ) -> Case:
        last = self._of_year(financial, self.on.year - 1)
        before = self._of_year(financial, self.on.year - 2)
        people = self._of_year(staff, self.on.year - 1)
        check = max(standing, key=lambda row: str(row.values["checked_on"]), default=None)
        self.checked = check is not None
        self._registration(last, people)
        self._figures(last, before)
        self._standing(check)
        self._rights(rights, check)
        self._titles(titles, check)
        self._financing(financing, check)
        return Case(self.entity, self.inputs, self.grounds, self.checked)

    def _of_year(self, rows: list[Version], year: int) -> Version | None:
        return next((row for row in rows if row.values["year"] == year), None)

    def _say(self, name: str, value: object, *rows: tuple[Version | None, str]) -> None:
        self.inputs[name] = value
        self.grounds[name] = tuple(
            Ground(
                row.type.name,
                row.record,
                row.key,
                tuple(fields.split()),
                row.keeper,
                row.source.note == SAMPLE_NOTE,
            )
            for row, fields in rows
            if row is not None
        )

    def _registration(self, last: Version | None, people: Version | None) -> None:
        values = self.entity.values
        self._say(
            "registered_in_mainland", values["status"] in ("active", "abnormal"), (self.entity, "status")
        )
        self._say("independent_legal_person", values["kind"] in LEGAL_PERSONS, (self.entity, "kind"))
        self._say("abnormal_operations", values["status"] == "abnormal", (self.entity, "status"))
        persons = people.values["staff"] if people else None
        small = is_small_or_medium(
            None if values["industry"] is None else str(values["industry"]),
            persons if isinstance(persons, int) else None,
            _wan(last, "operating_revenue"),
            _wan(last, "total_assets"),
        )
        fields = (self.entity, "industry"), (people, "staff"), (last, "operating_revenue total_assets")
        self._say("small_or_medium", small, *fields)

    def _figures(self, last: Version | None, before: Version | None) -> None:
        for name in ("rd_expense", "operating_revenue", "main_revenue", "total_assets", "total_liabilities"):
            self._say(f"{name}_wan", _wan(last, name), (last, name))
        self._say("main_revenue_before_wan", _wan(before, "main_revenue"), (before, "main_revenue"))

    def _standing(self, check: Version | None) -> None:
        for name, field in (
            ("serious_dishonesty", "dishonest"),
            ("prohibited_class", "prohibited"),
            ("serious_event_3y", "serious_event"),
            ("strategic_field", "strategic_field"),
        ):
            self._say(name, check.values[field] if check else None, (check, field))

    def _rights(self, rows: list[Version], check: Version | None) -> None:
        held = best_class(map(_right, rows), self.on) if rows or check else None
        used: list[tuple[Version | None, str]] = [
            (row, "kind granted_on acquired acquired_on related") for row in rows
        ]
        self._say("ip", held, *(used or [(check, "checked_on")]))

    def _titles(self, rows: list[Version], check: Version | None) -> None:
        since = years_after(self.on, -3)

        def held(name: str, found: list[Version]) -> None:
            there = True if found else False if check else None
            used: list[tuple[Version | None, str]] = [
                (row, "kind level recognised_on lapses_on") for row in found
            ]
            self._say(name, there, *(used or [(check, "checked_on")]))

        high = [row for row in rows if row.values["level"] in HIGH_LEVELS]
        held("hnte_valid_on_day", _of_kind(rows, "hnte"))
        held("demonstration_title_valid_on_day", _of_kind(high, *DEMONSTRATIONS))
        held("rd_institution", _of_kind(high, "rd_institution"))
        recent = [row for row in high if _day(row, "recognised_on") > since]
        held("st_award_3y", _of_kind(recent, "science_award"))

    def _financing(self, rows: list[Version], check: Version | None) -> None:
        since = years_after(self.on, -3)
        recent = [row for row in rows if _day(row, "paid_on") > since and row.values["qualified"]]
        paid = sum((_wan(row, "paid_in") or Fraction(0) for row in recent), Fraction(0))
        used: list[tuple[Version | None, str]] = [(row, "paid_in paid_on qualified") for row in recent]
        self._say("equity_3y_wan", paid if recent or check else None, *(used or [(check, "checked_on")]))


def _wan(row: Version | None, field: str) -> Fraction | None:
    """Read an amount of money in 10,000 CNY (万元)."""
    value = row.values[field] if row else None
    return Fraction(value) / TEN_THOUSAND if isinstance(value, Decimal) else None


def _day(row: Version, field: str) -> date:
    value = row.values[field]
    assert isinstance(value, date)
    return value


def _of_kind(rows: list[Version], *kinds: str) -> list[Version]:
    return [row for row in rows if row.values["kind"] in kinds]


def _right(row: Version) -> Right:
    values = row.values
    value = any(values[name] for name in ("overseas_family", "overseas_income", "pledged", "awarded"))
    acquired_on = values["acquired_on"]
    return Right(
        kind=str(values["kind"]),
        granted_on=_day(row, "granted_on"),
        related=bool(values["related"]),
        self_developed=values["acquired"] == "self_developed",
        acquired_on=acquired_on if isinstance(acquired_on, date) else None,
        high_value=value,
    )
