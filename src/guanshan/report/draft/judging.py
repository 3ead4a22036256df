"""Does a draft say what is registered? 核对结论

A number is printed rounded and worded, so that it is held against what a careful writer prints of the registered figure:

* without a qualifier it is the registered figure rounded half up to the last printed digit (2.5亿元 of 251,200,000);
* 超, 余, 突破 are said of a figure that is greater, by less than one unit of the last digit that is not nought (超500户 of 500 < n < 600),
  and of no less than 85 % of it (300余人 is not said of 360);
* 近 is said of one that is smaller by as much, 约 and 左右 of one on either side by half as much, 不足 as 近;
* 以上 and 不少于 as 超, 不超过 as 近, and none of them of the figure itself: a qualifier says that the printed number is not the figure;
* where the registered figure itself bears a qualifier (its source gives no more), the draft must bear the same and the same number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from guanshan.report.draft.binding import Binder
from guanshan.report.draft.finding import Quantity, Status
from guanshan.report.draft.known import Known, KnownIndicator, Registered
from guanshan.report.draft.numeral import place_of_whole
from guanshan.report.draft.place import District

_FAIR = Decimal("0.85")
_EITHER_SIDE = frozenset(
    {
        "约",
        "左右",
        "上下",
        "前后",
        "大约",
        "大概",
        "约为",
        "about",
        "around",
        "roughly",
        "approximately",
        "some",
        "or so",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A quantity of a draft, judged. 核对结果

    Parameters
    ----------
    indicator
        The indicator that it states, or None.
    registered
        What is registered for its period, or the latest where nothing is, to be shown beside it.
    status
        None for what is not statistical: dates, names, ordinals.
    reason
        Of *differs*: ``value``, ``qualifier``, ``base``, ``direction``; of *not registered*: ``indicator``, ``place``, ``period``,
        ``target``.
    """

    quantity: Quantity
    indicator: KnownIndicator | None
    registered: Registered | None
    status: Status | None
    reason: str | None = None


def judge(quantities: Iterable[Quantity], known: Known, words_of: str = "") -> list[Finding]:
    """Bind every quantity to an indicator and hold it against the register.

    Parameters
    ----------
    words_of
        The draft, from which the words of qualifiers are read.
    """
    binder, district = Binder(known.indicators()), District(words_of)
    return [_judged(one, binder, known, words_of, district) for one in quantities]


def _judged(quantity: Quantity, binder: Binder, known: Known, draft: str, district: District) -> Finding:
    if not quantity.statistical:
        return Finding(quantity, None, None, None)
    indicator = binder.indicator(quantity)
    if indicator is None:
        return Finding(quantity, None, None, "not registered", "indicator")
    registered = _registered(quantity, indicator, known)
    if district.is_left(quantity.start):
        return Finding(quantity, None, None, "not registered", "place")
    if quantity.aspect == "target":
        return Finding(quantity, indicator, registered, "not registered", "target")
    if registered is None:
        latest = known.registered(indicator.name, None, quantity.context)
        return Finding(quantity, indicator, latest, "not registered", "period")
    reason = _difference(quantity, indicator, registered, draft)
    return Finding(quantity, indicator, registered, "differs" if reason else "agrees", reason)


def _registered(quantity: Quantity, indicator: KnownIndicator, known: Known) -> Registered | None:
    """Return what is registered for the time that a figure names: a year's end stands for its year, a day for its month."""
    period = quantity.period
    for asked in _periods(period, indicator.period):
        if (found := known.registered(indicator.name, asked, quantity.context)) is not None:
            return found
    return None


def _periods(period: str | None, kind: str) -> list[str | None]:
    if period is None:
        return [None]
    asked: list[str | None] = [period]
    if period.endswith("/.."):
        asked.append(period[:-3])
    if period.endswith("-12-31") and kind == "year":
        asked.append(period[:4])
    if len(period) == 4 and kind == "day":
        asked.append(f"{period}-12-31")
    if len(period) == 10 and kind == "month":
        asked.append(period[:7])
    return asked


def _difference(
    quantity: Quantity, indicator: KnownIndicator, registered: Registered, draft: str
) -> str | None:
    if quantity.value is None:
        return "value"
    if quantity.kind == "growth" and indicator.base and quantity.base != indicator.base:
        return "base"
    printed, truth = Decimal(quantity.value), registered.value
    if quantity.direction == "down" and printed > 0:
        printed = -printed
    if quantity.kind == "growth" and printed and truth and (printed > 0) != (truth > 0):
        return "direction"
    printed, truth = abs(printed), abs(truth)
    word = draft[slice(*quantity.qualifier_span)].strip().lower() if quantity.qualifier_span and draft else ""
    if registered.qualifier != "exact":
        return _worded(quantity, printed, truth, registered)
    if _holds(quantity, printed, truth, word):
        return None
    return "qualifier" if _rounded(truth, quantity.place) == printed or printed == truth else "value"


def _worded(quantity: Quantity, printed: Decimal, truth: Decimal, registered: Registered) -> str | None:
    """Compare with a registered figure that bears a qualifier itself."""
    if printed != truth:
        return "value"
    same = quantity.qualifier == registered.qualifier or {quantity.qualifier, registered.qualifier} == {
        "over",
        "about_over",
    }
    round_number = (
        quantity.qualifier == "exact" and quantity.place >= 10 and quantity.place == place_of_whole(printed)
    )
    return None if same or round_number else "qualifier"


def _holds(quantity: Quantity, printed: Decimal, truth: Decimal, word: str) -> bool:
    if quantity.qualifier == "exact":
        return _rounded(truth, quantity.place) == printed
    step = max(place_of_whole(printed), quantity.place) if quantity.vague else place_of_whole(printed)
    if quantity.vague:
        return printed <= truth < printed * 10
    if quantity.qualifier in ("over", "about_over"):
        return printed < truth < min(printed + step, printed / _FAIR)
    if quantity.qualifier == "near" and word in _EITHER_SIDE:
        return truth != printed and abs(truth - printed) * 2 <= step
    return max(printed - step, printed * _FAIR) < truth < printed


def _rounded(value: Decimal, place: Decimal) -> Decimal:
    """Round half up to a place.

    Examples
    --------
    >>> _rounded(Decimal("251200000"), Decimal("10000000"))
    Decimal('250000000')
    """
    return (value / place).quantize(Decimal(1), ROUND_HALF_UP) * place
