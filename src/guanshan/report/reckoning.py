"""How does an indicator get its value? 指标计算

`Reporter.at` opens one state of the registers and one moment; within it every figure is computed at most once. Nothing but the
catalogue, the registers and the moment enters, so the same moment gives the same figures for ever.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from typing import Final

from guanshan.refusal import RefusedInput
from guanshan.register.query import Condition, Moment, Reading, Version
from guanshan.register.store import Store
from guanshan.report.arithmetic import Arithmetic
from guanshan.report.catalogue import Catalogue, conditions_of
from guanshan.report.figure import Base, Figure, Rows, Statement
from guanshan.report.indicator import DISTRICT, Counted, Growth, Indicator, Rank, Share
from guanshan.report.period import EARLIEST, LATEST, Period, last_complete, period_around, read_period

STATEMENTS: Final = "briefing.reported_figure"
"""The register of reported figures; a house without it has none."""

SAMPLE: Final = "sample"
"""The note that rows of the sample carry."""


class Reporter:
    """Gives the figures of a house. 指标服务"""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self.store = store
        self.catalogue = catalogue

    @contextmanager
    def at(self, moment: Moment) -> "Iterator[Sight]":
        """Open the figures of a moment.

        Raises
        ------
        RefusedInput
            If its day lies outside what registers hold.
        """
        if not EARLIEST <= moment.on <= LATEST:
            raise RefusedInput("refusal.range", field="on", value=moment.on, low=EARLIEST, high=LATEST)
        with self.store.reading() as reading:
            yield Sight(reading, self.catalogue, moment)

    def figure(
        self, name: str, moment: Moment, period: Period | None = None, subject: str = DISTRICT
    ) -> Figure:
        """Return one figure; see `Sight.figure`."""
        with self.at(moment) as sight:
            return sight.figure(name, period, subject)

    def pinned(self, moment: Moment) -> Moment:
        """Bind a moment that knows everything to what is known now, so that it gives the same figures for ever."""
        head = self.store.head().tick
        return Moment(moment.on, min(moment.known_at, head))


class Sight:
    """The figures of one moment, over one state of the registers. 时点"""

    def __init__(self, reading: Reading, catalogue: Catalogue, moment: Moment) -> None:
        self.reading = reading
        self.catalogue = catalogue
        self.moment = moment
        self._known: dict[tuple[str, Period | None, str], Figure] = {}
        self._stated: dict[tuple[str, str], dict[Period, tuple[Statement, ...]]] | None = None

    def figure(self, name: str, period: Period | None = None, subject: str = DISTRICT) -> Figure:
        """Return the figure of an indicator.

        Parameters
        ----------
        period
            None: the last one that is over on the moment's day; of a reported indicator, the last one that is stated.
        subject
            The district, or an enterprise by its credit code.

        Raises
        ------
        NotFound
            If there is no such indicator.
        RefusedInput
            If the period is of another kind than the indicator's.
        """
        indicator = self.catalogue[name]
        if period is not None and period.kind != indicator.period:
            raise RefusedInput("report.other_period", name=name, kind=indicator.period, value=str(period))
        asked = (name, period, subject)
        if asked not in self._known:
            self._known[asked] = self._computed(indicator, period, subject)
        return self._known[asked]

    def all(self) -> list[Figure]:
        """Return the figure of every indicator of the district itself, in the catalogue's order."""
        return [self.figure(one.name) for one in self.catalogue if one.subject == "district"]

    def periods(self, name: str, subject: str = DISTRICT) -> tuple[Period, ...]:
        """Return the periods for which a reported indicator is stated, the last one first."""
        return tuple(sorted(self._statements(name, subject), key=lambda one: one.first, reverse=True))

    def subjects(self) -> frozenset[str]:
        """Return everybody of whom something is reported: the district, enterprises, other districts."""
        self._statements("", DISTRICT)
        return frozenset(subject for _, subject in self._stated or {})

    def _computed(self, indicator: Indicator, wanted: Period | None, subject: str) -> Figure:
        match indicator.formula:
            case Counted() as counted:
                period = wanted or last_complete(indicator.period, self.moment.on)
                return self._counted(indicator, counted, period, subject)
            case Arithmetic() as arithmetic:
                return self._reckoned(
                    indicator, arithmetic, self._period(indicator, wanted, subject), subject
                )
            case Growth() | Share() | Rank():
                return self._compared(indicator, self._period(indicator, wanted, subject), subject)
            case _:
                return self._reported(indicator, wanted, subject)

    def _period(self, indicator: Indicator, wanted: Period | None, subject: str) -> Period:
        """Choose the period of a figure that is computed from others: the first input's own."""
        if wanted is not None:
            return wanted
        first = self.figure(indicator.takes[0], None, subject).period
        return first if first.kind == indicator.period else period_around(indicator.period, first.last)

    def _counted(self, indicator: Indicator, counted: Counted, period: Period, subject: str) -> Figure:
        declared = self.reading.types[counted.register]
        where = conditions_of(declared, counted, period, subject)
        day = min(period.last, self.moment.on) if counted.read == "period_end" else self.moment.on
        moment = Moment(day, self.moment.known_at)
        totals = self.reading.totals(counted.register, moment, where, of=counted.of, note=SAMPLE)
        value = {"count": totals.rows, "sum": totals.sum, "distinct": totals.distinct}[counted.how]
        return Figure(
            indicator=indicator,
            period=period,
            moment=self.moment,
            subject=subject,
            value=None if value is None else Decimal(value),
            sample=totals.noted > 0,
            rows=Rows(counted.register, where, moment, totals.rows, totals.noted, counted.is_open),
        )

    def _reckoned(self, indicator: Indicator, arithmetic: Arithmetic, period: Period, subject: str) -> Figure:
        inputs = tuple(self._input(name, period, subject) for name in arithmetic.names)
        found = arithmetic.value({one.name: one.value for one in inputs})
        return Figure(
            indicator=indicator,
            period=period,
            moment=self.moment,
            subject=subject,
            value=rounded(found, indicator.places),
            sample=any(one.sample for one in inputs),
            inputs=inputs,
        )

    def _compared(self, indicator: Indicator, period: Period, subject: str) -> Figure:
        of = self._input(indicator.takes[0], period, subject)
        base = self._base(indicator, of, None)
        inputs = (of, base.figure) if base and base.figure and base.kind != "rank" else (of,)
        return Figure(
            indicator=indicator,
            period=period,
            moment=self.moment,
            subject=subject,
            value=base.reckoned if base else None,
            sample=any(one.sample for one in inputs),
            base=base,
            inputs=inputs,
        )

    def _reported(self, indicator: Indicator, wanted: Period | None, subject: str) -> Figure:
        stated = self._statements(indicator.name, subject)
        known = self.periods(indicator.name, subject)
        period = wanted or (known[0] if known else last_complete(indicator.period, self.moment.on))
        statements = stated.get(period, ())
        first = statements[0] if statements else None
        base = None
        if indicator.base is not None:
            of = self._input(indicator.base.of, period, subject)
            base = self._base(indicator, of, first.value if first else None)
        return Figure(
            indicator=indicator,
            period=period,
            moment=self.moment,
            subject=subject,
            value=first.value if first else None,
            qualifier=first.qualifier if first else "exact",
            sample=bool(first and first.made_up),
            rows=self._rows_stated(indicator.name, period, subject, statements) if statements else None,
            statements=statements,
            base=base,
        )

    def _rows_stated(
        self, name: str, period: Period, subject: str, statements: tuple[Statement, ...]
    ) -> Rows:
        """Return the rows of the register of reported figures behind a figure: one, or more where it was restated."""
        asked = (("indicator", name), ("period", str(period)), ("subject", subject))
        where = tuple(Condition(field, "eq", value) for field, value in asked)
        made_up = sum(one.made_up for one in statements)
        return Rows(STATEMENTS, where, self.moment, len(statements), made_up, is_open=True)

    def _input(self, name: str, period: Period, subject: str) -> Figure:
        """Return a figure that another takes: for its period, or for the one of its own kind that ends with it."""
        indicator = self.catalogue[name]
        fitting = period if period.kind == indicator.period else period_around(indicator.period, period.last)
        found = self.figure(name, fitting, subject)
        if found.value is None and indicator.provenance == "reported" and fitting.kind == "day":
            return self.figure(name, None, subject)  # what stands is stated on some day and holds on
        return found

    def _base(self, indicator: Indicator, of: Figure, stated: Decimal | None) -> Base | None:
        match indicator.base:
            case Growth(against=against):
                period = self._against(of.period, against)
                figure = self.figure(of.name, period, of.subject)
                return Base(
                    kind="growth",
                    of=of.name,
                    period=period,
                    figure=figure if figure.value is not None else None,
                    implied=_implied(of.value, stated, lambda rate: 1 + rate),
                    reckoned=_per_cent(of.value, figure.value, indicator.places, less=1),
                )
            case Share(whole=whole):
                figure = self._input(whole, of.period, of.subject)
                return Base(
                    kind="share",
                    of=whole,
                    period=figure.period,
                    figure=figure if figure.value is not None else None,
                    implied=_implied(of.value, stated, lambda rate: rate),
                    reckoned=_per_cent(of.value, figure.value, indicator.places),
                )
            case Rank():
                values = self._values_of_all(of.name, of.period)
                own = values.get(of.subject)
                place = None if own is None else 1 + sum(value > own for value in values.values())
                return Base(
                    kind="rank",
                    of=of.name,
                    period=of.period,
                    figure=of if of.value is not None else None,
                    reckoned=Decimal(place) if place is not None and len(values) > 1 else None,
                )
            case _:
                return None

    def _against(self, period: Period, against: str) -> Period:
        if against == "previous":
            return period.previous
        return period.year_before if against == "year_before" else read_period(against)

    def _values_of_all(self, name: str, period: Period) -> dict[str, Decimal]:
        self._statements(name, DISTRICT)
        assert self._stated is not None
        return {
            subject: periods[period][0].value
            for (stated, subject), periods in self._stated.items()
            if stated == name and period in periods
        }

    def _statements(self, name: str, subject: str) -> dict[Period, tuple[Statement, ...]]:
        if self._stated is None:
            self._stated = self._read_statements()
        return self._stated.get((name, subject), {})

    def _read_statements(self) -> dict[tuple[str, str], dict[Period, tuple[Statement, ...]]]:
        """Read every reported figure that holds at the moment: of one period, the statement of the latest day first."""
        if STATEMENTS not in self.reading.types:
            return {}
        found: dict[tuple[str, str], dict[Period, list[Statement]]] = {}
        for version in self.reading.find(STATEMENTS, self.moment):
            values = version.values
            of = found.setdefault((str(values["indicator"]), str(values["subject"])), {})
            of.setdefault(read_period(str(values["period"])), []).append(_statement(version))
        return {
            key: {period: tuple(sorted(each, key=_latest_first)) for period, each in periods.items()}
            for key, periods in found.items()
        }


def rounded(value: Fraction | None, places: int) -> Decimal | None:
    """Round an exact value half up, away from nought, to some decimals."""
    if value is None:
        return None
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


def _statement(version: Version) -> Statement:
    values = version.values
    stated_on = values["stated_on"]
    return Statement(
        record=version.record,
        value=Decimal(str(values["value"])),
        qualifier=values["qualifier"],  # type: ignore[arg-type]  # one of the register's options
        office=str(values["office"]),
        document=str(values["document"]),
        stated_on=stated_on if not isinstance(stated_on, str | int | bool | Decimal) else None,
        made_up=version.source.note == SAMPLE,
        printed={"zh": _text(values["printed_zh"]), "en": _text(values["printed_en"])},
        note=_text(values["note"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _latest_first(one: Statement) -> tuple[int, str]:
    return (-one.stated_on.toordinal() if one.stated_on else 0, one.document)


def _per_cent(value: Decimal | None, base: Decimal | None, places: int, less: int = 0) -> Decimal | None:
    if value is None or not base:
        return None
    return rounded((Fraction(value) / Fraction(base) - less) * 100, places)


def _implied(
    value: Decimal | None, rate: Decimal | None, factor: Callable[[Fraction], Fraction]
) -> Decimal | None:
    """Compute backwards the base of which a stated rate makes the value, to two decimals."""
    if value is None or rate is None:
        return None
    by = factor(Fraction(rate) / 100)
    return rounded(Fraction(value) / by, 2) if by else None
