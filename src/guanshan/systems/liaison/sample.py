"""Which appeals does the sample district have? 样本

Each is opened, assigned and handled by the same steps as real ones, at times of its own before the sample's day.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

import yaml

from guanshan.act.attachment import Files
from guanshan.act.casebook import Casebook, Petition
from guanshan.act.deadline.calendar import load_calendar
from guanshan.act.kinds import Kinds
from guanshan.clock import DistrictClock, tick_of
from guanshan.register import sample as core
from guanshan.register.access import Access, UnitTree
from guanshan.register.actor import Actor, Held
from guanshan.register.query import Moment
from guanshan.register.registry import Registry
from guanshan.register.store import Row, Store
from guanshan.systems.liaison.service.duplicate import advise

_FOLDER: Final = Path(__file__).parent
_OFFICE: Final = "private-economy"
MOST: Final = 100
"""Appeals that are opened at most."""
_STAGES: Final = ("received", "assigned", "handling", "waiting", "answered", "closed")
_LAST: Final = datetime.fromisoformat("2024-05-06T08:55")


@cache
def words() -> Mapping[str, Any]:
    """Return what the sample is made of."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (_FOLDER / "sample.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 (a safe loader)
    return found


class _Told:
    """A casebook whose clock stands where the sample's story is."""

    def __init__(self, store: Store) -> None:
        self.at = _LAST
        with store.reading() as reading:
            units = reading.find("register.unit", Moment(core.SAMPLE_DAY))
        parents = {one.key: one.values["parent"] for one in units}
        tree = UnitTree({code: None if one is None else str(one) for code, one in parents.items()})
        registry = Registry(store, Access(tree), self._clock)
        kinds = Kinds([_FOLDER / "cases"])
        nowhere = Files(_FOLDER / "nothing is attached")
        self.book = Casebook(
            registry, kinds, load_calendar(), self._clock, nowhere, advises={"appeal": advise}
        )

    def _clock(self) -> DistrictClock:
        return DistrictClock(lambda: tick_of(self.at))


def load(
    store: Store, progress: core.Progress | None = None, count: int = core.ENTITIES, most: int = MOST
) -> None:
    """Open and handle the sample's appeals, after the core's sample was loaded with the same ``count`` of entities."""
    tell = progress or (lambda register, done, whole: None)
    appeals = words()["appeals"][:most]
    firms = list(islice((one for one in core.entities(count) if _appeals(one)), len(appeals)))
    told = _Told(store)
    outcomes: list[dict[str, object]] = []
    for place, appeal in enumerate(appeals):
        number = _appeal(told, appeal, str(firms[appeal.get("again", place)]["credit_code"]))
        if appeal["until"] == "closed":
            outcomes.append(_outcome(number, appeal, told.at))
        tell("act.case", place + 1, len(appeals))
    declared = store.types["liaison.outcome"]
    with store.write(_officer(_OFFICE), "sample") as writing:
        rows = [Row(declared.check(values), core.SAMPLE) for values in outcomes]
        writing.put_many(declared.name, rows, keeper=_OFFICE)
    tell(declared.name, len(outcomes), len(outcomes))


def _appeals(entity: Mapping[str, object]) -> bool:
    return entity["kind"] == "company" and entity["status"] == "active" and entity["private"] is True


def _officer(unit: str) -> Actor:
    login = words()["officers"][unit]
    return Actor(login, login, "staff", (Held("officer", unit),), source="sample")


def _appeal(told: _Told, appeal: Mapping[str, Any], code: str) -> str:
    told.at = datetime.fromisoformat(str(appeal["at"]))
    firm = Actor("enterprise:sample", "sample", "enterprise", owner=code, source="sample")
    petition = Petition(title=appeal["title"], text=appeal["text"], credit_code=code, channel="form")
    number = told.book.open(firm, "appeal", petition, {"category": appeal["category"]})
    for actor, hours, name, answers in _story(appeal):
        told.at = min(_at_work(told.at + timedelta(hours=hours)), _LAST)
        told.book.move(actor, number, name, answers)
    return number


def _at_work(at: datetime) -> datetime:
    """Return the next moment at which an office is open: nothing is done at night."""
    if at.hour >= 17:
        at = at.replace(hour=9, minute=10) + timedelta(days=1)
    return at.replace(hour=9, minute=10) if at.hour < 9 else at


def _story(appeal: Mapping[str, Any]) -> Iterator[tuple[Actor, int, str, dict[str, str]]]:
    """Tell the steps up to where the appeal has come: who, how long after the one before [h], the move, its form."""
    reached = _STAGES.index(appeal["until"])
    office, lead = _officer(_OFFICE), _officer(appeal["lead"])
    if reached >= 1:
        yield office, 3, "assign", {"lead": appeal["lead"], "supporting": ",".join(appeal.get("with", ()))}
    if reached >= 2:
        yield lead, 18, "accept", {}
        yield lead, 5, "contact", {"how": "电话联系企业核实情况"}
    if appeal["until"] == "waiting":
        yield lead, 2, "ask", {"question": appeal["question"]}
    if reached >= 4:
        yield lead, 24, "answer", {"answer": appeal["answer"], "solved": appeal["solved"]}
    if reached >= 5:
        yield office, 48, "close", {"satisfaction": appeal["satisfaction"], "solved": appeal["solved"]}


def _outcome(number: str, appeal: Mapping[str, Any], at: datetime) -> dict[str, object]:
    return {
        "case": number,
        "category": appeal["category"],
        "question": appeal["title"],
        "answer": appeal["answer"],
        "solved": appeal["solved"] == "yes",
        "published_on": at.date(),
    }
